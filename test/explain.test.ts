/**
 * `extensions.explain`: the estimated cost of a request and its calls, compared with the calls that Stytch received.
 */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSubgraph } from '../schema/index.ts';
import type { ApiKey } from '../src/auth/caller.ts';
import { defaultLimits } from '../src/limits/limits.ts';
import { operations } from '../src/stytch/contract/operations.ts';
import { EXPLAIN_ON, explained, explanationIn, received, shape } from './explained.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway, SERVER_KEY } from './gateway.ts';

const key = (token: string, scopes: string[]): ApiKey => ({
  name: token,
  sha256: createHash('sha256').update(token).digest('hex'),
  scopes,
});

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});
const start = async (settings: Parameters<typeof gatewayOverSandbox>[0] = {}): Promise<SandboxGateway> => {
  const g = await gatewayOverSandbox(settings);
  ({ close } = g);
  return g;
};

const ids = ({ world }: SandboxGateway) => {
  const { organization_id: organizationId, member_id: memberId } = world.credentials.admin;
  return { organizationId, memberId, other: world.organizations[1]?.organization_id ?? '' };
};

const BASE = '/v1/b2b/organizations';

describe('a query', () => {
  it('shows each call with its operation, its round and the fields that want it', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!) {
        shop: organization(by: { id: $organizationId }) { name members(first: 3) { nodes { name sessions { memberSessionId } } } }
      }`,
      { variables: ids(g) },
    );
    expect(shape(explain)).toEqual([
      { call: `POST ${BASE}/members/search`, round: 1, fields: ['shop.members'] },
      { call: `GET ${BASE}/{organization_id}`, round: 1, fields: ['shop'], batchedIds: 1 },
      ...g.calls
        .filter(({ path }) => path.startsWith('/v1/b2b/sessions?'))
        .map(() => ({ call: 'GET /v1/b2b/sessions', round: 2, fields: ['shop.members.nodes.sessions'] })),
    ]);
    const { cost, calls } = explain;
    expect(cost).toEqual({
      calls: { estimated: 5, limit: 110, dearest: { path: 'shop.members.nodes.sessions', count: 3 } },
      objects: {
        estimated: expect.any(Number),
        limit: 20_000,
        dearest: { path: expect.any(String), count: expect.any(Number) },
      },
    });
    for (const call of calls) {
      expect(call).toMatchObject({ outcome: 'ok', status: 200, shared: false });
      expect(call.requestId).toMatch(/^request-id-/);
      expect(call.ms).toBeGreaterThanOrEqual(0);
      expect(call.startMs).toBeGreaterThanOrEqual(0);
    }
  });

  it('counts the ids that one search stands for, and names every field that gave one', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!, $other: ID!) {
        a: organization(by: { id: $organizationId }) { name }
        b: organization(by: { id: $other }) { name }
        again: organization(by: { id: $other }) { slug }
      }`,
      { variables: ids(g) },
    );
    expect(shape(explain)).toEqual([
      { call: `POST ${BASE}/search`, round: 1, fields: ['a', 'b', 'again'], batchedIds: 2 },
    ]);
  });

  it('names both fields of equal reads', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!) {
        a: organization(by: { id: $organizationId }) { figures: metrics { __typename } }
        b: organization(by: { id: $organizationId }) { metrics { __typename } }
      }`,
      { variables: ids(g) },
    );
    expect(shape(explain)).toContainEqual({
      call: `GET ${BASE}/{organization_id}/metrics`,
      round: 1,
      fields: ['a.figures', 'b.metrics'],
    });
  });

  it('shows objects that another response contained, without a call', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!) { member(organizationId: $organizationId, by: { emailAddress: "${g.world.credentials.admin.email_address ?? ''}" }) { name organization { name } } }`,
      { variables: ids(g) },
    );
    expect(explain.calls).toHaveLength(1);
    expect(explain.reused).toEqual([{ field: 'member.organization', operation: 'api_organization_v1_Get', count: 1 }]);
  });
});

