/** T30: the cost of an operation is estimated before it runs, and no operation exceeds `MAX_UPSTREAM_CALLS`. */
import { readFileSync } from 'node:fs';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withFirst } from '../../docs/printing/calls.ts';
import { schema } from '../../schema/b2b/index.ts';
import { estimateCost } from '../../src/limits/cost.ts';
import { defaultLimits } from '../../src/limits/limits.ts';
import { saveMember } from '../../src/sandbox/b2b/save.ts';
import { gatewayOverSandbox, gatewayOverStubs, type SandboxGateway } from '../gateway.ts';
import { volume } from '../volume.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const cost = (document: string, variables: Record<string, unknown> = {}) => {
  const counted = estimateCost(schema, parse(document), undefined, variables);
  if (!counted) throw new Error('the document runs');
  return counted;
};
const inOrganization = (selection: string) => `{ organization(by: { slug: "fernhill-bakery" }) { ${selection} } }`;

describe('T30: the calls of a document', () => {
  it.each<[string, string, number]>([
    ['one lookup', inOrganization('name'), 1],
    ['a page of a search, whatever its size', inOrganization('members(first: 1000) { nodes { name } }'), 2],
    ['an edge for each parent', inOrganization('members(first: 50) { nodes { sessions { startedAt } } }'), 52],
    [
      'the same through `edges`',
      inOrganization('members(first: 50) { edges { node { sessions { startedAt } } } }'),
      52,
    ],
    ['the default page', inOrganization('members { nodes { sessions { startedAt } } }'), 52],
    [
      'an edge by id, one call for all rows',
      inOrganization('members(first: 1000) { nodes { organization { name } } }'),
      3,
    ],
    [
      'edges back to parents',
      inOrganization('members(first: 20) { nodes { sessions { member { name } organization { name } } } }'),
      24,
    ],
    [
      'an object of the organization, one call for all members',
      inOrganization('members(first: 30) { nodes { scimRegistration { connection { status } } } }'),
      3,
    ],
    [
      'roles, from the cached policies',
      inOrganization('members(first: 30) { nodes { roles { role { roleId } } } }'),
      4,
    ],
    ['the same GET by two aliases', inOrganization('a: scimConnection { status } b: scimConnection { status }'), 2],
    [
      'the same field in two fragments',
      inOrganization('...{ scimConnection { status } } ...{ scimConnection { connectionId } }'),
      2,
    ],
    [
      'a search for each organization',
      '{ organizations(first: 40) { nodes { members(first: 1) { totalCount } } } }',
      41,
    ],
    [
      'and for each of their members',
      '{ organizations(first: 4) { nodes { members(first: 5) { nodes { sessions { startedAt } } } } } }',
      1 + 4 + 20,
    ],
    [
      'named organizations, by their number',
      '{ members(organizationIds: ["organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", "organization-test-281e5d07-3ce6-4a05-ace3-ae77f9928a5a"], first: 30) { nodes { scimRegistration { connection { status } } } } }',
      3,
    ],
    ['a list without pages, estimated at ten items', inOrganization('connectedApps { connectedApp { name } }'), 12],
    ['no skipped field', inOrganization('members(first: 50) { nodes { sessions @skip(if: true) { startedAt } } }'), 2],
    ['node ids, each', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    ['a mutation', 'mutation { deleteOrganization(input: { organizationId: "a" }) { __typename } }', 1],
    ['no call for introspection', '{ __schema { types { name } } viewer { kind } }', 0],
  ])('%s', (_, document, calls) => expect(cost(document).calls).toBe(calls));

  it('depend on a page size from a variable, from a default and without a value', () => {
    const document = (n: string) =>
      `query ($n: Int${n}) { organization(by: { slug: "a" }) { members(first: $n) { nodes { sessions { startedAt } } } } }`;
    expect(cost(document(''), { n: 7 }).calls).toBe(9);
    expect(cost(document(' = 8')).calls).toBe(10);
    expect(cost(document('')).calls).toBe(52);
    expect(cost(document(''), { n: null }).calls).toBe(52);
  });

  it('are those of the chosen operation', () => {
    const document = parse(`query A { viewer { kind } } query B ${inOrganization('name')}`);
    expect(estimateCost(schema, document, 'A', {})?.calls).toBe(0);
    expect(estimateCost(schema, document, 'B', {})?.calls).toBe(1);
    expect(estimateCost(schema, document, undefined, {})).toBeNull();
  });

  it('are reported with the objects and the most expensive field', () => {
    expect(
      cost('{ organizations(first: 3) { nodes { members(first: 20) { nodes { sessions { startedAt } } } } } }'),
    ).toMatchObject({
      calls: 1 + 3 + 60,
      nodes: 1 + 3 + 3 + 60 + 600,
      dearestCall: { path: 'organizations.nodes.members.nodes.sessions', count: 60 },
      dearestNode: { path: 'organizations.nodes.members.nodes.sessions', count: 600 },
    });
  });
});

describe('T30: a document above a cost limit', () => {
  it('is rejected with the cost, the limit and the most expensive field, without a call to Stytch', async () => {
    const { errors, status } = await g.query(
      '{ organizations(first: 50) { nodes { members(first: 50) { nodes { sessions { startedAt } } } } } }',
    );
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      {
        message:
          'The operation may need 2,551 calls to Stytch; the limit is 110. Most of them (2,500) are for `organizations.nodes.members.nodes.sessions`. Request smaller pages with `first`, or fewer fields.',
        extensions: {
          code: 'LIMIT_EXCEEDED',
          limit: 'calls',
          cost: 2551,
          most: 110,
          dearest: 'organizations.nodes.members.nodes.sessions',
        },
      },
    ]);
    expect(g.calls).toEqual([]);
  });

  it('is rejected for the number of objects in its response', async () => {
    const { errors } = await g.query(
      'query ($n: Int) { organization(by: { slug: "a" }) { members(first: $n) { nodes { roles { sources { type } } } } } }',
      { variables: { n: 1000 } },
    );
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(
          'objects in the response; the limit is 20,000. Most of them (100,000) are for `organization.members.nodes.roles.sources`',
        ),
        extensions: { code: 'LIMIT_EXCEEDED', limit: 'nodes' },
      },
    ]);
    expect(g.calls).toEqual([]);
  });

  it('is checked with its variables each time, although the document is cached', async () => {
    const document =
      'query ($n: Int) { organization(by: { slug: "fernhill-bakery" }) { members(first: $n) { nodes { sessions { startedAt } } } } }';
    for (const [n, refused] of [
      [5, false],
      [200, true],
      [5, false],
      [200, true],
    ] as const) {
      const { errors } = await g.query(document, { variables: { n } });
      expect(errors.length > 0).toBe(refused);
    }
  });

  it('is rejected for a session token after only the session was checked', async () => {
    const { session_token: token } = g.world.credentials.admin;
    await g.query('{ organizations(first: 50) { nodes { members { nodes { sessions { startedAt } } } } } }', {
      as: { token },
    });
    expect(g.calls.map(({ id }) => id)).toEqual(['api_b2b_session_v1_Authenticate']);
  });

  it('has limits that an operator sets', async () => {
    const small = await gatewayOverSandbox({ limits: { ...defaultLimits, calls: 3 } });
    const ask = (first: number) =>
      small.query(inOrganization(`members(first: ${first}) { nodes { sessions { startedAt } } }`));
    expect((await ask(1)).errors).toEqual([]);
    expect((await ask(2)).errors).toMatchObject([{ extensions: { limit: 'calls', most: 3, cost: 4 } }]);
    await small.close();
  });
});

