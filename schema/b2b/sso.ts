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
  type RoleOfGroup,
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
  GENERIC: { value: 'generic', description: 'Any provider; nothing of it is taken for granted.' },
  CLASSLINK: { value: 'classlink', description: 'ClassLink.' },
  CYBERARK: { value: 'cyberark', description: 'CyberArk.' },
  DUO: { value: 'duo', description: 'Duo.' },
  GOOGLE_WORKSPACE: { value: 'google-workspace', description: 'Google Workspace.' },
  JUMPCLOUD: { value: 'jumpcloud', description: 'JumpCloud.' },
  KEYCLOAK: { value: 'keycloak', description: 'Keycloak.' },
  MICROSOFT_ENTRA: { value: 'microsoft-entra', description: 'Microsoft Entra ID, once called Azure AD.' },
  MINIORANGE: { value: 'miniorange', description: 'The product called miniOrange.' },
  OKTA: { value: 'okta', description: 'Okta.' },
  ONELOGIN: { value: 'onelogin', description: 'OneLogin.' },
  PINGFEDERATE: { value: 'pingfederate', description: 'PingFederate.' },
  RIPPLING: { value: 'rippling', description: 'Rippling.' },
  SALESFORCE: { value: 'salesforce', description: 'Salesforce.' },
  SHIBBOLETH: { value: 'shibboleth', description: 'Shibboleth.' },
} as const;

export const SsoIdentityProvider = wordEnum(
  'SsoIdentityProvider',
  'The product through which the people of an organization sign in.',
  identityProviders,
);

const SsoConnectionStatus = wordEnum('SsoConnectionStatus', 'Whether a single sign-on connection is in use.', {
  PENDING: { value: 'pending', description: 'Settings are missing; nobody can sign in through it yet.' },
  ACTIVE: { value: 'active', description: 'Members can sign in through it.' },
});

/** Connections are shown to whoever the policy lets see them: they hold secrets. */
export const ssoReadAccess: AccessRule = { resource: 'stytch.sso', action: 'get', signedIn: 'permitted' };

/** Any connection; its GraphQL type says which kind it is. */
export const SsoConnection = builder.interfaceRef<Connection>('SsoConnection').implement({
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: ssoConnectionType,
  description:
    'A way for the members of an organization to sign in with the accounts they have at its identity provider.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the organization whose members sign in through it.',
    }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'What administrators call the connection.',
    }),
    status: t.expose('status', { type: SsoConnectionStatus, description: 'Whether it is in use.' }),
    isDefault: t.boolean({
      nullable: true,
      byKey: true,
      ...seeOrganization,
      description: 'Whether it is taken where none is named; the organization says so.',
      resolve: isDefaultSsoConnection,
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization whose members sign in through it.',
    }),
  }),
});

const seeRole = {
  access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
  operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
} as const;
const ROLE =
  'The role with its permissions, cached for up to five minutes, longer during an outage of Stytch. Null if it is no longer defined.';

// What an edge starts from must say whose it is; inside a connection Stytch does not repeat that.
contractTypes.set('SsoConnectionImplicitRoleAssignment', [
  'api_sso_v1_SAMLConnectionImplicitRoleAssignment',
  'api_sso_v1_ConnectionImplicitRoleAssignment',
]);
export const SsoConnectionImplicitRoleAssignment = builder
  .objectRef<ImplicitRole>('SsoConnectionImplicitRoleAssignment')
  .implement({
    description: 'A role that everybody has who signs in through a connection.',
    fields: (t) => ({
      roleId: t.exposeString('role_id', { description: 'Id of the role that comes with it.' }),
      role: t.field({ type: Role, nullable: true, ...seeRole, description: ROLE, resolve: implicitRole }),
    }),
  });

