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
    'A single sign-on connection by OpenID Connect. It becomes active when it has an issuer, a client id, a client secret and the four URLs of the provider.',
  fields: (t) => ({
    identityProvider: t.expose('identity_provider', {
      type: SsoIdentityProvider,
      description: 'Product of the identity provider. Stytch adapts to its peculiarities.',
    }),
    redirectUrl: t.expose('redirect_url', {
      type: 'URL',
      description: 'Redirect URL to enter at the identity provider.',
    }),
    clientId: t.exposeString('client_id', {
      nullable: true,
      description: 'OAuth client id from the identity provider. Null if not set.',
    }),
    clientSecret: t.exposeString('client_secret', {
      nullable: true,
      secret: true,
      description: 'OAuth client secret. Null if not set.',
    }),
    issuer: t.expose('issuer', {
      type: 'URL',
      nullable: true,
      description: 'Issuer (`iss` claim) of the identity provider. Null if not set.',
    }),
    authorizationUrl: t.expose('authorization_url', {
      type: 'URL',
      nullable: true,
      description: 'Authorization endpoint, to which members are redirected to sign in. Null if not set.',
    }),
    tokenUrl: t.expose('token_url', {
      type: 'URL',
      nullable: true,
      description: 'Token endpoint, at which Stytch exchanges the authorization code. Null if not set.',
    }),
    userinfoUrl: t.expose('userinfo_url', {
      type: 'URL',
      nullable: true,
      description: 'Userinfo endpoint, from which Stytch reads the claims of the member. Null if not set.',
    }),
    jwksUrl: t.expose('jwks_url', {
      type: 'URL',
      nullable: true,
      description: 'URL of the keys (JWKS) that verify the provider’s tokens. Null if not set.',
    }),
    customScopes: t.exposeString('custom_scopes', {
      nullable: true,
      description: 'OAuth scopes to request, joined by `%20`. Null for `openid email profile`.',
    }),
    attributeMapping: t.expose('attribute_mapping', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Claims of the identity provider that are copied to a member’s trusted metadata, with their names there. Null if not set.',
    }),
  }),
});

mutation('createOidcConnection', {
  access: { resource: 'stytch.sso', action: 'create', signedIn: 'permitted' },
  operations: ['post /v1/b2b/sso/oidc/{organization_id}'],
  description:
    'Creates a single sign-on connection by OpenID Connect. It is pending until `updateOidcConnection` sets the remaining values.',
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
      description: 'The new connection, with the redirect URL to enter at the identity provider.',
      resolve: answeredConnection({ type: 'CreateOidcConnectionPayload', field: 'oidcConnection' }),
    }),
  }),
});

mutation('updateOidcConnection', {
  clearing: {},
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/oidc/{organization_id}/connections/{connection_id}'],
  description:
    'Updates an OIDC connection. If the issuer changes, omitted URLs are read from its metadata. All other omitted inputs stay unchanged.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    displayName: displayName(t),
    identityProvider: identityProvider(t),
    clientId: t.string({ description: 'OAuth client id from the identity provider.' }),
    clientSecret: t.string({ secret: true, description: 'OAuth client secret.' }),
    issuer: t.field({
      type: 'URL',
      description: 'Issuer (`iss` claim) of the identity provider: an `https` URL, spelled exactly as in its tokens.',
    }),
    authorizationUrl: t.field({
      type: 'URL',
      description: 'Authorization endpoint, to which members are redirected to sign in. Overrides the metadata.',
    }),
    tokenUrl: t.field({
      type: 'URL',
      description: 'Token endpoint, at which Stytch exchanges the authorization code. Overrides the metadata.',
    }),
    userinfoUrl: t.field({
      type: 'URL',
      description: 'Userinfo endpoint, from which Stytch reads the claims of the member. Overrides the metadata.',
    }),
    jwksUrl: t.field({
      type: 'URL',
      description: 'URL of the keys (JWKS) that verify the provider’s tokens. Overrides the metadata.',
    }),
    customScopes: t.string({
      description: 'OAuth scopes to request instead of `openid email profile`, joined by `%20`, not by spaces.',
    }),
    attributeMapping: t.field({
      type: 'JSONObject',
      description:
        'Claims of the identity provider that are copied to a member’s trusted metadata, with their names there.',
    }),
  }),
  resolve: updateOidcConnection,
  payload: (t) => ({
    oidcConnection: t.field({
      type: OidcConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The updated connection.',
      resolve: answeredConnection({ type: 'UpdateOidcConnectionPayload', field: 'oidcConnection' }),
    }),
    warning: t.exposeString('warning', {
      nullable: true,
      description:
        'Why the metadata of the issuer could not be read. The other changes were made. Null if there was no problem.',
    }),
  }),
});
