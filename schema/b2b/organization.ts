import {
  createOrganization,
  deleteOrganization,
  deleteOrganizationExternalId,
  organization,
  organizationMetrics,
  organizationNodes,
  organizationOf,
  organizations,
  organizationsById,
  updateOrganization,
} from '../../resolvers/b2b/organization.ts';
import { organizationRoles } from '../../resolvers/b2b/rbac.ts';
import { newEdge } from '../../resolvers/connection.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, deletedId, nodesOf } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Role } from '../shared/rbac.ts';
import { organizationIdInput } from './ids.ts';
import {
  Allowance,
  MfaPolicy,
  newOrganizationSettingInput,
  organizationSettingInput,
  settings,
} from './organization-setting.ts';

const ActiveScimConnection = contractObject(
  'ActiveScimConnection',
  'api_organization_v1_ActiveSCIMConnection',
).implement({
  description: 'The SCIM connection that provisions members at the moment, in brief.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'What administrators call the connection.',
    }),
    bearerTokenLastFour: t.exposeString('bearer_token_last_four', {
      description: 'End of the token that the identity provider sends, to tell tokens apart.',
    }),
    bearerTokenExpiresAt: t.expose('bearer_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When that token stops working.',
    }),
  }),
});

const EmailImplicitRoleAssignment = contractObject(
  'EmailImplicitRoleAssignment',
  'api_organization_v1_EmailImplicitRoleAssignment',
).implement({
  description: 'A role that everybody with an address in a domain has.',
  fields: (t) => ({
    domain: t.exposeString('domain', { description: 'Domain of the email address, such as `example.com`.' }),
    roleId: t.exposeString('role_id', { description: 'Id of the role that comes with it.' }),
  }),
});

export const Organization = contractObject('Organization', 'api_organization_v1_Organization');

/** Who may see an organization, and what fetches it. */
export const seeOrganization = {
  access: { resource: 'stytch.organization', action: 'get', signedIn: 'own' },
  operations: ['get /v1/b2b/organizations/{organization_id}', 'post /v1/b2b/organizations/search'],
} as const;

/** The edge to an organization from whatever holds its id. */
export const organizationEdge = {
  ...seeOrganization,
  type: Organization,
  nullable: true,
  byKey: true,
  resolve: organizationOf,
} as const;

builder.node(Organization, {
  id: { resolve: ({ organization_id }) => joinNodeId(organization_id) },
  loadMany: nodesOf('Organization', organizationNodes),
  extensions: { key: ['organizationId'], access: seeOrganization.access },
  description: 'A customer of yours: a company or team whose members sign in together and share settings.',
  fields: (t) => ({
    organizationId: t.exposeString('organization_id', { description: 'Stytch id of the organization.' }),
    name: t.exposeString('organization_name', { description: 'What people call the organization.' }),
    slug: t.exposeString('organization_slug', {
      description: 'Unique short name for URLs; stands in for the id wherever one is asked for.',
    }),
    externalId: t.exposeString('organization_external_id', {
      nullable: true,
      description: 'Your own id for the organization; stands in for the id as well.',
    }),
    logoUrl: t.expose('organization_logo_url', {
      type: 'URL',
      nullable: true,
      description: 'Image that sign-in pages show.',
    }),
    mfaPolicy: t.expose('mfa_policy', { type: MfaPolicy, description: 'Who needs a second factor.' }),
    mfaMethods: t.field(settings.mfaMethods),
    authMethods: t.field(settings.authMethods),
    emailInvites: t.expose('email_invites', { type: Allowance, description: 'Who can be invited by email.' }),
    emailJitProvisioning: t.expose('email_jit_provisioning', {
      type: Allowance,
      description: 'Who becomes a member just by signing in with a verified email address.',
    }),
    emailAllowedDomains: t.exposeStringList('email_allowed_domains', {
      description: 'Domains whose addresses may be invited or join, where the settings for that say RESTRICTED.',
    }),
    claimedEmailDomains: t.exposeStringList('claimed_email_domains', {
      description: 'Domains that only this organization may use.',
    }),
    ssoJitProvisioning: t.field(settings.ssoJitProvisioning),
    ssoDefaultConnectionId: t.exposeString('sso_default_connection_id', {
      nullable: true,
      description: 'Id of the connection that is taken where none is named.',
    }),
    scimActiveConnection: t.expose('scim_active_connection', {
      type: ActiveScimConnection,
      nullable: true,
      description: 'SCIM connection in use, in brief; null while there is none.',
    }),
    oauthTenantJitProvisioning: t.field(settings.oauthTenantJitProvisioning),
    rbacEmailImplicitRoleAssignments: t.expose('rbac_email_implicit_role_assignments', {
      type: [EmailImplicitRoleAssignment],
      description: 'Roles that come with an email domain.',
    }),
    customRoles: t.field({
      type: [Role],
      extensions: { exposed: 'custom_roles' },
      description: 'Roles this organization defined for itself, beside those of the project.',
      resolve: organizationRoles,
    }),
    firstPartyConnectedApps: t.field(settings.firstPartyConnectedApps),
    thirdPartyConnectedApps: t.field(settings.thirdPartyConnectedApps),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the organization was created.',
    }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', nullable: true, description: 'When it last changed.' }),
    trustedMetadata: t.expose('trusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description: 'Your own data about the organization. Members can read it; only servers can write it.',
    }),
  }),
});

