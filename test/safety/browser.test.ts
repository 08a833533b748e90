/** T25 to T28, T45: what a page of another site can do to a gateway at which a person is signed in. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getIntrospectionQuery,
  parse,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGraphiqlHandler } from '../../src/graphiql/index.ts';
import { checkGet } from '../../src/graphql/query-string.ts';
import { createAllowedHosts } from '../../src/http/allowed-hosts.ts';
import { createOverload, defaultAdmissionLimits } from '../../src/limits/admission-control.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { exchange, type ListeningGateway, listenOnLoopback, statuses } from './socket.ts';
import { noteForeign, reportForeign, startLeakTally } from './tally.ts';

const tally = startLeakTally();
reportForeign(tally, 'foreign pages');
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

describe('T25: a request that a foreign page can send without a preflight', () => {
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
      'a content type that contains `application/json`',
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
  ])('runs nothing for %s', async (_, init, url) => {
    const response = await g.fetch(new Request(url, { ...init, headers: { ...foreign, ...init.headers } }));
    noteForeign(tally, response.status < 400 || g.calls.length > 0);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(g.calls).toEqual([]);
  });

  it('runs as JSON, with or without a charset', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const response = await g.fetch(
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
    'of %s gets no CORS permission',
    async (origin) => {
      const preflight = await g.fetch(
        new Request(URL, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        }),
      );
      const post = await g.fetch(
        new Request(URL, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json' },
          body: '{"query":"{ __typename }"}',
        }),
      );
      for (const { headers } of [preflight, post]) {
        const leave = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
        noteForeign(tally, leave.length > 0);
        expect(leave).toEqual([]);
      }
      expect(preflight.status).toBe(405);
    },
  );
});

describe('T27: every response', () => {
  it.each<[string, RequestInit]>([
    ['data', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' }],
    ['an error', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ nonsense }"}' }],
    ['a rejection', { method: 'GET' }],
  ])('with %s has headers against storage, framing, sniffing and referrers', async (_, init) => {
    const { headers } = await g.fetch(new Request(URL, init));
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

describe('C6: a GET', () => {
  const get = (
    parameters: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
    to: SandboxGateway = g,
  ) => to.fetch(new Request(`${URL}?${new URLSearchParams(parameters)}`, { headers }));
  const server = { authorization: 'Bearer sgk_sandbox_admin' };

  it('runs a query with variables, as its caller', async () => {
    const response = await get(
      {
        query:
          'query A($slug: String!) { organization(by: { slug: $slug }) { name } viewer { kind } } query B { __typename }',
        variables: '{"slug":"fernhill-bakery"}',
        operationName: 'A',
        extensions: '',
      },
      server,
    );
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await response.json()).toEqual({
      data: { organization: { name: 'Fernhill Bakery' }, viewer: { kind: 'SERVER' } },
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('runs a query by the id of its document, and no mutation', async () => {
    const documents = new Map([
      ['read', '{ viewer { kind } }'],
      ['write', MUTATION],
    ]);
    for (const mode of ['allow', 'only'] as const) {
      const persisting = await gatewayOverSandbox({ persistedDocuments: { mode, documents } });
      const statusOf = async (parameters: Readonly<Record<string, string>>) =>
        (await get(parameters, server, persisting)).status;
      const hashed = (sha256Hash: string) => JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
      expect(await statusOf({ documentId: 'read' })).toBe(200);
      expect(await statusOf({ extensions: hashed('read') })).toBe(200);
      expect(await statusOf({ documentId: 'write' })).toBe(405);
      expect(await statusOf({ extensions: hashed('write') })).toBe(405);
      expect(await statusOf({ documentId: 'unknown' })).toBe(400);
      expect(persisting.calls).toEqual([]);
      await persisting.close();
    }
  });

  it('returns the same schema as POST', async () => {
    const query = getIntrospectionQuery();
    const response = await get({ query });
    expect(await response.json()).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
    const closed = await gatewayOverSandbox({ introspection: 'callers' });
    expect(await (await get({ query: '{ __schema { description } }' }, {}, closed)).json()).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    await closed.close();
  });

  it.each([
    ['a mutation', { query: MUTATION }],
    [
      'a mutation beside a query',
      { query: `query A { __typename } ${MUTATION.replace('mutation', 'mutation B')}`, operationName: 'B' },
    ],
    ['a subscription', { query: 'subscription { viewer { kind } }' }],
  ])('of %s returns 405 with the reason, before any call to Stytch', async (_, parameters) => {
    for (let time = 0; time < 2; time += 1) {
      const response = await get(parameters, { authorization: 'Bearer session-token-of-somebody' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringContaining('POST') }] });
    }
    expect(g.calls).toEqual([]);
  });

  it('of a document with an argument that takes a secret returns 405', async () => {
    const marked = { extensions: { directives: { secret: {} } } };
    const Inner = new GraphQLInputObjectType({ name: 'Inner', fields: { token: { type: GraphQLString, ...marked } } });
    const field = (args: GraphQLFieldConfigArgumentMap) => ({ type: GraphQLString, args });
    const Below: GraphQLObjectType = new GraphQLObjectType({
      name: 'Below',
      fields: () => ({
        secret: field({ a: { type: GraphQLString, ...marked } }),
        plain: field({ a: { type: GraphQLString } }),
      }),
    });
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: { below: { type: Below }, inner: field({ input: { type: new GraphQLList(Inner) } }) },
      }),
    });
    const check = (query: string) => () => checkGet(schema, parse(query), undefined);
    for (const query of [
      'query ($a: String) { below { secret(a: $a) } }',
      '{ ...F } fragment F on Query { inner(input: []) }',
    ]) {
      expect(check(query)).toThrow(
        expect.objectContaining({
          extensions: expect.objectContaining({ http: expect.objectContaining({ status: 405 }) }),
        }),
      );
    }
    expect(check('{ below { plain(a: "b") } }')).not.toThrow();
  });

  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['a token in the URL', { query: '{ __typename }', access_token: 'canary' }, 400],
    ['a header in the URL', { query: '{ __typename }', authorization: 'Bearer canary' }, 400],
    ['variables that are not JSON', { query: '{ __typename }', variables: '{canary' }, 400],
    ['variables that are a list', { query: '{ __typename }', variables: '["canary"]' }, 400],
    ['no document', { operationName: 'canary' }, 400],
    ['a URL that is too long', { query: '{ __typename }', operationName: 'canary'.repeat(2_000) }, 414],
  ])('with %s is rejected, without repeating a value', async (_, parameters, status) => {
    const response = await get(parameters);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('canary');
  });

  it('with a parameter twice is rejected', async () => {
    const response = await g.fetch(new Request(`${URL}?query=%7B__typename%7D&query=%7Bviewer%7Bkind%7D%7D`));
    expect(response.status).toBe(400);
  });

  it.each(['cross-site', 'same-site'])('from a page of another site (%s) runs nothing', async (site) => {
    const response = await get(
      { query: '{ viewer { kind } }' },
      { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' },
    );
    noteForeign(tally, response.status < 400);
    expect([response.status, await response.text()]).toEqual([403, expect.not.stringContaining('VISITOR')]);
  });

  it('of GraphiQL returns the page only without a query', async () => {
    const withPage = await gatewayOverSandbox({
      page: createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' }),
    });
    const open = async (path: string) =>
      (
        await withPage.fetch(new Request(`http://localhost${path}`, { headers: { accept: 'text/html,*/*;q=0.8' } }))
      ).headers.get('content-type');
    const port = withPage.address.replace(/.*:/, '');
    const at = async (path: string) => open(`:${port}${path}`);
    expect(await at('/graphql')).toMatch(/^text\/html/);
    expect(await at('/graphql?tab=3')).toMatch(/^text\/html/);
    expect(await at('/graphql?query=%7B__typename%7D')).toMatch(/^application\/json/);
    await withPage.close();
  });

  it('is queued under load, as a POST is', async () => {
    const busy = createOverload({ ...defaultAdmissionLimits, operations: 0, waiting: 0 });
    const full = await gatewayOverSandbox({ overload: busy });
    expect((await get({ query: '{ __typename }' }, {}, full)).status).toBe(503);
    await full.close();
  });
});

