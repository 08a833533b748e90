import { answeredConnection } from '../../resolvers/b2b/answered-connection.ts';
import { implicitRole } from '../../resolvers/b2b/implicit-role.ts';
import {
  bearerToken,
  cancelScimTokenRotation,
  completeScimTokenRotation,
  createdScimConnection,
  createScimConnection,
  deleteScimConnection,
  nextBearerToken,
  organizationScimConnection,
  rotatingScimConnection,
  type ScimGroupRoleShape,
  scimConnectionGroups,
  scimConnectionNodes,
  scimConnectionOf,
  scimConnectionRoles,
  startScimTokenRotation,
  updateScimConnection,
} from '../../resolvers/b2b/scim.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, cacheId, contractObject, contractTypes, deletedId, nodesOf, wordEnum } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Role } from '../shared/rbac.ts';
import { organizationIdInput } from './ids.ts';
import { Organization, organizationEdge } from './organization.ts';

const identityProviders = {
  GENERIC: { value: 'generic', description: 'Any provider that supports SCIM 2.0.' },
  OKTA: { value: 'okta', description: 'Okta.' },
  MICROSOFT_ENTRA: { value: 'microsoft-entra', description: 'Microsoft Entra ID, formerly Azure AD.' },
  CYBERARK: { value: 'cyberark', description: 'CyberArk.' },
  JUMPCLOUD: { value: 'jumpcloud', description: 'JumpCloud.' },
  ONELOGIN: { value: 'onelogin', description: 'OneLogin.' },
  PINGFEDERATE: { value: 'pingfederate', description: 'PingFederate.' },
  RIPPLING: { value: 'rippling', description: 'Rippling.' },
} as const;

const ScimIdentityProvider = wordEnum(
  'ScimIdentityProvider',
  'Product that an organization uses as identity provider for SCIM.',
  identityProviders,
);

const ScimConnectionStatus = wordEnum('ScimConnectionStatus', 'Status of a SCIM connection.', {
  ACTIVE: { value: 'active', description: 'The identity provider can send changes.' },
  DELETED: { value: 'deleted', description: 'Deleted permanently.' },
});

// The organization id is added by the resolvers: `role` needs it, and Stytch does not repeat it inside a connection.
contractTypes.set('ScimGroupImplicitRoleAssignment', ['api_b2b_scim_v1_SCIMGroupImplicitRoleAssignments']);
const ScimGroupImplicitRoleAssignment = builder
  .objectRef<ScimGroupRoleShape>('ScimGroupImplicitRoleAssignment')
  .implement({
    description: 'A role of all members of a group at the identity provider.',
    fields: (t) => ({
      groupId: t.exposeString('group_id', { description: 'Stytch id of the group.' }),
      groupName: t.exposeString('group_name', {
        description: 'Name of the group at the identity provider.',
      }),
      roleId: t.exposeString('role_id', { description: 'Id of the role.' }),
      role: t.field({
        type: Role,
        nullable: true,
        access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
        operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
        description:
          'The role with its permissions, cached for up to five minutes, longer during an outage of Stytch. Null if the policy does not define the role.',
        resolve: implicitRole,
      }),
    }),
  });

export const ScimConnection = contractObject('ScimConnection', 'api_b2b_scim_v1_SCIMConnection');
// The resolvers of the payloads add the properties that the last two schemas lack.
contractTypes.set('ScimConnection', [
  'api_b2b_scim_v1_SCIMConnection',
  'api_b2b_scim_v1_SCIMConnectionWithToken',
  'api_b2b_scim_v1_SCIMConnectionWithNextToken',
]);

const ScimGroup = contractObject('ScimGroup', 'api_b2b_scim_v1_SCIMGroup').implement({
  description: 'A group that the identity provider sends. Its members have it in their SCIM attributes.',
  fields: (t) => ({
    id: cacheId(t, 'ScimGroup', ({ group_id }) => [group_id]),
    groupId: t.exposeString('group_id', {
      description: 'Stytch id of the group, also known to the identity provider.',
    }),
    name: t.exposeString('group_name', { description: 'Name of the group at the identity provider.' }),
    connection: t.field({
      type: ScimConnection,
      nullable: true,
      access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
      byKey: true,
      operations: ['get /v1/b2b/scim/{organization_id}/connection'],
      description: 'The SCIM connection of the group.',
      resolve: scimConnectionOf,
    }),
  }),
});

builder.node(ScimConnection, {
  id: { resolve: ({ organization_id, connection_id }) => joinNodeId(organization_id, connection_id) },
  loadMany: nodesOf('ScimConnection', scimConnectionNodes),
  extensions: {
    key: ['organizationId', 'connectionId'],
    access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
  },
  description:
    'A connection through which an identity provider creates, updates and deletes the members of an organization (SCIM). An organization has at most one.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the organization whose members the connection provisions.',
    }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'Name of the connection for administrators. Null if none is set.',
    }),
    identityProvider: t.expose('identity_provider', {
      type: ScimIdentityProvider,
      description: 'Product of the identity provider. Stytch adapts to its peculiarities.',
    }),
    status: t.expose('status', { type: ScimConnectionStatus, description: 'Status of the connection.' }),
    baseUrl: t.expose('base_url', {
      type: 'URL',
      description: 'URL to enter at the identity provider, together with the bearer token.',
    }),
    bearerTokenLastFour: t.exposeString('bearer_token_last_four', {
      nullable: true,
      description: 'Last four characters of the bearer token that the identity provider sends. Null if unknown.',
    }),
    bearerTokenExpiresAt: t.expose('bearer_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When that token expires unless it is rotated. Null if unknown.',
    }),
    nextBearerTokenLastFour: t.exposeString('next_bearer_token_last_four', {
      nullable: true,
      description: 'Last four characters of the next token. Null if no rotation is in progress.',
    }),
    nextBearerTokenExpiresAt: t.expose('next_bearer_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the next token expires. Null if no rotation is in progress.',
    }),
    groupImplicitRoleAssignments: t.field({
      type: [ScimGroupImplicitRoleAssignment],
      extensions: { exposed: 'scim_group_implicit_role_assignments' },
      description: 'Roles assigned by group of the identity provider.',
      resolve: scimConnectionRoles,
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization whose members the connection provisions.',
    }),
    groups: t.connection(
      {
        type: ScimGroup,
        nullable: true,
        access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
        byKey: true,
        operations: ['get /v1/b2b/scim/{organization_id}/connection/{connection_id}'],
        description: 'Groups that the identity provider sends, paginated. Stytch does not count them.',
        resolve: scimConnectionGroups,
      },
      { name: 'ScimGroupConnection' },
      { name: 'ScimGroupEdge' },
    ),
  }),
});

