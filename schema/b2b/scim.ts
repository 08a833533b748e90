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
  type RoleOfGroup,
  rotatingScimConnection,
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
  GENERIC: { value: 'generic', description: 'Any provider that speaks SCIM 2.0.' },
  OKTA: { value: 'okta', description: 'Okta.' },
  MICROSOFT_ENTRA: { value: 'microsoft-entra', description: 'Microsoft Entra ID, once called Azure AD.' },
  CYBERARK: { value: 'cyberark', description: 'CyberArk.' },
  JUMPCLOUD: { value: 'jumpcloud', description: 'JumpCloud.' },
  ONELOGIN: { value: 'onelogin', description: 'OneLogin.' },
  PINGFEDERATE: { value: 'pingfederate', description: 'PingFederate.' },
  RIPPLING: { value: 'rippling', description: 'Rippling.' },
} as const;

const ScimIdentityProvider = wordEnum(
  'ScimIdentityProvider',
  'The product that an organization keeps its people in.',
  identityProviders,
);

const ScimConnectionStatus = wordEnum('ScimConnectionStatus', 'Whether a SCIM connection is in use.', {
  ACTIVE: { value: 'active', description: 'The identity provider can push to it.' },
  DELETED: { value: 'deleted', description: 'It is gone for good.' },
});

// What an edge starts from must say whose it is; inside a connection Stytch does not repeat that.
contractTypes.set('ScimGroupImplicitRoleAssignment', ['api_b2b_scim_v1_SCIMGroupImplicitRoleAssignments']);
const ScimGroupImplicitRoleAssignment = builder.objectRef<RoleOfGroup>('ScimGroupImplicitRoleAssignment').implement({
  description: 'A role that everybody in a group of the identity provider has.',
  fields: (t) => ({
    groupId: t.exposeString('group_id', { description: 'Stytch id of the group.' }),
    groupName: t.exposeString('group_name', {
      description: 'What the identity provider calls the group.',
    }),
    roleId: t.exposeString('role_id', { description: 'Id of the role that comes with it.' }),
    role: t.field({
      type: Role,
      nullable: true,
      access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
      operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
      description:
        'The role with its permissions, cached for up to five minutes, longer during an outage of Stytch. Null if it is no longer defined.',
      resolve: implicitRole,
    }),
  }),
});

export const ScimConnection = contractObject('ScimConnection', 'api_b2b_scim_v1_SCIMConnection');
// The resolvers of the payloads complete what these two leave out.
contractTypes.set('ScimConnection', [
  'api_b2b_scim_v1_SCIMConnection',
  'api_b2b_scim_v1_SCIMConnectionWithToken',
  'api_b2b_scim_v1_SCIMConnectionWithNextToken',
]);

const ScimGroup = contractObject('ScimGroup', 'api_b2b_scim_v1_SCIMGroup').implement({
  description:
    'A group of people that the identity provider pushed. Who is in it stands in the members’ SCIM attributes.',
  fields: (t) => ({
    id: cacheId(t, 'ScimGroup', ({ group_id }) => [group_id]),
    groupId: t.exposeString('group_id', {
      description: 'Stytch id of the group; the identity provider was told the same.',
    }),
    name: t.exposeString('group_name', { description: 'What the identity provider calls the group.' }),
    connection: t.field({
      type: ScimConnection,
      nullable: true,
      access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
      byKey: true,
      operations: ['get /v1/b2b/scim/{organization_id}/connection'],
      description: 'The connection it came through.',
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
    'How an identity provider adds, changes and removes the members of an organization, by SCIM. There is one at most.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the organization whose members it provisions.',
    }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'What administrators call the connection.',
    }),
    identityProvider: t.expose('identity_provider', {
      type: ScimIdentityProvider,
      description: 'The product at the other end, so that Stytch can allow for its peculiarities.',
    }),
    status: t.expose('status', { type: ScimConnectionStatus, description: 'Whether it is in use.' }),
    baseUrl: t.expose('base_url', {
      type: 'URL',
      description: 'Address to be entered at the identity provider, together with the bearer token.',
    }),
    bearerTokenLastFour: t.exposeString('bearer_token_last_four', {
      nullable: true,
      description: 'End of the token that the identity provider sends, to tell tokens apart.',
    }),
    bearerTokenExpiresAt: t.expose('bearer_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When that token stops working, unless it is rotated before.',
    }),
    nextBearerTokenLastFour: t.exposeString('next_bearer_token_last_four', {
      nullable: true,
      description: 'End of the token that is to take its place; null unless a rotation is under way.',
    }),
    nextBearerTokenExpiresAt: t.expose('next_bearer_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the next token stops working; null unless a rotation is under way.',
    }),
    groupImplicitRoleAssignments: t.field({
      type: [ScimGroupImplicitRoleAssignment],
      extensions: { exposed: 'scim_group_implicit_role_assignments' },
      description: 'Roles that come with groups of the identity provider.',
      resolve: scimConnectionRoles,
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization whose members it provisions.',
    }),
    groups: t.connection(
      {
        type: ScimGroup,
        nullable: true,
        access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
        byKey: true,
        operations: ['get /v1/b2b/scim/{organization_id}/connection/{connection_id}'],
        description: 'Groups that the identity provider pushed, page by page. Stytch does not count them.',
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
    description: 'The SCIM connection in use; null when there is none.',
    resolve: organizationScimConnection,
  }),
);

