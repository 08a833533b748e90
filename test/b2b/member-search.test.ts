import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let own: string;
let other: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  own = g.world.credentials.admin.organization_id;
  other = g.world.organizations.map(({ organization_id }) => organization_id).find((id) => id !== own) ?? '';
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

type Page = {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
  edges: { cursor: string; node: { memberId: string } }[];
};
const SEARCH = `query ($organizationIds: [ID!]!, $first: Int, $after: String, $filter: MemberFilter) {
  members(organizationIds: $organizationIds, first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { memberId } } } }`;
const search = async (variables: object, as?: 'admin') =>
  (await g.data<{ members: Page }>(SEARCH, { variables: { organizationIds: [own], ...variables }, ...(as && { as }) }))
    .members;
const members = (organizationId: string) =>
  [...g.sandbox.store.members.values()].filter(
    ({ organization_id, status }) => organization_id === organizationId && status !== 'deleted',
  );

describe('members', () => {
  it('are paged, from one organization or several, without deleted ones', async () => {
    const all = await search({ organizationIds: [own, other] });
    expect(all.totalCount).toBe(members(own).length + members(other).length);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: Page = await search({ organizationIds: [own, other], first: 15, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined);
      seen.push(...page.edges.map(({ node }) => node.memberId));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after);
    expect(new Set(seen)).toEqual(new Set(all.edges.map(({ node }) => node.memberId)));
    expect(seen.length).toBe(all.totalCount);
  });

  it.each([
    ['memberIds', 'member_ids', () => [g.world.credentials.admin.member_id]],
    ['emailAddresses', 'member_emails', () => [g.world.credentials.admin.email_address]],
    ['emailAddressFuzzy', 'member_email_fuzzy', () => 'ada@'],
    ['roleIds', 'member_roles', () => ['stytch_admin']],
    [
      'mfaPhoneNumbers',
      'member_mfa_phone_numbers',
      () => [members(own).find(({ mfa_phone_number }) => mfa_phone_number)?.mfa_phone_number],
    ],
    ['mfaPhoneNumberFuzzy', 'member_mfa_phone_number_fuzzy', () => '41555'],
    ['isBreakglass', 'member_is_breakglass', () => false],
    ['passwordExists', 'member_password_exists', () => true],
  ])('can be filtered by %s', async (field, name, read) => {
    const value = read();
    const page = await search({ filter: { [field]: value } });
    expect(page.totalCount).toBeGreaterThan(0);
    expect(g.calls[0]?.body).toEqual({
      organization_ids: [own],
      limit: 50,
      query: { operator: 'AND', operands: [{ filter_name: name, filter_value: value }] },
    });
  });

  it('can be filtered by status, deleted ones too, and by several fields', async () => {
    const page = await search({ filter: { statuses: ['DELETED', 'PENDING'], isBreakglass: false } });
    expect(g.calls[0]?.body).toMatchObject({
      query: {
        operands: [
          { filter_name: 'member_is_breakglass', filter_value: false },
          { filter_name: 'statuses', filter_value: ['deleted', 'pending'] },
        ],
      },
    });
    expect(page.totalCount).toBe(
      [...g.sandbox.store.members.values()].filter(
        ({ organization_id, status }) => organization_id === own && ['deleted', 'pending'].includes(status),
      ).length,
    );
  });

  it.each([
    [{ organizationIds: [] }, /organizationIds/],
    [{ filter: { emailAddressFuzzy: 'ab' } }, /emailAddressFuzzy.*three/],
    [{ filter: { mfaPhoneNumberFuzzy: '12' } }, /mfaPhoneNumberFuzzy.*three/],
    [{ first: 0 }, /first/],
    [{ after: 'nonsense' }, /after/],
  ])('are rejected without a call with %j', async (variables, message) => {
    const { errors } = await g.query(SEARCH, { variables: { organizationIds: [own], ...variables } });
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.extensions.code).toBe('INVALID_INPUT');
    expect(g.calls).toEqual([]);
  });

  it('are searched by an admin of the organization with their session, and by no other member', async () => {
    expect((await search({}, 'admin')).totalCount).toBe(members(own).length);
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.admin.session_jwt);
    g.calls.length = 0;
    const refused = async (organizationIds: string[], as: 'admin' | 'member' | null) =>
      (await g.query(SEARCH, { variables: { organizationIds }, as })).errors[0]?.extensions.code;
    expect(await refused([own, other], 'admin')).toBe('FORBIDDEN');
    expect(await refused([other], 'admin')).toBe('FORBIDDEN');
    expect(await refused([], 'admin')).toBe('FORBIDDEN');
    expect(await refused([own], 'member')).toBe('FORBIDDEN');
    expect(await refused([own], null)).toBe('UNAUTHENTICATED');
    expect(g.calls).toEqual([]);
  });
});

describe('Organization.members', () => {
  const FROM = `query ($own: ID!, $filter: MemberFilter) { organization(by: { id: $own }) {
    name members(first: 3, filter: $filter) { totalCount nodes { memberId organization { name } } } } }`;

  it('are those of the organization', async () => {
    const data = await g.data<{ organization: { members: { totalCount: number; nodes: object[] } } }>(FROM, {
      variables: { own, filter: { roleIds: ['editor'] } },
      as: 'admin',
    });
    expect(data.organization.members.totalCount).toBeGreaterThan(0);
    expect(g.calls.map(({ id }) => id)).toEqual([
      'api_organization_v1_organizations_members_Search',
      'api_organization_v1_Get',
    ]);
  });

  it('are FORBIDDEN for a plain member, who still sees the organization', async () => {
    const { data, errors } = await g.query<{ organization: object }>(FROM, { variables: { own }, as: 'member' });
    expect(data?.organization).toMatchObject({ name: expect.any(String), members: null });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['organization', 'members'], 'FORBIDDEN'],
    ]);
    expect(g.calls.map(({ id }) => id)).toEqual(['api_organization_v1_Get']);
  });
});
