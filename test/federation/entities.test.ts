/** `_entities` returns the same objects as `node` and the lookups, for the same callers, with as few calls. */
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { entitiesOf, fieldSetsOf } from '../../schema/federation/entity.ts';
import { loadSubgraph } from '../../schema/index.ts';
import type { IntrospectionMode } from '../../src/graphql/introspection.ts';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { createCostCheck } from '../../src/limits/cost.ts';
import { cacheCostCheck } from '../../src/limits/cost-cache.ts';
import { defaultLimits } from '../../src/limits/limits.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { B2B_WORLD, foundIn, type Representation, representationOf, selectKeys } from './found.ts';

const subgraph = await loadSubgraph('b2b');
const entities = entitiesOf(schema, 'b2b');

let g: SandboxGateway;
let alone: SandboxGateway;
let all: readonly { readonly id: string; readonly representation: Representation }[];

beforeAll(async () => {
  const limits = { ...defaultLimits, calls: 100_000, nodes: 1_000_000 };
  g = await gatewayOverSandbox({ schema: subgraph, limits });
  alone = await gatewayOverSandbox({ limits });
  await g.data(`mutation { createExternalConnection(input: {
    organizationId: "${g.world.organizations[0]?.organization_id}",
    externalOrganizationId: "${g.world.organizations[1]?.organization_id}",
    externalConnectionId: "${g.world.sso_connections[0]?.connection_id}"
  }) { __typename } }`);
  all = foundIn(await g.data(B2B_WORLD(SELECTED)), entities).map((found) => ({
    id: found.id,
    representation: representationOf(found, entities.get(found.typename)?.nodeKey ?? []),
  }));
});
afterAll(async () => {
  await g.close();
  await alone.close();
});
beforeEach(() => {
  g.calls.length = 0;
  alone.calls.length = 0;
});

const SELECTED = selectKeys(entities);

