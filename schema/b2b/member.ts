import {
  createMember,
  deletedMember,
  deleteMember,
  deleteMemberExternalId,
  type MemberRoleShape,
  type MemberShape,
  member,
  memberAnywhere,
  memberNodes,
  memberOf,
  memberRole,
  memberRoles,
  membersById,
  organizationMember,
  reactivateMember,
  updateMember,
  viewerMember,
} from '../../resolvers/b2b/member.ts';
import { newEdge } from '../../resolvers/connection.ts';
import { detail } from '../../resolvers/shared/detail.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, cacheId, contractObject, contractTypes, deletedId, nodesOf, wordEnum } from '../builder.ts';
import { type InputFieldBuilder, mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { oauthAccountFields } from '../shared/oauth-provider.ts';
import { Role } from '../shared/rbac.ts';
import { Viewer } from '../shared/viewer.ts';
import { memberIdInput, organizationIdInput } from './ids.ts';
import { Organization, organizationEdge } from './organization.ts';
import { MfaMethod } from './organization-setting.ts';

const memberStatuses = {
  PENDING: { value: 'pending', description: 'Created, but has not signed in yet.' },
  INVITED: { value: 'invited', description: 'Invited, but has not followed the link yet.' },
  ACTIVE: { value: 'active', description: 'Can sign in.' },
  DELETED: { value: 'deleted', description: 'Cannot sign in unless reactivated.' },
} as const;

export const MemberStatus = wordEnum('MemberStatus', 'Status of a member.', memberStatuses);

const MemberRoleSourceType = wordEnum('MemberRoleSourceType', 'Reason why a member has a role.', {
  DIRECT_ASSIGNMENT: { value: 'direct_assignment', description: 'The role was assigned to the member directly.' },
  EMAIL_ASSIGNMENT: {
    value: 'email_assignment',
    description: 'The domain of the member’s email address assigns the role.',
  },
  SSO_CONNECTION: {
    value: 'sso_connection',
    description:
      'A single sign-on connection assigns the role. It applies in sessions started through that connection.',
  },
  SSO_CONNECTION_GROUP: {
    value: 'sso_connection_group',
    description:
      'A group of a single sign-on connection assigns the role. It applies in sessions started through that connection.',
  },
  SCIM_CONNECTION_GROUP: {
    value: 'scim_connection_group',
    description: 'A group of the SCIM connection to which the member belongs assigns the role.',
  },
});

/** Stytch stores the details of a role source in a map. */
const inDetails = { extensions: { exposed: 'details', derived: true } } as const;

const MemberRoleSource = contractObject('MemberRoleSource', 'api_organization_v1_MemberRoleSource').implement({
  description: 'A reason why a member has a role.',
  fields: (t) => ({
    type: t.expose('type', { type: MemberRoleSourceType, description: 'Kind of reason.' }),
    emailDomain: t.string({
      nullable: true,
      ...inDetails,
      description: 'Email domain that assigns the role. Null if `type` is not EMAIL_ASSIGNMENT.',
      resolve: detail('email_domain', { type: 'MemberRoleSource', field: 'emailDomain' }),
    }),
    connectionId: t.string({
      nullable: true,
      ...inDetails,
      description: 'Stytch id of the single sign-on or SCIM connection that assigns the role. Null for other types.',
      resolve: detail('connection_id', { type: 'MemberRoleSource', field: 'connectionId' }),
    }),
    group: t.string({
      nullable: true,
      ...inDetails,
      description: 'Name of the group at the identity provider. Null if `type` is not SSO_CONNECTION_GROUP.',
      resolve: detail('group', { type: 'MemberRoleSource', field: 'group' }),
    }),
    groupId: t.string({
      nullable: true,
      ...inDetails,
      description: 'Stytch id of the SCIM group. Null if `type` is not SCIM_CONNECTION_GROUP.',
      resolve: detail('group_id', { type: 'MemberRoleSource', field: 'groupId' }),
    }),
  }),
});

contractTypes.set('MemberRole', ['api_organization_v1_MemberRole']);
const MemberRole = builder.objectRef<MemberRoleShape>('MemberRole').implement({
  description: 'A role of a member, with its reasons.',
  fields: (t) => ({
    roleId: t.exposeString('role_id', { description: 'Id of the role.' }),
    sources: t.expose('sources', {
      type: [MemberRoleSource],
      description: 'Reasons for the role. The member has it as long as one of them applies.',
    }),
    role: t.field({
      type: Role,
      nullable: true,
      access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
      operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
      description:
        'The role with its permissions, cached for up to five minutes, longer during an outage of Stytch. Null if the policy does not define the role.',
      resolve: memberRole,
    }),
  }),
});

const OauthRegistration = contractObject('OauthRegistration', 'api_organization_v1_OAuthRegistration').implement({
  description: 'An account at an OAuth provider with which a member has signed in.',
  fields: (t) => ({
    id: cacheId(t, 'OauthRegistration', ({ member_oauth_registration_id }) => [member_oauth_registration_id]),
    registrationId: t.exposeString('member_oauth_registration_id', { description: 'Stytch id of the registration.' }),
    ...oauthAccountFields(t),
  }),
});

const RetiredEmail = contractObject('RetiredEmail', 'api_organization_v1_RetiredEmail').implement({
  description:
    'An email address that a member used before. No other member of the organization can use it until it is unlinked.',
  fields: (t) => ({
    id: cacheId(t, 'RetiredEmail', ({ email_id }) => [email_id]),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the address.' }),
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      description: 'The email address.',
    }),
  }),
});

