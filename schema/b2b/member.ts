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
  PENDING: { value: 'pending', description: 'Created, and has not signed in yet.' },
  INVITED: { value: 'invited', description: 'Was sent an invitation and has not followed it yet.' },
  ACTIVE: { value: 'active', description: 'Can sign in.' },
  DELETED: { value: 'deleted', description: 'Can no longer sign in, until reactivated.' },
} as const;

export const MemberStatus = wordEnum('MemberStatus', 'How far a person has come as a member.', memberStatuses);

const MemberRoleSourceType = wordEnum('MemberRoleSourceType', 'What gives a role to a member.', {
  DIRECT_ASSIGNMENT: { value: 'direct_assignment', description: 'Somebody gave it to the member by hand.' },
  EMAIL_ASSIGNMENT: { value: 'email_assignment', description: 'It comes with the domain of the member’s address.' },
  SSO_CONNECTION: {
    value: 'sso_connection',
    description: 'It comes with a single sign-on connection; holds in sessions that were started through it.',
  },
  SSO_CONNECTION_GROUP: {
    value: 'sso_connection_group',
    description:
      'It comes with a group of a single sign-on connection; holds in sessions that were started through it.',
  },
  SCIM_CONNECTION_GROUP: {
    value: 'scim_connection_group',
    description: 'It comes with a group that the SCIM connection put the member into.',
  },
});

/** Stytch keeps in a map what the reason follows from. */
const inDetails = { extensions: { exposed: 'details', derived: true } } as const;

const MemberRoleSource = contractObject('MemberRoleSource', 'api_organization_v1_MemberRoleSource').implement({
  description: 'One reason why a member has a role.',
  fields: (t) => ({
    type: t.expose('type', { type: MemberRoleSourceType, description: 'What kind of reason it is.' }),
    emailDomain: t.string({
      nullable: true,
      ...inDetails,
      description: 'Domain of the email address that it comes with; null unless `type` is EMAIL_ASSIGNMENT.',
      resolve: detail('email_domain', { type: 'MemberRoleSource', field: 'emailDomain' }),
    }),
    connectionId: t.string({
      nullable: true,
      ...inDetails,
      description: 'Stytch id of the single sign-on or SCIM connection that it comes with; null for other reasons.',
      resolve: detail('connection_id', { type: 'MemberRoleSource', field: 'connectionId' }),
    }),
    group: t.string({
      nullable: true,
      ...inDetails,
      description: 'The group’s name at the identity provider; null unless `type` is SSO_CONNECTION_GROUP.',
      resolve: detail('group', { type: 'MemberRoleSource', field: 'group' }),
    }),
    groupId: t.string({
      nullable: true,
      ...inDetails,
      description: 'Stytch id of the SCIM group; null unless `type` is SCIM_CONNECTION_GROUP.',
      resolve: detail('group_id', { type: 'MemberRoleSource', field: 'groupId' }),
    }),
  }),
});

