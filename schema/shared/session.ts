/** What sessions show and the inputs about them, the same for members and users. */
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
    description: 'JWT of the session. It may have expired while its session lasts.',
  }),
});

/** The session in the cookies, as an input. */
export const cookieInput = (t: InputFieldBuilder) => ({
  [COOKIE_INPUT]: t.boolean({
    description:
      'True for the session in the cookies of the request, with `SESSION_COOKIES` or `SESSION_COOKIE_NAMES`. For pages, which do not hold its tokens.',
  }),
});

/** A session, as an input of which one is given. */
export const sessionCredentialInput = (t: InputFieldBuilder) => ({ ...sessionTokensInput(t), ...cookieInput(t) });

const SessionCredentialInput = inputGroup(
  'SessionCredentialInput',
  'A session, by one of its tokens or by the cookies of the request.',
  sessionCredentialInput,
);

/** The session that an operation is about. */
export const sessionInput = (t: InputFieldBuilder, description: string) => ({
  session: groupField(t, SessionCredentialInput, { required: true, description }),
});

/** A session that a proof of identity is added to. */
export const joinedSessionInput = (t: InputFieldBuilder) => ({
  session: groupField(t, SessionCredentialInput, { description: 'Session to add this to. Default: a new session.' }),
});

/** A session in whose name a visitor acts; people act in that of their bearer. Servers pass one on. */
export const actingSessionInput = (
  t: InputFieldBuilder,
  description = 'Session to add this to, for callers without a bearer. Users leave it out: they add to their own. Default: a new session.',
) => ({ session: groupField(t, SessionCredentialInput, { actsBy: true, description }) });

/** A session that a server passes on; people act in that of their bearer. */
export const serversSessionInput = (t: InputFieldBuilder) => ({
  session: groupField(t, SessionCredentialInput, {
    serversOnly: 'optional',
    description: 'Session to add this to. Users add to their own. Default: a new session. Servers only.',
  }),
});

/**
 * The fields that the sessions of both kinds of people have.
 *
 * @param person what the person is called
 */
export const sessionFields = (t: PayloadFieldBuilder<SessionShape>, person: string) => ({
  authenticationFactors: t.field({
    type: [AuthenticationFactor],
    extensions: { exposed: 'authentication_factors' },
    description: 'The proofs of identity that the session rests on, first and second factors alike.',
    resolve: sessionFactors,
  }),
  startedAt: t.expose('started_at', {
    type: 'DateTime',
    nullable: true,
    description: `When the ${person} signed in.`,
  }),
  lastAccessedAt: t.expose('last_accessed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the session was last checked at Stytch.',
  }),
  expiresAt: t.expose('expires_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the session ends unless it is extended. Its JWTs end sooner, after five minutes each.',
  }),
  customClaims: t.expose('custom_claims', {
    type: 'JSONObject',
    nullable: true,
    description: 'Your own data about the session, also in its JWTs. Only servers can write it.',
  }),
});

/** How long the session shall last and what it shall carry. */
export const sessionWishes = (t: InputFieldBuilder) => ({
  sessionDurationMinutes: t.int({
    description: 'How long the session lasts from now: 5 to 527040 minutes, an hour when not given.',
  }),
  ...sessionClaimsInput(t),
});

/** What the session carries. Applications trust the claims of a JWT, so only servers write them. */
export const sessionClaimsInput = (t: InputFieldBuilder, serversOnly?: 'optional') => ({
  sessionCustomClaims: t.field({
    type: 'JSONObject',
    ...(serversOnly ? { serversOnly } : {}),
    description:
      'Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only.',
  }),
});

/**
 * The device, for projects that use device fingerprinting.
 *
 * @param filled the field of the payload that shows it
 */
export const deviceInput = (t: InputFieldBuilder, filled: string) =>
  t.string({ description: `Id from device fingerprinting in the browser; fills \`${filled}\`.` });
