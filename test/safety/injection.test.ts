/** T19, T20, T22, T23: input stays data in paths, queries, object keys and URLs. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/process/config.ts';
import { createStytchClient, type StytchClient } from '../../src/stytch/client/client.ts';
import { toGraphName } from '../../src/stytch/contract/names.ts';
import { restOperation } from '../../src/stytch/contract/operation.ts';
import { type OperationSpec, operations } from '../../src/stytch/contract/operations.ts';
import { pathParameters } from '../../src/stytch/contract/path.ts';
import type { RestMethod } from '../../src/stytch/contract/types.ts';
import { StytchError } from '../../src/stytch/error.ts';
import { gatewayOverSandbox, gatewayOverStubs, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { roots } from './b2b-roots.ts';
import { buildRequest, targetValues } from './request.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

/** Every operation, with its method and path. */
const all = Object.entries<OperationSpec>(operations).map(([key, facts]) => {
  const [method = '', path = ''] = key.split(' ');
  return { method: method as RestMethod, path, facts };
});
const idsFor = (path: string) => Object.fromEntries(pathParameters(path).map((name) => [toGraphName(name), 'id-1']));

/** A test server in place of Stytch, or of a host that the gateway must never call. */
async function server(status: number, headers: Record<string, string> = {}, answer = '{}') {
  const received: { url: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const http: Server = createServer((incoming, response) => {
    received.push({ url: incoming.url ?? '', headers: incoming.headers });
    incoming.resume();
    response.writeHead(status, headers).end(answer);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = () => {
    http.closeAllConnections();
    http.close();
  };
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, received, close };
}

const clientOf = (origin: string, logged: string[] = []): StytchClient => {
  const write = (message: string, fields?: object) => logged.push(JSON.stringify({ message, ...fields }));
  return createStytchClient({
    baseUrl: origin,
    telemetryUrl: origin,
    projectId: 'project-test-1',
    secret: 'secret-test-canary',
    log: { warn: write, error: write },
  });
};

describe('T19: an id that is a path, through every field of the graph', () => {
  const hostile = [
    '.',
    '..',
    '%2e%2e',
    '..%2f',
    'a/b',
    'a?x=1',
    'a#b',
    'a\\b',
    ' ',
    'a\0',
    'a\r\nX: y',
    '．．',
    '__proto__',
  ];
  /** Fields whose operations have an id in their path. */
  const fields = roots.filter(([, { extensions }]) =>
    ((extensions['operations'] ?? []) as string[]).some((key) => key.includes('{')),
  );

  it('covers more than 40 fields', () => expect(fields.length).toBeGreaterThan(40));

  it.each(fields.map(([kind, field]) => [field.name, kind, field] as const))('%s', async (_, kind, field) => {
    const declared = new Set<string>(
      ((field.extensions['operations'] ?? []) as (keyof typeof operations)[]).map((key) => operations[key].id),
    );
    const ids = ['connectionId', 'clientId', 'connectedAppId', 'roleId', 'emailId', 'memberSessionId', 'fraudRuleId'];
    for (const value of hostile) {
      const { document, variables } = buildRequest(kind, field, {
        ...targetValues(value, value),
        ...Object.fromEntries(ids.map((name) => [name, value])),
      });
      g.calls.length = 0;
      const answer = await g.query(document, { variables });
      recordHostileRequest(tally, answer, g.calls, [], `${field.name} with ${JSON.stringify(value)}`);
      // An id in a body is data; the gateway must call only the operation of the field.
      expect(
        g.calls.filter(({ id }) => !declared.has(id)),
        JSON.stringify(value),
      ).toEqual([]);
      expect(g.calls.filter(({ path }) => decodeURIComponent(path).includes(value)).map(({ path }) => path)).toEqual(
        [],
      );
    }
  });
});

describe('T20: a value in a query string', () => {
  const odd = ['a&b=c', 'a#b', 'a?b=c', 'a=b', 'a+b', 'a%26b', 'a/../b', 'a\r\nX: y', 'a;b', 'ä🙂', '\0', '__proto__'];
  const withQuery = all.filter(({ facts }) => facts.query.length > 0);

  it.each(withQuery.map(({ method, path, facts }) => [method, path, facts] as const))(
    'stays one parameter of %s %s',
    async (method, path, { query }) => {
      const stytch = await server(200);
      const client = clientOf(stytch.origin);
      for (const name of query) {
        for (const value of odd) await client.send(method, path, { ...idsFor(path), [toGraphName(name)]: value });
      }
      await client.close();
      stytch.close();
      const got = stytch.received.map(({ url }) => [...new URL(url, stytch.origin).searchParams]);
      expect(got).toEqual(query.flatMap((name) => odd.map((value) => [[name, value]])));
      expect(stytch.received.every(({ headers }) => !('x' in headers))).toBe(true);
    },
  );

  it('covers more than 5 operations', () => expect(withQuery.length).toBeGreaterThan(5));

  it('sends a cursor as data, whatever it contains', async () => {
    const cursors = ['a&limit=1000000', '#', '../x', '__proto__'];
    for (const cursor of cursors) {
      const after = Buffer.from(JSON.stringify([cursor, 0])).toString('base64url');
      g.calls.length = 0;
      const answer = await g.query('query ($after: String) { organizations(first: 1, after: $after) { totalCount } }', {
        variables: { after },
      });
      recordHostileRequest(tally, answer, g.calls, [], cursor);
      expect(g.calls.map(({ path, body }) => [path, body])).toEqual([
        ['/v1/b2b/organizations/search', { cursor, limit: 1 }],
      ]);
    }
  });
});

describe('T20: the base URL of Stytch', () => {
  const project = { STYTCH_PROJECT_ID: 'project-test-1', STYTCH_SECRET: 'secret-test-canary' };
  it.each([
    '//evil.example',
    'evil.example',
    'http://evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost@evil.example',
    'https://evil.example/path',
    'https://evil.example?x=',
    'ftp://localhost',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://[::2]',
    'http://0x7f000001.evil.example',
  ])('rejects %s', (STYTCH_BASE_URL) => {
    const read = () => readConfig({ ...project, STYTCH_BASE_URL });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^STYTCH_BASE_URL must be an origin/);
    expect(read).not.toThrow(/evil|canary|passwd/);
  });

  it('comes from the settings alone: no field of the graph can change it', async () => {
    const outside = await server(200);
    const url = `${outside.origin}/metadata`;
    const { organization_id: organizationId } = g.world.credentials.admin;
    const named = [
      'metadataUrl',
      'issuer',
      'authorizationUrl',
      'tokenUrl',
      'userinfoUrl',
      'jwksUrl',
      'idpSsoUrl',
      'logoUrl',
    ];
    for (const [kind, field] of roots) {
      const { document, variables } = buildRequest(kind, field, {
        organizationId,
        ...Object.fromEntries(named.map((name) => [name, url])),
      });
      if (!JSON.stringify(variables).includes(url)) continue;
      await g.query(document, { variables });
    }
    outside.close();
    expect(g.calls.filter(({ body }) => JSON.stringify(body)?.includes(url)).length).toBeGreaterThan(3);
    expect(outside.received).toEqual([]);
  });
});

describe('T22: keys of Object.prototype', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype'] as const;
  const DEPTHS = [1, 2, 3, 4, 5];
  const poison = { polluted: true, toString: 'x', isAdmin: true };
  /** JSON, since an object literal would set a prototype instead of a key. */
  const nested = (key: string, depth: number): Record<string, unknown> =>
    JSON.parse(
      `${`{"${depth % 2 === 0 ? 'a' : key}":`.repeat(depth - 1)}{"${key}":${JSON.stringify(poison)}}${'}'.repeat(depth - 1)}`,
    );
  const literal = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? `{ ${Object.entries(value)
          .map(([key, inner]) => `${key}: ${literal(inner)}`)
          .join(', ')} }`
      : JSON.stringify(value);
  const cases = KEYS.flatMap((key) => DEPTHS.map((depth) => [key, depth] as const));

  afterEach(() => {
    const clean: Record<string, unknown> = {};
    expect([clean['polluted'], clean['isAdmin'], Object.keys(Object.prototype), [].toString()]).toEqual([
      undefined,
      undefined,
      [],
      '',
    ]);
  });

  const CREATE = (metadata: string, declared = '') =>
    `mutation ${declared} { createOrganization(input: { name: "Keys", trustedMetadata: ${metadata} }) { ... on CreateOrganizationPayload { organization { trustedMetadata } } } }`;

  it.each(cases)('%s at depth %i goes through metadata unchanged', async (key, depth) => {
    const metadata = nested(key, depth);
    const text = JSON.stringify(metadata);
    for (const [document, variables] of [
      [CREATE('$metadata', '($metadata: JSONObject)'), { metadata }],
      [CREATE(literal(metadata)), {}],
    ] as const) {
      g.calls.length = 0;
      const answer = await g.query<{ createOrganization: { organization: { trustedMetadata: unknown } } }>(document, {
        variables,
      });
      recordHostileRequest(tally, answer, g.calls, [], `${key} at depth ${depth}`);
      expect(JSON.stringify(g.calls[0]?.body)).toContain(`"trusted_metadata":${text}`);
      expect(JSON.stringify(answer.data?.createOrganization.organization.trustedMetadata)).toBe(text);
    }
  });

  it.each(cases)('%s at depth %i goes through claims, and through a response of Stytch', async (key, depth) => {
    const claims = nested(key, depth);
    const stubs = await gatewayOverStubs();
    let sent = '';
    const organization = JSON.stringify({
      organization_id: 'organization-test-1',
      organization_name: 'A',
      trusted_metadata: claims,
      custom_roles: [],
    });
    stubs.stytch.intercept({ path: '/v1/b2b/passwords/authenticate', method: 'POST' }).reply(200, ({ body }) => {
      sent = String(body);
      // The response object itself, and the objects in it.
      return `{"request_id":"r","status_code":200,"session_token":"t","session_jwt":"j","${key}":${JSON.stringify(poison)},"organization":${organization.replace(/}$/, `,"${key}":${JSON.stringify(poison)}}`)}}`;
    });
    const answer = await stubs.query<{ it: { organization: { trustedMetadata: unknown } } }>(
      `mutation ($claims: JSONObject) { it: authenticateMemberPassword(input: { organizationId: "o", emailAddress: "a@example.com", password: "x", sessionCustomClaims: $claims }) {
        __typename ... on AuthenticateMemberPasswordPayload { organization { trustedMetadata } } } }`,
      { variables: { claims } },
    );
    await stubs.close();
    expect(sent).toContain(`"session_custom_claims":${JSON.stringify(claims)}`);
    expect(JSON.stringify(answer.data?.it.organization.trustedMetadata)).toBe(JSON.stringify(claims));
  });

  it.each(KEYS)('%s matches no role, resource, action or scope', async (key) => {
    const { organization_id: organizationId } = g.world.credentials.admin;
    const roles = [{ roleId: key, description: key, permissions: [{ resourceId: key, actions: [key] }] }];
    const set = await g.query(
      'mutation ($organizationId: ID!, $roles: [RoleInput!]!) { setOrganizationRbacPolicy(input: { organizationId: $organizationId, rbacPolicy: { roles: $roles } }) { __typename } }',
      { variables: { organizationId, roles } },
    );
    recordHostileRequest(tally, set, g.calls, [], `a role called ${key}`);
    for (const as of ['member', 'admin', null] as const) {
      const can = await g.data<{ viewer: { can: boolean } }>(
        'query ($key: String!) { viewer { can(resourceId: $key, action: $key) } }',
        { as, variables: { key } },
      );
      expect(can, String(as)).toEqual({ viewer: { can: false } });
    }
  });

  it.each<[string, string, number, unknown]>([
    ['beside the query', '{"query":"{ viewer { kind } }","__proto__":{"polluted":true}}', 400, undefined],
    ['in place of the query', '{"__proto__":{"query":"{ viewer { kind } }"}}', 400, undefined],
    [
      'as a variable',
      '{"query":"query ($__proto__: JSONObject) { viewer { kind } node(id: \\"a\\") { id } }","variables":{"__proto__":{"polluted":true}}}',
      200,
      undefined,
    ],
    [
      'among variables',
      '{"query":"{ viewer { kind } }","variables":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
      200,
      { viewer: { kind: 'VISITOR' } },
    ],
    [
      'among extensions',
      '{"query":"{ viewer { kind } }","extensions":{"__proto__":{"polluted":true}}}',
      200,
      { viewer: { kind: 'VISITOR' } },
    ],
    [
      'as the name of the operation',
      '{"query":"query __proto__ { viewer { kind } }","operationName":"__proto__"}',
      200,
      { viewer: { kind: 'VISITOR' } },
    ],
    [
      'as the name of an operation that does not exist',
      '{"query":"query A { viewer { kind } }","operationName":"constructor"}',
      400,
      undefined,
    ],
  ])('have no special meaning %s', async (_, body, status, data) => {
    const response = await g.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    const answer = (await response.json()) as { data?: unknown; errors?: [] };
    recordHostileRequest(
      tally,
      { data: answer.data, errors: answer.errors ?? [], status: response.status },
      g.calls,
      [],
      body,
    );
    expect([response.status, answer.data]).toEqual([status, data]);
  });

  it('are ordinary aliases', async () => {
    const answer = await g.query<object>(
      '{ __proto__: viewer { kind } constructor: viewer { prototype: kind __proto__: kind } }',
      { as: null },
    );
    expect(JSON.stringify(answer.data)).toBe(
      '{"__proto__":{"kind":"VISITOR"},"constructor":{"prototype":"VISITOR","__proto__":"VISITOR"}}',
    );
  });
});