contractTypes.set('SsoGroupImplicitRoleAssignment', [
  'api_sso_v1_SAMLGroupImplicitRoleAssignment',
  'api_sso_v1_GroupImplicitRoleAssignment',
]);
export const SsoGroupImplicitRoleAssignment = builder
  .objectRef<RoleOfGroup>('SsoGroupImplicitRoleAssignment')
  .implement({
    description: 'A role that everybody has who signs in through a connection and is in a group there.',
    fields: (t) => ({
      group: t.exposeString('group', { description: 'What the identity provider calls the group.' }),
      roleId: t.exposeString('role_id', { description: 'Id of the role that comes with it.' }),
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
    description:
      'All single sign-on connections with their settings: those of SAML, those of OIDC, then external ones.',
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
    description: 'One single sign-on connection; null when the organization has no such connection.',
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
    description: 'The connection that is taken where none is named; null when there is none.',
    resolve: organizationSsoDefaultConnection,
  }),
);

contractTypes.set('ActiveSsoConnection', ['api_organization_v1_ActiveSSOConnection']);
const ActiveSsoConnection = builder.objectRef<ActiveConnection>('ActiveSsoConnection').implement({
  description:
    'A single sign-on connection through which members can sign in at the moment, in brief: what every member may know.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'What administrators call the connection.',
    }),
    identityProvider: t.expose('identity_provider', {
      type: SsoIdentityProvider,
      description: 'Which product stands behind it.',
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
    description: 'Single sign-on connections in use.',
    resolve: organizationSsoActiveConnections,
  }),
);

/** What finds an organization. */
/** What finds a connection. */
export const ssoConnectionKeyInput = (t: InputFieldBuilder) => ({
  organizationId: organizationIdInput(t),
  connectionId: t.id({ required: true, idOf: 'SsoConnection', description: 'Id of the connection.' }),
});

/** What administrators call a connection. */
export const displayName = (t: InputFieldBuilder) =>
  t.string({ description: 'What administrators will call the connection.' });

/** The product at the other end of a new connection, and of one that stands. */
export const newIdentityProvider = (t: InputFieldBuilder) =>
  t.field({ type: SsoIdentityProvider, description: 'The product at the other end; GENERIC when not given.' });
export const identityProvider = (t: InputFieldBuilder) =>
  t.field({
    type: SsoIdentityProvider,
    description: 'The product at the other end, so that Stytch can allow for its peculiarities.',
  });

const SsoConnectionImplicitRoleAssignmentInput = builder.inputType('SsoConnectionImplicitRoleAssignmentInput', {
  description: 'A role that everybody shall have who signs in through the connection.',
  fields: (t) => ({ roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }) }),
});

const SsoGroupImplicitRoleAssignmentInput = builder.inputType('SsoGroupImplicitRoleAssignmentInput', {
  description: 'A role that everybody shall have who signs in through the connection and is in a group there.',
  fields: (t) => ({
    group: t.string({ required: true, description: 'What the identity provider calls the group.' }),
    roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }),
  }),
});

/** Roles that come with a connection, and with its groups. */
export const implicitRoleAssignments = (t: InputFieldBuilder, then = '') => ({
  connectionImplicitRoleAssignments: t.field({
    type: [SsoConnectionImplicitRoleAssignmentInput],
    description: `Roles for everybody who signs in through it${then}. Members also need \`update.settings.implicit-roles\` on \`stytch.organization\`.`,
  }),
  groupImplicitRoleAssignments: t.field({
    type: [SsoGroupImplicitRoleAssignmentInput],
    description: `Roles that come with groups of the identity provider${then}. Members also need \`update.settings.implicit-roles\` on \`stytch.organization\`.`,
  }),
});

mutation('deleteSsoConnection', {
  access: { resource: 'stytch.sso', action: 'delete', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/sso/{organization_id}/connections/{connection_id}', 'get /v1/b2b/sso/{organization_id}'],
  description:
    'Deletes a single sign-on connection of any kind. The default is refused while it is that; members it brought stay, and so do their sessions.',
  input: ssoConnectionKeyInput,
  resolve: deleteSsoConnection,
  payload: (t) => ({
    deletedId: deletedId(
      t,
      ({ kind }) => kind,
      ({ organization_id, connection_id }) => [organization_id, connection_id],
    ),
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection that is gone.' }),
    organization: t.field({ ...organizationEdge, description: 'The organization that it belonged to.' }),
  }),
});
