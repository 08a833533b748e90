import { newEdge } from '../../resolvers/connection.ts';
import {
  cancelConnectedAppSecretRotation,
  completeConnectedAppSecretRotation,
  connectedApp,
  connectedAppCreationMethod,
  connectedAppNodes,
  connectedAppSecret,
  connectedApps,
  createConnectedApp,
  deleteConnectedApp,
  nextConnectedAppSecret,
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
    description: 'Your own application, with a server that stores a client secret.',
  },
  FIRST_PARTY_PUBLIC: {
    value: 'first_party_public',
    description: 'Your own application on a device or in a browser, which cannot store a secret. It uses PKCE.',
  },
  THIRD_PARTY: {
    value: 'third_party',
    description: 'An application of another party, with a server that stores a client secret.',
  },
  THIRD_PARTY_PUBLIC: {
    value: 'third_party_public',
    description: 'An application of another party that cannot store a secret. It uses PKCE.',
  },
} as const;

export const ConnectedAppClientType = wordEnum(
  'ConnectedAppClientType',
  'Kind of a connected app: first-party or third-party, and whether it can store a secret.',
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
    'An OAuth client of the project: an application that lets people sign in with your product and acts there in their name.',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'OAuth client id of the app.',
    }),
    name: t.exposeString('client_name', {
      nullable: true,
      description: 'Display name on the consent screen. Null if none is set.',
    }),
    description: t.exposeString('client_description', {
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
      description: 'First-party or third-party, and whether the app can store a secret. Cannot be changed.',
    }),
    status: t.expose('status', { type: ClientStatus, description: 'Whether the app can get tokens.' }),
    creationMethod: t.string({
      nullable: true,
      operations: ['get /v1/connected_apps/clients/{client_id}'],
      access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
      description:
        'How the app was registered: by you or by the application itself. Null if unknown. Stytch publishes no list of the values.',
      resolve: connectedAppCreationMethod,
    }),
    clientIdMetadataUrl: t.expose('client_id_metadata_url', {
      type: 'URL',
      nullable: true,
      description:
        'URL of the document with which the application registered itself. Null if it was registered otherwise.',
    }),
    redirectUrls: t.exposeStringList('redirect_urls', {
      description: 'URLs to which the browser may be redirected after consent. All others are rejected.',
    }),
    postLogoutRedirectUrls: t.exposeStringList('post_logout_redirect_urls', {
      description: 'URLs to which the browser may be redirected after an OpenID Connect sign-out.',
    }),
    fullAccessAllowed: t.exposeBoolean('full_access_allowed', {
      description: 'Whether the app’s tokens can be exchanged for a full session. Always false for third-party apps.',
    }),
    bypassConsentForOfflineAccess: t.exposeBoolean('bypass_consent_for_offline_access', {
      description:
        'Whether the app gets refresh tokens (scope `offline_access`) without consent. Always false for third-party apps.',
    }),
    accessTokenExpiryMinutes: t.exposeInt('access_token_expiry_minutes', {
      description: 'Lifetime of access tokens in minutes.',
    }),
    accessTokenCustomAudience: t.exposeString('access_token_custom_audience', {
      nullable: true,
      description: 'Additional audience of access tokens. Null if there is none.',
    }),
    accessTokenTemplateContent: t.exposeString('access_token_template_content', {
      description: 'Template of the custom claims in access tokens: a JSON object as text.',
    }),
    idTokenTemplateContent: t.exposeString('id_token_template_content', {
      description: 'Template of the custom claims in ID tokens: a JSON object as text.',
    }),
    clientSecretLastFour: t.exposeString('client_secret_last_four', {
      nullable: true,
      description: 'Last four characters of the client secret. Null for a public client.',
    }),
    nextClientSecretLastFour: t.exposeString('next_client_secret_last_four', {
      nullable: true,
      description: 'Last four characters of the next client secret. Null if no rotation is in progress.',
    }),
  }),
});

builder.queryField('connectedApp', (t) =>
  t.field({
    type: ConnectedApp,
    nullable: true,
    access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
    operations: ['get /v1/connected_apps/clients/{client_id}'],
    description: 'One connected app of the project. Null if not found.',
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
      description: 'All connected apps of the project, paginated, including unused ones.',
      resolve: connectedApps,
    },
    { name: 'ConnectedAppConnection' },
    ConnectedAppEdge,
  ),
);

const clientId = (t: InputFieldBuilder) =>
  t.id({ required: true, idOf: 'ConnectedApp', description: 'Client id of the app.' });

