/**
 * How many calls a document makes, and how many of them one after the other: what is sent while nothing has been answered
 * is one round. A round is held until no more comes, so that time decides nothing.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type GraphQLField, getNamedType, isObjectType, Kind, OperationTypeNode, parse } from 'graphql';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { estimateCost } from '../src/limits/cost.ts';
import { startSession } from '../src/sandbox/b2b/live-session.ts';
import { saveMember } from '../src/sandbox/b2b/save.ts';
import type { Member } from '../src/sandbox/b2b/store.ts';
import { type As, gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { sampleId } from './sample-id.ts';

/** Turns of the event loop without a new call, after which a round is full: what an answer leads to takes one or two. */
const QUIET = 20;

/** Holds calls until no more come, lets them go together, and begins anew once all are answered. */
function byRounds() {
  const rounds: string[][] = [];
  let held: { call: string; send: () => void }[] = [];
  let running = 0;
  let watching = false;

  const untilQuiet = async (): Promise<void> => {
    for (let quiet = 0, seen = held.length; quiet < QUIET; quiet += 1) {
      if (held.length !== seen) quiet = 0;
      seen = held.length;
      await turn();
    }
  };
  const watch = async (): Promise<void> => {
    watching = true;
    await untilQuiet();
    while (held.length > 0) {
      const round = held;
      held = [];
      running = round.length;
      rounds.push(round.map(({ call }) => call).sort());
      for (const { send } of round) send();
      while (running > 0) await turn();
      await untilQuiet();
    }
    watching = false;
  };

  const between: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const send = () =>
      dispatch(options, {
        onRequestStart: (...args) => handler.onRequestStart?.(...args),
        onResponseStart: (...args) => handler.onResponseStart?.(...args),
        onResponseData: (...args) => handler.onResponseData?.(...args),
        onResponseEnd: (...args) => {
          running -= 1;
          return handler.onResponseEnd?.(...args);
        },
        onResponseError: (...args) => {
          running -= 1;
          return handler.onResponseError?.(...args);
        },
      });
    held.push({ call: `${options.method} ${options.path}`, send });
    if (!watching) void watch();
    return true;
  };
  return { between, rounds };
}

const { between, rounds } = byRounds();
let g: SandboxGateway;
/** An organization with more than a hundred members, all signed in. */
let bakery: string;
/** Its admin, and another whom the policy allows nothing. */
let ada: string;
let plain: string;
/** An organization with SCIM and single sign-on. */
let bank: string;
let people: Member[];