describe('a call', () => {
  it('that was sent again shows its attempts, and one that failed its code', async () => {
    const g = await start();
    const { organizationId } = ids(g);
    const document = `{ organization(by: { id: "${organizationId}" }) { metrics { __typename } } }`;
    const operation = operations['get /v1/b2b/organizations/{organization_id}/metrics'].id;
    g.sandbox.failures.add({ operation, error: { error_type: 'internal_server_error' } });
    const { extensions } = await g.query(document, { headers: EXPLAIN_ON });
    expect(extensions?.['explain']).toMatchObject({
      calls: expect.arrayContaining([expect.objectContaining({ operation, attempts: 2, status: 200, outcome: 'ok' })]),
    });
    expect(g.calls.filter(({ id }) => id === operation)).toHaveLength(2);

    g.calls.length = 0;
    const missing = await explained(g, '{ organization(by: { slug: "no-such-shop" }) { name } }');
    expect(missing.calls).toMatchObject([
      { outcome: 'NOT_FOUND', status: 404, attempts: 1, requestId: expect.any(String) },
    ]);
  });

  it('shared with another request of the caller is shown as shared, and was sent once', async () => {
    const gate = Promise.withResolvers<void>();
    const g = await start({
      between: (dispatch) => (options, handler) => {
        void gate.promise.then(() => dispatch(options, handler));
        return true;
      },
      warm: false,
    });
    const document = `{ organization(by: { id: "${ids(g).organizationId}" }) { name } }`;
    const ask = () => g.query(document, { headers: EXPLAIN_ON });
    const asked = [ask(), ask()];
    await new Promise((resolve) => setTimeout(resolve, 100));
    gate.resolve();
    const explained = (await Promise.all(asked)).map(({ extensions }) => explanationIn(extensions));
    expect(g.calls.filter(({ id }) => id === 'api_organization_v1_Get')).toHaveLength(1);
    const calls = explained.flatMap(({ calls }) => calls);
    expect(calls.map(({ shared, attempts, status }) => ({ shared, attempts, status }))).toEqual(
      expect.arrayContaining([
        { shared: false, attempts: 1, status: 200 },
        { shared: true, attempts: 0, status: 200 },
      ]),
    );
    expect(calls[0]?.requestId).toMatch(/^request-id-/);
    expect(calls[0]?.requestId).toBe(calls[1]?.requestId);
  });

  it('that identifies the caller has no field, and is first', async () => {
    const g = await start({ explain: 'callers' });
    const as = { token: g.world.credentials.admin.session_token };
    const explain = await explained(g, '{ viewer { kind member { memberId sessions { memberSessionId } } } }', { as });
    expect(shape(explain)).toEqual([
      { call: 'POST /v1/b2b/sessions/authenticate', round: 1, fields: [] },
      { call: 'GET /v1/b2b/sessions', round: 2, fields: ['viewer.member.sessions'] },
    ]);
  });
});

it('a member who is their own caller came along with the check of the session token', async () => {
  const g = await start({ explain: 'callers' });
  const as = { token: g.world.credentials.admin.session_token };
  const explain = await explained(g, '{ viewer { member { name emailAddress } } }', { as });
  expect(shape(explain)).toEqual([{ call: 'POST /v1/b2b/sessions/authenticate', round: 1, fields: [] }]);
  expect(explain.reused).toEqual([
    { field: 'viewer.member', operation: 'api_organization_v1_organizations_members_Get', count: 1 },
  ]);
});