describe('T23: a redirect response, which would send the secret to another host', () => {
  const statuses = [300, 301, 302, 303, 305, 307, 308];
  it.each(statuses)('with status %i is not followed, by a read or a write', async (status) => {
    const elsewhere = await server(200, {}, '{"request_id":"r","status_code":200}');
    const stytch = await server(status, {
      location: `${elsewhere.origin}/v1/b2b/rbac/policy`,
      refresh: `0;url=${elsewhere.origin}`,
    });
    const logged: string[] = [];
    const client = clientOf(stytch.origin, logged);
    for (const { method, path } of all.slice(0, 12)) {
      const error = await client.send(method, path, idsFor(path)).then(
        () => null,
        (cause: unknown) => cause,
      );
      expect(error, `${method} ${path}`).toBeInstanceOf(StytchError);
      expect((error as StytchError).facts.code).toBe('BAD_UPSTREAM_RESPONSE');
      expect(JSON.stringify((error as StytchError).facts)).not.toContain('127.0.0.1');
    }
    await client.close();
    stytch.close();
    elsewhere.close();
    expect(stytch.received).toHaveLength(12);
    expect(elsewhere.received).toEqual([]);
    // The log names the host that was called, without the redirect target.
    expect(logged.join()).not.toMatch(/canary/);
    expect(logged.join()).not.toContain(new URL(elsewhere.origin).host);
  });

  it('covers both reads and writes', () => {
    const tried = all.slice(0, 12).map(({ method, path }) => restOperation(method, path).reads);
    expect(new Set(tried).size).toBe(2);
  });
});

describe('T21: a session with characters that are invalid in a header', () => {
  it.each(['a\r\nX-Stytch-Member-Session: canary', 'a\0', 'a🙂', 'a\nb'])(
    'is rejected before any call: %j',
    async (jwt) => {
      const stytch = await server(200);
      const client = clientOf(stytch.origin);
      const call = client.call(
        'delete',
        '/v1/b2b/organizations/{organization_id}',
        { organizationId: 'o' },
        { session: { jwt } },
      );
      await expect(call).rejects.toMatchObject({ facts: { code: 'INVALID_INPUT' } });
      await expect(call).rejects.not.toThrow(/canary|undici/);
      await client.close();
      stytch.close();
      expect(stytch.received).toEqual([]);
    },
  );
});
