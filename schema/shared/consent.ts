/** Consent to a connected app: inputs and payloads that members and users share. */

import type { Schemas } from '../../src/stytch/contract/types.ts';
import { contractObject } from '../builder.ts';
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';
import { ConnectedAppClientType } from '../project/connected-app.ts';

/** The part of a connected app that a person sees before consent. */
export const PublicConnectedApp = contractObject(
  'PublicConnectedApp',
  'api_connectedapps_v1_ConnectedAppPublic',
).implement({
  description: 'Public details of a connected app, for a consent screen.',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'OAuth client id of the app.',
    }),
    name: t.exposeString('client_name', {
      nullable: true,
      description: 'Display name of the app. Null if none is set.',
    }),
    description: t.exposeString('client_description', {
      nullable: true,
      description: 'Description of the app. Null if none is set.',
    }),
    clientType: t.expose('client_type', {
      type: ConnectedAppClientType,
      description: 'First-party or third-party, and whether the app can store a secret.',
    }),
    logoUrl: t.expose('logo_url', {
      type: 'URL',
      nullable: true,
      description: 'URL of the app’s logo. Null if none is set.',
    }),
  }),
});

/** Whether each requested scope can be granted. */
export const ScopeResult = contractObject(
  'ScopeResult',
  'api_b2b_idp_v1_ScopeResult',
  'api_idp_v1_ScopeResult',
).implement({
  description: 'A scope that a connected app requests.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'OAuth scope, such as `openid` or a scope of the RBAC policy.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Meaning of the scope, for the consent screen. Null if none is set.',
    }),
    isGrantable: t.exposeBoolean('is_grantable', {
      description: 'Whether the person can grant the scope. False if their own roles lack its permissions.',
    }),
  }),
});

/** Parameters of the authorization request with which the app redirected the browser. */
export const authorizationRequestInput = (t: InputFieldBuilder) => ({
  clientId: t.id({
    required: true,
    idOf: 'ConnectedApp',
    description: 'Client id of the app: `client_id` of the authorization request.',
  }),
  redirectUri: t.field({
    type: 'URL',
    required: true,
    description: 'URL to which the browser returns: `redirect_uri` of the request. The app must have registered it.',
  }),
  scopes: t.stringList({ required: true, description: 'Requested scopes: the words in `scope` of the request.' }),
  prompt: t.string({
    description: 'The `prompt` of the request: `consent` asks the person even if they consented before.',
  }),
});

/** Decision of the person, and the parameters that are returned to the app. */
export const authorizationAnswerInput = (t: InputFieldBuilder) => ({
  consentGranted: t.boolean({ required: true, description: 'Whether the person consents.' }),
  ...authorizationRequestInput(t),
  state: t.string({ description: 'The `state` of the request, returned to the app unchanged.' }),
  nonce: t.string({ description: 'The `nonce` of the request, included in the ID token.' }),
  codeChallenge: t.string({
    description:
      'PKCE: the `code_challenge` of the request, the SHA-256 hash of a verifier in base64url. Required for public apps.',
  }),
  resources: t.stringList({
    description: 'Resources for which the tokens are issued: each `resource` of the request.',
  }),
});

type Prepared = Pick<
  | Schemas['api_idp_v1_idp_oauth_AuthorizeStartResponse']
  | Schemas['api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStartResponse'],
  'client' | 'consent_required' | 'scope_results'
>;

/** Contents of a consent screen. */
export const consentScreenPayload = (t: PayloadFieldBuilder<Prepared>) => ({
  consentRequired: t.exposeBoolean('consent_required', {
    description: 'Whether the person must be asked. False if they granted all scopes before.',
  }),
  client: t.expose('client', {
    type: PublicConnectedApp,
    nullable: true,
    expected: true,
    description: 'The app that requests authorization.',
  }),
  scopeResults: t.expose('scope_results', {
    type: [ScopeResult],
    description: 'Each requested scope, and whether the person can grant it.',
  }),
});

/** Response to the app. */
export const authorizationPayload = (
  t: PayloadFieldBuilder<{ redirect_uri: string; authorization_code?: string }>,
) => ({
  redirectUri: t.exposeString('redirect_uri', {
    secret: true,
    description:
      'URL to which to send the browser. It carries the authorization code, or an OAuth `error` if nothing was granted.',
  }),
  authorizationCode: t.exposeString('authorization_code', {
    nullable: true,
    secret: true,
    description: 'Code that the app exchanges for its tokens, valid once. Null if nothing was granted.',
  }),
});
