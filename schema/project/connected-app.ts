import { newEdge } from '../../resolvers/connection.ts';
import {
  cancelConnectedAppSecretRotation,
  clientSecret,
  completeConnectedAppSecretRotation,
  connectedApp,
  connectedAppCreationMethod,
  connectedAppNodes,
  connectedApps,
  createConnectedApp,
  deleteConnectedApp,
  nextClientSecret,
  startConnectedAppSecretRotation,
  updateConnectedApp,
} from '../../resolvers/project/connected-app.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, deletedId, nodesOf, wordEnum } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { ClientStatus } from './client-status.ts';

const clientTypes = {
  FIRST_PARTY: {
    value: 'first_party',
    description: 'Your own application, with a server that keeps a client secret.',
  },
  FIRST_PARTY_PUBLIC: {
    value: 'first_party_public',
    description: 'Your own application on a device or in a browser, where no secret is safe; it uses PKCE instead.',
  },
  THIRD_PARTY: {
    value: 'third_party',
    description: 'Somebody else’s application, with a server that keeps a client secret.',
  },
  THIRD_PARTY_PUBLIC: {
    value: 'third_party_public',
    description: 'Somebody else’s application where no secret is safe; it uses PKCE instead.',
  },
} as const;

export const ConnectedAppClientType = wordEnum(
  'ConnectedAppClientType',
  'Whose application a connected app is, and whether it can keep a secret.',
  clientTypes,
);

export const ConnectedApp = contractObject(
  'ConnectedApp',
  'api_connectedapps_v1_ConnectedApp',
  'api_connectedapps_v1_ConnectedAppWithClientSecret',
  'api_connectedapps_v1_ConnectedAppWithNextClientSecret',
);

builder.node(ConnectedApp, {
  id: { resolve: ({ client_id }) => joinNodeId(client_id) },
  loadMany: nodesOf('ConnectedApp', connectedAppNodes),
  extensions: { key: ['clientId'], access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' } },
  description:
    'An application that lets people sign in with your product and acts there in their name: an OAuth client of the project.',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'Id that the application names itself by in OAuth requests.',
    }),
    name: t.exposeString('client_name', {
      nullable: true,
      description: 'What people read on the page that asks for their consent.',
    }),
    description: t.exposeString('client_description', {
      nullable: true,
      description: 'What the application does, in a few words.',
    }),
    logoUrl: t.expose('logo_url', {
      type: 'URL',
      nullable: true,
      description: 'Image that stands for the application.',
    }),
    clientType: t.expose('client_type', {
      type: ConnectedAppClientType,
      description: 'Whose application it is, and whether it can keep a secret. Never changes.',
    }),
    status: t.expose('status', { type: ClientStatus, description: 'Whether the application may be used.' }),
    creationMethod: t.string({
      nullable: true,
      operations: ['get /v1/connected_apps/clients/{client_id}'],
      access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
      description:
        'How it came to be: made by you, or registered by the application itself. A word of Stytch’s, which has no published list of them.',
      resolve: connectedAppCreationMethod,
    }),
    clientIdMetadataUrl: t.expose('client_id_metadata_url', {
      type: 'URL',
      nullable: true,
      description: 'Document at which the application describes itself; null unless it was registered by one.',
    }),
    redirectUrls: t.exposeStringList('redirect_urls', {
      description: 'Where a browser may be sent back to after consent; no other address is accepted.',
    }),
    postLogoutRedirectUrls: t.exposeStringList('post_logout_redirect_urls', {
      description: 'Where a browser may be sent back to after an OpenID Connect sign-out.',
    }),
    fullAccessAllowed: t.exposeBoolean('full_access_allowed', {
      description: 'Whether its tokens can be exchanged for a full session. Only ever true of your own applications.',
    }),
    bypassConsentForOfflineAccess: t.exposeBoolean('bypass_consent_for_offline_access', {
      description:
        'Whether it gets refresh tokens (the scope `offline_access`) unasked. Only ever true of your own applications.',
    }),
    accessTokenExpiryMinutes: t.exposeInt('access_token_expiry_minutes', {
      description: 'Minutes that an access token lives.',
    }),
    accessTokenCustomAudience: t.exposeString('access_token_custom_audience', {
      nullable: true,
      description: 'Audience that its access tokens name beside the project; null when there is none.',
    }),
    accessTokenTemplateContent: t.exposeString('access_token_template_content', {
      description: 'Template of the custom claims in its access tokens: the text of a JSON object.',
    }),
    idTokenTemplateContent: t.exposeString('id_token_template_content', {
      description: 'Template of the custom claims in its ID tokens: the text of a JSON object.',
    }),
    clientSecretLastFour: t.exposeString('client_secret_last_four', {
      nullable: true,
      description: 'End of the client secret, to tell secrets apart; null for a public client.',
    }),
    nextClientSecretLastFour: t.exposeString('next_client_secret_last_four', {
      nullable: true,
      description: 'End of the secret that is to take its place; null unless a rotation is under way.',
    }),
  }),
});

builder.queryField('connectedApp', (t) =>
  t.field({
    type: ConnectedApp,
    nullable: true,
    access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
    operations: ['get /v1/connected_apps/clients/{client_id}'],
    description: 'One connected app of the project; null when there is none.',
    args: { clientId: t.arg.id({ required: true, idOf: 'ConnectedApp', description: 'Client id of the app.' }) },
    resolve: connectedApp,
  }),
);

