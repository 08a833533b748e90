/** The package as npm installs it into an empty folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { publint } from 'publint';
import { minifySync } from 'rolldown/utils';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../port.ts';
import { ask, browser, run, runUntil } from './program.ts';

const root = join(import.meta.dirname, '../..');
const { version } = v.parse(
  v.object({ version: v.string() }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
);

const npx = ['npx', '--no-install', 'stytch-graphql'] as const;
const ready = /member {3}\S+/;

let folder = '';
let began = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'empty-'));
  began = performance.now();
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', inject('tarball')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

const installed = () => join(folder, 'node_modules/stytch-graphql');

describe('npx stytch-graphql', () => {
  it('answers a query, and shows GraphiQL with its files', { timeout: 120_000 }, async () => {
    const port = await freePort();
    const { printed } = await runUntil(ready, npx, { cwd: folder, env: { PORT: `${port}`, SANDBOX_PORT: '0' } });
    const url = `http://localhost:${port}/graphql`;
    expect(printed()).toContain(`GraphiQL   ${url}`);
    expect(await ask(url, '{ organization(by: { slug: "fernhill-bakery" }) { name } }')).toEqual({
      data: { organization: { name: 'Fernhill Bakery' } },
    });
    console.log(`\n  empty folder to first answer   ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
    const page = await (await fetch(url, { headers: browser })).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => new URL(file, url));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect((await fetch(file)).status).toBe(200);
  });

  it('loads nothing of the sandbox, of Redis, of metrics or of traces over a project', {
    timeout: 120_000,
  }, async () => {
    const env = {
      PORT: '0',
      STYTCH_PROJECT_ID: 'project-test-1',
      STYTCH_SECRET: 'secret-test-canary',
      STYTCH_BASE_URL: 'http://127.0.0.1:1',
      NODE_DEBUG: 'esm',
    };
    const { printed } = await runUntil(/^GraphQL over project-test-1/m, npx, { cwd: folder, env });
    const loaded = printed();
    expect(loaded).toMatch(/node_modules\/graphql\//);
    expect(loaded).not.toMatch(
      /node_modules\/(openapi-backend|otpauth|uqr|ioredis|prom-client|@opentelemetry)\/|dist\/sandbox-/,
    );
    expect(loaded).not.toContain('canary');
  });

  it('alone is a sandbox, on `sandbox`', { timeout: 120_000 }, async () => {
    const port = await freePort();
    const { printed } = await runUntil(/outbox/, [...npx, 'sandbox'], {
      cwd: folder,
      env: { SANDBOX_PORT: `${port}` },
    });
    expect(printed()).toContain(`http://127.0.0.1:${port}`);
    expect(await (await fetch(`http://127.0.0.1:${port}/sandbox/world`)).json()).toMatchObject({
      organizations: [{}, {}],
    });
  });

  it.each([
    [['--version'], 0, `${version}\n`],
    [['--help'], 0, expect.stringContaining('Usage: stytch-graphql')],
    [['serve'], 1, 'Unknown argument: serve. Run stytch-graphql --help for usage.\n'],
    [['sandbox', '--fast'], 1, 'Unknown argument: --fast. Run stytch-graphql --help for usage.\n'],
  ])('says what it is asked: %o', { timeout: 120_000 }, async (words, code, text) => {
    const ended = await run([...npx, ...words], { cwd: folder });
    expect([ended.code, ended.printed()]).toEqual([code, text]);
  });

  it('names a package that only some settings need, where it was left out', { timeout: 120_000 }, async () => {
    const gone = mkdtempSync(join(tmpdir(), 'lean-'));
    execFileSync('cp', ['-r', join(folder, 'node_modules'), gone]);
    rmSync(join(gone, 'node_modules/ioredis'), { recursive: true });
    const env = { PORT: '0', SANDBOX_PORT: '0', REDIS_URL: 'redis://127.0.0.1:1' };
    const ended = await run(npx, { cwd: gone, env });
    rmSync(gone, { recursive: true });
    expect([ended.code, ended.printed()]).toEqual([1, 'The settings need the package ioredis: npm install ioredis\n']);
  });

  it('names the Node that it needs to one that is too old', { timeout: 120_000 }, async () => {
    const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.19.0' } })`;
    const program = join(installed(), 'dist/process/main.js');
    const disguised = [
      process.execPath,
      `--import=data:text/javascript,${encodeURIComponent(disguise)}`,
      program,
    ] as const;
    const ended = await run(disguised, { cwd: folder });
    expect([ended.code, ended.printed()]).toEqual([1, 'Node 24 or newer is required; this is Node 22.19.0.\n']);
    const [old] = (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((path) => join(path, 'node'))
      .filter((node) => existsSync(node) && Number.parseInt(versionOf(node).slice(1), 10) < 24);
    if (old === undefined) return;
    const parsed = await run([old, program], { cwd: folder });
    expect([parsed.code, parsed.printed()]).toEqual([
      1,
      `Node 24 or newer is required; this is Node ${versionOf(old).slice(1)}.\n`,
    ]);
  });
});

const versionOf = (node: string): string => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();

describe('what is exported', () => {
  it('is found by its name', { timeout: 120_000 }, async () => {
    const code = `
      const names = ['', '/sandbox', '/client', '/codegen', '/session'];
      const modules = await Promise.all(names.map((name) => import('stytch-graphql' + name)));
      const { readFileSync } = await import('node:fs');
      const { fileURLToPath } = await import('node:url');
      const read = (name) => readFileSync(fileURLToPath(import.meta.resolve('stytch-graphql/' + name)), 'utf8');
      console.log(JSON.stringify({
        names: modules.map((each) => Object.keys(each)),
        graphs: ['b2b', 'consumer'].map((kind) => {
          const graph = (part) => read('schema/' + kind + '.' + part);
          const { types } = JSON.parse(graph('introspection.json')).__schema;
          return {
            printed: readFileSync(modules[3].schema[kind], 'utf8') === graph('graphql'),
            possible: JSON.parse(graph('possibleTypes.json')).Node.includes(kind === 'b2b' ? 'Member' : 'User'),
            introspection: types.map(({ name }) => name).filter((name) => ['Member', 'User'].includes(name)),
          };
        }),
        version: JSON.parse(read('package.json')).version,
      }));`;
    const { printed } = await run([process.execPath, '--input-type=module', '-e', code], { cwd: folder });
    expect(JSON.parse(printed())).toEqual({
      names: [
        ['ConfigError', 'createGateway'],
        ['startSandbox'],
        ['MutationFailed', 'match', 'unwrap'],
        ['clientPreset', 'scalars', 'schema'],
        ['createSession', 'nextStep'],
      ],
      graphs: [
        { printed: true, possible: true, introspection: ['Member'] },
        { printed: true, possible: true, introspection: ['User'] },
      ],
      version,
    });
  });

  it('is in order for publint', async () => {
    const { messages } = await publint({ pkgDir: installed(), pack: false, level: 'suggestion', strict: true });
    expect(messages).toEqual([]);
  });

  it('is in order for are-the-types-wrong', { timeout: 120_000 }, async () => {
    const files = ['b2b', 'consumer'].flatMap((kind) =>
      ['graphql', 'introspection.json', 'possibleTypes.json'].map((part) => `schema/${kind}.${part}`),
    );
    const command = ['attw', inject('tarball'), '--profile=esm-only', '--exclude-entrypoints', ...files] as const;
    const ended = await run(command, { cwd: root });
    expect(ended.code, ended.printed()).toBe(0);
  });
});

describe('the size', () => {
  it.each([
    ['client', 2_000],
    ['session', 2_500],
  ])('is small for the %s helper (%i bytes minified), and it imports nothing', (name, most) => {
    const source = readFileSync(join(installed(), `dist/package/${name}.js`), 'utf8');
    const { code } = minifySync(`${name}.js`, source);
    expect(source).not.toMatch(/\bimport\b|\brequire\b/);
    expect(code.length).toBeGreaterThan(300);
    expect(code.length).toBeLessThan(most);
  });

  it('is under 2.2 MB packed, and under 100 packages without what only the sandbox needs', async () => {
    const bytes = statSync(inject('tarball')).size;
    const { packageCounts } = await import('../../docs/printing/packages.ts');
    const { packages } = v.parse(
      v.object({ packages: v.record(v.string(), v.object({ optional: v.optional(v.boolean(), false) })) }),
      JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')),
    );
    const all = Object.entries(packages).filter(([path]) => path !== '' && path !== 'node_modules/stytch-graphql');
    const needed = all.filter(([, { optional }]) => !optional);
    console.log(`
  tarball                               ${(bytes / 1e6).toFixed(2)} MB
  packages installed with it            ${all.length}
  without optional ones                 ${needed.length}
  without those of the sandbox, too     ${needed.length - packageCounts.sandbox}
`);
    expect(bytes).toBeLessThan(2_200_000);
    expect(all.length - packageCounts.sandbox).toBeLessThan(100);
  });
});