const OrganizationMetrics = contractObject('OrganizationMetrics', 'api_organization_v1_MetricsResponse').implement({
  description: 'Figures about an organization.',
  fields: (t) => ({
    memberCount: t.exposeInt('member_count', { description: 'How many members the organization has.' }),
  }),
});

builder.objectField(Organization, 'metrics', (t) =>
  t.field({
    type: OrganizationMetrics,
    nullable: true,
    access: { resource: 'stytch.organization', action: 'get', signedIn: 'own' },
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/metrics'],
    description: 'Figures that Stytch counts, asked for by themselves.',
    resolve: organizationMetrics,
  }),
);

const OrganizationBy = builder.inputType('OrganizationBy', {
  description: 'What an organization is known by.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ idOf: 'Organization', names: 'organizationId', description: 'Its id.' }),
    slug: t.string({ nameOf: 'Organization', names: 'organizationId', description: 'Its slug.' }),
    externalId: t.string({
      nameOf: 'Organization',
      names: 'organizationExternalId',
      description: 'Your own id for it. Servers only.',
    }),
  }),
});

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    ...seeOrganization,
    description: 'One organization; null when there is none. Members may ask for their own.',
    args: { by: t.arg({ type: OrganizationBy, required: true, description: 'Which one.' }) },
    resolve: organization,
  }),
);

builder.queryField('organizationsById', (t) =>
  t.field({
    type: [Organization],
    nullable: { list: false, items: true },
    access: { resource: 'stytch.organization', action: 'search', signedIn: 'none' },
    operations: seeOrganization.operations,
    description:
      'Up to 100 organizations by their ids, in the order asked; null for each that does not exist. Servers only: for joins from other services.',
    args: { ids: t.arg.idList({ required: true, idOf: 'Organization', description: 'Id of each organization.' }) },
    resolve: organizationsById,
  }),
);

const OrganizationFilter = builder.inputType('OrganizationFilter', {
  description: 'Narrows a search for organizations. Every field that is given must match.',
  fields: (t) => ({
    organizationIds: t.idList({ idOf: 'Organization', description: 'Any of these ids.' }),
    slugs: t.stringList({ description: 'Any of these slugs.' }),
    memberEmailAddresses: t.stringList({ description: 'Has a member with any of these addresses.' }),
    emailAllowedDomains: t.stringList({ description: 'Allows any of these email domains.' }),
    nameFuzzy: t.string({ description: 'Part of the name; at least three characters.' }),
    slugFuzzy: t.string({ description: 'Part of the slug; at least three characters.' }),
    memberEmailAddressFuzzy: t.string({ description: 'Part of a member’s address; at least three characters.' }),
    emailAllowedDomainFuzzy: t.string({ description: 'Part of an allowed email domain; at least three characters.' }),
  }),
});

const OrganizationEdge = builder.edgeObject({ type: Organization, name: 'OrganizationEdge' });

builder.queryField('organizations', (t) =>
  t.connection(
    {
      type: Organization,
      nullable: true,
      access: { resource: 'stytch.organization', action: 'search', signedIn: 'none' },
      operations: ['post /v1/b2b/organizations/search'],
      description:
        'All organizations of the project, page by page. Search is slow and limited at Stytch: not for sign-in pages.',
      args: { filter: t.arg({ type: OrganizationFilter, description: 'Which ones; all when not given.' }) },
      resolve: organizations,
    },
    { name: 'OrganizationConnection' },
    OrganizationEdge,
  ),
);

const EmailImplicitRoleAssignmentInput = builder.inputType('EmailImplicitRoleAssignmentInput', {
  description: 'A role that everybody with an address in a domain shall have.',
  fields: (t) => ({
    domain: t.string({ required: true, description: 'Domain of the email address, such as `example.com`.' }),
    roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }),
  }),
});

