import { authorizeConnectedApp, prepareConnectedAppAuthorization } from '../../resolvers/b2b/idp.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { builder } from '../builder.ts';
import { groupField, type InputFieldBuilder, inputGroup, mutation } from '../mutation.ts';
import { PublicConnectedApp, ScopeResult } from '../shared/consent.ts';
import { sessionTokensInput } from '../shared/session.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { memberKeyInput } from './sign-in.ts';

/** Members authorize for themselves; whoever has a session of a member, in that member's name. */
const access = {
  resource: 'stytch.member',
  action: 'authorize.connected-app',
  signedIn: 'self',
  proof: sessionProofs,
} as const;

const MemberKeyInput = builder.inputType('MemberKeyInput', {
  description: 'A member, by the organization and the id there.',
  fields: memberKeyInput,
});

const AuthorizingMemberInput = inputGroup(
  'AuthorizingMemberInput',
  'A member who authorizes a connected app, by exactly one of these.',
  (t) => ({
    ...sessionTokensInput(t),
    key: t.field({ type: MemberKeyInput, description: 'The member by their id, without a session.' }),
  }),
);

/** The parameters of the request that the app sent the browser with. */
const request = (t: InputFieldBuilder) => ({
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
  member: groupField(t, AuthorizingMemberInput, {
    required: true,
    description:
      'The member in whose name the app shall act. A session is needed if the app shall be able to exchange its access token for one.',
  }),
});

mutation('prepareConnectedAppAuthorization', {
  access,
  operations: ['post /v1/b2b/idp/oauth/authorize/start'],
  readOnly: true,
  description:
    'Checks what a connected app asks for, and whether the member has to consent. Grants nothing: that is `authorizeConnectedApp`. It is a mutation so that no cache keeps the token.',
  input: request,
  resolve: prepareConnectedAppAuthorization,
  payload: (t) => ({
    consentRequired: t.exposeBoolean('consent_required', {
      description: 'Whether the member has to be asked; false where they agreed to all of it before.',
    }),
    client: t.expose('client', {
      type: PublicConnectedApp,
      nullable: true,
      expected: true,
      description: 'The app that asks.',
    }),
    scopeResults: t.expose('scope_results', {
      type: [ScopeResult],
      description: 'Each scope it asks for, and whether the member can allow it.',
    }),
    member: t.expose('member', { type: Member, nullable: true, expected: true, description: 'Who is asked.' }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
  }),
});

mutation('authorizeConnectedApp', {
  access,
  operations: ['post /v1/b2b/idp/oauth/authorize'],
  description:
    'Answers the request of a connected app in the name of a member: grants what it asks for, or refuses. Send the browser to `redirectUri` in both cases.',
  input: (t) => ({
    consentGranted: t.boolean({ required: true, description: 'Whether the member agrees.' }),
    ...request(t),
    state: t.string({ description: 'What the app wants back unchanged: `state`.' }),
    nonce: t.string({ description: 'What the app wants to find in the ID token: `nonce`.' }),
    codeChallenge: t.string({
      description: 'PKCE: `code_challenge`, SHA-256 of a verifier in base64url; public apps need it.',
    }),
    resources: t.stringList({ description: 'What the tokens shall be for: each `resource` of the request.' }),
  }),
  resolve: authorizeConnectedApp,
  payload: (t) => ({
    redirectUri: t.exposeString('redirect_uri', {
      secret: true,
      description: 'Where to send the browser: with the code, or with an OAuth `error` where nothing was granted.',
    }),
    authorizationCode: t.exposeString('authorization_code', {
      nullable: true,
      secret: true,
      description: 'What the app gets its tokens for, once; null where nothing was granted.',
    }),
  }),
});
