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
  description: 'Single sign-on through a connection that another organization of the project has. It is always active.',
  fields: (t) => ({
    externalOrganizationId: t.exposeString('external_organization_id', {
      description: 'Stytch id of the organization that lends the connection.',
    }),
    externalConnectionId: t.exposeString('external_connection_id', {
      description: 'Stytch id of the connection that is lent, by SAML or OIDC.',
    }),
    connectionImplicitRoleAssignments: t.field({
      type: [SsoConnectionImplicitRoleAssignment],
      extensions: { exposed: 'external_connection_implicit_role_assignments' },
      description: 'Roles for everybody who signs in through it; none where the connection behind it is one of OIDC.',
      resolve: externalConnectionRoles,
    }),
    groupImplicitRoleAssignments: t.field({
      type: [SsoGroupImplicitRoleAssignment],
      extensions: { exposed: 'external_group_implicit_role_assignments' },
      description: 'Roles that come with groups of the identity provider.',
      resolve: externalGroupRoles,
    }),
    // The other organization is not the members’ own, whatever their roles are in this one.
    externalOrganization: t.field({
      type: Organization,
      nullable: true,
      access: { resource: 'stytch.organization', action: 'get', signedIn: 'none' },
      operations: seeOrganization.operations,
      description: 'The organization that lends the connection. Servers only: members see no other than their own.',
      resolve: externalOrganization,
    }),
    externalConnection: t.field({
      type: SsoConnection,
      nullable: true,
      access: { ...ssoReadAccess, signedIn: 'none' },
      operations: ['get /v1/b2b/sso/{organization_id}'],
      description: 'The connection that is lent; null when it is gone. Servers only.',
      resolve: underlyingConnection,
    }),
  }),
});

mutation('createExternalConnection', {
  // It names another organization, and its result says whether that one has such a connection.
  access: { resource: 'stytch.sso', action: 'create', signedIn: 'none' },
  operations: ['post /v1/b2b/sso/external/{organization_id}'],
  description: 'Lets the members of an organization sign in through the active connection of another one.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    externalOrganizationId: t.id({
      required: true,
      idOf: 'Organization',
      description: 'Id of the organization that lends its connection.',
    }),
    externalConnectionId: t.id({
      required: true,
      idOf: 'SsoConnection',
      description: 'Id of that connection.',
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
  description: 'Changes what an external connection is called and which roles come with it.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    displayName: displayName(t),
    ...implicitRoleAssignments(t, '; replaces the list'),
  }),
  resolve: updateExternalConnection,
  payload: (t) => ({
    externalConnection: t.field({
      type: ExternalConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection as it now stands.',
      resolve: answeredConnection({ type: 'UpdateExternalConnectionPayload', field: 'externalConnection' }),
    }),
  }),
});