contractTypes.set('MemberRole', ['api_organization_v1_MemberRole']);
const MemberRole = builder.objectRef<MemberRoleShape>('MemberRole').implement({
  description: 'A role that a member has, and why.',
  fields: (t) => ({
    roleId: t.exposeString('role_id', { description: 'Id of the role.' }),
    sources: t.expose('sources', {
      type: [MemberRoleSource],
      description: 'Every reason for it; the role stays until the last is gone.',
    }),
    role: t.field({
      type: Role,
      nullable: true,
      access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
      operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
      description:
        'The role with its permissions, cached for up to five minutes, longer during an outage of Stytch. Null if it is no longer defined.',
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
    'An address that a member used before. Nobody else in the organization can take it until it is unlinked.',
  fields: (t) => ({
    id: cacheId(t, 'RetiredEmail', ({ email_id }) => [email_id]),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the address.' }),
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      description: 'The address itself.',
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
      description: 'Stytch id of the organization that the member belongs to.',
    }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Your own id for the member; stands in for the id wherever one is asked for.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What the person is called; null until somebody says.',
    }),
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      description: 'Address the member signs in with, unique within the organization.',
    }),
    emailAddressVerified: t.exposeBoolean('email_address_verified', {
      description: 'Whether the member has proved that they read mail sent to the address.',
    }),
    status: t.expose('status', { type: MemberStatus, description: 'How far the person has come as a member.' }),
    isAdmin: t.exposeBoolean('is_admin', { description: 'Whether the member has the role `stytch_admin`.' }),
    isBreakglass: t.exposeBoolean('is_breakglass', {
      description:
        'Whether the member may sign in by any method, past the settings of the organization: for emergencies.',
    }),
    roles: t.field({
      type: [MemberRole],
      extensions: { exposed: 'roles' },
      description:
        'Roles the member has, given by hand or by a rule. Those of single sign-on only count in a session that came that way.',
      resolve: memberRoles,
    }),
    passwordId: t.exposeString('member_password_id', {
      nullable: true,
      description: 'Stytch id of the member’s password; null while there is none.',
    }),
    mfaEnrolled: t.exposeBoolean('mfa_enrolled', {
      description:
        'Whether the member needs a second factor at every sign-in, even where the organization leaves it open.',
    }),
    mfaPhoneNumber: t.expose('mfa_phone_number', {
      type: 'PhoneNumber',
      nullable: true,
      description: 'Phone that passcodes are sent to as a second factor; null while there is none.',
    }),
    mfaPhoneNumberVerified: t.exposeBoolean('mfa_phone_number_verified', {
      description: 'Whether the member has proved that the phone is theirs.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', {
      nullable: true,
      description: 'Stytch id of the member’s authenticator app; null while there is none.',
    }),
    defaultMfaMethod: t.expose('default_mfa_method', {
      type: MfaMethod,
      nullable: true,
      description: 'Second factor that is asked for first where the member has more than one.',
    }),
    isLocked: t.exposeBoolean('is_locked', {
      description: 'Whether sign-in is barred for a while, after too many failed attempts.',
    }),
    lockCreatedAt: t.expose('lock_created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the bar was set; null while there is none.',
    }),
    lockExpiresAt: t.expose('lock_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the bar falls by itself; null while there is none.',
    }),
    retiredEmailAddresses: t.expose('retired_email_addresses', {
      type: [RetiredEmail],
      description: 'Addresses the member used before and still holds.',
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
      description: 'Your own data about the member. The member can read it; only servers can write it.',
    }),
    untrustedMetadata: t.expose('untrusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description: 'Data about the member that they may write themselves: good for preferences, not for decisions.',
    }),
    organization: t.field({
      ...organizationEdge,
      comesAlong: true,
      description: 'The organization the member belongs to.',
    }),
  }),
});

/** Who may see a member, and what fetches one. */
const seeMember = {
  access: { resource: 'stytch.member', action: 'search', signedIn: 'permittedOrSelf' },
  operations: ['get /v1/b2b/organizations/{organization_id}/member', 'post /v1/b2b/organizations/members/search'],
} as const;

/** The edge to a member from whatever holds both ids. */
export const memberEdge = { ...seeMember, type: Member, nullable: true, byKey: true, resolve: memberOf } as const;

const MemberBy = builder.inputType('MemberBy', {
  description: 'What a member is known by within their organization.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ idOf: 'Member', names: 'memberId', description: 'Their id. Members find themselves by it.' }),
    emailAddress: t.field({ type: 'EmailAddress', names: 'emailAddress', description: 'Their address.' }),
    externalId: t.string({ nameOf: 'Member', names: 'memberExternalId', description: 'Your own id for them.' }),
  }),
});

/** One page of members names its edges so. */
export const MemberEdge = builder.edgeObject({ type: Member, name: 'MemberEdge' });

/** A member whom a mutation brought into the list, as an edge of it. */
export const newMemberEdge = (t: PayloadFieldBuilder<{ readonly member: MemberShape }>) =>
  t.field({
    type: MemberEdge,
    description: 'The member as an edge, to be added to a list.',
    resolve: ({ member }) => newEdge(member),
  });

/** What finds a member within an organization. */
const memberBy = builder.args((t) => ({
  by: t.field({ type: MemberBy, required: true, description: 'Which one.' }),
}));