/** Inputs for creating and for updating an app. */
const settings = (t: InputFieldBuilder) => ({
  name: t.string({ description: 'Display name on the consent screen.' }),
  description: t.string({ description: 'Description of the app.' }),
  logoUrl: t.field({ type: 'URL', description: 'URL of the app’s logo.' }),
  redirectUrls: t.stringList({
    description: 'URLs to which the browser may be redirected after consent: https, or http on the loopback interface.',
  }),
  postLogoutRedirectUrls: t.stringList({
    description: 'URLs to which the browser may be redirected after a sign-out.',
  }),
  fullAccessAllowed: t.boolean({
    description: 'Whether the app’s tokens can be exchanged for a full session. Only for first-party apps.',
  }),
  bypassConsentForOfflineAccess: t.boolean({
    description: 'Whether the app gets refresh tokens without consent. Only for first-party apps.',
  }),
  accessTokenExpiryMinutes: t.int({ description: 'Lifetime of access tokens in minutes. Default of a new app: 60.' }),
  accessTokenCustomAudience: t.string({ description: 'Additional audience of access tokens.' }),
  accessTokenTemplateContent: t.string({
    description: 'Template of the custom claims in access tokens: a JSON object as text.',
  }),
  idTokenTemplateContent: t.string({
    description: 'Template of the custom claims in ID tokens: a JSON object as text.',
  }),
});

mutation('createConnectedApp', {
  access: { resource: 'stytch.connected-app', action: 'create', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients'],
  description: 'Creates a connected app. Store the client secret: Stytch keeps only its hash.',
  input: (t) => ({
    clientType: t.field({
      type: ConnectedAppClientType,
      required: true,
      description: 'First-party or third-party, and whether the app can store a secret. Cannot be changed.',
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
      description: 'The new app as an edge, to add to a list.',
      resolve: ({ connected_app }) => connected_app && newEdge(connected_app),
    }),
    clientSecret: t.string({
      nullable: true,
      secret: true,
      description:
        'Client secret, with which the application authenticates. Null for a public client. Shown only once.',
      resolve: connectedAppSecret,
    }),
  }),
});

mutation('updateConnectedApp', {
  clearing: {},
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['get /v1/connected_apps/clients/{client_id}', 'put /v1/connected_apps/clients/{client_id}'],
  description:
    'Updates the settings of an app. Omitted inputs stay unchanged: the gateway reads the app first and sends all its settings, because Stytch may reset omitted ones.',
  input: (t) => ({ clientId: clientId(t), ...settings(t) }),
  resolve: updateConnectedApp,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', { type: ConnectedApp, description: 'The updated app.' }),
  }),
});

mutation('deleteConnectedApp', {
  access: { resource: 'stytch.connected-app', action: 'delete', signedIn: 'none' },
  operations: ['delete /v1/connected_apps/clients/{client_id}'],
  description: 'Deletes an app. Signing in with it stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: deleteConnectedApp,
  payload: (t) => ({
    deletedId: deletedId(t, 'ConnectedApp', ({ client_id }) => [client_id]),
    clientId: t.exposeString('client_id', { description: 'Client id of the deleted app.' }),
  }),
});

mutation('startConnectedAppSecretRotation', {
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients/{client_id}/secrets/rotate/start'],
  description:
    'Starts a secret rotation: adds a second client secret to an app. Both work until the rotation is completed or cancelled. Not for public clients, which have no secret.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: startConnectedAppSecretRotation,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', {
      type: ConnectedApp,
      nullable: true,
      expected: true,
      description: 'The app with both secrets.',
    }),
    nextClientSecret: t.string({
      secret: true,
      description: 'Next client secret. Shown only once.',
      resolve: nextConnectedAppSecret,
    }),
  }),
});

mutation('completeConnectedAppSecretRotation', {
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients/{client_id}/secrets/rotate'],
  description: 'Completes a secret rotation: the new client secret replaces the old one, which stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: completeConnectedAppSecretRotation,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', { type: ConnectedApp, description: 'The app with the new secret.' }),
  }),
});

mutation('cancelConnectedAppSecretRotation', {
  access: { resource: 'stytch.connected-app', action: 'update', signedIn: 'none' },
  operations: ['post /v1/connected_apps/clients/{client_id}/secrets/rotate/cancel'],
  description: 'Cancels a secret rotation: the old client secret remains, the new one stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: cancelConnectedAppSecretRotation,
  payload: (t) => ({
    connectedApp: t.expose('connected_app', { type: ConnectedApp, description: 'The app with the old secret.' }),
  }),
});
