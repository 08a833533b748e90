import { answeredConnection } from '../../resolvers/b2b/answered-connection.ts';
import { ssoConnectionNodes } from '../../resolvers/b2b/sso.ts';
import {
  createExternalConnection,
  externalConnectionRoles,
  externalGroupRoles,
  externalOrganization,
  underlyingConnection,
  updateExternalConnection,
} from '../../resolvers/b2b/sso-external.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, nodesOf } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { organizationIdInput } from './ids.ts';
import { Organization, seeOrganization } from './organization.ts';
import {
  displayName,
  implicitRoleAssignments,
  SsoConnection,
  SsoConnectionImplicitRoleAssignment,
  SsoGroupImplicitRoleAssignment,
  ssoConnectionKeyInput,
  ssoReadAccess,
} from './sso.ts';

const ExternalConnection = contractObject('ExternalConnection', 'api_sso_v1_Connection');

builder.node(ExternalConnection, {
  id: { resolve: ({ organization_id, connection_id }) => joinNodeId(organization_id, connection_id) },
  loadMany: nodesOf('ExternalConnection', ssoConnectionNodes('ExternalConnection')),
  interfaces: [SsoConnection],
  extensions: { key: ['organizationId', 'connectionId'], access: ssoReadAccess },
  description: 'A single sign-on connection that belongs to another organization of the project. Always active.',
  fields: (t) => ({
    externalOrganizationId: t.exposeString('external_organization_id', {
      description: 'Stytch id of the organization that owns the connection.',
    }),
    externalConnectionId: t.exposeString('external_connection_id', {
      description: 'Stytch id of the owner’s SAML or OIDC connection.',
    }),
    connectionImplicitRoleAssignments: t.field({
      type: [SsoConnectionImplicitRoleAssignment],
      extensions: { exposed: 'external_connection_implicit_role_assignments' },
      description:
        'Roles for all members who sign in through the connection. Empty if the owner’s connection uses OIDC.',
      resolve: externalConnectionRoles,
    }),
    groupImplicitRoleAssignments: t.field({
      type: [SsoGroupImplicitRoleAssignment],
      extensions: { exposed: 'external_group_implicit_role_assignments' },
      description: 'Roles assigned by group of the identity provider.',
      resolve: externalGroupRoles,
    }),
    // Servers only: members may read only their own organization, whatever their roles.
    externalOrganization: t.field({
      type: Organization,
      nullable: true,
      access: { resource: 'stytch.organization', action: 'get', signedIn: 'none' },
      operations: seeOrganization.operations,
      description:
        'The organization that owns the connection. Servers only: members may read only their own organization.',
      resolve: externalOrganization,
    }),
    externalConnection: t.field({
      type: SsoConnection,
      nullable: true,
      access: { ...ssoReadAccess, signedIn: 'none' },
      operations: ['get /v1/b2b/sso/{organization_id}'],
      description: 'The owner’s connection. Null if it was deleted. Servers only.',
      resolve: underlyingConnection,
    }),
  }),
});

mutation('createExternalConnection', {
  // Servers only: the input names another organization, and the result reveals whether it has such a connection.
  access: { resource: 'stytch.sso', action: 'create', signedIn: 'none' },
  operations: ['post /v1/b2b/sso/external/{organization_id}'],
  description:
    'Creates an external connection: members of one organization sign in through the active connection of another.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    externalOrganizationId: t.id({
      required: true,
      idOf: 'Organization',
      description: 'Id of the organization that owns the connection.',
    }),
    externalConnectionId: t.id({
      required: true,
      idOf: 'SsoConnection',
      description: 'Id of the owner’s connection.',
    }),
    displayName: displayName(t),
    ...implicitRoleAssignments(t),
  }),
  resolve: createExternalConnection,
  payload: (t) => ({
    externalConnection: t.field({
      type: ExternalConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The new connection.',
      resolve: answeredConnection({ type: 'CreateExternalConnectionPayload', field: 'externalConnection' }),
    }),
  }),
});

mutation('updateExternalConnection', {
  clearing: {},
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/external/{organization_id}/connections/{connection_id}'],
  description: 'Updates the name and the roles of an external connection.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    displayName: displayName(t),
    ...implicitRoleAssignments(t, ' Replaces the list.'),
  }),
  resolve: updateExternalConnection,
  payload: (t) => ({
    externalConnection: t.field({
      type: ExternalConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The updated connection.',
      resolve: answeredConnection({ type: 'UpdateExternalConnectionPayload', field: 'externalConnection' }),
    }),
  }),
});