/** What can be set of an organization, whichever way it comes about, and later, beside the settings that come in pairs. */
export const organizationSettingsInput = (t: InputFieldBuilder) => ({
  slug: t.string({ description: 'Unique short name for URLs: 2 to 128 letters, digits or any of - . _ ~.' }),
  externalId: t.string({ description: 'Your own id: up to 128 letters, digits or any of . _ - |.' }),
  logoUrl: t.field({ type: 'URL', description: 'Image for sign-in pages.' }),
  trustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Your own data; keys are merged, null removes one. Servers only.',
  }),
  mfaPolicy: t.field({ type: MfaPolicy, description: 'Who needs a second factor.' }),
  emailInvites: t.field({ type: Allowance, description: 'Who can be invited by email.' }),
  emailJitProvisioning: t.field({
    type: Allowance,
    description: 'Who joins by a verified email address: RESTRICTED or NOT_ALLOWED.',
  }),
  emailAllowedDomains: t.stringList({
    description: 'Domains whose addresses may be invited or join. Public mail providers are refused.',
  }),
  rbacEmailImplicitRoleAssignments: t.field({
    type: [EmailImplicitRoleAssignmentInput],
    description: 'Roles that come with an email domain; replaces the list.',
  }),
});

/** What only servers set, since it takes a domain from all others. */
const claims = (t: InputFieldBuilder) => ({
  claimedEmailDomains: t.stringList({ description: 'Domains that only this organization may use.' }),
});

mutation('createOrganization', {
  access: { resource: 'stytch.organization', action: 'create', signedIn: 'none' },
  operations: ['post /v1/b2b/organizations'],
  description: 'Creates an organization. With no settings given, anybody may be invited to it by email.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What people call the organization: 1 to 128 characters.' }),
    ...organizationSettingsInput(t),
    ...newOrganizationSettingInput(t),
    ...claims(t),
  }),
  resolve: createOrganization,
  payload: (t) => ({
    organization: t.expose('organization', { type: Organization, description: 'The new organization.' }),
    organizationEdge: t.field({
      type: OrganizationEdge,
      description: 'The new organization as an edge, to be added to a list.',
      resolve: ({ organization }) => newEdge(organization),
    }),
  }),
});

mutation('updateOrganization', {
  clearing: { name: null, slug: null, externalId: 'deleteOrganizationExternalId' },
  access: {
    resource: 'stytch.organization',
    signedIn: 'permitted',
    action: {
      name: 'update.info.name',
      slug: 'update.info.slug',
      logoUrl: 'update.info.logo-url',
      ssoDefaultConnectionId: 'update.settings.default-sso-connection',
      ssoJitProvisioning: 'update.settings.sso-jit-provisioning',
      emailAllowedDomains: 'update.settings.allowed-domains',
      emailJitProvisioning: 'update.settings.email-jit-provisioning',
      emailInvites: 'update.settings.email-invites',
      authMethods: 'update.settings.allowed-auth-methods',
      mfaPolicy: 'update.settings.mfa-policy',
      mfaMethods: 'update.settings.allowed-mfa-methods',
      rbacEmailImplicitRoleAssignments: 'update.settings.implicit-roles',
      oauthTenantJitProvisioning: {
        allowance: 'update.settings.oauth-tenant-jit-provisioning',
        allowed: 'update.settings.allowed-oauth-tenants',
      },
    },
  },
  operations: ['put /v1/b2b/organizations/{organization_id}'],
  description: 'Changes an organization’s name or settings. What is not given stays as it is.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    name: t.string({ description: 'New name: 1 to 128 characters.' }),
    ...organizationSettingsInput(t),
    ...organizationSettingInput(t),
    ...claims(t),
    ssoDefaultConnectionId: t.id({
      idOf: 'SsoConnection',
      description: 'Id of the connection to take where none is named.',
    }),
  }),
  resolve: updateOrganization,
  payload: (t) => ({
    organization: t.expose('organization', { type: Organization, description: 'The organization as it now stands.' }),
  }),
});

mutation('deleteOrganization', {
  access: { resource: 'stytch.organization', action: 'delete', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/organizations/{organization_id}'],
  description: 'Deletes an organization and all of its members. There is no way back.',
  input: (t) => ({ organizationId: organizationIdInput(t) }),
  resolve: deleteOrganization,
  payload: (t) => ({
    deletedId: deletedId(t, 'Organization', ({ organization_id }) => [organization_id]),
    organizationId: t.exposeString('organization_id', { description: 'Stytch id of the organization that is gone.' }),
  }),
});

mutation('deleteOrganizationExternalId', {
  access: { resource: 'stytch.organization', action: 'update.settings.external-id', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/external_id'],
  description: 'Takes your own id away from an organization.',
  input: (t) => ({ organizationId: organizationIdInput(t) }),
  resolve: deleteOrganizationExternalId,
  payload: (t) => ({
    organization: t.expose('organization', { type: Organization, description: 'The organization as it now stands.' }),
  }),
});
