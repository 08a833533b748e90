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
  description: 'Summary of the SCIM connection that provisions members.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'Name of the connection for administrators. Null if none is set.',
    }),
    bearerTokenLastFour: t.exposeString('bearer_token_last_four', {
      description: 'Last four characters of the bearer token that the identity provider sends.',
    }),
    bearerTokenExpiresAt: t.expose('bearer_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When that token expires. Null if unknown.',
    }),
  }),
});

const EmailImplicitRoleAssignment = contractObject(
  'EmailImplicitRoleAssignment',
  'api_organization_v1_EmailImplicitRoleAssignment',
).implement({
  description: 'A role of all members whose email address is in a domain.',
  fields: (t) => ({
    domain: t.exposeString('domain', { description: 'Domain of the email address, such as `example.com`.' }),
    roleId: t.exposeString('role_id', { description: 'Id of the role.' }),
  }),
});

export const Organization = contractObject('Organization', 'api_organization_v1_Organization');

/** Access rule and operations for reading an organization. */
export const seeOrganization = {
  access: { resource: 'stytch.organization', action: 'get', signedIn: 'own' },
  operations: ['get /v1/b2b/organizations/{organization_id}', 'post /v1/b2b/organizations/search'],
} as const;

/** Edge to an organization from an object that has its id. */
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
    name: t.exposeString('organization_name', { description: 'Display name of the organization.' }),
    slug: t.exposeString('organization_slug', {
      description:
        'Unique short name for URLs. Sign-in inputs and the query `organization` accept it instead of the id.',
    }),
    externalId: t.exposeString('organization_external_id', {
      nullable: true,
      description: 'Your own id for the organization, for lookups by servers. Null if none is set.',
    }),
    logoUrl: t.expose('organization_logo_url', {
      type: 'URL',
      nullable: true,
      description: 'URL of the logo for sign-in pages. Null if none is set.',
    }),
    mfaPolicy: t.expose('mfa_policy', { type: MfaPolicy, description: 'Which members need a second factor.' }),
    mfaMethods: t.field(settings.mfaMethods),
    authMethods: t.field(settings.authMethods),
    emailInvites: t.expose('email_invites', { type: Allowance, description: 'Which people can be invited by email.' }),
    emailJitProvisioning: t.expose('email_jit_provisioning', {
      type: Allowance,
      description: 'Whether a person becomes a member at the first sign-in with a verified email address.',
    }),
    emailAllowedDomains: t.exposeStringList('email_allowed_domains', {
      description:
        'Email domains whose addresses may be invited or may join if the settings `emailInvites` or `emailJitProvisioning` are RESTRICTED.',
    }),
    claimedEmailDomains: t.exposeStringList('claimed_email_domains', {
      description: 'Email domains that only this organization may use.',
    }),
    ssoJitProvisioning: t.field(settings.ssoJitProvisioning),
    ssoDefaultConnectionId: t.exposeString('sso_default_connection_id', {
      nullable: true,
      description: 'Id of the default single sign-on connection. Null if none is set.',
    }),
    scimActiveConnection: t.expose('scim_active_connection', {
      type: ActiveScimConnection,
      nullable: true,
      description: 'Summary of the active SCIM connection. Null if there is none.',
    }),
    oauthTenantJitProvisioning: t.field(settings.oauthTenantJitProvisioning),
    rbacEmailImplicitRoleAssignments: t.expose('rbac_email_implicit_role_assignments', {
      type: [EmailImplicitRoleAssignment],
      description: 'Roles assigned by email domain.',
    }),
    customRoles: t.field({
      type: [Role],
      extensions: { exposed: 'custom_roles' },
      description: 'Roles that the organization defines in addition to those of the project.',
      resolve: organizationRoles,
    }),
    firstPartyConnectedApps: t.field(settings.firstPartyConnectedApps),
    thirdPartyConnectedApps: t.field(settings.thirdPartyConnectedApps),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the organization was created.',
    }),
    updatedAt: t.expose('updated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the organization last changed.',
    }),
    trustedMetadata: t.expose('trusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Your own data about the organization. Members can read it, only servers can write it. Null if there is none.',
    }),
  }),
});

const OrganizationMetrics = contractObject('OrganizationMetrics', 'api_organization_v1_MetricsResponse').implement({
  description: 'Metrics of an organization.',
  fields: (t) => ({
    memberCount: t.exposeInt('member_count', { description: 'Number of members of the organization.' }),
  }),
});

builder.objectField(Organization, 'metrics', (t) =>
  t.field({
    type: OrganizationMetrics,
    nullable: true,
    access: { resource: 'stytch.organization', action: 'get', signedIn: 'own' },
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/metrics'],
    description: 'Metrics that Stytch counts. Costs a separate call to Stytch.',
    resolve: organizationMetrics,
  }),
);

const OrganizationBy = builder.inputType('OrganizationBy', {
  description: 'Identifier of an organization.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ idOf: 'Organization', names: 'organizationId', description: 'Id of the organization.' }),
    slug: t.string({ nameOf: 'Organization', names: 'organizationId', description: 'Slug of the organization.' }),
    externalId: t.string({
      nameOf: 'Organization',
      names: 'organizationExternalId',
      description: 'Your own id for the organization. Servers only.',
    }),
  }),
});

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    ...seeOrganization,
    description: 'One organization. Null if not found. Members may read their own.',
    args: {
      by: t.arg({
        type: OrganizationBy,
        required: true,
        description: 'Identifier of the organization: exactly one field.',
      }),
    },
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
      'Up to 100 organizations by their ids, in the order of `ids`, for joins from other services. An item is null if the organization does not exist. Servers only.',
    args: { ids: t.arg.idList({ required: true, idOf: 'Organization', description: 'Ids of the organizations.' }) },
    resolve: organizationsById,
  }),
);

