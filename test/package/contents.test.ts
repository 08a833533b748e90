/** T38: the files in the published package. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let folder = '';
let files: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contents-'));
  execFileSync('tar', ['-xzf', inject('tarball'), '-C', folder, '--strip-components=1']);
  files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('T38: the package', () => {
  it('has the files that are needed to run it, and the documents', () => {
    const needed = [
      'package.json',
      'README.md',
      'LICENSE',
      'SECURITY.md',
      'dist/process/main.js',
      'schema/b2b.graphql',
      'schema/consumer.graphql',
    ];
    const assets = globSync('*', { cwd: join(import.meta.dirname, '../../src/graphiql/assets') });
    expect(assets.length).toBeGreaterThan(5);
    expect([...needed, ...assets.map((name) => `dist/assets/${name}`)].filter((file) => !files.includes(file))).toEqual(
      [],
    );
  });

  it('holds nothing else: no tests, no settings, no keys, no logs', () => {
    const known =
      /^dist\/|^schema\/(?:b2b|consumer)\.(graphql|subgraph\.graphql|possibleTypes\.json)$|^(package\.json|LICENSE)$|\.md$|^deploy\/(alerts\.yaml|grafana-dashboard\.json)$|^docs\/(sandbox\.openapi\.json|graphiql\.webp)$/;
    expect(files.filter((file) => !known.test(file))).toEqual([]);
    const odd = /(^|\/)\.|\.(pem|key|p12|pfx|crt|log|env|tgz|map|ts)$|node_modules|\.test\./;
    expect(files.filter((file) => odd.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  });

  it('holds no secret, and no path of the machine that built it', () => {
    const forms = [
      /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/=]{40}/,
      // The sandbox has its own public secret, which is valid nowhere else.
      /secret-(test|live)-(?!sandbox)[\w=-]{20,}/,
      /\bsgk_[0-9a-f]{32,}/,
      /\b(npm_|ghp_|github_pat_|AKIA)\w{16,}/,
      /_authToken|\bredis(s)?:\/\/[^\s:@/]*:[^\s@/]+@/,
      /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
    ];
    const root = join(import.meta.dirname, '../..');
    const found = files.flatMap((file) => {
      const text = read(file);
      return [...forms.filter((form) => form.test(text)).map(String), ...(text.includes(root) ? [root] : [])].map(
        (what) => `${file}: ${what}`,
      );
    });
    expect(files.length).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  it('has only README links to files that it contains', () => {
    const links = [...read('README.md').matchAll(/\]\(((?!https?:|#)[^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !files.includes(path))).toEqual([]);
  });
});