const connectionId = (t: InputFieldBuilder) =>
  t.id({ required: true, idOf: 'ScimConnection', description: 'Id of the connection.' });

mutation('createScimConnection', {
  access: { resource: 'stytch.scim', action: 'create', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection'],
  description: 'Opens an organization to provisioning by SCIM. It may have one connection at a time.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    displayName: t.string({ description: 'What administrators will call the connection.' }),
    identityProvider: t.field({
      type: ScimIdentityProvider,
      description: 'The product at the other end; GENERIC when not given.',
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
      description: 'Token to be entered at the identity provider beside the base URL, shown this once.',
      resolve: bearerToken,
    }),
  }),
});

const ScimGroupImplicitRoleAssignmentInput = builder.inputType('ScimGroupImplicitRoleAssignmentInput', {
  description: 'A role that everybody in a group of the identity provider shall have.',
  fields: (t) => ({
    groupId: t.id({ required: true, idOf: 'ScimGroup', description: 'Id of the group.' }),
    groupName: t.string({
      required: true,
      description: 'Name of the group, as `groups` has it; the id is what decides.',
    }),
    roleId: t.id({ required: true, idOf: 'Role', description: 'Id of the role.' }),
  }),
});

mutation('updateScimConnection', {
  clearing: {},
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/scim/{organization_id}/connection/{connection_id}'],
  description: 'Changes a SCIM connection. What is not given stays as it is.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    connectionId: connectionId(t),
    displayName: t.string({ description: 'What administrators will call the connection.' }),
    identityProvider: t.field({
      type: ScimIdentityProvider,
      description: 'The product at the other end; with it the base URL may change.',
    }),
    groupImplicitRoleAssignments: t.field({
      type: [ScimGroupImplicitRoleAssignmentInput],
      description:
        'Roles that come with groups; replaces the list. Members also need `update.settings.implicit-roles` on `stytch.organization`.',
    }),
  }),
  resolve: updateScimConnection,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection as it now stands.',
      resolve: answeredConnection({ type: 'UpdateScimConnectionPayload', field: 'scimConnection' }),
    }),
  }),
});

mutation('deleteScimConnection', {
  access: { resource: 'stytch.scim', action: 'delete', signedIn: 'permitted' },
  operations: ['delete /v1/b2b/scim/{organization_id}/connection/{connection_id}'],
  description: 'Deletes a SCIM connection; its tokens stop working, and the members it brought stay.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: deleteScimConnection,
  payload: (t) => ({
    deletedId: deletedId(t, 'ScimConnection', ({ organization_id, connection_id }) => [organization_id, connection_id]),
    connectionId: t.exposeString('connection_id', { description: 'Stytch id of the connection that is gone.' }),
    organization: t.field({ ...organizationEdge, description: 'The organization that it belonged to.' }),
  }),
});

mutation('startScimTokenRotation', {
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/start'],
  description: 'Gives a SCIM connection a second bearer token. Both work until the rotation is completed or cancelled.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: startScimTokenRotation,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      nullable: true,
      description: 'The connection with two tokens.',
      resolve: rotatingScimConnection,
    }),
    nextBearerToken: t.string({
      nullable: true,
      secret: true,
      description: 'Token to be entered at the identity provider before the rotation is completed, shown this once.',
      resolve: nextBearerToken,
    }),
  }),
});

mutation('completeScimTokenRotation', {
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/complete'],
  description: 'Ends a rotation in favour of the new token; the old one stops working.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: completeScimTokenRotation,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection with its new token.',
      resolve: answeredConnection({ type: 'CompleteScimTokenRotationPayload', field: 'scimConnection' }),
    }),
  }),
});

mutation('cancelScimTokenRotation', {
  access: { resource: 'stytch.scim', action: 'update', signedIn: 'permitted' },
  operations: ['post /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/cancel'],
  description: 'Ends a rotation in favour of the old token; the new one is thrown away.',
  input: (t) => ({ organizationId: organizationIdInput(t), connectionId: connectionId(t) }),
  resolve: cancelScimTokenRotation,
  payload: (t) => ({
    scimConnection: t.field({
      type: ScimConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection with the token it had.',
      resolve: answeredConnection({ type: 'CancelScimTokenRotationPayload', field: 'scimConnection' }),
    }),
  }),
});
