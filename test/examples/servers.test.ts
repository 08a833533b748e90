/** The gateway inside servers of other frameworks, as in `examples/`, over the packed package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, browser, run, runUntil } from '../package/program.ts';
import { freePort } from '../port.ts';
import { examplesWithPackage } from './folder.ts';

const root = join(import.meta.dirname, '../..');
const PATH = '/api/auth/graphql';
const examples = ['hono', 'express', 'fastify', 'next', 'playwright', 'react', 'vitest'];
const names = v.optional(v.record(v.string(), v.string()), {});
const manifestOf = (folder: string) =>
  v.parse(
    v.object({ version: v.optional(v.string()), dependencies: names, devDependencies: names }),
    JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  );

let folder = '';
let remove = () => {};
beforeAll(() => {
  ({ folder, remove } = examplesWithPackage());
}, 60_000);
afterAll(() => remove(), 60_000);

describe.each(['hono', 'express', 'fastify'])('in %s', (name) => {
  it('the gateway responds next to the pages, GraphiQL included', { timeout: 120_000 }, async () => {
    const port = await freePort();
    const server = await runUntil(/localhost/, [process.execPath, 'server.ts'], {
      cwd: join(folder, 'examples', name),
      env: { PORT: `${port}` },
    });
    expect(server.code, server.printed()).toBeNull();
    const url = `http://localhost:${port}${PATH}`;
    expect(await ask(url, '{ viewer { kind } }')).toEqual({ data: { viewer: { kind: 'SERVER' } } });
    const page = await (await fetch(url, { headers: browser })).text();
    const files = [...page.matchAll(/(?:src|href|data-config)="([^"]+)"/g)].map(([, file = '']) => new URL(file, url));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file.pathname).toMatch(`${PATH}/graphiql/`);
      expect((await fetch(file)).status, file.href).toBe(200);
    }
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('A page of yours.');
  });
});

// Calls the functions that Next.js would call; `npm run test:next` runs them in Next.js itself, which is 341 MB.
describe('in Next.js', () => {
  it('the route handler responds, GraphiQL included', { timeout: 120_000 }, async () => {
    const file = pathToFileURL(join(folder, 'examples/next/app/api/auth/graphql/[[...path]]/route.ts'));
    const code = `
      const { GET, OPTIONS, POST } = await import(${JSON.stringify(file.href)});
      const url = 'http://localhost:3000${PATH}';
      const headers = { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' };
      const body = JSON.stringify({ query: '{ viewer { kind } }' });
      const answer = await POST(new Request(url, { method: 'POST', headers, body }));
      const page = await GET(new Request(url, { headers: { accept: 'text/html' } }));
      const [, script] = /<script type="module" src="([^"]+)"/.exec(await page.text());
      const asset = await GET(new Request(new URL(script, url)));
      const asks = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
      const preflight = await OPTIONS(new Request(url, { method: 'OPTIONS', headers: asks }));
      const statuses = [page.status, asset.status, preflight.status];
      console.log(JSON.stringify([answer instanceof Response, await answer.json(), ...statuses]));
      process.exit();`;
    const { printed } = await run([process.execPath, '--input-type=module', '-e', code], {
      cwd: folder,
      env: { LOG_LEVEL: 'silent', CORS_ORIGINS: 'https://app.example.com' },
    });
    expect(JSON.parse(printed())).toEqual([true, { data: { viewer: { kind: 'SERVER' } } }, 200, 200, 204]);
  });
});

describe('in Vitest', () => {
  it('each test has its own world', { timeout: 120_000 }, async () => {
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
    const ended = await run([process.execPath, vitest, 'run', '--root=.', '--testTimeout=60000'], {
      cwd: join(folder, 'examples/vitest'),
    });
    expect(ended.code, ended.printed()).toBe(0);
  });
});

describe('in Playwright', () => {
  it('each test has its own world and browser', { timeout: 180_000 }, async () => {
    const playwright = join(folder, 'node_modules/@playwright/test/cli.js');
    const ended = await run([process.execPath, playwright, 'test', '--reporter=line', '--timeout=120000'], {
      cwd: join(folder, 'examples/playwright'),
      env: { CHROMIUM: process.env['CHROMIUM'] ?? '/usr/bin/chromium' },
    });
    expect(ended.code, ended.printed()).toBe(0);
    expect(ended.printed()).toContain('2 passed');
  });
});

describe('the examples', () => {
  it('type-check against the declarations of the package', { timeout: 300_000 }, async () => {
    const files = [
      'hono/server.ts',
      'express/server.ts',
      'fastify/server.ts',
      'vitest/sign-in.test.ts',
      'playwright/sign-in.spec.ts',
    ];
    const route = 'next/app/api/auth/graphql/[[...path]]/route.ts';
    const options =
      '--noEmit --strict --exactOptionalPropertyTypes --allowImportingTsExtensions --target esnext --module nodenext --types node --skipLibCheck';
    const ended = await run(
      ['tsc', ...options.split(' '), ...[...files, route].map((file) => join('examples', file))],
      { cwd: folder },
    );
    expect(ended.code, ended.printed()).toBe(0);
  });

  it.each(examples)('use the versions tested here: %s', (name) => {
    const own = manifestOf('.');
    const tested: Record<string, string | undefined> = {
      ...own.dependencies,
      ...own.devDependencies,
      'stytch-graphql': own.version,
    };
    const { dependencies, devDependencies } = manifestOf(`examples/${name}`);
    for (const [dependency, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (dependency !== 'next') expect([dependency, version]).toEqual([dependency, tested[dependency]]);
    }
  });

  it.each(examples)('have a short README: %s', (name) => {
    const lines = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBeLessThanOrEqual(7);
  });
});
