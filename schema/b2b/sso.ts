import type { SsoConnection as Connection } from '../../loaders/b2b/sso.ts';
import { type ImplicitRole, implicitRole } from '../../resolvers/b2b/implicit-role.ts';
import {
  type ActiveConnection,
  deleteSsoConnection,
  isDefaultSsoConnection,
  organizationSsoActiveConnections,
  organizationSsoConnection,
  organizationSsoConnections,
  organizationSsoDefaultConnection,
  type SsoGroupRoleShape,
  ssoConnectionOf,
  ssoConnectionType,
} from '../../resolvers/b2b/sso.ts';
import type { AccessRule } from '../../src/auth/access.ts';
import { builder, contractTypes, deletedId, wordEnum } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Role } from '../shared/rbac.ts';
import { organizationIdInput } from './ids.ts';
import { Organization, organizationEdge, seeOrganization } from './organization.ts';

const identityProviders = {
  GENERIC: { value: 'generic', description: 'Any provider, without adaptation.' },
  CLASSLINK: { value: 'classlink', description: 'ClassLink.' },
  CYBERARK: { value: 'cyberark', description: 'CyberArk.' },
  DUO: { value: 'duo', description: 'Duo.' },
  GOOGLE_WORKSPACE: { value: 'google-workspace', description: 'Google Workspace.' },
  JUMPCLOUD: { value: 'jumpcloud', description: 'JumpCloud.' },
  KEYCLOAK: { value: 'keycloak', description: 'Keycloak.' },
  MICROSOFT_ENTRA: { value: 'microsoft-entra', description: 'Microsoft Entra ID, formerly Azure AD.' },
  MINIORANGE: { value: 'miniorange', description: 'The product miniOrange.' },
  OKTA: { value: 'okta', description: 'Okta.' },
  ONELOGIN: { value: 'onelogin', description: 'OneLogin.' },
  PINGFEDERATE: { value: 'pingfederate', description: 'PingFederate.' },
  RIPPLING: { value: 'rippling', description: 'Rippling.' },
  SALESFORCE: { value: 'salesforce', description: 'Salesforce.' },
  SHIBBOLETH: { value: 'shibboleth', description: 'Shibboleth.' },
} as const;

export const SsoIdentityProvider = wordEnum(
  'SsoIdentityProvider',
  'Product that an organization uses as identity provider for single sign-on.',
  identityProviders,
);

const SsoConnectionStatus = wordEnum('SsoConnectionStatus', 'Status of a single sign-on connection.', {
  PENDING: { value: 'pending', description: 'Values are missing. Members cannot sign in through it yet.' },
  ACTIVE: { value: 'active', description: 'Members can sign in through it.' },
});

/** Connections contain secrets: reading one requires a permission. */
export const ssoReadAccess: AccessRule = { resource: 'stytch.sso', action: 'get', signedIn: 'permitted' };

/** Any single sign-on connection. Its GraphQL type names the kind. */
export const SsoConnection = builder.interfaceRef<Connection>('SsoConnection').implement({
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: ssoConnectionType,
  description:
    'A connection through which the members of an organization sign in with their accounts at its identity provider.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the organization whose members sign in through the connection.',
    }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'Name of the connection for administrators. Null if none is set.',
    }),
    status: t.expose('status', { type: SsoConnectionStatus, description: 'Status of the connection.' }),
    isDefault: t.boolean({
      nullable: true,
      byKey: true,
      ...seeOrganization,
      description: 'Whether it is the organization’s default connection.',
      resolve: isDefaultSsoConnection,
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization whose members sign in through the connection.',
    }),
  }),
});

const seeRole = {
  access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
  operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
} as const;
const ROLE =
  'The role with its permissions, cached for up to five minutes, longer during an outage of Stytch. Null if the policy does not define the role.';

// The organization id is added by the resolvers: `role` needs it, and Stytch does not repeat it inside a connection.
contractTypes.set('SsoConnectionImplicitRoleAssignment', [
  'api_sso_v1_SAMLConnectionImplicitRoleAssignment',
  'api_sso_v1_ConnectionImplicitRoleAssignment',
]);
export const SsoConnectionImplicitRoleAssignment = builder
  .objectRef<ImplicitRole>('SsoConnectionImplicitRoleAssignment')
  .implement({
    description: 'A role of all members who sign in through a connection.',
    fields: (t) => ({
      roleId: t.exposeString('role_id', { description: 'Id of the role.' }),
      role: t.field({ type: Role, nullable: true, ...seeRole, description: ROLE, resolve: implicitRole }),
    }),
  });

contractTypes.set('SsoGroupImplicitRoleAssignment', [
  'api_sso_v1_SAMLGroupImplicitRoleAssignment',
  'api_sso_v1_GroupImplicitRoleAssignment',
]);
export const SsoGroupImplicitRoleAssignment = builder
  .objectRef<SsoGroupRoleShape>('SsoGroupImplicitRoleAssignment')
  .implement({
    description:
      'A role of all members who sign in through a connection and belong to a group at the identity provider.',
    fields: (t) => ({
      group: t.exposeString('group', { description: 'Name of the group at the identity provider.' }),
      roleId: t.exposeString('role_id', { description: 'Id of the role.' }),
      role: t.field({ type: Role, nullable: true, ...seeRole, description: ROLE, resolve: implicitRole }),
    }),
  });

