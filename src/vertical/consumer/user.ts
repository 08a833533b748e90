/** Users as callers: their sessions and what belongs to them. */
import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { expiryOf } from '../session-expiry.ts';
import type { SessionFacts, TargetFacts, UserCaller } from '../vertical.ts';
import type { UserSessionFactor, UserTarget } from './identity.ts';

const SESSION = 'https://stytch.com/session';
const ORGANIZATION = 'https://stytch.com/organization';

const filled = v.pipe(v.string(), v.nonEmpty());

/** A factor, validated as far as access decisions need it. */
const factor = v.custom<UserSessionFactor>(
  (value) => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string',
);

const sessionClaims = v.object({
  sub: v.pipe(v.string(), v.startsWith('user-')),
  [SESSION]: v.object({
    id: filled,
    // Absent in JWTs issued before Stytch had roles.
    roles: v.optional(v.array(v.string()), []),
    authentication_factors: v.optional(v.array(factor), []),
  }),
});

export const session: SessionFacts = {
  identityIn(claims: JWTPayload) {
    const { success, output } = v.safeParse(sessionClaims, claims);
    if (!success || ORGANIZATION in claims) return undefined;
    const { id, roles, authentication_factors } = output[SESSION];
    return { kind: 'user', userId: output.sub, sessionId: id, roles, factors: authentication_factors };
  },
  async authenticate(stytch, shown, options) {
    // Without a duration, so that the lifetime of the session does not change.
    const input = 'token' in shown ? { sessionToken: shown.token } : { sessionJwt: shown.jwt };
    const answer = await stytch.call('post', '/v1/sessions/authenticate', input, options);
    const { user_id, session_id, roles = [], authentication_factors = [] } = answer.session;
    return {
      identity: { kind: 'user', userId: user_id, sessionId: session_id, roles, factors: authentication_factors },
      brings: { user: answer.user },
      jwt: answer.session_jwt,
      expiresAt: answer.session.expires_at,
    };
  },
  endOf(response) {
    if ('session' in response) return expiryOf(response.session);
    return 'user_session' in response ? expiryOf(response.user_session) : undefined;
  },
  headersOf: () => undefined,
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const target: TargetFacts = {
  // `attributes` is the device: the gateway fills it in for users, and servers need no action for it.
  fields: new Set(['userId', 'attributes']),
  ofEdge: (parent, args: UserTarget) => ({ userId: text(parent['user_id']) ?? args.userId }),
  // A user has one name: only servers may use external ids.
  byOwnId: (_, given) => given,
  ownId: ({ userId }: UserCaller) => userId,
  relationOf({ userId: own }: UserCaller, { userId }: UserTarget, implied) {
    return (userId ?? (implied ? own : undefined)) === own ? 'self' : 'foreign';
  },
};