async function start(): Promise<void> {
  g = await gatewayOverSandbox({ between });
  const { admin, member } = g.world.credentials;
  ({ organization_id: bakery, member_id: ada } = admin);
  plain = member.member_id;
  const { store } = g.sandbox;
  bank = g.world.organizations.find(({ organization_id }) => organization_id !== bakery)?.organization_id ?? '';
  const template = store.members.get(ada);
  if (!template) throw new Error('the world has an admin');
  for (let n = 0; n < 100; n += 1) {
    saveMember(store, {
      ...template,
      member_id: `member-test-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      email_address: `baker-${n}@fernhill.example`,
      external_id: '',
    });
  }
  people = [...store.members.values()].filter(
    ({ organization_id, status }) => organization_id === bakery && status === 'active',
  );
  for (const person of people) {
    startSession(store, person, { factors: [{ type: 'password', delivery_method: 'knowledge' }] });
  }
}

/** A call without what is the same in each, and without its query. */
const short = (call: string): string =>
  call.replace('/v1/b2b', '').replace(bakery, 'BAKERY').replace(bank, 'BANK').replace(/\?.*/, '').replace(ada, 'ADA');
const asked = () => rounds.map((round) => round.map(short));

/** What documents may name, each with its type. */
const variables = () =>
  ({
    bakery: ['ID!', bakery],
    bank: ['ID!', bank],
    ada: ['ID!', ada],
    yes: ['Boolean!', true],
    no: ['Boolean!', false],
  }) as const;

/** Sends a query with the variables that it names, and sees to it that it makes no more calls than were counted. */
const send = async (selection: string, as: As = 'server') => {
  const named = Object.entries(variables()).filter(([name]) => selection.includes(`$${name}`));
  const declared = named.map(([name, [type]]) => `$${name}: ${type}`).join(', ');
  const document = `query ${declared && `(${declared})`} { ${selection} }`;
  const values = Object.fromEntries(named.map(([name, [, value]]) => [name, value]));
  const before = g.calls.length;
  const answer = await g.query(document, { variables: values, as });
  const counted = estimateCost(schema, parse(document), undefined, values)?.calls;
  expect(g.calls.length - before).toBeLessThanOrEqual(counted ?? 0);
  return answer;
};
const data = async (document: string, as?: As) => {
  const answer = await send(document, as);
  expect(answer.errors).toEqual([]);
  return answer.data;
};

const ORGANIZATION = 'GET /organizations/BAKERY';
const MEMBER = 'GET /organizations/BAKERY/member';
const MEMBERS = 'POST /organizations/members/search';
const SESSIONS = 'GET /sessions';
const times = (count: number, call: string): string[] => Array(count).fill(call);
const globalId = (typename: string, ...parts: string[]) =>
  Buffer.from(`${typename}:${parts.join('/')}`).toString('base64url');

beforeAll(start);
afterAll(() => g.close());
beforeEach(async () => {
  await g.gateway.warm();
  rounds.length = 0;
});

describe('the calls of a document, round by round', () => {
  it.each<[string, string, string[][]]>([
    ['one organization', 'organization(by: { id: $bakery }) { name mfaPolicy }', [[ORGANIZATION]]],
    [
      'an organization with 100 members and their roles',
      'organization(by: { id: $bakery }) { name members(first: 100) { nodes { name roles { roleId } } } }',
      [[ORGANIZATION, MEMBERS]],
    ],
    [
      '50 members, each to its organization',
      'members(organizationIds: [$bakery], first: 50) { nodes { name organization { name } } }',
      [[MEMBERS]],
    ],
    [
      'organization to members to sessions to member to organization',
      `organization(by: { id: $bakery }) { name members(first: 10) { nodes { name
        sessions { startedAt member { name organization { name } } } } } }`,
      [[ORGANIZATION, MEMBERS], times(10, SESSIONS)],
    ],
    [
      'everything that an organization leads to by its id',
      `organization(by: { id: $bank }) { name metrics { memberCount } members(first: 1) { totalCount }
        scimConnection { displayName } ssoConnections { displayName } rbacPolicy { roles { roleId } }
        connectedApps { name } connectedApp(clientId: "connected-app-test-none") { name } }`,
      [
        [
          'GET /organizations/BANK',
          'GET /organizations/BANK/connected_apps',
          'GET /organizations/BANK/connected_apps/connected-app-test-none',
          'GET /organizations/BANK/metrics',
          'GET /rbac/organizations/BANK',
          'GET /scim/BANK/connection',
          'GET /sso/BANK',
          MEMBERS,
        ].sort(),
      ],
    ],
    [
      'everything that a member leads to by theirs',
      `member(organizationId: $bakery, by: { id: $ada }) { name organization { name } sessions { startedAt }
        recoveryCodes connectedApps { name } googleTokens { accessToken } }`,
      [
        [
          MEMBER,
          'GET /organizations/BAKERY/members/ADA/connected_apps',
          'GET /organizations/BAKERY/members/ADA/oauth_providers/google',
          'GET /recovery_codes/BAKERY/ADA',
          SESSIONS,
        ],
      ],
    ],
    [
      'a member of an organization, and on from there',
      'organization(by: { id: $bakery }) { name member(by: { id: $ada }) { name sessions { startedAt } } }',
      [[ORGANIZATION, MEMBER, SESSIONS]],
    ],
    [
      'the same through fragments and variables, and nothing that is skipped',
      `organization(by: { id: $bakery }) { name ... on Node { ... on Organization { ... @include(if: $yes) {
        member(by: { id: $ada }) { name sessions @skip(if: $yes) { startedAt } connectedApps @include(if: $no) { name } }
      } } } }`,
      [[ORGANIZATION, MEMBER]],
    ],
    [
      'one connection by two names',
      `organization(by: { id: $bakery }) { a: members(first: 2) { totalCount }
        b: members(first: 2) { nodes { name } } name }`,
      [[ORGANIZATION, MEMBERS]],
    ],
    [
      'one field that is named twice',
      `organization(by: { id: $bakery }) { name }
        organization(by: { id: $bakery }) { members(first: 2) { totalCount } }`,
      [[ORGANIZATION, MEMBERS]],
    ],
    [
      'an organization by slug, whose id is not known before',
      'organization(by: { slug: "fernhill-bakery" }) { name members(first: 2) { totalCount } }',
      [['GET /organizations/fernhill-bakery'], [MEMBERS]],
    ],
    [
      'a member by address, whose id is not known before',
      `member(organizationId: $bakery, by: { emailAddress: "baker-1@fernhill.example" }) { name organization { name }
        sessions { startedAt } }`,
      [[MEMBER], [SESSIONS]],
    ],
    [
      'a connected app of an organization, and the same in the project',
      `organization(by: { id: $bakery }) { name connectedApp(clientId: "connected-app-test-none") {
          organization { organizationId } connectedApp { name } } }`,
      [
        [
          'GET /v1/connected_apps/clients/connected-app-test-none',
          ORGANIZATION,
          'GET /organizations/BAKERY/connected_apps/connected-app-test-none',
        ].sort(),
      ],
    ],
    [
      'a connection, then its groups, which take its id',
      'organization(by: { id: $bank }) { scimConnection { groups(first: 1) { nodes { name } } } }',
      [
        ['GET /organizations/BANK', 'GET /scim/BANK/connection'],
        [expect.stringMatching(/^GET .scim.BANK.connection./)],
      ],
    ],
    [
      'the way back, where ids are all that is wanted',
      `member(organizationId: $bakery, by: { id: $ada }) { sessions { member { id memberId __typename
        organization { organizationId } } organization { id } } connectedApps { connectedApp { clientId } } }`,
      [[MEMBER, 'GET /organizations/BAKERY/members/ADA/connected_apps', SESSIONS]],
    ],
    [
      'the way back and on, where the ids are enough to go on',
      'organization(by: { id: $bank }) { scimConnection { organization { metrics { memberCount } } } }',
      [['GET /organizations/BANK', 'GET /scim/BANK/connection'], ['GET /organizations/BANK/metrics']],
    ],
  ])('%s', async (_, document, expected) => {
    await data(document);
    expect(asked()).toEqual(expected);
  });

  it('20 members by alias', async () => {
    const lookups = people.slice(0, 20).map(({ member_id }, n) => {
      return `m${n}: member(organizationId: $bakery, by: { id: "${member_id}" }) { name }`;
    });
    await data(lookups.join(' '));
    expect(asked()).toEqual([[MEMBERS]]);
  });

  it('10 members by alias, each with their sessions', async () => {
    const lookups = people.slice(0, 10).map(({ member_id }, n) => {
      return `m${n}: member(organizationId: $bakery, by: { id: "${member_id}" }) { name sessions { startedAt } }`;
    });
    await data(lookups.join(' '));
    expect(asked()).toEqual([[...times(10, SESSIONS), MEMBERS]]);
  });

  it('what a document comes to with other values of its variables', async () => {
    const document = `query ($id: ID!, $first: Int!, $sessions: Boolean!, $ada: ID!) {
      organization(by: { id: $id }) { name members(first: $first) { nodes { memberId } }
        member(by: { id: $ada }) { name sessions @include(if: $sessions) { startedAt } } } }`;
    type Shown = { organization: { members: { nodes: object[] } } };
    for (const [first, sessions] of [
      [2, true],
      [3, false],
      [4, true],
    ] as const) {
      rounds.length = 0;
      const shown = await g.data<Shown>(document, { variables: { id: bakery, first, sessions, ada } });
      expect(shown.organization.members.nodes).toHaveLength(first);
      expect(asked()).toEqual([[ORGANIZATION, MEMBER, ...(sessions ? [SESSIONS] : []), MEMBERS]]);
    }
    rounds.length = 0;
    const bySlug = document.replace('$id: ID!', '$id: String!').replace('by: { id: $id }', 'by: { slug: $id }');
    await g.data(bySlug, { variables: { id: 'fernhill-bakery', first: 1, sessions: true, ada } });
    expect(asked()).toEqual([['GET /organizations/fernhill-bakery'], [MEMBER, SESSIONS, MEMBERS]]);
  });

  it('a change of name', async () => {
    const answer = await g.data<{ updateMember: { member: { name: string } } }>(
      `mutation ($bakery: ID!, $ada: ID!) { updateMember(input: { organizationId: $bakery, memberId: $ada, name: "Ada" }) {
        ... on UpdateMemberPayload { member { name organization { organizationId } } } } }`,
      { variables: { bakery, ada } },
    );
    expect(answer.updateMember.member).toEqual({ name: 'Ada', organization: { organizationId: bakery } });
    expect(asked()).toEqual([['PUT /organizations/BAKERY/members/ADA']]);
  });

  it.each<[string, string, string[][]]>([
    [
      'themselves, from what they showed',
      'member { memberId organization { organizationId } } organization { id }',
      [],
    ],
    [
      'what else their session tells',
      'organization { __typename id organizationId slug name: slug } again: organization { slug }',
      [],
    ],
    ['the same and what it leads to', 'organization { slug members(first: 2) { totalCount } }', [[MEMBERS]]],
    [
      'their session and what it leads to',
      'session { startedAt member { name } organization { name } }',
      [[ORGANIZATION, MEMBER, SESSIONS]],
    ],
    [
      'what they lead to',
      'organization { name members(first: 2) { totalCount } } member { name connectedApps { name } }',
      [[ORGANIZATION, MEMBER, 'GET /organizations/BAKERY/members/ADA/connected_apps', MEMBERS]],
    ],
  ])('a viewer with %s', async (_, selection, expected) => {
    await data(`viewer { ${selection} }`, 'admin');
    expect(asked()).toEqual(expected);
  });

  it('a viewer whose session tells the slug of their organization', async () => {
    const shown = await g.data('{ viewer { organization { organizationId slug } } }', { as: 'admin' });
    expect(shown).toEqual({ viewer: { organization: { organizationId: bakery, slug: 'fernhill-bakery' } } });
    expect(asked()).toEqual([]);
  });

  it('nodes with what they lead to', async () => {
    const ids = [globalId('Organization', bakery), globalId('Member', bakery, ada)];
    await g.data(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization { slug members(first: 2) { totalCount } }
        ... on Member { name sessions { startedAt } } } }`,
      { variables: { ids } },
    );
    expect(asked()).toEqual([[ORGANIZATION, MEMBER, SESSIONS, MEMBERS]]);
    rounds.length = 0;
    const { node } = await g.data<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on Member { name organization { name } sessions { startedAt } } } }',
      { variables: { id: ids[1] } },
    );
    expect(node).toMatchObject({ organization: { name: 'Fernhill Bakery' } });
    expect(asked()).toEqual([[MEMBER, SESSIONS]]);
  });
});

