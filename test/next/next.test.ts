/**
 * `examples/next` and the proxy of docs/frontend.md in Next.js itself, which is installed, built, started and stopped. It takes
 * hundreds of megabytes from the registry, so it is not among the packages of the repository.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createGraphiqlHandler } from '../../src/graphiql/index.ts';
import { launchChromium } from '../chromium.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { launchGraphiql } from '../graphiql-page.ts';
import { benedikt } from '../operations/password.ts';
import { startProgram } from '../package/program.ts';
import { freePort } from '../port.ts';

const root = join(import.meta.dirname, '../..');
const PATH = '/api/auth/graphql';
const MINUTES = 60_000;
const PAGE = 'https://app.example.com';
const WHO = '{ viewer { kind } }';
const ORGANIZATION = 'query Slow { organization(by: { slug: "fernhill-bakery" }) { organizationId } }';
const SIGN_IN = `mutation ($input: AuthenticateMemberPasswordInput!) { authenticateMemberPassword(input: $input) {
  ... on AuthenticateMemberPasswordPayload { outcome { __typename } } ... on MutationError { code } } }`;
const SIGN_OUT = 'mutation { revokeMemberSession(input: { cookie: true }) { __typename } }';

const server = { authorization: 'Bearer sgk_sandbox_admin' };
const env = { NEXT_TELEMETRY_DISABLED: '1' };

let folder = '';
let browser: Browser | undefined;
const seconds: Record<string, string> = {};
const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  const result = await work();
  seconds[what] = `${((performance.now() - began) / 1_000).toFixed(1)} s`;
  return result;
};

/** Runs one of the example's commands to its end. */
async function command(...words: readonly [string, ...string[]]): Promise<string> {
  const { ready } = startProgram(/(?!)/, words, { cwd: folder, env });
  const { code, printed } = await ready;
  if (code !== 0) throw new Error(printed());
  return printed();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'next-'));
  cpSync(join(root, 'examples/next'), folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.next$/.test(path),
  });
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  const packed = JSON.stringify(`file:${inject('tarball')}`);
  writeFileSync(
    join(folder, 'package.json'),
    manifest.replace(/("stytch-graphql": )"[^"]+"/, (_, name) => `${name}${packed}`),
  );
  await timed('install', () => command('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund'));
  await timed('next build', () => command('npm', 'run', 'build'));
  browser = await launchChromium();
}, 10 * MINUTES);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
  console.log(
    Object.entries(seconds)
      .map(([what, time]) => `\n  ${what.padEnd(26)} ${time}`)
      .join(''),
  );
}, 5 * MINUTES);

interface Served {
  readonly url: string;
  readonly origin: string;
  readonly printed: () => string;
  readonly stop: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number>;
}

/** Starts Next.js in the folder. It is stopped with the test. */
async function serve(mode: 'dev' | 'start', settings: Readonly<Record<string, string>> = {}): Promise<Served> {
  const port = await freePort();
  const program = join(folder, 'node_modules/next/dist/bin/next');
  const { ready, ended, stop } = startProgram(/Ready in/, [process.execPath, program, mode, '-p', `${port}`], {
    cwd: folder,
    env: { ...env, ...settings },
  });
  onTestFinished(async () => {
    stop('SIGKILL');
    await ended;
  });
  const { code, printed } = await ready;
  if (code !== null) throw new Error(printed());
  const origin = `http://localhost:${port}`;
  return { url: `${origin}${PATH}`, origin, printed, stop, ended };
}

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends with headers that `fetch` would not send, such as `Sec-Fetch-Site`. */
const send = (url: string, method: string, headers: Record<string, string>, body = ''): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const received = new Headers();
      for (const [name, values = []] of Object.entries(response.headersDistinct)) {
        for (const value of values) received.append(name, value);
      }
      resolve({ status: response.statusCode ?? 0, headers: received, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject).end(body);
  });

const post = (url: string, query: string, headers: Record<string, string> = {}, variables: object = {}) =>
  send(url, 'POST', { 'content-type': 'application/json', ...headers }, JSON.stringify({ query, variables }));

const organizationData = v.object({
  data: v.object({ organization: v.object({ organizationId: v.string() }) }),
});