const OrganizationFilter = builder.inputType('OrganizationFilter', {
  description: 'Filter of an organization search. An organization must match every field that is given.',
  fields: (t) => ({
    organizationIds: t.idList({ idOf: 'Organization', description: 'Ids, any of which may match.' }),
    slugs: t.stringList({ description: 'Slugs, any of which may match.' }),
    memberEmailAddresses: t.stringList({ description: 'Email addresses, any of which a member must have.' }),
    emailAllowedDomains: t.stringList({ description: 'Email domains, any of which the organization must allow.' }),
    nameFuzzy: t.string({ description: 'Part of the name: at least three characters.' }),
    slugFuzzy: t.string({ description: 'Part of the slug: at least three characters.' }),
    memberEmailAddressFuzzy: t.string({ description: 'Part of a member’s email address: at least three characters.' }),
    emailAllowedDomainFuzzy: t.string({ description: 'Part of an allowed email domain: at least three characters.' }),
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
        'All organizations of the project, paginated. Stytch’s search is slow and rate-limited: do not use it on sign-in pages.',
      args: {
        filter: t.arg({ type: OrganizationFilter, description: 'Filter of the search. Default: all organizations.' }),
      },
      resolve: organizations,
    },
    { name: 'OrganizationConnection' },
    OrganizationEdge,
  ),
);

const EmailImplicitRoleAssignmentInput = builder.inputType('EmailImplicitRoleAssignmentInput', {
  description: 'A role for all members whose email address is in a domain.',
  fields: (t) => ({
    domain: t.string({ required: true, description: 'Domain of the email address, such as `example.com`.' }),
    roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }),
  }),
});

/** Inputs for creating and for updating an organization, without the settings that come in pairs. */
export const organizationSettingsInput = (t: InputFieldBuilder) => ({
  slug: t.string({ description: 'Unique short name for URLs: 2 to 128 letters, digits or any of - . _ ~.' }),
  externalId: t.string({ description: 'Your own id: up to 128 letters, digits or any of . _ - |.' }),
  logoUrl: t.field({ type: 'URL', description: 'URL of the logo for sign-in pages.' }),
  trustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Your own data. Keys are merged; a null value removes its key. Servers only.',
  }),
  mfaPolicy: t.field({ type: MfaPolicy, description: 'Which members need a second factor.' }),
  emailInvites: t.field({ type: Allowance, description: 'Which people can be invited by email.' }),
  emailJitProvisioning: t.field({
    type: Allowance,
    description:
      'Whether a person becomes a member at the first sign-in with a verified email address: RESTRICTED or NOT_ALLOWED.',
  }),
  emailAllowedDomains: t.stringList({
    description:
      'Email domains whose addresses may be invited or may join. Domains of public email providers are rejected.',
  }),
  rbacEmailImplicitRoleAssignments: t.field({
    type: [EmailImplicitRoleAssignmentInput],
    description: 'Roles assigned by email domain. Replaces the list.',
  }),
});

/** Inputs for servers only: a claimed domain is closed to all other organizations. */
const claims = (t: InputFieldBuilder) => ({
  claimedEmailDomains: t.stringList({ description: 'Email domains that only this organization may use.' }),
});

mutation('createOrganization', {
  access: { resource: 'stytch.organization', action: 'create', signedIn: 'none' },
  operations: ['post /v1/b2b/organizations'],
  description: 'Creates an organization. Without settings, anyone can be invited to it by email.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Display name of the organization: 1 to 128 characters.' }),
    ...organizationSettingsInput(t),
    ...newOrganizationSettingInput(t),
    ...claims(t),
  }),
  resolve: createOrganization,
  payload: (t) => ({
    organization: t.expose('organization', { type: Organization, description: 'The new organization.' }),
    organizationEdge: t.field({
      type: OrganizationEdge,
      description: 'The new organization as an edge, to add to a list.',
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
  description: 'Updates an organization’s name or settings. Omitted inputs stay unchanged.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    name: t.string({ description: 'New display name: 1 to 128 characters.' }),
    ...organizationSettingsInput(t),
    ...organizationSettingInput(t),
    ...claims(t),
    ssoDefaultConnectionId: t.id({
      idOf: 'SsoConnection',
      description: 'Id of the default single sign-on connection.',
    }),
  }),
  resolve: updateOrganization,
  payload: (t) => ({
    organization: t.expose('organization', { type: Organization, description: 'The updated organization.' }),
  }),
});

mutation('deleteOrganization', {
  access: { resource: 'stytch.organization', action: 'delete', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/organizations/{organization_id}'],
  description: 'Deletes an organization and all of its members. This cannot be undone.',
  input: (t) => ({ organizationId: organizationIdInput(t) }),
  resolve: deleteOrganization,
  payload: (t) => ({
    deletedId: deletedId(t, 'Organization', ({ organization_id }) => [organization_id]),
    organizationId: t.exposeString('organization_id', { description: 'Stytch id of the deleted organization.' }),
  }),
});

mutation('deleteOrganizationExternalId', {
  access: { resource: 'stytch.organization', action: 'update.settings.external-id', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/external_id'],
  description: 'Deletes the external id of an organization.',
  input: (t) => ({ organizationId: organizationIdInput(t) }),
  resolve: deleteOrganizationExternalId,
  payload: (t) => ({
    organization: t.expose('organization', { type: Organization, description: 'The updated organization.' }),
  }),
});
