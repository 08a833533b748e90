import { isDeepStrictEqual } from 'node:util';
import { fail } from '../errors.ts';
import { type AuthenticationFactor, inMinutes, type ProjectStore, timestamp } from '../store.ts';
import { readToken, reservedClaims, sessionIdIn } from './tokens.ts';

export type Claims = Record<string, unknown>;

/**
 * The id of the session that a JWT speaks of; undefined where a token is shown. A refusal unless exactly one of the two is.
 * An expired JWT reads only with `allowExpiredJwt`.
 */
const sessionIdBehind = async (
  store: ProjectStore,
  { session_token, session_jwt }: { session_token?: string | undefined; session_jwt?: string | undefined },
  { allowExpiredJwt = false } = {},
): Promise<string | undefined> => {
  if (session_token && session_jwt) {
    return fail(400, 'too_many_session_arguments', 'Send a session token or a session JWT, not both.');
  }
  if (!session_token && !session_jwt) {
    return fail(400, 'no_session_arguments', 'Send a session token or a session JWT.');
  }
  return session_jwt ? sessionIdIn(await readToken(store, session_jwt, { allowExpired: allowExpiredJwt })) : undefined;
};

/** A session as requests show it: by exactly one of the two. */
export interface ShownSession {
  session_token?: string | undefined;
  session_jwt?: string | undefined;
}

/**
 * The record of the session behind a token or a JWT, whether it still stands or not. Undefined if there is none. A refusal unless
 * exactly one of the two is shown.
 *
 * @param sessions by their ids
 */
export const recordBehind = async <SessionRecord extends { token: string }>(
  store: ProjectStore,
  sessions: ReadonlyMap<string, SessionRecord>,
  shown: ShownSession,
  options: { allowExpiredJwt?: boolean },
): Promise<SessionRecord | undefined> => {
  const id = await sessionIdBehind(store, shown, options);
  return id === undefined ? sessions.values().find(({ token }) => token === shown.session_token) : sessions.get(id);
};

/** Refuses a session that there is not, or that has ended. */
export const noSession = () => fail(404, 'session_not_found', 'There is no such session, or it has ended.');

/** Refuses a session duration that Stytch would not take; the default is an hour. */
export const checkDuration = (minutes: number | undefined): number => {
  if (minutes === undefined) return 60;
  if (minutes < 5 || minutes > 527_040) {
    fail(400, 'invalid_session_duration_minutes', 'A session lasts from 5 to 527040 minutes.');
  }
  return minutes;
};

/** Custom claims with a change merged in: null removes a key, reserved names are passed over, 4 kB at most. */
export const mergeClaims = (current: Claims | undefined, change: Claims | undefined): Claims => {
  const merged = Object.fromEntries(
    Object.entries({ ...current, ...change }).filter(([key, value]) => value !== null && !reservedClaims.includes(key)),
  );
  if (JSON.stringify(merged).length > 4096)
    fail(400, 'custom_claims_too_large', 'Custom claims take 4096 bytes at most.');
  return merged;
};

/** Factors of a session once another one was proven now; proving the same one again refreshes it. */
export const withFactor = (
  store: Pick<ProjectStore, 'now'>,
  factors: readonly AuthenticationFactor[],
  proven: AuthenticationFactor,
): AuthenticationFactor[] => {
  const now = timestamp(store.now());
  const known = factors.find(({ created_at: _, updated_at: __, last_authenticated_at: ___, ...factor }) =>
    isDeepStrictEqual(factor, proven),
  );
  return known
    ? factors.map((factor) => (factor === known ? { ...factor, updated_at: now, last_authenticated_at: now } : factor))
    : [...factors, { ...proven, created_at: now, updated_at: now, last_authenticated_at: now }];
};

/** The custom claims of a session as a property of it, which an empty set leaves out. */
const customClaims = (current: Claims | undefined, change: Claims | undefined) => {
  const custom_claims = mergeClaims(current, change);
  return Object.keys(custom_claims).length > 0 ? { custom_claims } : {};
};

/** What a session is started with. */
export interface SessionStart {
  /** The factors that were proven. */
  factors: AuthenticationFactor[];
  /** Minutes until it ends. Default: 60. */
  minutes?: number | undefined;
  claims?: Claims | undefined;
}

/** The properties that every new session has, in both kinds of project. */
export const startedSession = (store: Pick<ProjectStore, 'now'>, { factors, minutes, claims }: SessionStart) => {
  const now = timestamp(store.now());
  return {
    started_at: now,
    last_accessed_at: now,
    expires_at: inMinutes(store, checkDuration(minutes)),
    authentication_factors: factors,
    roles: [],
    ...customClaims({}, claims),
  };
};

/** What changes of a session that is used again. */
export interface SessionRenewal {
  /** A factor that joins. */
  factor?: AuthenticationFactor | undefined;
  /** Minutes until it ends, from now. Default: its end stays. */
  minutes?: number | undefined;
  /** Claims to merge. */
  claims?: Claims | undefined;
}

/** Refuses to move the end of a session that impersonates a person. Without `minutes` its end stays. (inferred) */
export const checkExtension = (
  { authentication_factors }: { authentication_factors: readonly AuthenticationFactor[] },
  minutes: number | undefined,
): void => {
  if (minutes !== undefined && authentication_factors.some(({ type }) => type === 'impersonated')) {
    fail(400, 'session_not_mutable', 'The session of an impersonation cannot be extended.');
  }
};

/** A session that is used again: a factor joins, claims merge, and only with `minutes` its end moves. */
export const renewedSession = <
  Session extends { authentication_factors: AuthenticationFactor[]; expires_at?: string; custom_claims?: Claims },
>(
  store: Pick<ProjectStore, 'now'>,
  { custom_claims, ...session }: Session,
  { factor, minutes, claims }: SessionRenewal,
) => {
  const { authentication_factors } = session;
  checkExtension(session, minutes);
  return {
    ...session,
    last_accessed_at: timestamp(store.now()),
    ...(minutes === undefined ? {} : { expires_at: inMinutes(store, checkDuration(minutes)) }),
    authentication_factors: factor ? withFactor(store, authentication_factors, factor) : authentication_factors,
    ...customClaims(custom_claims, claims),
  };
};
