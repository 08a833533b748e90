import type { Context } from '../../src/context.ts';
import type { Schemas } from '../../src/stytch/rest.ts';

type Member = Schemas['api_organization_v1_Member'];

/** A role that a member has, and in which organization. */
export type RoleOfMember = Schemas['api_organization_v1_MemberRole'] & Pick<Member, 'organization_id'>;

export const memberNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => {
    const [organizationId = '', memberId = ''] = id.split('/');
    return loaders.member.load({ organizationId, memberId });
  });

export const memberOrganization = ({ organization_id }: Member, _: unknown, { loaders }: Context) =>
  loaders.organization.load(organization_id);

export const memberRoles = ({ roles, organization_id }: Member): RoleOfMember[] =>
  roles.map((role) => ({ ...role, organization_id }));

export const memberRole = async ({ organization_id, role_id }: RoleOfMember, _: unknown, { policy }: Context) => {
  const roles = await policy.roles(organization_id);
  return roles.find((role) => role.role_id === role_id) ?? null;
};
