/**
 * Compares the printed graphs with those of the last release, `schema/released/`, in the working directory:
 *
 *     node schema/watch.ts            fails if a breaking change is in no changeset; part of `npm run check`
 *     node schema/watch.ts release    dates the version in the changelog and writes the graphs; part of `npm run release`
 */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { VERTICAL_NAMES } from '../src/vertical/vertical.ts';
import { breakingBump, breakingChanges, readChangeset, untold } from './graph-change.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const printed = (name: string): string => `schema/${name}.graphql`;
const released = (name: string): string => `schema/released/${name}.graphql`;
const { name, version }: { name: string; version: string } = JSON.parse(read('package.json'));

const fail = (message: string): never => {
  console.error(message);
  return exit(1);
};

const check = async (): Promise<void> => {
  const changes = await Promise.all(
    VERTICAL_NAMES.map((vertical) => breakingChanges(read(released(vertical)), read(printed(vertical)))),
  );
  const changesets = readdirSync('.changeset')
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => readChangeset(read(`.changeset/${file}`), name));
  const bump = breakingBump(version);
  const missing = untold(changes.flat(), changesets, bump);
  if (missing.length === 0) return;
  const lines = missing.map(({ path, message }) => `- \`${path}\`: ${message}`);
  fail(
    `The graph breaks clients of the last release, and no changeset says so. Tell them what to do instead, in a file of .changeset/ (npx changeset) that names each in backticks:

---
"${name}": ${bump}
---

${lines.join('\n')}
`,
  );
};

const release = (): void => {
  const changelog = read('CHANGELOG.md');
  const heading = `## ${version}`;
  const undated = [heading, `${heading} (unreleased)`];
  const lines = changelog.split('\n');
  if (!lines.some((line) => undated.includes(line))) fail(`CHANGELOG.md has no undated heading "${heading}".`);
  const dated = `${heading} (${new Date().toISOString().slice(0, 10)})`;
  writeFileSync('CHANGELOG.md', lines.map((line) => (undated.includes(line) ? dated : line)).join('\n'));
  for (const vertical of VERTICAL_NAMES) copyFileSync(printed(vertical), released(vertical));
};

if (argv[2] === 'release') release();
else await check();
