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
  description: 'Something that a session shall be allowed to do.',
  fields: (t) => ({
    resourceId: t.string({ required: true, description: 'Resource of the RBAC policy.' }),
    action: t.string({ required: true, description: 'Action on it.' }),
  }),
});

mutation('authenticateUserSession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/sessions/authenticate'],
  description:
    'Checks a session, gives a fresh JWT for it, and moves its end if asked to. A JWT that has expired does while its session lasts.',
  input: (t) => ({
    ...sessionInput(t, 'The session.'),
    sessionDurationMinutes: t.int({
      description: 'Minutes until the session ends, from now: 5 to 527040. Default: its end stays.',
    }),
    ...sessionClaimsInput(t, 'optional'),
    authorizationCheck: t.field({
      type: AuthorizationCheckInput,
      description: 'Fail unless the roles of the session allow this.',
    }),
  }),
  resolve: authenticateUserSession,
  ...signInResult,
  payload: (t) => ({
    verdict: t.expose('verdict', {
      type: AuthorizationVerdict,
      nullable: true,
      description: 'What became of `authorizationCheck`. Null if none was given.',
    }),
  }),
});

mutation('migrateUserSession', {
  // A token for a userinfo endpoint does not say whom it was meant for, so it is no proof from just anybody.
  access: { resource: 'stytch.user', action: 'migrate', signedIn: 'none' },
  operations: ['post /v1/sessions/migrate'],
  description:
    'Signs in by a session of the system that you used before: Stytch shows it to the userinfo endpoint of your project and looks for a user with the address that comes back. Servers only.',
  input: (t) => ({
    externalSessionToken: t.string({
      required: true,
      secret: true,
      description: 'Token of the old system. It is sent there, so never give one of this project.',
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
  description:
    'Turns an access token that a first-party connected app was given for a user back into a session of that user.',
  input: (t) => ({
    accessToken: t.string({
      required: true,
      secret: true,
      description: 'Token with the scope `full_access`, at most five minutes old. It works once.',
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
    'Signs in by a token of an issuer that the project trusts, or adds that token to a session as another factor. Creates the user if there is none.',
  input: (t) => ({
    profileId: t.string({ required: true, description: 'Trusted auth token profile that describes the issuer.' }),
    token: t.string({ required: true, secret: true, description: 'The token. Its claims name the user.' }),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: attestUserSession,
  ...signInResult,
  payload: userDevicePayload,
});
