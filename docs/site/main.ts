/**
 * Builds the reference site: the docs, the graphs and the package, as static pages that need no network.
 *
 *     npm run site                  writes site/
 *     npm run site -- other/folder
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSchema } from 'graphql';
import { Application, LogLevel } from 'typedoc';
import { VERTICAL_NAMES, type VerticalName } from '../../src/vertical/vertical.ts';
import { graphPages } from './graph.ts';

const root = join(import.meta.dirname, '../..');
const out = resolve(process.argv[2] ?? join(root, 'site'));

const titles: Readonly<Record<VerticalName, string>> = { b2b: 'B2B graph', consumer: 'Consumer graph' };

// Beside the other sources: TypeDoc finds no pages where their only common folder is the root of the disk.
const folder = mkdtempSync(join(root, 'node_modules/.site-'));
try {
  const graphs = VERTICAL_NAMES.flatMap((vertical) =>
    graphPages(
      buildSchema(readFileSync(join(root, 'schema', `${vertical}.graphql`), 'utf8')),
      vertical,
      titles[vertical],
    ),
  ).map(({ file, text }) => {
    const path = join(folder, file);
    writeFileSync(path, text);
    return path;
  });

  const app = await Application.bootstrap({
    name: 'stytch-graphql',
    entryPoints: ['index', 'sandbox', 'client', 'session', 'codegen'].map((name) =>
      join(root, 'src/package', `${name}.ts`),
    ),
    tsconfig: join(root, 'tsconfig.json'),
    readme: join(root, 'README.md'),
    projectDocuments: [
      join(root, 'docs/*.md'),
      ...['CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].map((name) => join(root, name)),
      ...graphs,
    ],
    highlightLanguages: ['bash', 'graphql', 'ini', 'javascript', 'json', 'sh', 'tsx', 'typescript', 'yaml'],
    // The compiler checks the code elsewhere.
    skipErrorChecking: true,
    disableSources: true,
    hideGenerator: true,
    githubPages: false,
    includeVersion: true,
    logLevel: LogLevel.Warn,
  });
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the package.');
  await app.generateDocs(project, out);
  if (app.logger.hasErrors()) throw new Error('TypeDoc reported errors.');
  console.log(`The site is written: ${join(out, 'index.html')}`);
} finally {
  rmSync(folder, { recursive: true });
}
