import { isDeepStrictEqual } from 'node:util';
import { fail } from '../errors.ts';
import { type AuthenticationFactor, inMinutes, type ProjectStore, timestamp } from '../store.ts';
import { readToken, reservedClaims, sessionIdIn } from './tokens.ts';

export type Claims = Record<string, unknown>;

/**
 * Session id in a session JWT; undefined if a session token was sent. Rejects a request with neither or both of the
 * two, and an expired JWT unless `allowExpiredJwt` is set.
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

/** Credential of a session in a request: exactly one of the two. */
export interface ShownSession {
  session_token?: string | undefined;
  session_jwt?: string | undefined;
}

/**
 * Record of the session that a token or JWT belongs to, active or ended; undefined if it does not exist. Rejects a
 * request with neither or both credentials.
 *
 * @param sessions by session id
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

/** Rejects a session that does not exist or has ended. */
export const noSession = () => fail(404, 'session_not_found', 'There is no such session, or it has ended.');

/** Session duration in minutes. Default: 60. Rejects a value outside of 5 to 527040. */
export const checkDuration = (minutes: number | undefined): number => {
  if (minutes === undefined) return 60;
  if (minutes < 5 || minutes > 527_040) {
    fail(400, 'invalid_session_duration_minutes', 'A session lasts from 5 to 527040 minutes.');
  }
  return minutes;
};

/** Merges a change into custom claims: null removes a key, reserved names are ignored. Max 4 kB. */
export const mergeClaims = (current: Claims | undefined, change: Claims | undefined): Claims => {
  const merged = Object.fromEntries(
    Object.entries({ ...current, ...change }).filter(([key, value]) => value !== null && !reservedClaims.includes(key)),
  );
  if (JSON.stringify(merged).length > 4096)
    fail(400, 'custom_claims_too_large', 'Custom claims take 4096 bytes at most.');
  return merged;
};

/** Adds a factor proven now to the factors of a session; a factor that is already there gets new timestamps. */
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

/** `custom_claims` of a session; omitted if empty. */
const customClaims = (current: Claims | undefined, change: Claims | undefined) => {
  const custom_claims = mergeClaims(current, change);
  return Object.keys(custom_claims).length > 0 ? { custom_claims } : {};
};

/** Input of a new session. */
export interface SessionStart {
  /** Factors that were proven. */
  factors: AuthenticationFactor[];
  /** Minutes until the session ends. Default: 60. */
  minutes?: number | undefined;
  claims?: Claims | undefined;
}

/** Properties that new sessions of members and users share. */
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

/** Changes to a session that is authenticated again. */
export interface SessionRenewal {
  /** Factor to add. */
  factor?: AuthenticationFactor | undefined;
  /** Minutes from now until the session ends. Default: `expires_at` stays unchanged. */
  minutes?: number | undefined;
  /** Custom claims to merge. */
  claims?: Claims | undefined;
}

/** Rejects a new expiry of an impersonation session. Without `minutes` the expiry stays unchanged. (inferred) */
export const checkExtension = (
  { authentication_factors }: { authentication_factors: readonly AuthenticationFactor[] },
  minutes: number | undefined,
): void => {
  if (minutes !== undefined && authentication_factors.some(({ type }) => type === 'impersonated')) {
    fail(400, 'session_not_mutable', 'The session of an impersonation cannot be extended.');
  }
};

/** Renews a session: adds the factor, merges the claims and, only with `minutes`, moves the expiry. */
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