describe('what is asked for ahead', () => {
  it('is nothing to see where its owner does not exist', async () => {
    expect(
      await data(
        'organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { name members { totalCount } metrics { memberCount } }',
      ),
    ).toEqual({ organization: null });
    expect(asked()).toHaveLength(1);
  });

  it('is asked for by its own rule, and refused once, where it stands', async () => {
    const { data: shown, errors } = await send(
      `organization(by: { id: $bakery }) { name members { totalCount } metrics { memberCount }
        member(by: { id: $ada }) { name sessions { startedAt } } }`,
      'member',
    );
    expect(shown).toMatchObject({ organization: { members: null, metrics: expect.any(Object), member: null } });
    expect(errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`).sort()).toEqual([
      'organization.member FORBIDDEN',
      'organization.members FORBIDDEN',
    ]);
    expect(asked()).toEqual([[ORGANIZATION, 'GET /organizations/BAKERY/metrics']]);
  });

  it('is not asked for where its owner is refused', async () => {
    const { errors } = await send('organization(by: { id: $bank }) { name members { totalCount } }', 'member');
    expect(errors.map(({ path }) => path)).toEqual([['organization']]);
    expect(asked()).toEqual([]);
  });

  it('fails once, where it stands, and costs its owner nothing', async () => {
    const { data: shown, errors } = await send(
      `organization(by: { id: $bakery }) { name members(first: 5000) { totalCount }
        member(by: { id: "none" }) { name } }`,
    );
    expect(shown).toEqual({ organization: { name: 'Fernhill Bakery', members: null, member: null } });
    expect(errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`).sort()).toEqual([
      'organization.member INVALID_INPUT',
      'organization.members INVALID_INPUT',
    ]);
  });
});

