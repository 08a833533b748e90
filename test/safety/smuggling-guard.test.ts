/** T21, T24: malformed requests on a real socket. No proxy before the gateway may parse them differently. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { type ListeningGateway, listenOnLoopback, statuses } from './socket.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
let server: ListeningGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  server = await listenOnLoopback(g.gateway);
});
afterAll(async () => {
  await server.close();
  await g.close();
});
beforeEach(() => {
  g.calls.length = 0;
  g.logged.length = 0;
});

const QUERY = JSON.stringify({ query: '{ organizations { totalCount } }' });
const HOST = 'Host: gateway.test\r\n';
const KEY = 'Authorization: Bearer sgk_sandbox_admin\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const LAST = 'Connection: close\r\n';
/** Headers of a request that leaves the connection open for others. */
const OPEN = HOST + KEY + JSON_TYPE;
const USUAL = OPEN + LAST;
const LENGTH = `Content-Length: ${QUERY.length}\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const chunks = (size: string, end = '0\r\n\r\n') => `${size}\r\n${QUERY}\r\n${end}`;
const SIZE = QUERY.length.toString(16);

const post = (headers: string, body = QUERY, line = 'POST /graphql HTTP/1.1') => `${line}\r\n${headers}\r\n${body}`;

/** Sends a request and counts it: the response is a 4xx or a closed connection, and no call reaches Stytch. */
async function expectRefused(bytes: string | Buffer, what: string, status?: number): Promise<void> {
  // The sender closes the connection if no response is expected.
  const text = await server.raw(bytes, status === undefined);
  const [first] = statuses(text);
  const [, body = ''] = text.split('\r\n\r\n');
  recordHostileRequest(
    tally,
    { data: body, errors: [], status: first ?? 400 },
    g.calls,
    ['canary', 'gateway.test', 'evil'],
    what,
  );
  expect(statuses(text).length, 'one answer at most').toBeLessThanOrEqual(1);
  if (first !== undefined) expect(String(first)).toMatch(/^4\d\d$/);
  if (status !== undefined) expect(first).toBe(status);
  expect(g.calls).toEqual([]);
  expect(g.logged, 'noise that anybody can make').toEqual([]);
}

/** The response to a valid request, also after the invalid ones. */
const ANSWER = '{"data":{"organizations":{"totalCount":2}}}';

describe('a valid request', () => {
  it.each([
    ['with a length', post(USUAL + LENGTH)],
    ['in chunks', post(USUAL + CHUNKED, chunks(SIZE))],
    ['after another on the same connection', post(OPEN + LENGTH) + post(USUAL + LENGTH)],
    ['to an address of IPv6', post(USUAL.replace('gateway.test', '[::1]:4000') + LENGTH)],
    ['of HTTP/1.0', post(USUAL + LENGTH, QUERY, 'POST /graphql HTTP/1.0')],
  ])('is accepted %s', async (_, bytes) => {
    expect(await server.raw(bytes)).toContain(ANSWER);
  });
});

describe('T24: where a request ends', () => {
  it.each<[string, string, number?]>([
    ['a length, then chunks', post(USUAL + LENGTH + CHUNKED, chunks(SIZE)), 400],
    ['chunks, then a length', post(USUAL + CHUNKED + LENGTH, chunks(SIZE)), 400],
    ['two different lengths', post(`${USUAL}${LENGTH}Content-Length: 5\r\n`), 400],
    ['the same length twice', post(USUAL + LENGTH + LENGTH), 400],
    ['a list of lengths', post(`${USUAL}Content-Length: ${QUERY.length}, ${QUERY.length}\r\n`), 400],
    ['a length that is not a number', post(`${USUAL}Content-Length: abc\r\n`), 400],
    ['a negative length', post(`${USUAL}Content-Length: -5\r\n`), 400],
    ['a length with a plus', post(`${USUAL}Content-Length: +${QUERY.length}\r\n`), 400],
    ['a length in hex', post(`${USUAL}Content-Length: 0x20\r\n`), 400],
    ['a length without a number', post(`${USUAL}Content-Length:\r\n`), 400],
    ['a length above the maximum', post(`${USUAL}Content-Length: 99999999999999999999999\r\n`), 400],
    ['a length on a folded line', post(`${USUAL}Content-Length:\r\n ${QUERY.length}\r\n`), 400],
    ['a space before the colon', post(`${USUAL}Transfer-Encoding : chunked\r\n`, chunks(SIZE)), 400],
    ['an unknown coding', post(`${USUAL}Transfer-Encoding: xchunked\r\n`, chunks(SIZE)), 400],
    ['the coding `identity`', post(`${USUAL}Transfer-Encoding: identity\r\n${LENGTH}`), 400],
    ['chunked followed by another coding', post(`${USUAL}Transfer-Encoding: chunked, gzip\r\n`, chunks(SIZE)), 400],
    ['another coding followed by chunked', post(`${USUAL}Transfer-Encoding: gzip, chunked\r\n`, chunks(SIZE)), 400],
    ['two codings', post(`${USUAL}${CHUNKED}Transfer-Encoding: identity\r\n`, chunks(SIZE)), 400],
    ['chunked twice', post(`${USUAL}${CHUNKED}${CHUNKED}`, chunks(SIZE)), 400],
    ['a control character before the coding', post(`${USUAL}Transfer-Encoding: \x0bchunked\r\n`, chunks(SIZE)), 400],
    ['chunks in HTTP/1.0', post(USUAL + CHUNKED, chunks(SIZE), 'POST /graphql HTTP/1.0'), 400],
    ['a chunk size that is not a number', post(USUAL + CHUNKED, chunks('zz')), 400],
    ['a negative chunk size', post(USUAL + CHUNKED, chunks('-1')), 400],
    ['a chunk size above the maximum', post(USUAL + CHUNKED, chunks('f'.repeat(18))), 400],
    ['a chunk longer than its size', post(USUAL + CHUNKED, chunks('5')), 400],
    ['a chunk shorter than its size', post(USUAL + CHUNKED, chunks('fff'))],
    ['a chunk extension of 20 kB', post(USUAL + CHUNKED, chunks(`${SIZE};${'a'.repeat(20_000)}`)), 413],
    ['a space after a chunk size', post(USUAL + CHUNKED, chunks(`${SIZE} `)), 400],
    ['chunks with LF line ends', post(USUAL + CHUNKED, chunks(SIZE).replaceAll('\r\n', '\n')), 400],
    ['headers with LF line ends', post(USUAL + LENGTH).replaceAll('\r\n', '\n'), 400],
    ['headers of 20 kB', post(`${USUAL}${LENGTH}X-A: ${'a'.repeat(20_000)}\r\n`), 431],
    ['5,000 headers', post(`${USUAL}${LENGTH}${'a:\r\n'.repeat(5000)}`), 431],
    [
      'a second request behind a rejected one',
      post(`${OPEN}Transfer-Encoding: gzip, chunked\r\n`, chunks(SIZE) + post(USUAL + LENGTH)),
      400,
    ],
    ['a body shorter than its length', post(`${USUAL}Content-Length: 500\r\n`)],
    ['an unknown expectation', post(`${USUAL}${LENGTH}Expect: 200-ok\r\n`), 417],
  ])('is rejected with %s', async (what, bytes, status) => {
    await expectRefused(bytes, what, status);
    expect(await server.raw(post(`${USUAL}Connection: close\r\n${LENGTH}`)), 'and the next is served').toContain(
      ANSWER,
    );
  });

  it('ignores a server key in a trailer', async () => {
    const trailer = `0\r\n${KEY}\r\n`;
    const text = await server.raw(
      post(`${HOST}${JSON_TYPE}${LAST}${CHUNKED}Trailer: Authorization\r\n`, chunks(SIZE, trailer)),
    );
    expect(text).toContain('UNAUTHENTICATED');
    expect(g.calls).toEqual([]);
  });
});

describe('T24: where a request goes', () => {
  const to = (line: string, body = QUERY) => post(USUAL + LENGTH, body, line);
  it.each<[string, string | Buffer, number?]>([
    ['a target on another host', to('POST http://evil.example/graphql HTTP/1.1'), 400],
    ['a target on another host without a scheme', to('POST //evil.example/graphql HTTP/1.1'), 400],
    ['CONNECT', to('CONNECT evil.example:443 HTTP/1.1', '')],
    ['the target `*`', to('OPTIONS * HTTP/1.1', ''), 400],
    ['a target without a slash', to('POST graphql HTTP/1.1'), 400],
    ['a path with NUL', to('POST /graphql\0 HTTP/1.1'), 400],
    ['TRACE', to('TRACE /graphql HTTP/1.1', ''), 405],
    ['an unknown method', to('HACK /graphql HTTP/1.1'), 400],
    ['HTTP/2.0', to('POST /graphql HTTP/2.0'), 400],
    ['HTTP/1.2', to('POST /graphql HTTP/1.2'), 400],
    ['HTTP/2 without an upgrade', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['TLS to a plain port', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), 400],
    ['two Host headers', post(`${USUAL}Host: evil.example\r\n${LENGTH}`), 400],
    ['no Host header', post(KEY + JSON_TYPE + LENGTH), 400],
    ...[
      '',
      'a b',
      '[',
      'evil.example/x?y#',
      'user@evil.example',
      'a:99999',
      'a:b',
      '%zz',
      '<script>',
      '🙂',
      '[::1',
      'a,b',
    ].map((host): [string, Buffer, number] => [
      `a host called ${host}`,
      Buffer.from(post(`Host: ${host}\r\n${KEY}${JSON_TYPE}${LAST}${LENGTH}`)),
      400,
    ]),
  ])('is rejected with %s', (what, bytes, status) => expectRefused(bytes, what, status));
});

describe('T21: characters that are invalid in headers', () => {
  const bearer = (token: string) =>
    Buffer.from(post(`${HOST}${JSON_TYPE}${LAST}Authorization: Bearer ${token}\r\n${LENGTH}`));
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln';
  it.each<[string, Buffer, number]>([
    ['NUL in a key', bearer('sgk_sandbox_admin\0'), 400],
    ['CRLF in a key', bearer('sgk_sandbox_admin\r\n X-Stytch-Member-Session: canary'), 400],
    ['CR in a key', bearer('sgk_sandbox_admin\rX'), 400],
    ['an emoji behind a key', bearer('sgk_sandbox_admin🙂'), 401],
    ['an emoji in a JWT', bearer(`${jwt}🙂`), 401],
    ['Latin-1 in a JWT', bearer(`${jwt}ÿ`), 401],
    ['a tab in a JWT', bearer(`${jwt}\tx`), 401],
    ['NUL in another header', Buffer.from(post(`${USUAL}${LENGTH}X-A: a\0b\r\n`)), 400],
    ['CR in another header', Buffer.from(post(`${USUAL}${LENGTH}X-A: a\rb\r\n`)), 400],
    ['a space in a name', Buffer.from(post(`${USUAL}${LENGTH}X A: a\r\n`)), 400],
    ['no name', Buffer.from(post(`${USUAL}${LENGTH}: a\r\n`)), 400],
    ['two Authorization headers', Buffer.from(post(`${USUAL}${LENGTH}Authorization: Bearer x\r\n`)), 400],
    ['two Content-Type headers', Buffer.from(post(`${USUAL}${LENGTH}Content-Type: text/plain\r\n`)), 400],
    [
      'two Origin headers',
      Buffer.from(post(`${USUAL}${LENGTH}Origin: https://a.example\r\nOrigin: https://b.example\r\n`)),
      400,
    ],
  ])('are rejected: %s', (what, bytes, status) => expectRefused(bytes, what, status));
});

