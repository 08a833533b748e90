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
  description: 'Something that a session shall be allowed to do.',
  fields: (t) => ({
    organizationId: organizationNameInput(t, 'Organization to do it in: that of the session.'),
    resourceId: t.string({ required: true, description: 'Resource of the RBAC policy.' }),
    action: t.string({ required: true, description: 'Action on it.' }),
  }),
});

mutation('authenticateMemberSession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/b2b/sessions/authenticate'],
  description:
    'Checks a session, gives a fresh JWT for it, and extends it if asked to. An expired JWT will do while its session lasts.',
  input: (t) => ({
    ...sessionInput(t, 'The session.'),
    ...sessionWishes(t),
    sessionDurationMinutes: t.int({
      description: 'Let the session end this long from now: 5 to 527040 minutes. Not extended when not given.',
    }),
    authorizationCheck: t.field({
      type: AuthorizationCheckInput,
      description: 'Fail unless the session is allowed to do this.',
    }),
  }),
  resolve: authenticateMemberSession,
  ...signInResult,
  payload: (t) => ({
    verdict: t.expose('verdict', {
      type: AuthorizationVerdict,
      nullable: true,
      description: 'What became of `authorizationCheck`; null when none was given.',
    }),
  }),
});

mutation('exchangeMemberSession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/b2b/sessions/exchange'],
  description:
    'Takes a person from one organization to another where they are a member or invited. The session they come from goes on; proofs that do not count in the other organization have to be given again.',
  input: (t) => ({
    organizationId: organizationNameInput(t, 'Organization to go to.'),
    ...sessionInput(t, 'The session to come from.'),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
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
  description:
    'Turns an access token that a first-party connected app was given for a member back into a session of that member.',
  input: (t) => ({
    accessToken: t.string({
      required: true,
      secret: true,
      description: 'Token with the scope `full_access`, at most five minutes old; it works once.',
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
    'Signs in by a token of an issuer that the project trusts, or adds that token to a session as another factor.',
  input: (t) => ({
    profileId: t.string({ required: true, description: 'Trusted auth token profile that describes the issuer.' }),
    token: t.string({ required: true, secret: true, description: 'The token; its claims name the member.' }),
    organizationId: t.id({
      idOf: 'Organization',
      orSlug: true,
      description: 'Id or slug of the organization; needed unless a claim of the token names it.',
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
  // A token for a userinfo endpoint does not say whom it was meant for, so it is no proof from just anybody.
  access: { resource: 'stytch.member', action: 'migrate', signedIn: 'none' },
  operations: ['post /v1/b2b/sessions/migrate'],
  description:
    'Signs in by a session of the system you used before: Stytch shows it to the userinfo endpoint of your project and looks for a member with the address that comes back.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    sessionToken: t.string({ required: true, secret: true, description: 'Token of the old system.' }),
    ...sessionWishes(t),
  }),
  resolve: migrateMemberSession,
  ...signInResult,
});