describe('a request remembers', () => {
  it('no answer across a change', async () => {
    const rename = (alias: string, name: string) =>
      `${alias}: updateMember(input: { organizationId: $bakery, memberId: $ada, name: "${name}" }) {
        ... on UpdateMemberPayload { member { name sessions { member { name } } } } }`;
    const answer = await g.data<Record<string, { member: { name: string; sessions: { member: object }[] } }>>(
      `mutation ($bakery: ID!, $ada: ID!) { ${rename('a', 'First')} ${rename('b', 'Second')} }`,
      { variables: { bakery, ada } },
    );
    expect(answer['a']?.member.sessions[0]?.member).toEqual({ name: 'First' });
    expect(answer['b']?.member.sessions[0]?.member).toEqual({ name: 'Second' });
    const change = 'PUT /organizations/BAKERY/members/ADA';
    expect(asked()).toEqual([[change], [SESSIONS], [change], [SESSIONS]]);
  });

  it('no answer beyond its end', async () => {
    const document = `member(organizationId: $bakery, by: { id: "${plain}" }) { name }`;
    await data(document);
    await data(document);
    expect(asked()).toEqual([[MEMBER], [MEMBER]]);
  });
});

describe('an edge by key', () => {
  it('takes no more than ids of its owner, as `byKey` says of it', async () => {
    const read = new Map<string, Set<string>>();
    for (const [place, field] of edges()) {
      const properties = new Set<string>();
      read.set(place, properties);
      await follow(field, properties).catch(() => undefined);
    }
    expect(read.size).toBeGreaterThan(30);
    const others = [...read].flatMap(([place, properties]) =>
      [...properties].filter((name) => !ids.has(name)).map((name) => `${place} reads ${name}`),
    );
    expect(others).toEqual([]);
    expect([...read].filter(([, properties]) => properties.size === 0)).toEqual([]);
  });
});