describe('T19: a page with no `first`', () => {
  const page = readFileSync(new URL('../../docs/calls.md', import.meta.url), 'utf8');
  const bank = (selection: string) => `organization(by: { slug: "northgate-bank" }) { ${selection} }`;
  const isRejected = async (selection: string) =>
    (await g.query(`{ ${selection} }`)).errors.some(({ extensions }) => extensions.code === 'LIMIT_EXCEEDED');

  it.each([
    bank('members { nodes { name sessions { startedAt } connectedApps { name } } }'),
    bank('members { nodes { name sessions { startedAt } recoveryCodes } }'),
    'organizations { nodes { name metrics { memberCount } scimConnection { connectionId } } }',
    'organizations { nodes { name metrics { memberCount } rbacPolicy { roles { roleId } } } }',
    'organizations { nodes { name metrics { memberCount } members(first: 1) { totalCount } } }',
  ])('passes with a second edge, as docs/calls.md states: %s', async (selection) => {
    expect(await isRejected(selection)).toBe(false);
    expect(page).toContain(`| \`${selection}\` | ${cost(`{ ${selection} }`).calls} | passes |`);
  });

  it('passes with any two edges on each row', async () => {
    const edges = {
      members: [
        'sessions { startedAt }',
        'connectedApps { name }',
        'recoveryCodes',
        'organization { name }',
        'roles { role { description } }',
        'ssoRegistrations { connection { displayName } }',
        'scimRegistration { connection { displayName } }',
      ],
      organizations: [
        'metrics { memberCount }',
        'rbacPolicy { roles { roleId } }',
        'scimConnection { connectionId }',
        'ssoConnections { connectionId }',
        'ssoDefaultConnection { connectionId }',
        'connectedApps { name }',
        'members(first: 1) { totalCount }',
      ],
    };
    const pairs = (list: readonly string[]) =>
      list.flatMap((one, n) => list.slice(n + 1).map((two) => `${one} ${two}`));
    const pages = [
      ...pairs(edges.members).map((two) => bank(`members { nodes { name ${two} } }`)),
      ...pairs(edges.organizations).map((two) => `organizations { nodes { name ${two} } }`),
    ];
    expect(pages.length).toBeGreaterThan(24);
    const rejected = [];
    for (const page of pages) if (await isRejected(page)) rejected.push(page);
    expect(rejected).toEqual([]);
  });

  it.each<[string, number]>([
    [bank('members { nodes { name sessions { startedAt } connectedApps { name } recoveryCodes } }'), 36],
    [bank('members { nodes { name connectedApps { connectedApp { name } } } }'), 9],
    [bank('members { nodes { name sessions { startedAt } connectedApps { connectedApp { name } } } }'), 9],
    [
      'organizations { nodes { name metrics { memberCount } scimConnection { connectionId } connectedApps { name } } }',
      36,
    ],
  ])('is rejected, and passes with the `first` that docs/calls.md states: %s', async (selection, first) => {
    expect(await isRejected(selection)).toBe(true);
    expect(await isRejected(withFirst(selection, first))).toBe(false);
    expect(await isRejected(withFirst(selection, first + 1))).toBe(true);
    expect(page).toContain(`| \`${selection}\` | ${cost(`{ ${selection} }`).calls} | needs \`first: ${first}\` |`);
  });
});