export const Member = contractObject('Member', 'api_organization_v1_Member');

builder.node(Member, {
  id: { resolve: ({ organization_id, member_id }) => joinNodeId(organization_id, member_id) },
  loadMany: nodesOf('Member', memberNodes),
  extensions: {
    key: ['organizationId', 'memberId'],
    access: { resource: 'stytch.member', action: 'search', signedIn: 'permittedOrSelf' },
  },
  description: 'A person who belongs to one organization and signs in there.',
  fields: (t) => ({
    memberId: t.exposeString('member_id', { description: 'Stytch id of the member.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the member’s organization.',
    }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Your own id for the member, for lookups. Null if none is set.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'Name of the person. Null if none is set.',
    }),
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      description: 'Email address with which the member signs in, unique within the organization.',
    }),
    emailAddressVerified: t.exposeBoolean('email_address_verified', {
      description: 'Whether the member has verified the email address.',
    }),
    status: t.expose('status', { type: MemberStatus, description: 'Status of the member.' }),
    isAdmin: t.exposeBoolean('is_admin', { description: 'Whether the member has the role `stytch_admin`.' }),
    isBreakglass: t.exposeBoolean('is_breakglass', {
      description:
        'Whether the member may sign in by any method, regardless of the organization’s settings. For emergencies.',
    }),
    roles: t.field({
      type: [MemberRole],
      extensions: { exposed: 'roles' },
      description:
        'Roles of the member, assigned directly or by a rule. Those from single sign-on apply only in sessions started that way.',
      resolve: memberRoles,
    }),
    passwordId: t.exposeString('member_password_id', {
      nullable: true,
      description: 'Stytch id of the member’s password. Null if there is none.',
    }),
    mfaEnrolled: t.exposeBoolean('mfa_enrolled', {
      description:
        'Whether the member needs a second factor at every sign-in, even if the organization does not require one.',
    }),
    mfaPhoneNumber: t.expose('mfa_phone_number', {
      type: 'PhoneNumber',
      nullable: true,
      description: 'Phone number to which passcodes are sent as a second factor. Null if there is none.',
    }),
    mfaPhoneNumberVerified: t.exposeBoolean('mfa_phone_number_verified', {
      description: 'Whether the member has verified the phone number.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', {
      nullable: true,
      description: 'Stytch id of the member’s authenticator app. Null if there is none.',
    }),
    defaultMfaMethod: t.expose('default_mfa_method', {
      type: MfaMethod,
      nullable: true,
      description: 'Second factor that is requested first. Null if none is set.',
    }),
    isLocked: t.exposeBoolean('is_locked', {
      description: 'Whether the member is locked after too many failed attempts.',
    }),
    lockCreatedAt: t.expose('lock_created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the lock was set. Null if not locked.',
    }),
    lockExpiresAt: t.expose('lock_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the lock expires. Null if not locked.',
    }),
    retiredEmailAddresses: t.expose('retired_email_addresses', {
      type: [RetiredEmail],
      description: 'Email addresses that the member used before and that are still linked.',
    }),
    oauthRegistrations: t.expose('oauth_registrations', {
      type: [OauthRegistration],
      description: 'Accounts at OAuth providers with which the member has signed in.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the member was created.',
    }),
    updatedAt: t.expose('updated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the member last changed.',
    }),
    trustedMetadata: t.expose('trusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Your own data about the member. Members can read it, only servers can write it. Null if there is none.',
    }),
    untrustedMetadata: t.expose('untrusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Data about the member that the member can write, too: for preferences, never for access decisions. Null if there is none.',
    }),
    organization: t.field({
      ...organizationEdge,
      embedded: true,
      description: 'The member’s organization.',
    }),
  }),
});