describe('a mutation', () => {
  const RENAME = `mutation ($organizationId: ID!, $memberId: ID!) {
    one: updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: "One" }) { ... on UpdateMemberPayload { member { name organization { name } } } ... on Error { code } }
    two: updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: "Two" }) { ... on UpdateMemberPayload { member { name sessions { memberSessionId } } } ... on Error { code } }
  }`;

  it('shows its fields one after the other', async () => {
    const g = await start({ explain: 'callers' });
    const explain = await explained(g, RENAME, { variables: ids(g), as: 'admin' });
    expect(explain.errors).toEqual([]);
    expect(shape(explain)).toEqual([
      { call: `PUT ${BASE}/{organization_id}/members/{member_id}`, round: 1, fields: ['one'] },
      { call: `PUT ${BASE}/{organization_id}/members/{member_id}`, round: 2, fields: ['two'] },
      { call: 'GET /v1/b2b/sessions', round: 3, fields: ['two.member.sessions'] },
    ]);
  });

  it('that Stytch refuses shows the call behind the error', async () => {
    const g = await start();
    const explain = await explained(
      g,
      'mutation ($organizationId: ID!) { createMember(input: { organizationId: $organizationId, emailAddress: "ada" }) { ... on Error { code } } }',
      { variables: ids(g) },
    );
    expect(explain.cost?.calls.estimated).toBeGreaterThan(0);
  });

  it('whose session has ended is UNAUTHENTICATED, and has the calls that were made', async () => {
    const g = await start({ explain: 'callers' });
    const { session_jwt, session_token } = g.world.credentials.admin;
    await g.data('mutation ($token: String!) { revokeMemberSession(input: { sessionToken: $token }) { __typename } }', {
      variables: { token: session_token },
    });
    g.calls.length = 0;
    const explain = await explained(
      g,
      'mutation ($organizationId: ID!, $memberId: ID!) { rotateRecoveryCodes(input: { organizationId: $organizationId, memberId: $memberId }) { __typename } }',
      { variables: ids(g), as: { token: session_jwt } },
    );
    expect(explain).toMatchObject({ errors: [], status: 200 });
    expect(explain.calls).toMatchObject([{ outcome: 'UNAUTHENTICATED', fields: ['rotateRecoveryCodes'], round: 1 }]);
  });
});

describe('a request that does not run', () => {
  it('shows the cost for which it is refused', async () => {
    const g = await start({ limits: { ...defaultLimits, calls: 20 } });
    const explain = await explained(
      g,
      'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { members { nodes { sessions { memberSessionId } } } } }',
      { variables: ids(g) },
    );
    expect(explain).toMatchObject({
      errors: ['LIMIT_EXCEEDED'],
      cost: {
        calls: { estimated: 52, limit: 20, dearest: { path: 'organization.members.nodes.sessions', count: 50 } },
      },
      calls: [],
    });
  });

  it('shows no cost if its document is invalid, and nothing if it cannot be parsed', async () => {
    const g = await start();
    expect(await explained(g, '{ nonsense }')).toMatchObject({
      cost: null,
      calls: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    });
    expect((await g.query('{', { headers: EXPLAIN_ON })).extensions).toBeUndefined();
  });
});

describe('a caller', () => {
  const searcher = key('sgk_searcher', ['stytch.member:search']);
  const reader = key('sgk_reader', ['stytch.member:get', 'stytch.organization:get']);
  const expired: ActAs = { token: 'an-unknown-session-token' };

  it.each<[mode: 'off' | 'servers' | 'callers', who: string, as: ActAs, gets: 'explain' | 'warnings' | undefined]>([
    ['servers', 'an admin key', 'server', 'explain'],
    ['servers', 'a server that may search for members', { token: searcher.name }, 'explain'],
    ['servers', 'a server that may not', { token: reader.name }, 'warnings'],
    ['servers', 'a member', 'admin', 'warnings'],
    ['servers', 'a visitor', null, 'warnings'],
    ['callers', 'a server that may not search', { token: reader.name }, 'explain'],
    ['callers', 'a member', 'member', 'explain'],
    ['callers', 'a visitor', null, 'warnings'],
    ['callers', 'a caller whose token is refused', expired, 'warnings'],
    ['off', 'an admin key', 'server', undefined],
  ])('with EXPLAIN=%s, %s', async (explain, _, as, gets) => {
    const g = await start({ explain, apiKeys: [searcher, reader] });
    const { extensions } = await g.query('{ viewer { kind } }', { as, headers: EXPLAIN_ON });
    expect(extensions && Object.keys(extensions)).toEqual(gets && [gets]);
    if (gets === 'warnings')
      expect(extensions).toMatchObject({ warnings: [expect.stringMatching(/^X-Explain was ignored: /)] });
    for (const headers of [{}, { 'x-explain': 'off' }, { 'x-explain': '1' }]) {
      expect((await g.query('{ viewer { kind } }', { as, headers })).extensions).toBeUndefined();
    }
  });

  it('gets the same data with and without it', async () => {
    const g = await start();
    const document =
      'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { name members(first: 5) { nodes { name organization { slug } sessions { memberSessionId } } } } }';
    const options = { variables: ids(g) };
    const { extensions: _, ...plain } = await g.query(document, options);
    const before = g.calls.map(received).sort();
    g.calls.length = 0;
    const { extensions: __, ...traced } = await g.query(document, { ...options, headers: EXPLAIN_ON });
    expect(traced).toEqual(plain);
    expect(g.calls.map(received).sort()).toEqual(before);
  });
});

