/** Fields and inputs of sessions that members and users share. */
import { sessionFactors } from '../../resolvers/shared/session.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { COOKIE_INPUT } from '../cookie-input.ts';
import { groupField, type InputFieldBuilder, inputGroup, type PayloadFieldBuilder } from '../mutation.ts';
import { AuthenticationFactor } from './authentication-factor.ts';

type SessionShape = Schemas['api_b2b_session_v1_MemberSession'] | Schemas['api_session_v1_Session'];

/** The tokens of a session, as inputs. */
export const sessionTokensInput = (t: InputFieldBuilder) => ({
  sessionToken: t.string({ secret: true, description: 'Opaque token of the session.' }),
  sessionJwt: t.string({
    secret: true,
    description: 'JWT of the session. An expired JWT is accepted as long as its session lasts.',
  }),
});

/** The session in the cookies, as an input. */
export const cookieInput = (t: InputFieldBuilder) => ({
  [COOKIE_INPUT]: t.boolean({
    description:
      'True for the session in the cookies of the request. Needs `SESSION_COOKIES` or `SESSION_COOKIE_NAMES`. For web pages, which cannot read the tokens.',
  }),
});

/** A session, identified by exactly one of these inputs. */
export const sessionCredentialInput = (t: InputFieldBuilder) => ({ ...sessionTokensInput(t), ...cookieInput(t) });

const SessionCredentialInput = inputGroup(
  'SessionCredentialInput',
  'A session, identified by one of its tokens or by the cookies of the request.',
  sessionCredentialInput,
);

/** The session that an operation reads or changes. */
export const sessionInput = (t: InputFieldBuilder, description: string) => ({
  session: groupField(t, SessionCredentialInput, { required: true, description }),
});

/** A session to which an authentication factor is added. */
export const joinedSessionInput = (t: InputFieldBuilder) => ({
  session: groupField(t, SessionCredentialInput, {
    description: 'Session to which the factor is added. Default: a new session.',
  }),
});

/**
 * A session that authorizes a caller without a bearer token. Users always act in the session of their bearer token;
 * servers may send a session.
 */
export const actingSessionInput = (
  t: InputFieldBuilder,
  description = 'Session to which the factor is added, for callers without a bearer token. Users omit it: the factor is added to their own session. Default: a new session.',
) => ({ session: groupField(t, SessionCredentialInput, { actsBy: true, description }) });

/** A session that a server may send. Users act in the session of their bearer token. */
export const serversSessionInput = (t: InputFieldBuilder) => ({
  session: groupField(t, SessionCredentialInput, {
    serversOnly: 'optional',
    description:
      'Session to which the factor is added. For users it is their own. Default: a new session. Servers only.',
  }),
});

/**
 * Fields that member sessions and user sessions share.
 *
 * @param person noun for the person: `member` or `user`
 */
export const sessionFields = (t: PayloadFieldBuilder<SessionShape>, person: string) => ({
  authenticationFactors: t.field({
    type: [AuthenticationFactor],
    extensions: { exposed: 'authentication_factors' },
    description: 'Authentication factors of the session, both first and second factors.',
    resolve: sessionFactors,
  }),
  startedAt: t.expose('started_at', {
    type: 'DateTime',
    nullable: true,
    description: `When the ${person} signed in. Null if unknown.`,
  }),
  lastAccessedAt: t.expose('last_accessed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When Stytch last authenticated the session. Null if unknown.',
  }),
  expiresAt: t.expose('expires_at', {
    type: 'DateTime',
    nullable: true,
    description:
      'When the session expires unless it is extended. Each of its JWTs expires after five minutes. Null if unknown.',
  }),
  customClaims: t.expose('custom_claims', {
    type: 'JSONObject',
    nullable: true,
    description:
      'Your own data about the session, included in its JWTs. Only servers can write it. Null if there is none.',
  }),
});

/** Lifetime and custom claims of a session. */
export const sessionWishes = (t: InputFieldBuilder) => ({
  sessionDurationMinutes: t.int({
    description: 'Lifetime of the session from now: 5 to 527040 minutes. Default: 60.',
  }),
  ...sessionClaimsInput(t),
});

/** Custom claims. Only servers write them: applications trust the claims of a JWT. */
export const sessionClaimsInput = (t: InputFieldBuilder, serversOnly?: 'optional') => ({
  sessionCustomClaims: t.field({
    type: 'JSONObject',
    ...(serversOnly ? { serversOnly } : {}),
    description:
      'Your own data for the session and its JWTs, at most 4 kB. Keys are merged; a null value removes its key. Servers only.',
  }),
});

/**
 * Input of device fingerprinting, for projects that use it.
 *
 * @param filled the payload field that returns the device
 */
export const deviceInput = (t: InputFieldBuilder, filled: string) =>
  t.string({ description: `Id from device fingerprinting in the browser. Required to get \`${filled}\`.` });
