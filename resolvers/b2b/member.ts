import {
  deletedMemberLoader,
  isMemberId,
  type MemberKey,
  memberAnywhereLoader,
  memberByEmailLoader,
  memberLoader,
} from '../../loaders/b2b/member.ts';
import { isOrganizationId } from '../../loaders/b2b/organization.ts';
import type { Loaders } from '../../loaders/loader.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { invalidInput } from '../../src/stytch/error.ts';
import { forward } from '../forward.ts';

type Member = Schemas['api_organization_v1_Member'];
type Organization = Schemas['api_organization_v1_Organization'];

/** A role that a member has, and in which organization. */
export type MemberRoleShape = Schemas['api_organization_v1_MemberRole'] & Pick<Member, 'organization_id'>;

/** What finds a member within an organization: one of the two. */
interface MemberChoice {
  memberId?: string | null | undefined;
  emailAddress?: string | null | undefined;
}

const find = (organizationId: string, { memberId, emailAddress }: MemberChoice, { loaders }: Context) => {
  if (memberId && !emailAddress) return loaders.get(memberLoader).load({ organizationId, memberId });
  if (emailAddress && !memberId) return loaders.get(memberByEmailLoader).load({ organizationId, emailAddress });
  throw invalidInput('Give either `memberId` or `emailAddress`.');
};

export const member = (_: unknown, args: MemberChoice & { organizationId: string }, context: Context) =>
  find(args.organizationId, args, context);

export const organizationMember = ({ organization_id }: Organization, args: MemberChoice, context: Context) =>
  find(organization_id, args, context);

export const memberAnywhere = (
  _: unknown,
  { memberId, includeDeleted }: { memberId: string; includeDeleted?: boolean | null | undefined },
  { loaders }: Context,
) => loaders.get(memberAnywhereLoader).load({ memberId, includeDeleted: includeDeleted ?? false });

export const viewerMember = (_: unknown, _args: unknown, { caller, loaders }: Context) =>
  caller.kind === 'member'
    ? loaders.get(memberLoader).load({ organizationId: caller.organizationId, memberId: caller.memberId })
    : null;

export const memberNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => {
    const [organizationId = '', memberId = ''] = id.split('/');
    return findMember({ organizationId, memberId }, loaders);
  });

/** A member, deleted or not. Searches leave deleted members out unless they ask for them. */
const findMember = async (key: MemberKey, loaders: Loaders) => {
  const found = await loaders.get(memberLoader).load(key);
  const isKey = isOrganizationId(key.organizationId) && isMemberId(key.memberId);
  return found ?? (isKey ? loaders.get(deletedMemberLoader).load(key) : null);
};

/** The member of whatever names one by both ids. */
export const memberOf = (
  { organization_id, member_id }: Pick<Member, 'organization_id' | 'member_id'>,
  _: unknown,
  { loaders }: Context,
) => loaders.get(memberLoader).load({ organizationId: organization_id, memberId: member_id });

export const memberRoles = ({ roles, organization_id }: Member): MemberRoleShape[] =>
  roles.map((role) => ({ ...role, organization_id }));

export const memberRole = async ({ organization_id, role_id }: MemberRoleShape, _: unknown, { policy }: Context) => {
  const roles = await policy.roles(organization_id);
  return roles.find((role) => role.role_id === role_id) ?? null;
};

export const createMember = forward('post', '/v1/b2b/organizations/{organization_id}/members', { roleIds: 'roles' });
export const updateMember = forward('put', '/v1/b2b/organizations/{organization_id}/members/{member_id}', {
  roleIds: 'roles',
});
export const deleteMember = forward('delete', '/v1/b2b/organizations/{organization_id}/members/{member_id}');
export const reactivateMember = forward(
  'put',
  '/v1/b2b/organizations/{organization_id}/members/{member_id}/reactivate',
);
export const deleteMemberExternalId = forward(
  'delete',
  '/v1/b2b/organizations/{organization_id}/members/{member_id}/external_id',
);
