import { ssoConnectionNodes } from '../../resolvers/b2b/sso.ts';
import {
  connectionBehind,
  createExternalConnection,
  externalConnectionRoles,
  externalGroupRoles,
  externalOrganization,
  updateExternalConnection,
} from '../../resolvers/b2b/sso-external.ts';
import { builder, nodeId, nodesOf, reflect } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { Organization, seeOrganization } from './organization.ts';
import {
  connectionKey,
  displayName,
  implicitRoleAssignments,
  organizationId,
  SsoConnection,
  SsoConnectionImplicitRoleAssignment,
  SsoGroupImplicitRoleAssignment,
  seeSso,
} from './sso.ts';

const ExternalConnection = reflect('ExternalConnection', 'api_sso_v1_Connection');

builder.node(ExternalConnection, {
  id: { resolve: ({ organization_id, connection_id }) => nodeId(organization_id, connection_id) },
  loadMany: nodesOf('ExternalConnection', ssoConnectionNodes('ExternalConnection')),
  interfaces: [SsoConnection],
  extensions: { key: ['organizationId', 'connectionId'], access: seeSso },
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
      access: { resource: 'stytch.organization', action: 'get', people: 'none' },
      operations: seeOrganization.operations,
      description: 'The organization that lends the connection. Servers only: members see no other than their own.',
      resolve: externalOrganization,
    }),
    externalConnection: t.field({
      type: SsoConnection,
      nullable: true,
      access: { ...seeSso, people: 'none' },
      operations: ['get /v1/b2b/sso/{organization_id}'],
      description: 'The connection that is lent; null when it is gone. Servers only.',
      resolve: connectionBehind,
    }),
  }),
});

mutation('createExternalConnection', {
  // It names another organization, and its result says whether that one has such a connection.
  access: { resource: 'stytch.sso', action: 'create', people: 'none' },
  operations: ['post /v1/b2b/sso/external/{organization_id}'],
  description: 'Lets the members of an organization sign in through the active connection of another one.',
  input: (t) => ({
    organizationId: organizationId(t),
    externalOrganizationId: t.string({
      required: true,
      description: 'Stytch id of the organization that lends its connection.',
    }),
    externalConnectionId: t.string({ required: true, description: 'Stytch id of that connection.' }),
    displayName: displayName(t),
    ...implicitRoleAssignments(t),
  }),
  resolve: createExternalConnection,
  payload: (t) => ({
    externalConnection: t.expose('connection', {
      type: ExternalConnection,
      nullable: true,
      expected: true,
      description: 'The new connection.',
    }),
  }),
});

mutation('updateExternalConnection', {
  clearing: {},
  access: { resource: 'stytch.sso', action: 'update', people: 'permitted' },
  operations: ['put /v1/b2b/sso/external/{organization_id}/connections/{connection_id}'],
  description: 'Changes what an external connection is called and which roles come with it.',
  input: (t) => ({
    ...connectionKey(t),
    displayName: displayName(t),
    ...implicitRoleAssignments(t, '; replaces the list'),
  }),
  resolve: updateExternalConnection,
  payload: (t) => ({
    externalConnection: t.expose('connection', {
      type: ExternalConnection,
      nullable: true,
      expected: true,
      description: 'The connection as it now stands.',
    }),
  }),
});