describe('T28: GraphiQL', () => {
  it('is not served unless it is enabled', async () => {
    const response = await g.fetch(new Request(URL, { headers: { accept: 'text/html,*/*;q=0.8' } }));
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('<');
  });
});

describe('S15: a page whose name resolves to this machine (DNS rebinding)', () => {
  const rebound = 'rebind.example';
  let open: ListeningGateway;
  let sandboxPort: number;
  let own: SandboxGateway;
  beforeAll(async () => {
    own = await gatewayOverSandbox({ page: createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' }) });
    open = await listenOnLoopback(own.gateway);
    sandboxPort = Number(new global.URL(own.sandbox.origin).port);
  });
  afterAll(async () => {
    await open.close();
    await own.close();
  });

  const body = '{"query":"{ viewer { kind } }"}';
  const post = `content-type: application/json\r\ncontent-length: ${body.length}\r\norigin: http://${rebound}\r\nauthorization: Bearer sgk_sandbox_admin\r\n`;
  /** Requests whose responses expose something. */
  const served: readonly [server: 'gateway' | 'sandbox', line: string, headers: string, content: string][] = [
    ['gateway', 'POST /graphql', post, body],
    ['gateway', 'GET /graphql', 'accept: text/html\r\n', ''],
    ['gateway', 'GET /graphql/graphiql/config.json', '', ''],
    ['gateway', 'GET /graphiql/', '', ''],
    ['gateway', 'POST /live', post, body],
    ['sandbox', 'GET /sandbox/world', '', ''],
    ['sandbox', 'GET /sandbox/outbox', '', ''],
    ['sandbox', 'PUT /sandbox/settings', post, body],
    ['sandbox', 'POST /sandbox/clock', post, body],
    ['sandbox', 'GET /sandbox/failures', '', ''],
    ['sandbox', 'POST /sandbox/failures', post, body],
    ['sandbox', 'DELETE /sandbox/failures', '', ''],
    ['sandbox', 'POST /sandbox/identity-provider', post, body],
    ['sandbox', 'POST /sandbox/oauth', post, body],
    ['sandbox', 'POST /sandbox/impersonation', post, body],
    ['sandbox', 'GET /v1/b2b/sessions/jwks/p', '', ''],
    ['sandbox', 'POST /v1/public/p/oauth2/token', post, body],
    ['sandbox', 'GET /scim/v2/Users', '', ''],
  ];
  const portOf = (server: 'gateway' | 'sandbox') => (server === 'gateway' ? open.port : sandboxPort);
  const ask = (server: 'gateway' | 'sandbox', text: string) => exchange(portOf(server), text);

  describe.each(served)('%s: %s', (server, line, headers, content) => {
    const [method, path] = line.split(' ');
    const withHost = (host: string, version = '1.1') =>
      ask(server, `${line} HTTP/${version}\r\n${host}connection: close\r\n${headers}\r\n${content}`);

    it.each<[string, (port: number) => string]>([
      ['another name', () => rebound],
      ['another name with the port', (port) => `${rebound}:${port}`],
      ['a name that ends in an allowed one', (port) => `evil.localhost:${port}`],
      ['a name that begins with an allowed one', (port) => `127.0.0.1.${rebound}:${port}`],
      ['a trailing dot', (port) => `localhost.:${port}`],
      ['another port', (port) => `localhost:${port - 1}`],
      ['another address', (port) => `192.0.2.1:${port}`],
    ])('returns 421 for %s, with a message that names the setting', async (_, host) => {
      own.calls.length = 0;
      const answer = await withHost(`host: ${host(portOf(server))}\r\n`);
      expect(statuses(answer)).toEqual([421]);
      expect(answer).toContain('ALLOWED_HOSTS');
      expect(answer).not.toContain(rebound);
      expect(own.calls).toEqual([]);
    });

    it('rejects a request without a host, with two hosts or with an absolute target', async () => {
      const port = portOf(server);
      // Node itself rejects HTTP/1.1 without a host; src/http/smuggling-guard.ts rejects ambiguous requests.
      const refused = server === 'gateway' ? 400 : 421;
      expect(statuses(await withHost('', '1.0'))).toEqual([421]);
      expect(statuses(await withHost(''))).toEqual([400]);
      expect(statuses(await withHost(`host: localhost:${port}\r\nhost: ${rebound}\r\n`))).toEqual([refused]);
      const target = `${method} http://${rebound}${path} HTTP/1.1`;
      const absolute = `${target}\r\nhost: localhost:${port}\r\nconnection: close\r\n${headers}\r\n${content}`;
      expect(statuses(await ask(server, absolute))).toEqual([refused]);
    });

    it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('is served for %s', async (name) => {
      for (const host of [name, `${name}:${portOf(server)}`]) {
        expect(statuses(await withHost(`host: ${host}\r\n`))).not.toContain(421);
      }
    });
  });

  it('exposes only whether the gateway runs to probes, which name the address of a pod', async () => {
    for (const path of ['/live', '/ready']) {
      expect(
        statuses(await open.raw(`GET ${path} HTTP/1.1\r\nhost: 10.1.2.3:4000\r\nconnection: close\r\n\r\n`)),
      ).toEqual([200]);
    }
  });

  it('accepts hosts that the operator lists: with a port only that port, without one the listening port or none', () => {
    const allows = createAllowedHosts('192.0.2.7', ['graphql.example', 'other.example:8443', '[2001:db8::1]']);
    const hosts = (...names: string[]) =>
      names.map((host) => {
        const request = new IncomingMessage(new Socket());
        Object.defineProperty(request.socket, 'localPort', { value: 4000 });
        Object.assign(request, { url: '/graphql', rawHeaders: ['Host', host] });
        request.headers.host = host;
        return allows.request(request);
      });
    expect(hosts('graphql.example', 'Graphql.Example:4000', 'other.example:8443', '[2001:db8::1]:4000')).not.toContain(
      false,
    );
    expect(hosts('192.0.2.7:4000', 'localhost:4000', '[::1]')).not.toContain(false);
    expect(hosts('graphql.example:8443', 'other.example', 'other.example:4000', 'x.graphql.example', '')).not.toContain(
      true,
    );
  });

  it('accepts every host without GraphiQL and without the setting, when it exposes nothing', async () => {
    const plain = await listenOnLoopback(g.gateway);
    expect(
      statuses(
        await plain.raw(`POST /graphql HTTP/1.1\r\nhost: ${rebound}\r\nconnection: close\r\n${post}\r\n${body}`),
      ),
    ).toEqual([401]);
    await plain.close();
  });

  it('rejects other hosts without GraphiQL if the setting is present', async () => {
    const strict = await gatewayOverSandbox({ allowedHosts: createAllowedHosts('0.0.0.0', ['graphql.example']) });
    const listening = await listenOnLoopback(strict.gateway);
    const status = async (host: string) =>
      statuses(
        await listening.raw(
          `POST /graphql HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        ),
      );
    expect([await status(rebound), await status('graphql.example')]).toEqual([[421], [200]]);
    await listening.close();
    await strict.close();
  });
});
