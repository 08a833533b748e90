/** What people are asked before a connected app acts in their name, the same for members and users. */

import type { Schemas } from '../../src/stytch/contract/types.ts';
import { contractObject } from '../builder.ts';
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';
import { ConnectedAppClientType } from '../project/connected-app.ts';

/** A connected app, as far as whoever is asked for consent may know it. */
export const PublicConnectedApp = contractObject(
  'PublicConnectedApp',
  'api_connectedapps_v1_ConnectedAppPublic',
).implement({
  description: 'A connected app as it shows itself to people.',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'Id that the application names itself by in OAuth requests.',
    }),
    name: t.exposeString('client_name', { nullable: true, description: 'What people call the app.' }),
    description: t.exposeString('client_description', { nullable: true, description: 'What the app does.' }),
    clientType: t.expose('client_type', {
      type: ConnectedAppClientType,
      description: 'Whose application it is, and whether it can keep a secret.',
    }),
    logoUrl: t.expose('logo_url', { type: 'URL', nullable: true, description: 'Image that stands for the app.' }),
  }),
});

/** What became of each scope that an app asked for. */
export const ScopeResult = contractObject(
  'ScopeResult',
  'api_b2b_idp_v1_ScopeResult',
  'api_idp_v1_ScopeResult',
).implement({
  description: 'Something that a connected app asks to be allowed.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'The OAuth scope, such as `openid` or one of the RBAC policy.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it means, to be shown to the person.',
    }),
    isGrantable: t.exposeBoolean('is_grantable', {
      description: 'Whether the person can allow it: nobody can give what their own roles do not.',
    }),
  }),
});

/** The parameters of the request that the app sent the browser with. */
export const authorizationRequestInput = (t: InputFieldBuilder) => ({
  clientId: t.id({
    required: true,
    idOf: 'ConnectedApp',
    description: 'Client id of the app: `client_id` of its request.',
  }),
  redirectUri: t.field({
    type: 'URL',
    required: true,
    description: 'Where the browser shall be sent back to: `redirect_uri`; one that the app has registered.',
  }),
  scopes: t.stringList({ required: true, description: 'What it asks to be allowed: the words of `scope`.' }),
  prompt: t.string({
    description: 'What the app says of asking again: `consent` where the person is to be asked in any case.',
  }),
});

/** What a person answers, and what the app wants to come with it. */
export const authorizationAnswerInput = (t: InputFieldBuilder) => ({
  consentGranted: t.boolean({ required: true, description: 'Whether the person agrees.' }),
  ...authorizationRequestInput(t),
  state: t.string({ description: 'What the app wants back unchanged: `state`.' }),
  nonce: t.string({ description: 'What the app wants to find in the ID token: `nonce`.' }),
  codeChallenge: t.string({
    description: 'PKCE: `code_challenge`, SHA-256 of a verifier in base64url; public apps need it.',
  }),
  resources: t.stringList({ description: 'What the tokens shall be for: each `resource` of the request.' }),
});

type Prepared = Pick<
  | Schemas['api_idp_v1_idp_oauth_AuthorizeStartResponse']
  | Schemas['api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStartResponse'],
  'client' | 'consent_required' | 'scope_results'
>;

/** What a consent screen shows. */
export const consentScreenPayload = (t: PayloadFieldBuilder<Prepared>) => ({
  consentRequired: t.exposeBoolean('consent_required', {
    description: 'Whether the person has to be asked; false where they agreed to all of it before.',
  }),
  client: t.expose('client', {
    type: PublicConnectedApp,
    nullable: true,
    expected: true,
    description: 'The app that asks.',
  }),
  scopeResults: t.expose('scope_results', {
    type: [ScopeResult],
    description: 'Each scope it asks for, and whether the person can allow it.',
  }),
});

/** What goes back to the app. */
export const authorizationPayload = (
  t: PayloadFieldBuilder<{ redirect_uri: string; authorization_code?: string }>,
) => ({
  redirectUri: t.exposeString('redirect_uri', {
    secret: true,
    description: 'Where to send the browser: with the code, or with an OAuth `error` where nothing was granted.',
  }),
  authorizationCode: t.exposeString('authorization_code', {
    nullable: true,
    secret: true,
    description: 'What the app gets its tokens for, once; null where nothing was granted.',
  }),
});