builder.queryField('member', (t) =>
  t.field({
    type: Member,
    nullable: true,
    ...seeMember,
    description: 'One member of an organization; null when there is none, or when they were deleted.',
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
      'Up to 100 members of an organization by their ids, in the order asked; null for each who does not exist or was deleted.',
    args: {
      organizationId: t.arg.id({ required: true, idOf: 'Organization', description: 'Id of the organization.' }),
      ids: t.arg.idList({ required: true, idOf: 'Member', description: 'Id of each member.' }),
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
      'One member by id alone, whatever their organization. Servers only: check whose member it is before you show it.',
    args: {
      memberId: t.arg.id({ required: true, idOf: 'Member', description: 'Id of the member.' }),
      includeDeleted: t.arg.boolean({ description: 'Whether to find deleted members too; false when not given.' }),
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
    description: 'One member of this organization; null when there is none, or when they were deleted.',
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
    description: 'You as a member; null unless you are one.',
    resolve: viewerMember,
  }),
);

/** What can be set of a member, when they are created and later. */
const profile = (t: InputFieldBuilder) => ({
  name: t.string({ description: 'What the person is called.' }),
  externalId: t.string({
    description:
      'Your own id: up to 128 letters, digits or any of . _ - |, unique within the organization. Servers only.',
  }),
  roleIds: t.idList({ idOf: 'Role', description: 'Ids of the roles to give by hand; replaces those given so before.' }),
  isBreakglass: t.boolean({ description: 'Whether the member may sign in past the settings of the organization.' }),
  mfaPhoneNumber: t.field({
    type: 'PhoneNumber',
    description: 'Phone for passcodes. A member has one at most: delete it before you set another.',
  }),
  mfaEnrolled: t.boolean({ description: 'Whether the member needs a second factor at every sign-in.' }),
  trustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Your own data; keys are merged, null removes one. Servers only.',
  }),
  untrustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Data that the member may write too; keys are merged, null removes one.',
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
      // Who may only create members shall not make an administrator that way.
      roleIds: 'update.settings.roles',
      isBreakglass: 'update.settings.is-breakglass',
    },
  },
  operations: ['post /v1/b2b/organizations/{organization_id}/members'],
  description: 'Creates a member. No mail is sent; the person signs in by whatever the organization allows.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Address the person will sign in with; nobody else in the organization may have it.',
    }),
    ...profile(t),
    createMemberAsPending: t.boolean({
      description: 'Whether to begin as PENDING until the first sign-in; ACTIVE at once when not given.',
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
  description: 'Changes a member’s profile, roles, second factors or metadata. What is not given stays as it is.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    ...profile(t),
    emailAddress: t.field({
      type: 'EmailAddress',
      description:
        'New address, not yet verified; takes the password away. Members change their own with `startMemberEmailUpdate`.',
    }),
    unlinkEmail: t.boolean({
      description: 'Whether to forget the address before instead of retiring it; false when not given.',
    }),
    defaultMfaMethod: t.field({
      type: MfaMethod,
      description: 'Second factor to ask for first; the member must have it.',
    }),
    preserveExistingSessions: t.boolean({
      description:
        'Whether to keep single sign-on sessions that still carry a role taken away here; they end when not given.',
    }),
  }),
  resolve: updateMember,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The member as they now stand.' }) }),
});

mutation('deleteMember', {
  access: { resource: 'stytch.member', action: 'delete', signedIn: 'permittedOrSelf' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/members/{member_id}'],
  description: 'Deletes a member and ends their sessions. `reactivateMember` brings them back.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMember,
  payload: (t) => ({
    deletedId: deletedId(t, 'Member', ({ organization_id, member_id }) => [organization_id, member_id]),
    memberId: t.exposeString('member_id', { description: 'Stytch id of the member who is gone.' }),
    organization: t.field({ ...organizationEdge, description: 'The organization that they belonged to.' }),
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
  description: 'Brings back a deleted member who has a verified address.',
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
  description: 'Takes your own id away from a member.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMemberExternalId,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The member as they now stand.' }) }),
});
