import {
  attestMemberSession,
  authenticateMemberSession,
  exchangeMemberAccessToken,
  exchangeMemberSession,
  migrateMemberSession,
} from '../../resolvers/b2b/session-exchange.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { builder } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { AuthorizationVerdict } from '../shared/authorization-verdict.ts';
import { SmsLocale } from '../shared/locale.ts';
import { joinedSessionInput, sessionInput, sessionWishes } from '../shared/session.ts';
import { organizationIdInput, organizationNameInput } from './ids.ts';
import { signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, signInResult } from './sign-in-outcome.ts';

const AuthorizationCheckInput = builder.inputType('AuthorizationCheckInput', {
  description: 'An action for which a session is checked.',
  fields: (t) => ({
    organizationId: organizationNameInput(t, 'Organization in which to act: that of the session.'),
    resourceId: t.string({ required: true, description: 'Resource of the RBAC policy.' }),
    action: t.string({ required: true, description: 'Action on the resource.' }),
  }),
});

mutation('authenticateMemberSession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/b2b/sessions/authenticate'],
  description:
    'Authenticates a session and returns a fresh JWT. Extends the session if `sessionDurationMinutes` is given. An expired JWT is accepted as long as its session lasts.',
  input: (t) => ({
    ...sessionInput(t, 'The session.'),
    ...sessionWishes(t),
    sessionDurationMinutes: t.int({
      description: 'New lifetime of the session from now: 5 to 527040 minutes. Default: not extended.',
    }),
    authorizationCheck: t.field({
      type: AuthorizationCheckInput,
      description: 'Action that the session must be allowed to perform. Otherwise the mutation fails.',
    }),
  }),
  resolve: authenticateMemberSession,
  ...signInResult,
  payload: (t) => ({
    verdict: t.expose('verdict', {
      type: AuthorizationVerdict,
      nullable: true,
      description: 'Result of `authorizationCheck`. Null if none was given.',
    }),
  }),
});

mutation('exchangeMemberSession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/b2b/sessions/exchange'],
  description:
    'Switches a person to another organization in which they are a member or invited. The original session continues. Factors that the other organization does not accept must be repeated.',
  input: (t) => ({
    organizationId: organizationNameInput(t, 'Organization to switch to.'),
    ...sessionInput(t, 'The original session.'),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: exchangeMemberSession,
  ...signInResult,
  payload: devicePayload,
});

mutation('exchangeMemberAccessToken', {
  access: signInAccess({ accessToken: 'jwt' }),
  operations: ['post /v1/b2b/sessions/exchange_access_token'],
  description: 'Exchanges an access token of a first-party connected app for a session of the member.',
  input: (t) => ({
    accessToken: t.string({
      required: true,
      secret: true,
      description: 'Access token with the scope `full_access`, at most five minutes old, valid once.',
    }),
    ...sessionWishes(t),
    telemetryId: telemetryId(t),
  }),
  resolve: exchangeMemberAccessToken,
  ...signInResult,
  payload: devicePayload,
});

mutation('attestMemberSession', {
  access: signInAccess({ token: 'jwt' }),
  operations: ['post /v1/b2b/sessions/attest'],
  description:
    'Signs in with a token of an issuer that the project trusts, or adds that token to a session as a factor.',
  input: (t) => ({
    profileId: t.string({
      required: true,
      description: 'Id of the trusted auth token profile, which describes the issuer.',
    }),
    token: t.string({ required: true, secret: true, description: 'The token. Its claims identify the member.' }),
    organizationId: t.id({
      idOf: 'Organization',
      orSlug: true,
      description: 'Id or slug of the organization. Required unless a claim of the token names it.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    telemetryId: telemetryId(t),
  }),
  resolve: attestMemberSession,
  ...signInResult,
  payload: devicePayload,
});

mutation('migrateMemberSession', {
  // Servers only: a token for a userinfo endpoint does not name its audience, so it does not authenticate the caller.
  access: { resource: 'stytch.member', action: 'migrate', signedIn: 'none' },
  operations: ['post /v1/b2b/sessions/migrate'],
  description:
    'Migrates a session of another system: Stytch sends its token to the userinfo endpoint of your project and signs in the member who has the email address in the response.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    sessionToken: t.string({ required: true, secret: true, description: 'Session token of the other system.' }),
    ...sessionWishes(t),
  }),
  resolve: migrateMemberSession,
  ...signInResult,
});