describe('next build', () => {
  it('leaves the configuration as the example has it', () => {
    for (const file of ['tsconfig.json', 'next.config.ts']) {
      expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(root, 'examples/next', file), 'utf8'));
    }
  });

  it('type-checks, and traces what GraphiQL reads for a deployment', () => {
    const trace = readFileSync(join(folder, '.next/server/app/api/auth/graphql/[[...path]]/route.js.nft.json'), 'utf8');
    const { files } = v.parse(v.object({ files: v.array(v.string()) }), JSON.parse(trace));
    expect(files.filter((file) => /stytch-graphql\/dist\/assets\/.*\.(br|json)$/.test(file)).length).toBeGreaterThan(
      10,
    );
  });
});

describe('the route handler', () => {
  it('answers POST, GET, HEAD, persisted documents and preflights', { timeout: 2 * MINUTES }, async () => {
    const documents = join(folder, 'documents.json');
    writeFileSync(documents, JSON.stringify({ kind: WHO }));
    const { url } = await serve('start', {
      PERSISTED_DOCUMENTS: 'allow',
      PERSISTED_DOCUMENTS_FILE: documents,
      CORS_ORIGINS: PAGE,
    });
    const asServer = JSON.stringify({ data: { viewer: { kind: 'SERVER' } } });
    expect(await post(url, WHO, server)).toMatchObject({ status: 200, text: asServer });
    const query = `${url}?query=${encodeURIComponent(WHO)}`;
    expect(await send(query, 'GET', server)).toMatchObject({ status: 200, text: asServer });
    expect(await send(query, 'HEAD', server)).toMatchObject({ status: 200, text: '' });
    const json = { ...server, 'content-type': 'application/json' };
    const byId = await send(url, 'POST', json, JSON.stringify({ documentId: 'kind' }));
    expect(byId).toMatchObject({ status: 200, text: asServer });
    expect((await send(url, 'POST', { ...server, 'content-type': 'text/plain' }, '{}')).status).toBe(415);
    expect((await send(url, 'POST', json, ' '.repeat(300_000))).status).toBe(413);

    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const listed = await send(url, 'OPTIONS', { origin: PAGE, ...asks });
    expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([204, PAGE]);
    const other = await send(url, 'OPTIONS', { origin: 'https://evil.example', ...asks });
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([405, null]);
    expect((await post(url, WHO, { host: 'evil.example' })).status).toBe(421);
  });

  it('keeps a session in cookies, for its own pages only', { timeout: 2 * MINUTES }, async () => {
    const { url, origin } = await serve('start', { SESSION_COOKIES: 'on' });
    const { data } = v.parse(organizationData, JSON.parse((await post(url, ORGANIZATION, server)).text));
    const own = { origin, 'sec-fetch-site': 'same-origin' };
    const signedIn = await post(url, SIGN_IN, own, {
      input: {
        organizationId: data.organization.organizationId,
        emailAddress: 'benedikt@fernhill.example',
        password: 'rye needs a longer proof',
      },
    });
    expect(JSON.parse(signedIn.text)).toEqual({
      data: { authenticateMemberPassword: { outcome: { __typename: 'SignedInByCookie' } } },
    });
    const lines = signedIn.headers.getSetCookie();
    expect(lines.map((line) => /^([^=]+)=[^;]+; (.*)/.exec(line)?.slice(1))).toEqual(
      ['__Host-stytch_session', '__Host-stytch_session_jwt'].map((name) => [
        name,
        expect.stringMatching(/Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      ]),
    );
    const cookie = lines.map((line) => line.split(';')[0]).join('; ');
    const asMember = { status: 200, text: JSON.stringify({ data: { viewer: { kind: 'MEMBER' } } }) };
    for (const page of [own, { origin }, { 'sec-fetch-site': 'same-origin' }]) {
      expect(await post(url, WHO, { ...page, cookie })).toMatchObject(asMember);
    }
    const foreign = { origin: 'https://evil.example', cookie };
    for (const page of [{ 'sec-fetch-site': 'cross-site' }, { 'x-forwarded-host': 'evil.example' }]) {
      expect((await post(url, WHO, { ...foreign, ...page })).status).toBe(403);
    }
    expect((await post(url, WHO, { cookie })).status).toBe(403);
    const signedOut = await post(url, SIGN_OUT, { ...own, cookie });
    expect(signedOut.headers.getSetCookie().map((line) => line.split(';', 1)[0])).toEqual([
      '__Host-stytch_session=',
      '__Host-stytch_session_jwt=',
    ]);
  });

  it('shows GraphiQL in a browser, which runs an operation', { timeout: 3 * MINUTES }, async () => {
    const { url } = await serve('start');
    const opened = await launchGraphiql(url);
    onTestFinished(() => opened.close());
    const page = await opened.open();
    expect(await page.run()).toMatchObject({ data: { viewer: { kind: 'MEMBER' } } });
    expect(page.problems).toEqual([]);
  });

  it('stops its calls if the client disconnects', { timeout: 2 * MINUTES }, async () => {
    const { url, printed } = await serve('start', { REQUEST_TIMEOUT_MS: '60000' });
    await post(url, WHO, server);
    const client = new AbortController();
    const response = fetch(url, {
      method: 'POST',
      signal: client.signal,
      headers: { ...server, 'content-type': 'application/json', 'x-sandbox-failure': 'hang' },
      body: JSON.stringify({ query: ORGANIZATION }),
    });
    setTimeout(() => client.abort(), 1_000);
    await expect(response).rejects.toThrow(/abort/);
    await expect.poll(printed, { timeout: 20_000 }).toContain('"name":"Slow"');
  });

  it('finishes its requests on SIGTERM, and Next.js ends', { timeout: 2 * MINUTES }, async () => {
    const { url, stop, ended } = await serve('start', { REQUEST_TIMEOUT_MS: '3000' });
    await post(url, WHO, server);
    const response = post(url, ORGANIZATION, { ...server, 'x-sandbox-failure': 'hang' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    stop('SIGTERM');
    const { status, text } = await response;
    expect([status, text]).toEqual([200, expect.stringContaining('TIMEOUT')]);
    expect(await ended).toBe(143);
  });
});

describe('next dev', () => {
  it('serves the example, GraphiQL included', { timeout: 5 * MINUTES }, async () => {
    const { url, origin } = await serve('dev');
    await timed('next dev, first response', () => post(url, WHO, server));
    expect(await post(url, WHO, server)).toMatchObject({ status: 200, text: expect.stringContaining('SERVER') });
    expect((await send(origin, 'GET', {})).text).toContain(`href="${PATH}"`);
    const page = (await send(url, 'GET', { accept: 'text/html' })).text;
    const files = [...page.matchAll(/(?:src|href|data-config)="([^"]+)"/g)].map(([, file = '']) => new URL(file, url));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const response = await fetch(file);
      expect([file.pathname, response.status]).toEqual([file.pathname, 200]);
      if (file.pathname.endsWith('.js')) expect(await response.text()).toMatch(/^(import|var|const|export|\W)/);
    }
  });

  it('passes requests on to a gateway, as docs/frontend.md says, with a session in cookies', {
    timeout: 5 * MINUTES,
  }, async () => {
    cpSync(join(root, 'test/clients/frontend/next.config.ts'), join(folder, 'next.config.ts'));
    const g = await gatewayOverSandbox({
      sessionCookies: { sets: true, names: [] },
      page: createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' }),
    });
    onTestFinished(() => g.close());
    const { origin } = await serve('dev', { GATEWAY: g.address });
    const context = await browser?.newContext();
    const page = await context?.newPage();
    if (!context || !page) throw new Error('There is no browser.');
    await page.goto(origin, { timeout: 2 * MINUTES });
    const ask = (query: string, variables: object = {}) =>
      page.evaluate(
        async ([text, values]) => {
          const body = JSON.stringify({ query: text, variables: values });
          const headers = { 'content-type': 'application/json' };
          const response = await fetch('/graphql', { method: 'POST', headers, body });
          return [response.status, await response.json()];
        },
        [query, variables] as const,
      );
    expect(await ask(WHO)).toEqual([200, { data: { viewer: { kind: 'VISITOR' } } }]);
    expect(await ask(SIGN_IN, { input: benedikt(g) })).toEqual([
      200,
      { data: { authenticateMemberPassword: { outcome: { __typename: 'SignedInByCookie' } } } },
    ]);
    expect((await context.cookies(origin)).length).toBe(2);
    expect(await ask(WHO)).toEqual([200, { data: { viewer: { kind: 'MEMBER' } } }]);
    expect(await ask(SIGN_OUT)).toMatchObject([200, { data: { revokeMemberSession: {} } }]);
    expect(await context.cookies(origin)).toEqual([]);

    const shown = await (await fetch(`${origin}/graphql`, { headers: { accept: 'text/html' } })).text();
    const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(shown) ?? [];
    expect((await fetch(new URL(script, `${origin}/graphql`))).status).toBe(200);
    const headers = { cookie: '__Host-stytch_session=x', origin: 'https://evil.example' };
    expect((await post(`${origin}/graphql`, WHO, headers)).status).toBe(403);
  });
});