const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${SELECTED} } }`;

const ask = (representations: readonly Representation[], as: ActAs = 'server', of: SandboxGateway = g) =>
  of.query<{ _entities: ({ id: string } | null)[] }>(ENTITIES, { variables: { representations }, as });

const idsOf = (answer: Awaited<ReturnType<typeof ask>>) => answer.data?._entities.map((found) => found?.id ?? null);

describe('the entities', () => {
  it('are all types that have ids of their own', () => {
    expect([...new Set(all.map(({ representation }) => representation['__typename']))].toSorted()).toEqual(
      [...entities.keys()].toSorted(),
    );
    expect([...entities.values()].map((entity) => `${entity.type.name}: ${fieldSetsOf(entity).join(', ')}`)).toEqual([
      'ConnectedApp: clientId',
      'ExternalConnection: organizationId connectionId',
      'M2mClient: clientId',
      'Member: organizationId memberId, organizationId externalId, memberId',
      'MemberSession: organizationId memberId memberSessionId',
      'OidcConnection: organizationId connectionId',
      'Organization: organizationId, slug, externalId',
      'OrganizationConnectedApp: organizationId clientId',
      'SamlConnection: organizationId connectionId',
      'ScimConnection: organizationId connectionId',
    ]);
  });

  it('are found by their first keys, in the order asked', async () => {
    const answer = await ask(all.map(({ representation }) => representation));
    expect(answer.errors).toEqual([]);
    expect(idsOf(answer)).toEqual(all.map(({ id }) => id));
    expect(all.length).toBeGreaterThan(40);
  });

  it('are found by their other keys', async () => {
    const [organization] = g.world.organizations;
    const names = [
      { __typename: 'Organization', slug: 'fernhill-bakery' },
      { __typename: 'Organization', externalId: 'crm-1001' },
      { __typename: 'Member', organizationId: organization?.organization_id, externalId: 'staff-1' },
      { __typename: 'Member', memberId: organization?.admin?.member_id },
    ];
    const answer = await ask(names);
    expect(answer.errors).toEqual([]);
    const own = encodeOpaqueId('Organization', organization?.organization_id ?? '');
    const ada = encodeOpaqueId('Member', `${organization?.organization_id}/${organization?.admin?.member_id}`);
    expect(idsOf(answer)).toEqual([own, own, ada, ada]);
  });

  it('that are not there are null', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    const answer = await ask([
      { __typename: 'Organization', organizationId: `organization-test-${none}` },
      { __typename: 'Organization', slug: 'nobody-has-this' },
      { __typename: 'Member', memberId: `member-test-${none}` },
      { __typename: 'M2mClient', clientId: `m2m-client-test-${none}` },
    ]);
    expect(answer).toMatchObject({ errors: [], data: { _entities: [null, null, null, null] } });
  });
});

describe('access', () => {
  const callers: readonly ActAs[] = [null, 'member', 'admin', 'server', { token: 'not-a-token' }];

  it.each(callers)('is that of `node` for %o', async (as) => {
    const differing: unknown[] = [];
    for (const { representation, id } of all) {
      g.calls.length = 0;
      const asEntity = await ask([representation], as);
      const asNode = await alone.query<{ node: { id: string } | null }>('query ($id: ID!) { node(id: $id) { id } }', {
        variables: { id },
        as,
      });
      const [found] = asEntity.data?._entities ?? [];
      const entityVerdict = [found?.id ?? null, asEntity.errors.map(({ extensions: { code } }) => code)];
      const nodeVerdict = [asNode.data?.node?.id ?? null, asNode.errors.map(({ extensions: { code } }) => code)];
      if (JSON.stringify(entityVerdict) !== JSON.stringify(nodeVerdict)) {
        differing.push({ representation, entityVerdict, nodeVerdict });
      }
      const reads = g.calls.filter((call) => call.id !== 'api_b2b_session_v1_Authenticate');
      if (asEntity.errors.length > 0) expect(reads, JSON.stringify(representation)).toEqual([]);
    }
    // The world of the other gateway has no external connection, and its own sessions.
    expect(differing.filter((one) => !/ExternalConnection|MemberSession/.test(JSON.stringify(one)))).toEqual([]);
  });

  it('never returns another organization’s entity to a member, by any key', async () => {
    const other = g.world.organizations[1];
    const named = [
      ...all.map(({ representation }) => representation).filter((one) => JSON.stringify(one).includes('281e5d07')),
      { __typename: 'Organization', slug: 'northgate-bank' },
      { __typename: 'Organization', externalId: 'crm-2002' },
      { __typename: 'Member', organizationId: other?.organization_id, externalId: 'E-0001' },
      { __typename: 'Member', organizationId: 'northgate-bank', memberId: other?.admin?.member_id },
      { __typename: 'Member', organizationId: 'crm-2002', memberId: 'E-0001' },
    ];
    expect(named.length).toBeGreaterThan(20);
    for (const as of ['member', 'admin', null] as const) {
      g.calls.length = 0;
      const { data, errors } = await ask(named, as);
      expect(data?._entities.filter(Boolean)).toEqual([]);
      expect(errors).toHaveLength(named.length);
      expect([...new Set(errors.map(({ extensions: { code } }) => code))]).toEqual([
        as === null ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      ]);
      expect(g.calls).toEqual([]);
    }
  });

  it('by the id of a member alone stays within the caller’s own organization, and is not open to visitors', async () => {
    const [own, other] = g.world.organizations.map(({ admin, member }) => [admin, member].map((one) => one?.member_id));
    const named = [own, other].flatMap((ids) => ids?.map((memberId) => ({ __typename: 'Member', memberId })) ?? []);
    const answer = await ask(named, 'admin');
    expect(answer.errors).toEqual([]);
    expect(idsOf(answer)?.map((id) => id !== null)).toEqual([true, true, false, false]);
    const { organizations } = g.world;
    expect(g.calls.length).toBeGreaterThan(0);
    expect(JSON.stringify(g.calls)).not.toContain(organizations[1]?.organization_id);
    const visitor = await ask(named, null);
    expect([...new Set(visitor.errors.map(({ extensions: { code } }) => code))]).toEqual(['UNAUTHENTICATED']);
  });

  it('of one entity does not affect the others', async () => {
    const [own, other] = g.world.organizations;
    const { data, errors } = await ask(
      [other, own].map((one) => ({ __typename: 'Organization', organizationId: one?.organization_id })),
      'member',
    );
    expect(data?._entities.map((found) => found !== null)).toEqual([false, true]);
    expect(errors.map(({ path, extensions: { code } }) => [path, code])).toEqual([[['_entities', 0], 'FORBIDDEN']]);
  });
});

describe('calls', () => {
  it('are one for a hundred references, and equal ones count once', async () => {
    const members = all.filter(({ representation }) => representation['__typename'] === 'Member');
    const many = Array.from({ length: 100 }, (_, n) => members[n % members.length]?.representation ?? {});
    const answer = await ask(many);
    expect(answer.errors).toEqual([]);
    expect(g.calls.map(({ id }) => id)).toEqual(['api_organization_v1_organizations_members_Search']);
  });

  it('are estimated before execution, from each request’s selection', async () => {
    const tight = await gatewayOverSandbox({ schema: subgraph, limits: { ...defaultLimits, calls: 5 } });
    const members = all.filter(({ representation }) => representation['__typename'] === 'Member');
    const byId = Array.from({ length: 20 }, (_, n) => members[n]?.representation ?? {});
    const bySlug = Array.from({ length: 20 }, (_, n) => ({ __typename: 'Organization', slug: `slug-${n}` }));
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await ask(byId, 'server', tight)).errors).toEqual([]);
      tight.calls.length = 0;
      const { errors } = await ask(bySlug, 'server', tight);
      expect(errors.map(({ extensions: { code } }) => code)).toEqual(['LIMIT_EXCEEDED']);
      expect(tight.calls).toEqual([]);
    }
    await tight.close();
  });
});

describe('the memory of costs', () => {
  it('counts representations each time by what they name, however many they are', () => {
    const document = parse(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
    );
    const check = cacheCostCheck(createCostCheck(subgraph, { ...defaultLimits, calls: 5 }));
    const named = (make: (n: number) => Representation) => ({
      representations: Array.from({ length: 20 }, (_, n) => make(n)),
    });
    const cheap = named((n) => ({ __typename: 'Organization', organizationId: `organization-test-${n}` }));
    const dear = named((n) => ({ __typename: 'Organization', slug: `slug-${n}` }));
    const dearByEmptyId = named((n) => ({ __typename: 'Organization', organizationId: '', slug: `slug-${n}` }));
    for (let turn = 0; turn < 2; turn += 1) {
      expect(check(document, undefined, cheap)).toBeUndefined();
      for (const each of [dear, dearByEmptyId]) expect(() => check(document, undefined, each)).toThrow(/the limit is/);
    }
  });
});

describe('a representation that is none', () => {
  it.each([
    [{}],
    [{ organizationId: 'organization-test-1' }],
    [{ __typename: 'Nothing', organizationId: 'x' }],
    [{ __typename: 'Query' }],
    [{ __typename: 'Viewer' }],
    [{ __typename: 'Organization' }],
    [{ __typename: 'Organization', organizationId: '' }],
    [{ __typename: 'Organization', organizationId: 7 }],
    [{ __typename: 'Organization', organizationId: ['organization-test-1'] }],
    [{ __typename: 'Organization', slug: null }],
    [{ __typename: 'Member', organizationId: 'organization-test-1' }],
    [{ __typename: 'constructor' }],
    ['a text'],
    [7],
    [[]],
  ])('is an error in its place: %j', async (wrong) => {
    const { data, errors } = await g.query<{ _entities: unknown[] }>(ENTITIES, {
      variables: { representations: [wrong, { __typename: 'Organization', slug: 'fernhill-bakery' }] },
    });
    expect(data?._entities.map((found) => found !== null)).toEqual([false, true]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'INVALID_INPUT' } }]);
  });
});

describe('the subgraph', () => {
  it('has no `node` and no `nodes`, and all else of the graph', () => {
    const fieldsOf = (graph: typeof schema) => Object.keys(graph.getQueryType()?.getFields() ?? {});
    expect(fieldsOf(subgraph).toSorted()).toEqual(
      [...fieldsOf(schema).filter((name) => name !== 'node' && name !== 'nodes'), '_entities', '_service'].toSorted(),
    );
    expect(Object.keys(subgraph.getMutationType()?.getFields() ?? {})).toEqual(
      Object.keys(schema.getMutationType()?.getFields() ?? {}),
    );
  });

  it.each([
    ['on', null, true],
    ['on', 'server', true],
    ['callers', null, false],
    ['callers', 'member', true],
    ['off', 'server', false],
  ] as [IntrospectionMode, ActAs, boolean][])(
    'is told by `_service` as introspection is: %s, to %s: %s',
    async (introspection, as, told) => {
      const gateway = await gatewayOverSandbox({ schema: subgraph, introspection });
      const { data, errors } = await gateway.query<{ _service: { sdl: string } }>('{ _service { sdl } }', { as });
      const printed = readFileSync(new URL('../../schema/b2b.subgraph.graphql', import.meta.url), 'utf8');
      expect(data?._service.sdl).toBe(told ? printed : undefined);
      expect(errors.map(({ extensions: { code } }) => code)).toEqual(told ? [] : ['GRAPHQL_VALIDATION_FAILED']);
      await gateway.close();
    },
  );
});
