/** T9, T26: CORS and server keys from pages of listed and other origins, over the listener and by `fetch`. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGraphiqlHandler } from '../../src/graphiql/index.ts';
import { createOverload, defaultAdmissionLimits } from '../../src/limits/admission-control.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { noteForeign, reportForeign, startLeakTally } from './tally.ts';

const PAGE = 'https://app.example.com';
const LOCAL = 'http://localhost:3000';
const URL = 'http://gateway.test/graphql';
const QUERY = '{ viewer { kind } }';

/** Origins that resemble the listed origin but are not listed. */
const foreignOrigins = [
  'https://evil.example',
  'null',
  'http://app.example.com',
  'https://app.example.com:8443',
  'https://app.example.com.evil.example',
  'https://evil-app.example.com',
  'https://appXexample.com',
  'https://APP.example.com',
  'https://app.example.com/',
  'https://app.example.com,https://evil.example',
  'https://user@app.example.com',
  'http://localhost:3001',
  'https://localhost:3000',
  'file://',
];

const tally = startLeakTally();
reportForeign(tally, 'cross-origin');
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ corsOrigins: [PAGE, LOCAL], debug: true });
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
  g.logged.length = 0;
});

/** The two transports. */
const ways: readonly [string, (request: Request) => Promise<Response>][] = [
  ['the listener', (request) => g.fetch(request)],
  ['fetch', (request) => g.gateway.fetch(request)],
];

const preflight = (origin: string, headers: Record<string, string> = {}, url = URL) =>
  new Request(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
      'sec-fetch-site': 'cross-site',
      ...headers,
    },
  });
const post = (origin: string, headers: Record<string, string> = {}, body = JSON.stringify({ query: QUERY })) =>
  new Request(URL, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', 'sec-fetch-site': 'cross-site', ...headers },
    body,
  });
const get = (headers: Record<string, string>) => new Request(`${URL}?query=${encodeURIComponent(QUERY)}`, { headers });

const leave = (headers: Headers): string[] => [...headers.keys()].filter((name) => name.startsWith('access-control-'));

describe.each(ways)('a page of a listed origin, by %s', (_, send) => {
  it.each([PAGE, LOCAL])('of %s gets CORS permission from a preflight that is cacheable', async (origin) => {
    const response = await send(preflight(origin));
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'Authorization, Content-Type, X-Explain, X-Request-Id',
      'access-control-max-age': '7200',
      vary: 'Origin',
      'cache-control': 'no-store',
    });
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    expect(response.headers.has('x-request-id')).toBe(true);
  });

  it('reads its response and the headers for retries', async () => {
    for (const request of [
      post(PAGE),
      get({ origin: PAGE, 'sec-fetch-site': 'cross-site' }),
      get({ origin: LOCAL, 'sec-fetch-site': 'same-site' }),
    ]) {
      const response = await send(request);
      expect(await response.json()).toEqual({ data: { viewer: { kind: 'VISITOR' } } });
      expect(response.headers.get('access-control-allow-origin')).toBe(request.headers.get('origin'));
      expect(response.headers.get('access-control-expose-headers')).toBe('X-Request-Id, Retry-After');
      expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    }
    expect(g.logged.filter((line) => line.includes('origin rejected'))).toEqual([]);
  });

  it('reads error responses', async () => {
    for (const [request, status] of [
      [post(PAGE, { 'content-type': 'text/plain' }), 415],
      [post(PAGE, { 'content-length': '300000' }, ' '.repeat(300_000)), 413],
      [post(PAGE, { authorization: 'Bearer sgk_nobody' }), 401],
      [new Request('http://gateway.test/elsewhere', { headers: { origin: PAGE } }), 404],
    ] as const) {
      const response = await send(request);
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([status, PAGE]);
    }
  });

  it('may not act as a server', async () => {
    for (const request of [
      post(PAGE, { authorization: 'Bearer sgk_sandbox_admin' }),
      get({ origin: PAGE, 'sec-fetch-site': 'cross-site', authorization: 'Bearer sgk_sandbox_admin' }),
    ]) {
      const response = await send(request);
      expect([response.status, await response.json()]).toMatchObject([
        401,
        {
          errors: [
            {
              message: expect.stringContaining('must not be used in a browser'),
              extensions: { code: 'UNAUTHENTICATED' },
            },
          ],
        },
      ]);
    }
  });

  it('acts as the person whose bearer token it sends', async () => {
    const response = await send(post(PAGE, { authorization: `Bearer ${g.world.credentials.member.session_jwt}` }));
    expect(await response.json()).toEqual({ data: { viewer: { kind: 'MEMBER' } } });
  });

  it('gets an error for a GET without an Origin, which an image would send', async () => {
    const response = await send(get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }));
    expect([response.status, leave(response.headers)]).toEqual([403, []]);
  });
});

