import { answeredConnection } from '../../resolvers/b2b/answered-connection.ts';
import { ssoConnectionNodes } from '../../resolvers/b2b/sso.ts';
import { createOidcConnection, updateOidcConnection } from '../../resolvers/b2b/sso-oidc.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, nodesOf } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { organizationIdInput } from './ids.ts';
import {
  displayName,
  identityProvider,
  newIdentityProvider,
  SsoConnection,
  SsoIdentityProvider,
  ssoConnectionKeyInput,
  ssoReadAccess,
} from './sso.ts';

const OidcConnection = contractObject('OidcConnection', 'api_sso_v1_OIDCConnection');

builder.node(OidcConnection, {
  id: { resolve: ({ organization_id, connection_id }) => joinNodeId(organization_id, connection_id) },
  loadMany: nodesOf('OidcConnection', ssoConnectionNodes('OidcConnection')),
  interfaces: [SsoConnection],
  extensions: { key: ['organizationId', 'connectionId'], access: ssoReadAccess },
  description:
    'Single sign-on by OpenID Connect. It becomes active once it has an issuer, a client with its secret, and the four addresses of the provider.',
  fields: (t) => ({
    identityProvider: t.expose('identity_provider', {
      type: SsoIdentityProvider,
      description: 'The product at the other end, so that Stytch can allow for its peculiarities.',
    }),
    redirectUrl: t.expose('redirect_url', {
      type: 'URL',
      description: 'Address to be entered at the identity provider: members come back to it.',
    }),
    clientId: t.exposeString('client_id', {
      nullable: true,
      description: 'OAuth client that the identity provider made for the connection; null until it is set.',
    }),
    clientSecret: t.exposeString('client_secret', {
      nullable: true,
      secret: true,
      description: 'Secret of that client; null until it is set.',
    }),
    issuer: t.expose('issuer', {
      type: 'URL',
      nullable: true,
      description: 'What the identity provider calls itself in its tokens; null until it is set.',
    }),
    authorizationUrl: t.expose('authorization_url', {
      type: 'URL',
      nullable: true,
      description: 'Where members are sent to sign in; null until it is known.',
    }),
    tokenUrl: t.expose('token_url', {
      type: 'URL',
      nullable: true,
      description: 'Where Stytch turns their return into tokens; null until it is known.',
    }),
    userinfoUrl: t.expose('userinfo_url', {
      type: 'URL',
      nullable: true,
      description: 'Where Stytch asks who they are; null until it is known.',
    }),
    jwksUrl: t.expose('jwks_url', {
      type: 'URL',
      nullable: true,
      description: 'Where the keys are that tokens are checked against; null until it is known.',
    }),
    customScopes: t.exposeString('custom_scopes', {
      nullable: true,
      description: 'Scopes to ask for in place of `openid email profile`, joined by `%20`; null for those.',
    }),
    attributeMapping: t.expose('attribute_mapping', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Which claims of the identity provider go into a member’s trusted metadata, and under which names there.',
    }),
  }),
});

mutation('createOidcConnection', {
  access: { resource: 'stytch.sso', action: 'create', signedIn: 'permitted' },
  operations: ['post /v1/b2b/sso/oidc/{organization_id}'],
  description:
    'Begins a single sign-on connection by OpenID Connect. It stays pending until `updateOidcConnection` has told the rest.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    displayName: displayName(t),
    identityProvider: newIdentityProvider(t),
  }),
  resolve: createOidcConnection,
  payload: (t) => ({
    oidcConnection: t.field({
      type: OidcConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The new connection, with the address to be entered at the identity provider.',
      resolve: answeredConnection({ type: 'CreateOidcConnectionPayload', field: 'oidcConnection' }),
    }),
  }),
});

mutation('updateOidcConnection', {
  clearing: {},
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/oidc/{organization_id}/connections/{connection_id}'],
  description:
    'Changes an OIDC connection. A new issuer is asked for its metadata, from which the addresses follow that are not given; what else is not given stays as it is.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    displayName: displayName(t),
    identityProvider: identityProvider(t),
    clientId: t.string({ description: 'OAuth client that the identity provider made for the connection.' }),
    clientSecret: t.string({ secret: true, description: 'Secret of that client.' }),
    issuer: t.field({
      type: 'URL',
      description: 'What the identity provider calls itself in its tokens, letter by letter; an address of https.',
    }),
    authorizationUrl: t.field({
      type: 'URL',
      description: 'Where members are sent to sign in; goes before what the metadata says.',
    }),
    tokenUrl: t.field({
      type: 'URL',
      description: 'Where Stytch turns their return into tokens; goes before what the metadata says.',
    }),
    userinfoUrl: t.field({
      type: 'URL',
      description: 'Where Stytch asks who they are; goes before what the metadata says.',
    }),
    jwksUrl: t.field({
      type: 'URL',
      description: 'Where the keys are that tokens are checked against; goes before what the metadata says.',
    }),
    customScopes: t.string({
      description: 'Scopes to ask for in place of `openid email profile`, joined by `%20` instead of spaces.',
    }),
    attributeMapping: t.field({
      type: 'JSONObject',
      description: 'Which claims go into a member’s trusted metadata, and under which names there.',
    }),
  }),
  resolve: updateOidcConnection,
  payload: (t) => ({
    oidcConnection: t.field({
      type: OidcConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection as it now stands.',
      resolve: answeredConnection({ type: 'UpdateOidcConnectionPayload', field: 'oidcConnection' }),
    }),
    warning: t.exposeString('warning', {
      nullable: true,
      description: 'Why the metadata of the issuer could not be read; the rest was changed all the same.',
    }),
  }),
});
