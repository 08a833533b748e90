/** T25 to T28: what a page of another site can do to a gateway that a person is signed in to. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const URL = 'http://gateway.test/graphql';
const MUTATION = 'mutation { createOrganization(input: { name: "Forged" }) { __typename } }';
const foreign = { origin: 'https://evil.example', cookie: 'session=x', authorization: 'Bearer sgk_sandbox_admin' };

describe('T25: a request that a foreign page can send without asking', () => {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query: MUTATION }));
  form.append('map', '{}');
  it.each<[string, RequestInit, string]>([
    ['GET', { method: 'GET' }, `${URL}?query=${encodeURIComponent(MUTATION)}`],
    ['GET of a query', { method: 'GET' }, `${URL}?query=${encodeURIComponent('{ viewer { kind } }')}`],
    [
      'a form',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ query: MUTATION }).toString(),
      },
      URL,
    ],
    ['multipart', { method: 'POST', body: form }, URL],
    [
      'plain text',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: MUTATION }) },
      URL,
    ],
    ['no content type', { method: 'POST', body: new TextEncoder().encode(JSON.stringify({ query: MUTATION })) }, URL],
    [
      'application/graphql',
      { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: MUTATION },
      URL,
    ],
    [
      'JSON in the middle of another type',
      {
        method: 'POST',
        headers: { 'content-type': 'text/plain; application/json' },
        body: JSON.stringify({ query: MUTATION }),
      },
      URL,
    ],
    [
      'a list of requests',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([{ query: MUTATION }]) },
      URL,
    ],
    [
      'PUT',
      { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: MUTATION }) },
      URL,
    ],
  ])('%s runs nothing', async (_, init, url) => {
    const response = await g.gateway.fetch(new Request(url, { ...init, headers: { ...foreign, ...init.headers } }));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(g.calls).toEqual([]);
  });

  it('JSON runs, with a charset too', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const response = await g.gateway.fetch(
        new Request(URL, {
          method: 'POST',
          headers: { 'content-type': type },
          body: '{"query":"{ viewer { kind } }"}',
        }),
      );
      expect(await response.json()).toEqual({ data: { viewer: { kind: 'VISITOR' } } });
    }
  });
});

describe('T26: a foreign page', () => {
  it.each(['https://evil.example', 'null', 'http://gateway.test.evil.example'])(
    'of %s is given no leave',
    async (origin) => {
      const preflight = await g.gateway.fetch(
        new Request(URL, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        }),
      );
      const post = await g.gateway.fetch(
        new Request(URL, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json' },
          body: '{"query":"{ __typename }"}',
        }),
      );
      for (const { headers } of [preflight, post]) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
      expect(preflight.status).toBe(405);
    },
  );
});

describe('T27: every answer', () => {
  it.each<[string, RequestInit]>([
    ['data', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' }],
    ['an error', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ nonsense }"}' }],
    ['a refusal', { method: 'GET' }],
  ])('with %s says that nothing of it may be kept, framed, sniffed or told onward', async (_, init) => {
    const { headers } = await g.gateway.fetch(new Request(URL, init));
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers.getSetCookie()).toEqual([]);
  });
});

describe('T28: GraphiQL', () => {
  it('is not there unless it is turned on', async () => {
    const response = await g.gateway.fetch(new Request(URL, { headers: { accept: 'text/html' } }));
    expect(response.status).toBe(405);
    expect(await response.text()).not.toContain('<');
  });
});
