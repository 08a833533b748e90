import { fail } from '../errors.ts';
import { checkDuration, mergeClaims, sessionIdBehind, withFactor } from '../shared/live-session.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import { type AuthenticationFactor, inMinutes, isPast, timestamp } from '../store.ts';
import type { Attributes, ConsumerStore, SessionRecord, User } from './store.ts';
import { mintSessionJwt } from './tokens.ts';

type Claims = Record<string, unknown>;

/** A session that still stands with its user; undefined once expired, revoked or its user gone. */
const liveSession = (store: ConsumerStore, record: SessionRecord | undefined) => {
  const user = record && store.users.get(record.session.user_id);
  return record && user && !isPast(store, record.session.expires_at) ? { record, user } : undefined;
};

/** The live session behind a token or a JWT, with its user, or a refusal. Exactly one of the two is to be given. */
export const findSession = async (
  store: ConsumerStore,
  shown: { session_token?: string | undefined; session_jwt?: string | undefined },
): Promise<{ record: SessionRecord; user: User }> => {
  const id = await sessionIdBehind(store, shown, { allowExpiredJwt: true });
  const record =
    id === undefined
      ? store.sessions.values().find(({ token }) => token === shown.session_token)
      : store.sessions.get(id);
  return liveSession(store, record) ?? fail(404, 'session_not_found', 'There is no such session, or it has ended.');
};

/** The live sessions of a user, newest first. */
export const sessionsOf = (store: ConsumerStore, userId: string) =>
  [...store.sessions.values()]
    .filter((record) => record.session.user_id === userId && liveSession(store, record))
    .sort((a, b) => (b.session.started_at ?? '').localeCompare(a.session.started_at ?? ''));

/** Puts a changed session in the store with the roles that its user has now. */
export const saveSession = (store: ConsumerStore, record: SessionRecord): SessionRecord => {
  const { session } = record;
  const saved = { ...record, session: { ...session, roles: store.users.get(session.user_id)?.roles ?? [] } };
  store.sessions.set(session.session_id, saved);
  return saved;
};

/** Starts a session for a user who has proven these factors. */
export const startSession = (
  store: ConsumerStore,
  user: User,
  {
    factors,
    minutes,
    claims,
    attributes = {},
  }: {
    factors: AuthenticationFactor[];
    minutes: number;
    claims?: Claims | undefined;
    attributes?: Attributes | undefined;
  },
): SessionRecord => {
  const now = timestamp(store.now());
  const custom = mergeClaims({}, claims);
  return saveSession(store, {
    token: opaqueToken(),
    session: {
      session_id: newId('session'),
      user_id: user.user_id,
      started_at: now,
      last_accessed_at: now,
      expires_at: inMinutes(store, checkDuration(minutes)),
      attributes: { ip_address: '', user_agent: '', ...attributes },
      authentication_factors: factors,
      roles: [],
      ...(Object.keys(custom).length > 0 ? { custom_claims: custom } : {}),
    },
  });
};

/** Refuses to move the end of a session that impersonates its user. Without `minutes` its end stays. (inferred) */
export const checkExtension = ({ session }: SessionRecord, minutes: number | undefined): void => {
  if (minutes !== undefined && session.authentication_factors.some(({ type }) => type === 'impersonated')) {
    fail(400, 'session_not_mutable', 'The session of an impersonation cannot be extended.');
  }
};

/** Uses a live session again: a factor joins, claims merge, and only with `minutes` its end moves. */
export const renewSession = (
  store: ConsumerStore,
  before: SessionRecord,
  {
    factor,
    minutes,
    claims,
  }: { factor?: AuthenticationFactor | undefined; minutes?: number | undefined; claims?: Claims | undefined },
): SessionRecord => {
  checkExtension(before, minutes);
  const { session, ...record } = before;
  const { custom_claims, ...rest } = session;
  const custom = mergeClaims(custom_claims, claims);
  return saveSession(store, {
    ...record,
    session: {
      ...rest,
      last_accessed_at: timestamp(store.now()),
      ...(minutes === undefined ? {} : { expires_at: inMinutes(store, checkDuration(minutes)) }),
      authentication_factors: factor
        ? withFactor(store, rest.authentication_factors, factor)
        : rest.authentication_factors,
      ...(Object.keys(custom).length > 0 ? { custom_claims: custom } : {}),
    },
  });
};

/** What every sign-in answers of a session. */
export const showSession = async (store: ConsumerStore, record: SessionRecord) => ({
  session: record.session,
  session_token: record.token,
  session_jwt: await mintSessionJwt(store, record),
});

/** Ends all sessions of a user but the one to keep, if any. */
export const revokeSessionsOf = (store: ConsumerStore, userId: string, keep?: string) => {
  for (const [id, { session }] of store.sessions) {
    if (session.user_id === userId && id !== keep) store.sessions.delete(id);
  }
};
