/** docs/safety.md against the code: every name in it exists, and every count is correct. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/process/config.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const page = read('docs/safety.md');
const sources = globSync(['src/**/*.ts', 'schema/*.ts'], { cwd: fileURLToPath(root) })
  .map(read)
  .join('\n');

const rows = [...page.matchAll(/^\| (T\d+) \| (.*) \|$/gm)].map(([, threat = '', rest = '']) => {
  const [what = '', held = '', shown = '', promised = ''] = rest.split(' | ');
  return { threat, what, held, shown, promised };
});
const filesIn = (text: string) =>
  [...text.matchAll(/`([\w.-]+\/[\w./-]*|[\w-]+\.json)`/g)]
    .map(([, file = '']) => file)
    .filter((file) => file !== 'application/json');

/** The threats in the first comment of a file; `T15 to T18` are four. */
const threatsIn = (text: string): string[] => [
  ...[...text.matchAll(/\bT(\d+)\b/g)].map(([, number]) => `T${number}`),
  ...[...text.matchAll(/\bT(\d+) to T(\d+)\b/g)].flatMap(([, first, last]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `T${Number(first) + index}`),
  ),
];

describe('docs/safety.md', () => {
  it('has a row for each threat, with a promise for each', () => {
    expect(rows.map(({ threat }) => threat)).toEqual(Array.from({ length: 58 }, (_, index) => `T${index + 1}`));
    expect(rows.filter(({ what, promised }) => what === '' || promised === '')).toEqual([]);
  });

  it('names only files that exist', () => {
    const named = filesIn(page);
    expect(named.length).toBeGreaterThan(76);
    expect(named.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  });

  it.each(rows)('$threat is tested in the named files', ({ threat, held, shown }) => {
    expect(filesIn(held).length).toBeGreaterThan(0);
    const files = filesIn(shown);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file).toMatch(/^test\/.*\.test\.ts$/);
      expect(threatsIn(read(file)), file).toContain(threat);
    }
  });

  it('names only settings that exist', () => {
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+|GRAPHIQL|INTROSPECTION|HOST)(?:=[^`]*)?`/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(8);
    const config = read('src/process/config.ts');
    const others = ['NODE_ENV', 'NODE_DEBUG', 'NOT_CONFIGURED', 'RATE_LIMITED'];
    expect(named.filter((name) => !others.includes(name ?? '') && !config.includes(`  ${name}: [`))).toEqual([]);
  });

  it('names only log lines that the code has', () => {
    const part = page.slice(page.indexOf('| line |'), page.indexOf('**Rotate**'));
    const lines = [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, line = '']) => line);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.filter((line) => !sources.includes(line))).toEqual([]);
  });

  it('has the defaults of the settings', () => {
    const { tries, limits } = readConfig({});
    expect([tries.perAccount, tries.perAccountHour, tries.perAddress]).toEqual([5, 9, 30]);
    expect(page).toContain(
      'Five attempts per minute for each name of a person. Nine failed attempts per hour: for a member six by address',
    );
    expect(page).toContain('Thirty attempts per minute from one address');
    expect(page).toContain(`${limits.calls} calls per request`);
  });
});