describe.each(ways)('a page of any other origin, by %s', (_, send) => {
  it.each(foreignOrigins)('of %s gets no CORS permission, and its queries by GET do not run', async (origin) => {
    for (const site of ['cross-site', 'same-site']) {
      const refused: readonly [Request, number][] = [
        [preflight(origin, { 'sec-fetch-site': site }), 405],
        [get({ origin, 'sec-fetch-site': site }), 403],
      ];
      for (const [request, status] of refused) {
        const response = await send(request);
        noteForeign(tally, leave(response.headers).length > 0);
        expect([response.status, leave(response.headers)]).toEqual([status, []]);
        expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
      }
      const unread = await send(post(origin, { 'sec-fetch-site': site }));
      noteForeign(tally, leave(unread.headers).length > 0);
      expect(leave(unread.headers)).toEqual([]);
    }
    expect(g.calls).toEqual([]);
  });
});

describe('a refused origin', () => {
  it('is logged once a minute by origin, without values that a client invents', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 3_600_000);
      const own = await gatewayOverSandbox({ corsOrigins: [PAGE], debug: true });
      const lines = () => own.logged.filter((line) => line.includes('origin rejected')).map((line) => JSON.parse(line));
      for (let time = 0; time < 5; time += 1) await own.fetch(preflight('https://evil.example'));
      expect(lines()).toEqual([
        { message: 'origin rejected', origin: 'https://evil.example', site: 'cross-site', setting: 'CORS_ORIGINS' },
      ]);
      vi.setSystemTime(Date.now() + 61_000);
      await own.fetch(get({ origin: `https://${'canary'.repeat(100)}`, 'sec-fetch-site': 'cross-site' }));
      await own.fetch(get({ 'sec-fetch-site': 'cross-site' }));
      expect(lines().slice(1)).toEqual([
        { message: 'origin rejected', origin: 'null', site: 'cross-site', setting: 'CORS_ORIGINS' },
      ]);
      await own.close();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('without CORS_ORIGINS', () => {
  it('no response has a CORS header or a Vary header', async () => {
    const closed = await gatewayOverSandbox();
    for (const request of [preflight(PAGE), post(PAGE), get({ origin: PAGE })]) {
      const response = await closed.fetch(request);
      expect([leave(response.headers), response.headers.get('vary')]).toEqual([[], null]);
    }
    await closed.close();
  });
});

describe('with CORS_ORIGINS=* over the sandbox', () => {
  it('every page may read, and no page acts as a server while GraphiQL is on', async () => {
    const open = await gatewayOverSandbox({
      corsOrigins: '*',
      page: createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' }),
    });
    const at = (request: Request) =>
      new Request(request.url.replace('gateway.test', `localhost:${open.address.replace(/.*:/, '')}`), request);
    const response = await open.fetch(at(post('https://evil.example')));
    expect(response.headers.get('access-control-allow-origin')).toBe('https://evil.example');
    const asServer = await open.fetch(at(post('https://evil.example', { authorization: 'Bearer sgk_sandbox_admin' })));
    expect(asServer.status).toBe(401);
    await open.close();
  });
});

describe('under load', () => {
  it('a page can read Retry-After', async () => {
    const overload = createOverload({ ...defaultAdmissionLimits, operations: 0, waiting: 0 });
    const full = await gatewayOverSandbox({ corsOrigins: [PAGE], overload });
    for (const send of [full.fetch, (request: Request) => full.gateway.fetch(request)]) {
      const { status, headers } = await send(post(PAGE));
      expect([status, headers.get('retry-after'), headers.get('access-control-allow-origin')]).toEqual([
        503,
        '1',
        PAGE,
      ]);
    }
    await full.close();
  });
});
