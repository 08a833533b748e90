/** The calls of documents, by round. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MEMBER, MEMBERS, ORGANIZATION, SESSIONS, startTraffic, type Traffic, times } from './traffic.ts';

let traffic: Traffic;
beforeAll(async () => {
  traffic = await startTraffic();
});
afterAll(() => traffic.close());
beforeEach(() => traffic.reset());

const globalId = (typename: string, ...parts: string[]) =>
  Buffer.from(`${typename}:${parts.join('/')}`).toString('base64url');

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
    await traffic.data(document);
    expect(traffic.asked()).toEqual(expected);
  });

  it('20 members by alias', async () => {
    const lookups = traffic.people.slice(0, 20).map(({ member_id }, n) => {
      return `m${n}: member(organizationId: $bakery, by: { id: "${member_id}" }) { name }`;
    });
    await traffic.data(lookups.join(' '));
    expect(traffic.asked()).toEqual([[MEMBERS]]);
  });

  it('10 members by alias, each with their sessions', async () => {
    const lookups = traffic.people.slice(0, 10).map(({ member_id }, n) => {
      return `m${n}: member(organizationId: $bakery, by: { id: "${member_id}" }) { name sessions { startedAt } }`;
    });
    await traffic.data(lookups.join(' '));
    expect(traffic.asked()).toEqual([[...times(10, SESSIONS), MEMBERS]]);
  });

  it('the calls of a document with other values of its variables', async () => {
    const { g, bakery, ada } = traffic;
    const document = `query ($id: ID!, $first: Int!, $sessions: Boolean!, $ada: ID!) {
      organization(by: { id: $id }) { name members(first: $first) { nodes { memberId } }
        member(by: { id: $ada }) { name sessions @include(if: $sessions) { startedAt } } } }`;
    type Shown = { organization: { members: { nodes: object[] } } };
    for (const [first, sessions] of [
      [2, true],
      [3, false],
      [4, true],
    ] as const) {
      traffic.rounds.length = 0;
      const shown = await g.data<Shown>(document, { variables: { id: bakery, first, sessions, ada } });
      expect(shown.organization.members.nodes).toHaveLength(first);
      expect(traffic.asked()).toEqual([[ORGANIZATION, MEMBER, ...(sessions ? [SESSIONS] : []), MEMBERS]]);
    }
    traffic.rounds.length = 0;
    const bySlug = document.replace('$id: ID!', '$id: String!').replace('by: { id: $id }', 'by: { slug: $id }');
    await g.data(bySlug, { variables: { id: 'fernhill-bakery', first: 1, sessions: true, ada } });
    expect(traffic.asked()).toEqual([['GET /organizations/fernhill-bakery'], [MEMBER, SESSIONS, MEMBERS]]);
  });

  it('a change of name', async () => {
    const { g, bakery, ada } = traffic;
    const answer = await g.data<{ updateMember: { member: { name: string } } }>(
      `mutation ($bakery: ID!, $ada: ID!) { updateMember(input: { organizationId: $bakery, memberId: $ada, name: "Ada" }) {
        ... on UpdateMemberPayload { member { name organization { organizationId } } } } }`,
      { variables: { bakery, ada } },
    );
    expect(answer.updateMember.member).toEqual({ name: 'Ada', organization: { organizationId: bakery } });
    expect(traffic.asked()).toEqual([['PUT /organizations/BAKERY/members/ADA']]);
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
    await traffic.data(`viewer { ${selection} }`, 'admin');
    expect(traffic.asked()).toEqual(expected);
  });

  it('a viewer whose session tells the slug of their organization', async () => {
    const { g, bakery } = traffic;
    const shown = await g.data('{ viewer { organization { organizationId slug } } }', { as: 'admin' });
    expect(shown).toEqual({ viewer: { organization: { organizationId: bakery, slug: 'fernhill-bakery' } } });
    expect(traffic.asked()).toEqual([]);
  });

  it('nodes with their edges', async () => {
    const { g, bakery, ada } = traffic;
    const ids = [globalId('Organization', bakery), globalId('Member', bakery, ada)];
    await g.data(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization { slug members(first: 2) { totalCount } }
        ... on Member { name sessions { startedAt } } } }`,
      { variables: { ids } },
    );
    expect(traffic.asked()).toEqual([[ORGANIZATION, MEMBER, SESSIONS, MEMBERS]]);
    traffic.rounds.length = 0;
    const { node } = await g.data<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on Member { name organization { name } sessions { startedAt } } } }',
      { variables: { id: ids[1] } },
    );
    expect(node).toMatchObject({ organization: { name: 'Fernhill Bakery' } });
    expect(traffic.asked()).toEqual([[MEMBER, SESSIONS]]);
  });
});