/** Names that ids have on objects of Stytch. */
const ids = new Set(['organization_id', 'member_id', 'connection_id', 'connected_app_id', 'client_id']);

/** Every field that says `byKey`, but for those of the viewer, who is always there. */
const edges = (): [string, GraphQLField<unknown, unknown>][] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => name !== 'Viewer')
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ extensions }) => extensions['byKey'])
        .map((field): [string, GraphQLField<unknown, unknown>] => [`${type.name}.${field.name}`, field]),
    );

/** Resolves a field on an owner that notes what is read of it. Stytch never answers. */
async function follow(field: GraphQLField<unknown, unknown>, properties: Set<string>): Promise<void> {
  const owner = new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'string') properties.add(name);
        return `${String(name).replace('_id', '')}-test-1`;
      },
      ownKeys: () => {
        properties.add('everything');
        return [];
      },
    },
  );
  const loaders = { get: () => ({ load: () => Promise.reject(new Error('not here')) }) };
  const node = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: field.name },
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'somethingElse' } }],
    },
  } as const;
  const type = getNamedType(field.type);
  const parentType = schema.getQueryType();
  if (!parentType) throw new Error('a schema has queries');
  await field.resolve?.(
    owner,
    {
      first: 1,
      organizationId: 'x',
      by: { id: sampleId('Member') },
      clientId: 'x',
      connectionId: sampleId('SsoConnection'),
    },
    {
      caller: { kind: 'server', name: 'test', scopes: ['admin'] },
      loaders,
      stytch: { call: () => Promise.reject(new Error('not here')) },
    },
    {
      fieldName: field.name,
      fieldNodes: [node],
      returnType: isObjectType(type) ? field.type : type,
      parentType,
      path: { prev: undefined, key: field.name, typename: undefined },
      schema,
      fragments: {},
      rootValue: undefined,
      operation: {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
      },
      variableValues: {},
    },
  );
}
