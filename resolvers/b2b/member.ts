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
import { byIds } from '../by-ids.ts';
import { forward, remove } from '../forward.ts';

type Member = Schemas['api_organization_v1_Member'];
export type MemberShape = Member;
type Organization = Schemas['api_organization_v1_Organization'];

/** A role of a member, with the organization id. */
export type MemberRoleShape = Schemas['api_organization_v1_MemberRole'] & Pick<Member, 'organization_id'>;

/** The names of a member in a lookup. The argument reader adds the fields of `by` to the arguments. */
interface MemberNames {
  readonly by: object;
  readonly memberId?: string | undefined;
  readonly memberExternalId?: string | undefined;
  readonly emailAddress?: string | undefined;
}

const find = (
  organizationId: string,
  { memberId, memberExternalId, emailAddress }: MemberNames,
  { loaders }: Context,
) =>
  emailAddress === undefined
    ? loaders.get(memberLoader).load({ organizationId, memberId: memberId ?? memberExternalId ?? '' })
    : loaders.get(memberByEmailLoader).load({ organizationId, emailAddress });

export const member = (_: unknown, args: MemberNames & { organizationId: string }, context: Context) =>
  find(args.organizationId, args, context);

export const organizationMember = ({ organization_id }: Organization, args: MemberNames, context: Context) =>
  find(organization_id, args, context);

export const membersById = (
  _: unknown,
  { organizationId, ids }: { organizationId: string; ids: readonly string[] },
  { loaders }: Context,
) => byIds(ids, (memberId) => loaders.get(memberLoader).load({ organizationId, memberId }));

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

/** Finds a member, including deleted ones, which searches omit unless requested. */
const findMember = async (key: MemberKey, loaders: Loaders) => {
  const found = await loaders.get(memberLoader).load(key);
  const isKey = isOrganizationId(key.organizationId) && isMemberId(key.memberId);
  return found ?? (isKey ? loaders.get(deletedMemberLoader).load(key) : null);
};

/** The member after deletion. */
export const deletedMember = (
  { organization_id, member_id }: Pick<Member, 'organization_id' | 'member_id'>,
  _: unknown,
  { loaders }: Context,
) => loaders.get(deletedMemberLoader).load({ organizationId: organization_id, memberId: member_id });

/** The member of an object that has both ids. */
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
export const deleteMember = remove('delete', '/v1/b2b/organizations/{organization_id}/members/{member_id}');
export const reactivateMember = forward(
  'put',
  '/v1/b2b/organizations/{organization_id}/members/{member_id}/reactivate',
);
export const deleteMemberExternalId = forward(
  'delete',
  '/v1/b2b/organizations/{organization_id}/members/{member_id}/external_id',
);
