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
    'Begins to add an account at an OAuth provider to a user. Send the browser to the start page of that provider with the token as `oauth_attach_token`; `authenticateUserOauth` then signs in as this user, whatever address the account has. A user with two kinds of factors needs a session that rests on both, with one of them shown within the last hour.',
  input: (t) => ({
    provider: t.field({ type: OauthProvider, required: true, description: 'Where the account is.' }),
    userId: actedForUserIdInput(t, 'User to add the account to, without a session.'),
    ...actingSessionInput(
      t,
      'Session of the user to add the account to, for callers without a bearer. Users leave it out: they act in their own.',
    ),
  }),
  resolve: startUserOauthAttachment,
  payload: (t) => ({
    oauthAttachToken: t.exposeString('oauth_attach_token', {
      secret: true,
      description: 'Names the user at the start page of the provider. It works once.',
    }),
  }),
});

mutation('authenticateUserOauth', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/oauth/authenticate'],
  description:
    'Signs in by an account at an OAuth provider. It is the sign-in of the user who has the account, or else the address that the provider has verified; if there is none, a user is created.',
  input: (t) => ({
    token: t.string({
      required: true,
      secret: true,
      description: 'Token that the browser brought back from the provider; it works once.',
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
      description: 'What the provider issued. It is shown here and never again.',
    }),
    oauthUserRegistrationId: t.exposeString('oauth_user_registration_id', {
      description: 'Stytch id of the registration of the account with the user.',
    }),
    ...resetSessionsPayload(t),
    ...userDevicePayload(t),
  }),
});