/** Access rule and operations for reading a member. */
const seeMember = {
  access: { resource: 'stytch.member', action: 'search', signedIn: 'permittedOrSelf' },
  operations: ['get /v1/b2b/organizations/{organization_id}/member', 'post /v1/b2b/organizations/members/search'],
} as const;

/** Edge to a member from an object that has both ids. */
export const memberEdge = { ...seeMember, type: Member, nullable: true, byKey: true, resolve: memberOf } as const;

const MemberBy = builder.inputType('MemberBy', {
  description: 'Identifier of a member within their organization.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({
      idOf: 'Member',
      names: 'memberId',
      description: 'Id of the member. Members may use it to read themselves.',
    }),
    emailAddress: t.field({ type: 'EmailAddress', names: 'emailAddress', description: 'Email address of the member.' }),
    externalId: t.string({ nameOf: 'Member', names: 'memberExternalId', description: 'Your own id for the member.' }),
  }),
});

/** Edge type that the member connection and the mutations share. */
export const MemberEdge = builder.edgeObject({ type: Member, name: 'MemberEdge' });

/** A member added to the list by a mutation, as an edge. */
export const newMemberEdge = (t: PayloadFieldBuilder<{ readonly member: MemberShape }>) =>
  t.field({
    type: MemberEdge,
    description: 'The member as an edge, to add to a list.',
    resolve: ({ member }) => newEdge(member),
  });

/** Identifies a member within an organization. */
const memberBy = builder.args((t) => ({
  by: t.field({ type: MemberBy, required: true, description: 'Identifier of the member: exactly one field.' }),
}));

builder.queryField('member', (t) =>
  t.field({
    type: Member,
    nullable: true,
    ...seeMember,
    description: 'One member of an organization. Null if not found or deleted.',
    args: {
      organizationId: t.arg.id({ required: true, idOf: 'Organization', description: 'Id of the organization.' }),
      ...memberBy,
    },
    resolve: member,
  }),
);

builder.queryField('membersById', (t) =>
  t.field({
    type: [Member],
    nullable: { list: false, items: true },
    access: { resource: 'stytch.member', action: 'search', signedIn: 'permitted' },
    operations: seeMember.operations,
    description:
      'Up to 100 members of an organization by their ids, in the order of `ids`. An item is null if the member does not exist or was deleted.',
    args: {
      organizationId: t.arg.id({ required: true, idOf: 'Organization', description: 'Id of the organization.' }),
      ids: t.arg.idList({ required: true, idOf: 'Member', description: 'Ids of the members.' }),
    },
    resolve: membersById,
  }),
);

builder.queryField('memberAnywhere', (t) =>
  t.field({
    type: Member,
    nullable: true,
    access: { resource: 'stytch.member', action: 'search', signedIn: 'none' },
    operations: ['get /v1/b2b/organizations/members/dangerously_get/{member_id}'],
    description:
      'One member by id, regardless of the organization. Check to whom the member belongs before you show it. Servers only.',
    args: {
      memberId: t.arg.id({ required: true, idOf: 'Member', description: 'Id of the member.' }),
      includeDeleted: t.arg.boolean({ description: 'Whether to return deleted members, too. Default: false.' }),
    },
    resolve: memberAnywhere,
  }),
);

builder.objectField(Organization, 'member', (t) =>
  t.field({
    type: Member,
    nullable: true,
    ...seeMember,
    byKey: true,
    description: 'One member of this organization. Null if not found or deleted.',
    args: memberBy,
    resolve: organizationMember,
  }),
);

builder.objectField(Viewer, 'member', (t) =>
  t.field({
    type: Member,
    nullable: true,
    access: 'anyone',
    byKey: true,
    operations: seeMember.operations,
    description: 'The caller as a member. Null if the caller is not a member.',
    resolve: viewerMember,
  }),
);

/** Inputs for creating and for updating a member. */
const profile = (t: InputFieldBuilder) => ({
  name: t.string({ description: 'Name of the person.' }),
  externalId: t.string({
    description:
      'Your own id: up to 128 letters, digits or any of . _ - |, unique within the organization. Servers only.',
  }),
  roleIds: t.idList({
    idOf: 'Role',
    description: 'Ids of the roles to assign directly. Replaces those assigned before.',
  }),
  isBreakglass: t.boolean({ description: 'Whether the member may sign in regardless of the organization’s settings.' }),
  mfaPhoneNumber: t.field({
    type: 'PhoneNumber',
    description: 'Phone number for passcodes. A member has at most one: delete it before you set another.',
  }),
  mfaEnrolled: t.boolean({ description: 'Whether the member needs a second factor at every sign-in.' }),
  trustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Your own data. Keys are merged; a null value removes its key. Servers only.',
  }),
  untrustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Data that the member can write, too. Keys are merged; a null value removes its key.',
  }),
});