it('explains a persisted document', async () => {
  const documents = new Map([
    ['shop', 'query Shop($organizationId: ID!) { organization(by: { id: $organizationId }) { name } }'],
  ]);
  const g = await start({ persistedDocuments: { mode: 'only', documents } });
  const response = await g.fetch(
    new Request(`${g.address}/graphql`, {
      method: 'POST',
      headers: { ...EXPLAIN_ON, 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}` },
      body: JSON.stringify({ documentId: 'shop', variables: ids(g) }),
    }),
  );
  expect(await response.json()).toMatchObject({
    data: { organization: { name: expect.any(String) } },
    extensions: { explain: { cost: { calls: { estimated: 1 } }, calls: [{ operation: 'api_organization_v1_Get' }] } },
  });
});

it('explains `_entities`', async () => {
  const g = await start({ schema: await loadSubgraph('b2b') });
  const { organizationId, other } = ids(g);
  const representations = [organizationId, other].map((id) => ({ __typename: 'Organization', organizationId: id }));
  const explain = await explained(
    g,
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Organization { name metrics { __typename } } } }',
    { variables: { representations } },
  );
  expect(explain.cost?.calls).toMatchObject({ estimated: 3 });
  expect(shape(explain)).toEqual([
    { call: `GET ${BASE}/{organization_id}/metrics`, round: 1, fields: ['_entities.metrics'] },
    { call: `GET ${BASE}/{organization_id}/metrics`, round: 1, fields: ['_entities.metrics'] },
    { call: `POST ${BASE}/search`, round: 1, fields: ['_entities'], batchedIds: 2 },
  ]);
});

it('keeps requests that run at the same time apart', async () => {
  const g = await start();
  const names = ['one', 'two', 'three', 'four'];
  const { organizationId, other } = ids(g);
  const answers = await Promise.all(
    names.map((name, index) =>
      g.query(
        `query ($id: ID!) { ${name}: organization(by: { id: $id }) { name members(first: ${index + 1}) { nodes { sessions { memberSessionId } } } } }`,
        { variables: { id: index % 2 ? organizationId : other }, headers: EXPLAIN_ON },
      ),
    ),
  );
  for (const [index, { extensions }] of answers.entries()) {
    const { calls } = explanationIn(extensions);
    const roots = calls.flatMap(({ fields }) => fields.map((field) => field.split('.')[0]));
    expect([...new Set(roots)]).toEqual([names[index]]);
    expect(calls.filter(({ round }) => round === 1)).toHaveLength(2);
    expect(calls.filter(({ round }) => round === 2)).toHaveLength(index + 1);
  }
});

it('explains a GET, and a request that came without a socket', async () => {
  const g = await start();
  const query = `{ organization(by: { id: "${ids(g).organizationId}" }) { name } }`;
  const headers = { ...EXPLAIN_ON, authorization: `Bearer ${SERVER_KEY}` };
  const get = new Request(`${g.address}/graphql?query=${encodeURIComponent(query)}`, { headers });
  const post = new Request(`${g.address}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  for (const response of [await g.fetch(get), await g.gateway.fetch(post)]) {
    expect(await response.json()).toMatchObject({
      extensions: {
        explain: { calls: [{ operation: 'api_organization_v1_Get', round: 1, fields: ['organization'] }] },
      },
    });
  }
});