const ConnectedAppEdge = builder.edgeObject({ type: ConnectedApp, name: 'ConnectedAppEdge' });

builder.queryField('connectedApps', (t) =>
  t.connection(
    {
      type: ConnectedApp,
      nullable: true,
      access: { resource: 'stytch.connected-app', action: 'search', signedIn: 'none' },
      operations: ['post /v1/connected_apps/clients/search'],
      description: 'All connected apps of the project, page by page, whether anybody uses them or not.',
      resolve: connectedApps,
    },
    { name: 'ConnectedAppConnection' },
    ConnectedAppEdge,
  ),
);

const clientId = (t: InputFieldBuilder) =>
  t.id({ required: true, idOf: 'ConnectedApp', description: 'Client id of the app.' });

/** What can be set of an app, when it is created and later. */
const settings = (t: InputFieldBuilder) => ({
  name: t.string({ description: 'What people read on the consent page.' }),
  description: t.string({ description: 'What the application does.' }),
  logoUrl: t.field({ type: 'URL', description: 'Image that stands for the application.' }),
  redirectUrls: t.stringList({
    description: 'Where a browser may be sent back to after consent: https, or http on the loopback interface.',
  }),
  postLogoutRedirectUrls: t.stringList({ description: 'Where a browser may be sent back to after a sign-out.' }),
  fullAccessAllowed: t.boolean({
    description: 'Whether its tokens can be exchanged for a full session. Your own applications only.',
  }),
  bypassConsentForOfflineAccess: t.boolean({
    description: 'Whether it gets refresh tokens unasked. Your own applications only.',
  }),
  accessTokenExpiryMinutes: t.int({ description: 'Minutes that an access token lives; 60 when never set.' }),
  accessTokenCustomAudience: t.string({ description: 'Audience that access tokens name beside the project.' }),
  accessTokenTemplateContent: t.string({
    description: 'Template of the custom claims in access tokens: the text of a JSON object.',
  }),
  idTokenTemplateContent: t.string({
    description: 'Template of the custom claims in ID tokens: the text of a JSON object.',
  }),
});

mutation('createConnectedApp', {
  access: { resource: 'stytch.connected-app', action: 'create', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients'],
  description: 'Registers an application. Keep the client secret: Stytch shows it this once and holds only a hash.',
  input: (t) => ({
    clientType: t.field({
      type: ConnectedAppClientType,
      required: true,
      description: 'Whose application it is, and whether it can keep a secret. Cannot be changed later.',
    }),
    ...settings(t),
  }),
  resolve: createConnectedApp,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', {
      type: ConnectedApp,
      nullable: true,
      expected: true,
      description: 'The new app.',
    }),
    connectedAppEdge: t.field({
      type: ConnectedAppEdge,
      nullable: true,
      description: 'The new app as an edge, to be added to a list.',
      resolve: ({ connected_app }) => connected_app && newEdge(connected_app),
    }),
    clientSecret: t.string({
      nullable: true,
      secret: true,
      description: 'Secret with which the application proves who it is; null for a public client.',
      resolve: clientSecret,
    }),
  }),
});

mutation('updateConnectedApp', {
  clearing: {},
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['get /v1/connected_apps/clients/{client_id}', 'put /v1/connected_apps/clients/{client_id}'],
  description:
    'Updates what an app is called or allowed. Omitted inputs stay unchanged: the gateway reads the app first and sends all its settings, since Stytch may reset those that a request leaves out.',
  input: (t) => ({ clientId: clientId(t), ...settings(t) }),
  resolve: updateConnectedApp,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', { type: ConnectedApp, description: 'The app as it now stands.' }),
  }),
});

mutation('deleteConnectedApp', {
  access: { resource: 'stytch.connected-app', action: 'delete', signedIn: 'none' },
  operations: ['delete /v1/connected_apps/clients/{client_id}'],
  description: 'Deletes an app; nobody can sign in with it any more.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: deleteConnectedApp,
  payload: (t) => ({
    deletedId: deletedId(t, 'ConnectedApp', ({ client_id }) => [client_id]),
    clientId: t.exposeString('client_id', { description: 'Client id of the app that is gone.' }),
  }),
});

mutation('startConnectedAppSecretRotation', {
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients/{client_id}/secrets/rotate/start'],
  description:
    'Gives an app a second client secret. Both are good until the rotation is completed or cancelled; public clients have none.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: startConnectedAppSecretRotation,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', {
      type: ConnectedApp,
      nullable: true,
      expected: true,
      description: 'The app with two secrets.',
    }),
    nextClientSecret: t.string({
      secret: true,
      description: 'Secret that is to take the place of the old one, shown this once.',
      resolve: nextClientSecret,
    }),
  }),
});

mutation('completeConnectedAppSecretRotation', {
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients/{client_id}/secrets/rotate'],
  description: 'Ends a rotation in favour of the new secret; the old one stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: completeConnectedAppSecretRotation,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', { type: ConnectedApp, description: 'The app with its new secret.' }),
  }),
});

mutation('cancelConnectedAppSecretRotation', {
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients/{client_id}/secrets/rotate/cancel'],
  description: 'Ends a rotation in favour of the old secret; the new one is thrown away.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: cancelConnectedAppSecretRotation,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', { type: ConnectedApp, description: 'The app with the secret it had.' }),
  }),
});