mutation('createMember', {
  access: {
    resource: 'stytch.member',
    signedIn: 'permitted',
    action: {
      emailAddress: 'create',
      name: 'create',
      createMemberAsPending: 'create',
      mfaPhoneNumber: 'create',
      mfaEnrolled: 'create',
      untrustedMetadata: 'create',
      // The permission to create members must not suffice to create an administrator.
      roleIds: 'update.settings.roles',
      isBreakglass: 'update.settings.is-breakglass',
    },
  },
  operations: ['post /v1/b2b/organizations/{organization_id}/members'],
  description: 'Creates a member. No email is sent; the person signs in by any method that the organization allows.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Email address with which the person signs in. No other member of the organization may have it.',
    }),
    ...profile(t),
    createMemberAsPending: t.boolean({
      description:
        'Whether the member is PENDING until the first sign-in. Default: false, the member is ACTIVE immediately.',
    }),
  }),
  resolve: createMember,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The new member.' }),
    memberEdge: newMemberEdge(t),
  }),
});

mutation('updateMember', {
  clearing: { externalId: 'deleteMemberExternalId', mfaPhoneNumber: 'deleteMemberMfaPhoneNumber' },
  access: {
    resource: 'stytch.member',
    signedIn: 'permittedOrSelf',
    action: {
      name: 'update.info.name',
      untrustedMetadata: 'update.info.untrusted-metadata',
      isBreakglass: 'update.settings.is-breakglass',
      mfaPhoneNumber: 'update.info.mfa-phone',
      mfaEnrolled: 'update.settings.mfa-enrolled',
      roleIds: 'update.settings.roles',
      preserveExistingSessions: 'update.settings.roles',
      defaultMfaMethod: 'update.settings.default-mfa-method',
      emailAddress: 'update.info.email',
      unlinkEmail: 'update.info.email',
    },
  },
  operations: ['put /v1/b2b/organizations/{organization_id}/members/{member_id}'],
  description: 'Updates a member’s profile, roles, second factors or metadata. Omitted inputs stay unchanged.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    ...profile(t),
    emailAddress: t.field({
      type: 'EmailAddress',
      description:
        'New email address, not verified. Deletes the member’s password. Members change their own address with `startMemberEmailUpdate`.',
    }),
    unlinkEmail: t.boolean({
      description: 'Whether to unlink the old address instead of retiring it. Default: false.',
    }),
    defaultMfaMethod: t.field({
      type: MfaMethod,
      description: 'Second factor to request first. The member must have it.',
    }),
    preserveExistingSessions: t.boolean({
      description:
        'Whether to keep single sign-on sessions that have a role removed here. Default: false, they are revoked.',
    }),
  }),
  resolve: updateMember,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The updated member.' }) }),
});

mutation('deleteMember', {
  access: { resource: 'stytch.member', action: 'delete', signedIn: 'permittedOrSelf' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/members/{member_id}'],
  description: 'Deletes a member and revokes their sessions. `reactivateMember` undoes it.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMember,
  payload: (t) => ({
    deletedId: deletedId(t, 'Member', ({ organization_id, member_id }) => [organization_id, member_id]),
    memberId: t.exposeString('member_id', { description: 'Stytch id of the deleted member.' }),
    organization: t.field({ ...organizationEdge, description: 'The organization of the deleted member.' }),
    member: t.field({
      ...seeMember,
      type: Member,
      nullable: true,
      description: 'The member, with the status DELETED.',
      resolve: deletedMember,
    }),
  }),
});

mutation('reactivateMember', {
  access: { resource: 'stytch.member', action: 'create', signedIn: 'permitted' },
  operations: ['put /v1/b2b/organizations/{organization_id}/members/{member_id}/reactivate'],
  description: 'Reactivates a deleted member who has a verified email address.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
  }),
  resolve: reactivateMember,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The member, active again.' }),
    memberEdge: newMemberEdge(t),
  }),
});

mutation('deleteMemberExternalId', {
  access: { resource: 'stytch.member', action: 'update.external-id', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/members/{member_id}/external_id'],
  description: 'Deletes the external id of a member.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMemberExternalId,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The updated member.' }) }),
});
