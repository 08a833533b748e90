import type { OrganizationConnectedApp as OrganizationApp } from '../../loaders/b2b/connected-app.ts';
import {
  type ActiveMemberShape,
  activeMembers,
  type MemberConnectedAppShape,
  memberConnectedApps,
  organizationConnectedApp,
  organizationConnectedAppNodes,
  organizationConnectedApps,
  revokeMemberConnectedApp,
} from '../../resolvers/b2b/connected-app.ts';
import { resolveConnectedApp } from '../../resolvers/shared/connected-app.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, cacheId, contractTypes, deletedId, nodesOf } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { ConnectedApp, ConnectedAppClientType } from '../project/connected-app.ts';
import { personConnectedAppFields } from '../shared/person-connected-app.ts';
import { memberIdInput, organizationIdInput } from './ids.ts';
import { Member, memberEdge } from './member.ts';
import { Organization, organizationEdge } from './organization.ts';

// The organization id is added by the resolvers: `member` needs it, and Stytch does not return it.
contractTypes.set('ConnectedAppActiveMember', ['api_organization_v1_OrganizationConnectedAppActiveMember']);
const ConnectedAppActiveMember = builder.objectRef<ActiveMemberShape>('ConnectedAppActiveMember').implement({
  description: 'A member who uses a connected app.',
  fields: (t) => ({
    memberId: t.exposeString('member_id', { description: 'Stytch id of the member.' }),
    grantedScopes: t.exposeStringList('granted_scopes', {
      description: 'OAuth scopes that the member granted to the app at the last consent.',
    }),
    member: t.field({
      ...memberEdge,
      description: 'The member.',
    }),
  }),
});

contractTypes.set('OrganizationConnectedApp', [
  'api_organization_v1_OrganizationConnectedApp',
  'api_organization_v1_GetConnectedAppResponse',
]);
const OrganizationConnectedApp = builder.objectRef<OrganizationApp>('OrganizationConnectedApp');

builder.node(OrganizationConnectedApp, {
  id: { resolve: ({ organization_id, connected_app_id }) => joinNodeId(organization_id, connected_app_id) },
  loadMany: nodesOf('OrganizationConnectedApp', organizationConnectedAppNodes),
  extensions: {
    key: ['organizationId', 'clientId'],
    access: { resource: 'stytch.organization', action: 'get.connected-apps', signedIn: 'permitted' },
  },
  description: 'A connected app that at least one member of an organization uses and that its settings allow.',
  fields: (t) => ({
    clientId: t.exposeString('connected_app_id', { description: 'Client id of the app.' }),
    organizationId: t.string({
      description: 'Stytch id of the organization.',
      resolve: ({ organization_id }) => organization_id,
    }),
    name: t.exposeString('name', { nullable: true, description: 'Display name of the app. Null if none is set.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Description of the app. Null if none is set.',
    }),
    logoUrl: t.expose('logo_url', {
      type: 'URL',
      nullable: true,
      description: 'URL of the app’s logo. Null if none is set.',
    }),
    clientType: t.expose('client_type', {
      type: ConnectedAppClientType,
      description: 'First-party or third-party, and whether the app can store a secret.',
    }),
    activeMembers: t.field({
      type: [ConnectedAppActiveMember],
      nullable: true,
      extensions: { exposed: 'active_members' },
      access: { resource: 'stytch.organization', action: 'get.connected-apps', signedIn: 'permitted' },
      operations: ['get /v1/b2b/organizations/{organization_id}/connected_apps/{connected_app_id}'],
      description:
        'All members who use the app and have not revoked their consent. Costs one call to Stytch for each app of a list.',
      resolve: activeMembers,
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization whose members use the app.',
    }),
    connectedApp: t.field({
      type: ConnectedApp,
      nullable: true,
      access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
      byKey: true,
      operations: ['get /v1/connected_apps/clients/{client_id}'],
      description: 'The app with its project settings; the fields here are those that members may read. Servers only.',
      resolve: resolveConnectedApp,
    }),
  }),
});

builder.objectField(Organization, 'connectedApps', (t) =>
  t.field({
    type: [OrganizationConnectedApp],
    nullable: true,
    access: { resource: 'stytch.organization', action: 'get.connected-apps', signedIn: 'permitted' },
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/connected_apps'],
    description:
      'Connected apps that members use. An app is removed when its last user revokes it or the settings forbid it.',
    resolve: organizationConnectedApps,
  }),
);

builder.objectField(Organization, 'connectedApp', (t) =>
  t.field({
    type: OrganizationConnectedApp,
    nullable: true,
    access: { resource: 'stytch.organization', action: 'get.connected-apps', signedIn: 'permitted' },
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/connected_apps/{connected_app_id}'],
    description: 'One connected app that members use. Null if no member uses it.',
    args: { clientId: t.arg.id({ required: true, idOf: 'ConnectedApp', description: 'Client id of the app.' }) },
    resolve: organizationConnectedApp,
  }),
);

contractTypes.set('MemberConnectedApp', ['api_organization_v1_MemberConnectedApp']);
const memberConnectedAppKey = ({
  organization_id,
  member_id,
  connected_app_id,
}: Pick<MemberConnectedAppShape, 'organization_id' | 'member_id' | 'connected_app_id'>) => [
  organization_id,
  member_id,
  connected_app_id,
];
const MemberConnectedApp = builder.objectRef<MemberConnectedAppShape>('MemberConnectedApp').implement({
  description: 'A connected app that a member uses: the member consented to its scopes.',
  fields: (t) => ({
    id: cacheId(t, 'MemberConnectedApp', memberConnectedAppKey),
    ...personConnectedAppFields(t, 'MemberConnectedApp', 'member'),
    member: t.field({
      ...memberEdge,
      description: 'The member who uses the app.',
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization of that member.',
    }),
  }),
});

builder.objectField(Member, 'connectedApps', (t) =>
  t.field({
    type: [MemberConnectedApp],
    nullable: true,
    access: { resource: 'stytch.member', action: 'get.connected-apps', signedIn: 'permittedOrSelf' },
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps'],
    description:
      'Connected apps that act in the member’s name. An app is removed when the member revokes it or the organization forbids it.',
    resolve: memberConnectedApps,
  }),
);

mutation('revokeMemberConnectedApp', {
  access: { resource: 'stytch.member', action: 'revoke.connected-app', signedIn: 'permittedOrSelf' },
  operations: [
    'post /v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps/{connected_app_id}/revoke',
  ],
  description:
    'Revokes a member’s consent to a connected app. Its tokens stop working; new ones require a new consent.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    clientId: t.id({ required: true, idOf: 'ConnectedApp', description: 'Client id of the app.' }),
  }),
  resolve: revokeMemberConnectedApp,
  payload: (t) => ({
    deletedId: deletedId(t, 'MemberConnectedApp', memberConnectedAppKey),
    clientId: t.exposeString('connected_app_id', { description: 'Client id of the app.' }),
    member: t.field({
      ...memberEdge,
      operations: ['get /v1/b2b/organizations/{organization_id}/member'],
      description: 'The member. Their `connectedApps` no longer contain the app.',
    }),
  }),
});
