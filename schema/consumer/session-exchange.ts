import {
  attestUserSession,
  authenticateUserSession,
  exchangeUserAccessToken,
  migrateUserSession,
} from '../../resolvers/consumer/session-exchange.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { builder } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { AuthorizationVerdict } from '../shared/authorization-verdict.ts';
import { actingSessionInput, sessionClaimsInput, sessionInput } from '../shared/session.ts';
import { sessionWishesInput, signInAccess, signInResult, telemetryIdInput, userDevicePayload } from './sign-in.ts';

const AuthorizationCheckInput = builder.inputType('AuthorizationCheckInput', {
  description: 'An action for which a session is checked.',
  fields: (t) => ({
    resourceId: t.string({ required: true, description: 'Resource of the RBAC policy.' }),
    action: t.string({ required: true, description: 'Action on the resource.' }),
  }),
});

mutation('authenticateUserSession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/sessions/authenticate'],
  description:
    'Authenticates a session and returns a fresh JWT. Extends the session if `sessionDurationMinutes` is given. An expired JWT is accepted as long as its session lasts.',
  input: (t) => ({
    ...sessionInput(t, 'The session.'),
    sessionDurationMinutes: t.int({
      description: 'New lifetime of the session from now: 5 to 527040 minutes. Default: unchanged.',
    }),
    ...sessionClaimsInput(t, 'optional'),
    authorizationCheck: t.field({
      type: AuthorizationCheckInput,
      description: 'Action that the session must be allowed to perform. Otherwise the mutation fails.',
    }),
  }),
  resolve: authenticateUserSession,
  ...signInResult,
  payload: (t) => ({
    verdict: t.expose('verdict', {
      type: AuthorizationVerdict,
      nullable: true,
      description: 'Result of `authorizationCheck`. Null if none was given.',
    }),
  }),
});

mutation('migrateUserSession', {
  // Servers only: a token for a userinfo endpoint does not name its audience, so it does not authenticate the caller.
  access: { resource: 'stytch.user', action: 'migrate', signedIn: 'none' },
  operations: ['post /v1/sessions/migrate'],
  description:
    'Migrates a session of another system: Stytch sends its token to the userinfo endpoint of your project and signs in the user who has the email address in the response. Servers only.',
  input: (t) => ({
    externalSessionToken: t.string({
      required: true,
      secret: true,
      description: 'Session token of the other system. Stytch sends it there, so never send a token of this project.',
    }),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: migrateUserSession,
  ...signInResult,
  payload: userDevicePayload,
});

mutation('exchangeUserAccessToken', {
  access: signInAccess({ accessToken: 'jwt' }),
  operations: ['post /v1/sessions/exchange_access_token'],
  description: 'Exchanges an access token of a first-party connected app for a session of the user.',
  input: (t) => ({
    accessToken: t.string({
      required: true,
      secret: true,
      description: 'Access token with the scope `full_access`, at most five minutes old, valid once.',
    }),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: exchangeUserAccessToken,
  ...signInResult,
  payload: userDevicePayload,
});

mutation('attestUserSession', {
  access: signInAccess({ token: 'jwt' }),
  operations: ['post /v1/sessions/attest'],
  description:
    'Signs in with a token of an issuer that the project trusts, or adds that token to a session as a factor. Creates the user if there is none.',
  input: (t) => ({
    profileId: t.string({
      required: true,
      description: 'Id of the trusted auth token profile, which describes the issuer.',
    }),
    token: t.string({ required: true, secret: true, description: 'The token. Its claims identify the user.' }),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: attestUserSession,
  ...signInResult,
  payload: userDevicePayload,
});