describe('T21: headers of a client', () => {
  const headers = [
    'X-Stytch-Member-Session: canary',
    'X-Stytch-Member-SessionJWT: canary',
    'x-stytch-anything: canary',
    'X-Forwarded-For: canary',
    'X-Forwarded-Host: canary',
    'X-Forwarded-Proto: canary',
    'Forwarded: for=canary',
    'X-Real-IP: canary',
    'X-HTTP-Method-Override: DELETE',
    'X-Original-URL: /canary',
    'Cookie: canary=1',
    'User-Agent: canary',
    'Accept-Language: canary',
    'Accept-Encoding: canary',
    'Keep-Alive: canary',
    'X-Canary: canary',
    'TE: trailers',
    '__proto__: canary',
    'constructor: canary',
  ];

  it.each([
    ['a length', LENGTH, QUERY],
    ['chunks', CHUNKED, chunks(SIZE)],
  ])('are not forwarded to Stytch, from a request with %s', async (_, framing, body) => {
    const text = await server.raw(post(`${USUAL}${framing}${headers.map((line) => `${line}\r\n`).join('')}`, body));
    expect(text).toContain(ANSWER);
    expect(g.calls).toHaveLength(1);
    const { headers: sent = {} } = g.calls[0] ?? {};
    expect(Object.keys(sent).sort()).toEqual(['accept', 'accept-encoding', 'authorization', 'content-type']);
    expect(sent['accept']).toBe('application/json');
    expect(sent['authorization']).toMatch(/^Basic /);
    expect(JSON.stringify(g.calls)).not.toContain('canary');
    expect(g.logged).toEqual([]);
  });
});