builder.objectField(Organization, 'scimConnection', (t) =>
  t.field({
    type: ScimConnection,
    nullable: true,
    access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
    byKey: true,
    operations: ['get /v1/b2b/scim/{organization_id}/connection'],
    description: 'The active SCIM connection. Null if there is none.',
    resolve: organizationScimConnection,
  }),
);

const connectionId = (t: InputFieldBuilder) =>
  t.id({ required: true, idOf: 'ScimConnection', description: 'Id of the connection.' });

mutation('createScimConnection', {
  access: { resource: 'stytch.scim', action: 'create', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection'],
  description:
    'Creates a SCIM connection, through which an identity provider manages the members of an organization. An organization has at most one.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    displayName: t.string({ description: 'Name of the connection for administrators.' }),
    identityProvider: t.field({
      type: ScimIdentityProvider,
      description: 'Product of the identity provider. Default: GENERIC.',
    }),
  }),
  resolve: createScimConnection,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      nullable: true,
      description: 'The new connection.',
      resolve: createdScimConnection,
    }),
    bearerToken: t.string({
      nullable: true,
      secret: true,
      description: 'Bearer token to enter at the identity provider, together with the base URL. Shown only once.',
      resolve: bearerToken,
    }),
  }),
});

const ScimGroupImplicitRoleAssignmentInput = builder.inputType('ScimGroupImplicitRoleAssignmentInput', {
  description: 'A role for all members of a group at the identity provider.',
  fields: (t) => ({
    groupId: t.id({ required: true, idOf: 'ScimGroup', description: 'Id of the group.' }),
    groupName: t.string({
      required: true,
      description: 'Name of the group, as in `groups`. The id determines the group.',
    }),
    roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }),
  }),
});

mutation('updateScimConnection', {
  clearing: {},
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/scim/{organization_id}/connection/{connection_id}'],
  description: 'Updates a SCIM connection. Omitted inputs stay unchanged.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    connectionId: connectionId(t),
    displayName: t.string({ description: 'Name of the connection for administrators.' }),
    identityProvider: t.field({
      type: ScimIdentityProvider,
      description: 'Product of the identity provider. A change may change the base URL.',
    }),
    groupImplicitRoleAssignments: t.field({
      type: [ScimGroupImplicitRoleAssignmentInput],
      description:
        'Roles assigned by group. Replaces the list. Members also need `update.settings.implicit-roles` on `stytch.organization`.',
    }),
  }),
  resolve: updateScimConnection,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The updated connection.',
      resolve: answeredConnection({ type: 'UpdateScimConnectionPayload', field: 'scimConnection' }),
    }),
  }),
});

mutation('deleteScimConnection', {
  access: { resource: 'stytch.scim', action: 'delete', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/scim/{organization_id}/connection/{connection_id}'],
  description: 'Deletes a SCIM connection. Its tokens stop working. The members that it created remain.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: deleteScimConnection,
  payload: (t) => ({
    deletedId: deletedId(t, 'ScimConnection', ({ organization_id, connection_id }) => [organization_id, connection_id]),
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the deleted connection.' }),
    organization: t.field({ ...organizationEdge, description: 'The organization of the deleted connection.' }),
  }),
});

mutation('startScimTokenRotation', {
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/start'],
  description:
    'Starts a token rotation: adds a second bearer token to a SCIM connection. Both work until the rotation is completed or cancelled.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: startScimTokenRotation,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      nullable: true,
      description: 'The connection with both tokens.',
      resolve: rotatingScimConnection,
    }),
    nextBearerToken: t.string({
      nullable: true,
      secret: true,
      description:
        'Next bearer token, to enter at the identity provider before the rotation is completed. Shown only once.',
      resolve: nextBearerToken,
    }),
  }),
});

mutation('completeScimTokenRotation', {
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/complete'],
  description: 'Completes a token rotation: the new bearer token replaces the old one, which stops working.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: completeScimTokenRotation,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection with the new token.',
      resolve: answeredConnection({ type: 'CompleteScimTokenRotationPayload', field: 'scimConnection' }),
    }),
  }),
});

mutation('cancelScimTokenRotation', {
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/cancel'],
  description: 'Cancels a token rotation: the old bearer token remains, the new one stops working.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: cancelScimTokenRotation,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection with the old token.',
      resolve: answeredConnection({ type: 'CancelScimTokenRotationPayload', field: 'scimConnection' }),
    }),
  }),
});