describe('T30: calls counted at Stytch', () => {
  it('are 110 for the largest page of members with their sessions, and none for a larger page', async () => {
    const { admin } = g.world.credentials;
    const whole = g.sandbox.store.members.get(admin.member_id);
    if (!whole) throw new Error('the admin is a member');
    for (let n = 0; n < 110; n += 1) {
      saveMember(g.sandbox.store, {
        ...whole,
        member_id: `member-test-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        email_address: `many-${n}@fernhill.example`,
      });
    }
    const ask = (first: number) =>
      g.query(inOrganization(`members(first: ${first}) { nodes { sessions { startedAt } } }`));
    expect((await ask(108)).errors).toEqual([]);
    expect(g.calls).toHaveLength(110);
    g.calls.length = 0;
    expect((await ask(109)).errors).toHaveLength(1);
    expect(g.calls).toHaveLength(0);
  });

  it('of a whole page are concurrent for a caller without competitors', async () => {
    let most = 0;
    let asking = true;
    const watch = (): void => {
      most = Math.max(most, g.calls.filter(({ status }) => status === 0).length);
      if (asking) setImmediate(watch);
    };
    watch();
    const page = inOrganization('members(first: 40) { nodes { sessions { startedAt } } }');
    await Promise.all([g.query(page), g.query(page), g.query(page)]);
    asking = false;
    // Equal concurrent reads of one caller are one call.
    expect(g.calls.length).toBeGreaterThanOrEqual(42);
    expect(most).toBe(40);
  });

  it('stop at 110 if lists are longer than estimated', async () => {
    const s = await gatewayOverStubs();
    const apps = Array.from({ length: 160 }, (_, n) => ({ connected_app_id: `app-${n}`, client_type: 'first_party' }));
    const answer = (path: RegExp | string, body: object) =>
      s.stytch.intercept({ path, method: 'GET' }).reply(200, body);
    answer('/v1/b2b/organizations/a', { organization: { organization_id: 'a', organization_name: 'A' } });
    answer('/v1/b2b/organizations/a/connected_apps', { connected_apps: apps });
    answer(/clients/, { connected_app: { client_id: 'x', client_name: 'X', creation_method: '' } }).times(108);
    const { data, errors } = await s.query<{ organization: { connectedApps: { connectedApp: object | null }[] } }>(
      '{ organization(by: { slug: "a" }) { connectedApps { connectedApp { name } } } }',
    );
    expect(data?.organization.connectedApps.filter(({ connectedApp }) => connectedApp)).toHaveLength(108);
    expect(errors).toHaveLength(52);
    expect(errors[0]).toMatchObject({
      message: 'The request reached the limit of 110 calls to Stytch. Request less at a time.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'calls' },
    });
    await s.close();
  });
});

describe('T30: no document makes more calls than were counted', () => {
  /** A seeded generator (mulberry32): the same seed gives the same numbers. */
  const random = (seed: number) => {
    let state = seed;
    return (below: number): number => {
      state = (state + 0x6d2b79f5) | 0;
      let bits = Math.imul(state ^ (state >>> 15), 1 | state);
      bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
      return ((bits ^ (bits >>> 14)) >>> 0) % below;
    };
  };
  type Random = ReturnType<typeof random>;

  /** Values that the sandbox has, by argument name. */
  const known = (): Record<string, readonly string[]> => {
    const { organizations, members, sessions } = g.sandbox.store;
    const quoted = (ids: Iterable<string>) => [...ids].slice(0, 6).map((id) => JSON.stringify(id));
    const organizationIds = quoted(organizations.keys());
    const ids = [...members.values()]
      .slice(0, 4)
      .map(({ organization_id, member_id }) =>
        JSON.stringify(Buffer.from(`Member:${organization_id}/${member_id}`).toString('base64url')),
      );
    return {
      organizationId: [...organizationIds, '"organization-test-00000000-0000-4000-8000-000000000000"'],
      OrganizationBy: [
        ...organizationIds.map((id) => `{ id: ${id} }`),
        '{ slug: "fernhill-bakery" }',
        '{ slug: "nowhere" }',
      ],
      MemberBy: quoted(members.keys()).map((id) => `{ id: ${id} }`),
      organizationIds: [`[${organizationIds.join()}]`, `[${organizationIds[0]}]`],
      memberId: quoted(members.keys()),
      memberSessionId: quoted(sessions.keys()),
      clientId: quoted(g.sandbox.store.connectedApps.keys()),
      id: ids,
      ids: [`[${ids.join()}]`],
      first: ['1', '3', '12'],
      resourceId: ['"stytch.member"'],
      action: ['"search"', '"delete"'],
    };
  };

  const select = (type: GraphQLNamedType, depth: number, next: Random, values: ReturnType<typeof known>): string => {
    if (isUnionType(type) || !isCompositeType(type)) return '__typename';
    const fields = Object.values(type.getFields()).filter(
      (field) => !isLeafType(getNamedType(field.type)) || field.extensions['operations'] !== undefined,
    );
    const chosen = Array.from({ length: 1 + next(3) }, (_, n) => {
      const field = fields[next(fields.length || 1)];
      return field && depth > 0 ? selected(field, `of${type.name}${n}`, depth, next, values) : '';
    });
    const of = isObjectType(type) || type.name !== 'Node' ? [] : ['Member', 'Organization'];
    const narrowed = of.map((name) => {
      const object = schema.getType(name);
      return object ? `... on ${name} { ${select(object, depth - 1, next, values)} }` : '';
    });
    return `__typename ${[...chosen, ...narrowed].join(' ')}`;
  };

  const selected = (
    field: GraphQLField<unknown, unknown>,
    alias: string,
    depth: number,
    next: Random,
    values: ReturnType<typeof known>,
  ): string => {
    const valuesOf = ({ name, type }: GraphQLArgument) => values[getNamedType(type).name] ?? values[name];
    const given = field.args.filter((arg) => isRequiredArgument(arg) || valuesOf(arg));
    if (given.some((arg) => !valuesOf(arg))) return '';
    const args = given.map((arg) => `${arg.name}: ${valuesOf(arg)?.[next(valuesOf(arg)?.length ?? 1)]}`).join(' ');
    const type = getNamedType(field.type);
    const below =
      isCompositeType(type) && !isIntrospectionType(type) ? ` { ${select(type, depth - 1, next, values)} }` : '';
    return `${alias}: ${field.name}${args ? `(${args})` : ''}${below}`;
  };

  const DOCUMENTS = volume(300, 600);
  it(`for ${DOCUMENTS} random documents over the whole graph`, async () => {
    const query = schema.getQueryType();
    if (!query) throw new Error('there are queries');
    // More aliases than a client may use, for more coverage per document.
    const open = await gatewayOverSandbox({ limits: { ...defaultLimits, aliases: 1_000 } });
    const values = known();
    const figures = { run: 0, most: 0 };
    for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
      const document = `{ ${select(query, 7, random(seed), values)} }`;
      open.calls.length = 0;
      const { errors } = await open.query(document);
      const made = open.calls.length;
      const counted = cost(document).calls;
      if (errors.some(({ extensions }) => extensions.code === 'LIMIT_EXCEEDED')) {
        expect({ made, over: counted > defaultLimits.calls || cost(document).nodes > 20_000 }, document).toEqual({
          made: 0,
          over: true,
        });
        continue;
      }
      expect(
        errors.map(({ extensions }) => extensions.code),
        document,
      ).not.toContain('GRAPHQL_VALIDATION_FAILED');
      expect(made, document).toBeLessThanOrEqual(counted);
      figures.run += 1;
      figures.most = Math.max(figures.most, made);
    }
    await open.close();
    expect(figures.run).toBeGreaterThan(DOCUMENTS / 3);
    expect(figures.most).toBeLessThanOrEqual(defaultLimits.calls);
    expect(figures.most).toBeGreaterThan(20);
  });
});
