/** Users as callers: what a session tells of one, and what is theirs. */
import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { expiryOf } from '../session-expiry.ts';
import type { SessionFacts, TargetFacts, UserCaller } from '../vertical.ts';
import type { UserSessionFactor, UserTarget } from './identity.ts';

const SESSION = 'https://stytch.com/session';
const ORGANIZATION = 'https://stytch.com/organization';

const filled = v.pipe(v.string(), v.nonEmpty());

/** As much of a factor as decisions rest on. */
const factor = v.custom<UserSessionFactor>(
  (value) => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string',
);

const sessionClaims = v.object({
  sub: v.pipe(v.string(), v.startsWith('user-')),
  [SESSION]: v.object({
    id: filled,
    // Tokens from before roles existed have none.
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
    // Without a duration, so that the session ends when it would have ended.
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
  // The gateway fills in the device of a user, and servers need no right of its own for it.
  fields: new Set(['userId', 'attributes']),
  ofEdge: (parent, args: UserTarget) => ({ userId: text(parent['user_id']) ?? args.userId }),
  // A user has one name: external ids are for servers.
  byOwnId: (_, given) => given,
  ownId: ({ userId }: UserCaller) => userId,
  relationOf({ userId: own }: UserCaller, { userId }: UserTarget, implied) {
    return (userId ?? (implied ? own : undefined)) === own ? 'self' : 'foreign';
  },
};