builder.objectField(Organization, 'ssoConnections', (t) =>
  t.field({
    type: [SsoConnection],
    nullable: true,
    access: ssoReadAccess,
    byKey: true,
    operations: ['get /v1/b2b/sso/{organization_id}'],
    description: 'All single sign-on connections with their settings, ordered by kind: SAML, OIDC, external.',
    resolve: organizationSsoConnections,
  }),
);

builder.objectField(Organization, 'ssoConnection', (t) =>
  t.field({
    type: SsoConnection,
    nullable: true,
    access: ssoReadAccess,
    byKey: true,
    operations: ['get /v1/b2b/sso/{organization_id}'],
    description: 'One single sign-on connection of the organization. Null if not found.',
    args: { connectionId: t.arg.id({ required: true, idOf: 'SsoConnection', description: 'Id of the connection.' }) },
    resolve: organizationSsoConnection,
  }),
);

builder.objectField(Organization, 'ssoDefaultConnection', (t) =>
  t.field({
    type: SsoConnection,
    nullable: true,
    access: ssoReadAccess,
    operations: ['get /v1/b2b/sso/{organization_id}'],
    description: 'The default connection of the organization. Null if none is set.',
    resolve: organizationSsoDefaultConnection,
  }),
);

contractTypes.set('ActiveSsoConnection', ['api_organization_v1_ActiveSSOConnection']);
const ActiveSsoConnection = builder.objectRef<ActiveConnection>('ActiveSsoConnection').implement({
  description: 'Summary of an active single sign-on connection, readable by every member.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'Name of the connection for administrators. Null if none is set.',
    }),
    identityProvider: t.expose('identity_provider', {
      type: SsoIdentityProvider,
      description: 'Product of the identity provider.',
    }),
    connection: t.field({
      type: SsoConnection,
      nullable: true,
      access: ssoReadAccess,
      operations: ['get /v1/b2b/sso/{organization_id}'],
      description: 'The connection with its settings.',
      resolve: ssoConnectionOf,
    }),
  }),
});

builder.objectField(Organization, 'ssoActiveConnections', (t) =>
  t.field({
    type: [ActiveSsoConnection],
    extensions: { exposed: 'sso_active_connections' },
    description: 'Summaries of the active single sign-on connections.',
    resolve: organizationSsoActiveConnections,
  }),
);

/** Identifies a connection. */
export const ssoConnectionKeyInput = (t: InputFieldBuilder) => ({
  organizationId: organizationIdInput(t),
  connectionId: t.id({ required: true, idOf: 'SsoConnection', description: 'Id of the connection.' }),
});

/** Name of a connection. */
export const displayName = (t: InputFieldBuilder) =>
  t.string({ description: 'Name of the connection for administrators.' });

/** Product of the identity provider, for a new and for an existing connection. */
export const newIdentityProvider = (t: InputFieldBuilder) =>
  t.field({ type: SsoIdentityProvider, description: 'Product of the identity provider. Default: GENERIC.' });
export const identityProvider = (t: InputFieldBuilder) =>
  t.field({
    type: SsoIdentityProvider,
    description: 'Product of the identity provider. Stytch adapts to its peculiarities.',
  });

const SsoConnectionImplicitRoleAssignmentInput = builder.inputType('SsoConnectionImplicitRoleAssignmentInput', {
  description: 'A role for all members who sign in through the connection.',
  fields: (t) => ({ roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }) }),
});

const SsoGroupImplicitRoleAssignmentInput = builder.inputType('SsoGroupImplicitRoleAssignmentInput', {
  description:
    'A role for all members who sign in through the connection and belong to a group at the identity provider.',
  fields: (t) => ({
    group: t.string({ required: true, description: 'Name of the group at the identity provider.' }),
    roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }),
  }),
});

/** Roles assigned by connection and by its groups. */
export const implicitRoleAssignments = (t: InputFieldBuilder, then = '') => ({
  connectionImplicitRoleAssignments: t.field({
    type: [SsoConnectionImplicitRoleAssignmentInput],
    description: `Roles for all members who sign in through the connection.${then} Members also need \`update.settings.implicit-roles\` on \`stytch.organization\`.`,
  }),
  groupImplicitRoleAssignments: t.field({
    type: [SsoGroupImplicitRoleAssignmentInput],
    description: `Roles assigned by group of the identity provider.${then} Members also need \`update.settings.implicit-roles\` on \`stytch.organization\`.`,
  }),
});

mutation('deleteSsoConnection', {
  access: { resource: 'stytch.sso', action: 'delete', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/sso/{organization_id}/connections/{connection_id}', 'get /v1/b2b/sso/{organization_id}'],
  description:
    'Deletes a single sign-on connection of any kind. The default connection cannot be deleted. The members that it created and their sessions remain.',
  input: ssoConnectionKeyInput,
  resolve: deleteSsoConnection,
  payload: (t) => ({
    deletedId: deletedId(
      t,
      ({ kind }) => kind,
      ({ organization_id, connection_id }) => [organization_id, connection_id],
    ),
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the deleted connection.' }),
    organization: t.field({ ...organizationEdge, description: 'The organization of the deleted connection.' }),
  }),
});
