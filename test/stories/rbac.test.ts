/** An organization gets a custom role; a member has its permissions only while assigned, and `viewer.can` agrees. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const CAN = '{ viewer { roleIds can(resourceId: "stytch.member", action: "search") } }';
const SEARCH = `query ($organizationIds: [ID!]!) { members(organizationIds: $organizationIds, first: 1) { totalCount } }`;

it('RBAC: a custom role by organization policy', async () => {
  const { admin, member } = g.world.credentials;
  const organizationIds = [member.organization_id];

  // Before, the member may not search, and `viewer.can` returns false.
  expect(await g.data(CAN, { as: 'member' })).toMatchObject({ viewer: { can: false } });
  g.calls.length = 0;
  const before = await g.query(SEARCH, { as: 'member', variables: { organizationIds } });
  expect(before.errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect(g.calls).toEqual([]);

  const policy = await g.data<{
    organization: { rbacPolicy: { roles: { roleId: string; description: string; permissions: object[] }[] } };
  }>(
    'query ($id: ID!) { organization(by: { id: $id }) { rbacPolicy { roles { roleId description permissions { resourceId actions } } } } }',
    { variables: { id: member.organization_id } },
  );
  const roles = [
    ...policy.organization.rbacPolicy.roles.map((role) => ({ ...role, description: role.description ?? '' })),
    {
      roleId: 'greeter',
      description: 'Greets everybody',
      permissions: [{ resourceId: 'stytch.member', actions: ['search'] }],
    },
  ];
  const set = await g.data(
    `mutation ($organizationId: ID!, $roles: [RoleInput!]!) {
      setOrganizationRbacPolicy(input: { organizationId: $organizationId, rbacPolicy: { roles: $roles } }) {
        ... on SetOrganizationRbacPolicyPayload { rbacPolicy { roles { roleId } } } ... on MutationError { message }
      }
    }`,
    { variables: { organizationId: member.organization_id, roles } },
  );
  expect(JSON.stringify(set)).toContain('"roleId":"greeter"');

  const given = await g.data(
    `mutation ($organizationId: ID!, $memberId: ID!) {
      updateMember(input: { organizationId: $organizationId, memberId: $memberId, roleIds: ["greeter"] }) {
        ... on UpdateMemberPayload { member { roles { roleId role { permissions { resourceId actions } } } } } ... on MutationError { message }
      }
    }`,
    { as: 'admin', variables: { organizationId: member.organization_id, memberId: member.member_id } },
  );
  expect(given['updateMember']).toMatchObject({
    member: {
      roles: expect.arrayContaining([
        { roleId: 'greeter', role: { permissions: [{ resourceId: 'stytch.member', actions: ['search'] }] } },
      ]),
    },
  });

  // A JWT has the roles of the time when it was issued; a new JWT has the new role.
  const { authenticateMemberSession: renewed } = await g.data<{
    authenticateMemberSession: { outcome: { sessionJwt: string } };
  }>(
    `mutation ($sessionToken: String!) {
      authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) { ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } } ... on MutationError { message } }
    }`,
    { as: null, variables: { sessionToken: member.session_token } },
  );
  const as = { token: renewed.outcome.sessionJwt };
  expect(await g.data(CAN, { as })).toMatchObject({ viewer: { can: true } });
  const found = await g.data<{ members: { totalCount: number } }>(SEARCH, { as, variables: { organizationIds } });
  expect(found.members.totalCount).toBeGreaterThan(1);

  // In another organization the role grants nothing.
  const elsewhere = g.world.organizations
    .map(({ organization_id }) => organization_id)
    .filter((id) => id !== admin.organization_id);
  const refused = await g.query(SEARCH, { as, variables: { organizationIds: elsewhere } });
  expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
});
