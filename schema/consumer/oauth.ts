import { authenticateUserOauth, startUserOauthAttachment } from '../../resolvers/consumer/oauth.ts';
import { mutation } from '../mutation.ts';
import { OauthProviderValues, oauthVerifierInput } from '../shared/oauth.ts';
import { OauthProvider, oauthProviderField } from '../shared/oauth-provider.ts';
import { actingSessionInput } from '../shared/session.ts';
import { actedForUserIdInput } from './ids.ts';
import {
  resetSessionsPayload,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  userDevicePayload,
} from './sign-in.ts';

mutation('startUserOauthAttachment', {
  access: { resource: 'stytch.user', action: 'create.oauth-registration', signedIn: 'self', impliedTarget: 'own' },
  operations: ['post /v1/oauth/attach', 'get /v1/users/{user_id}'],
  description:
    'Starts to add an account at an OAuth provider to a user. Send the browser to the provider’s start page with the token as `oauth_attach_token`. `authenticateUserOauth` then signs in as this user, whatever email address the account has. A user with two kinds of factors needs a session with both, one of them used within the last hour.',
  input: (t) => ({
    provider: t.field({ type: OauthProvider, required: true, description: 'OAuth provider of the account.' }),
    userId: actedForUserIdInput(t, 'User to whom the account is added, without a session.'),
    ...actingSessionInput(
      t,
      'Session of the user to whom the account is added, for callers without a bearer token. Users omit it: they act in their own.',
    ),
  }),
  resolve: startUserOauthAttachment,
  payload: (t) => ({
    oauthAttachToken: t.exposeString('oauth_attach_token', {
      secret: true,
      description: 'Token that identifies the user at the provider’s start page, valid once.',
    }),
  }),
});

mutation('authenticateUserOauth', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/oauth/authenticate'],
  description:
    'Signs in with an account at an OAuth provider. The user is the one who has the account, otherwise the one who has its verified email address. If there is none, a user is created.',
  input: (t) => ({
    token: t.string({
      required: true,
      secret: true,
      description: 'Token from the URL to which the provider redirected the browser, valid once.',
    }),
    codeVerifier: oauthVerifierInput(t),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: authenticateUserOauth,
  ...signInResult,
  payload: (t) => ({
    provider: t.field(oauthProviderField),
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at the provider.' }),
    providerValues: t.expose('provider_values', {
      type: OauthProviderValues,
      nullable: true,
      expected: true,
      secret: true,
      description: 'Tokens that the provider issued. Shown only once.',
    }),
    oauthUserRegistrationId: t.exposeString('oauth_user_registration_id', {
      description: 'Stytch id of the account’s registration.',
    }),
    ...resetSessionsPayload(t),
    ...userDevicePayload(t),
  }),
});
