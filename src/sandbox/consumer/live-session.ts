import {
  noSession,
  recordBehind,
  renewedSession,
  type SessionRenewal,
  type SessionStart,
  type ShownSession,
  startedSession,
} from '../shared/live-session.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import { isPast } from '../store.ts';
import type { Attributes, ConsumerStore, SessionRecord, User } from './store.ts';
import { mintSessionJwt } from './tokens.ts';

/**
 * Session with its user if both exist; undefined if the session has expired or was revoked, or its user was deleted.
 */
const liveSession = (store: ConsumerStore, record: SessionRecord | undefined) => {
  const user = record && store.users.get(record.session.user_id);
  return record && user && !isPast(store, record.session.expires_at) ? { record, user } : undefined;
};

/**
 * Active session of a token or JWT, with its user. Rejects a request with neither or both credentials, and an unknown
 * or ended session.
 */
export const findLiveSession = async (
  store: ConsumerStore,
  shown: ShownSession,
): Promise<{ record: SessionRecord; user: User }> => {
  const record = await recordBehind(store, store.sessions, shown, { allowExpiredJwt: true });
  return liveSession(store, record) ?? noSession();
};

/** Active sessions of a user, newest first. */
export const sessionsOf = (store: ConsumerStore, userId: string) =>
  [...store.sessions.values()]
    .filter((record) => record.session.user_id === userId && liveSession(store, record))
    .sort((a, b) => (b.session.started_at ?? '').localeCompare(a.session.started_at ?? ''));

/** Stores a changed session with the current roles of its user. */
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
  { attributes, ...start }: SessionStart & { minutes: number; attributes?: Attributes | undefined },
): SessionRecord =>
  saveSession(store, {
    token: opaqueToken(),
    session: {
      session_id: newId('session'),
      user_id: user.user_id,
      attributes: { ip_address: '', user_agent: '', ...attributes },
      ...startedSession(store, start),
    },
  });

/** Renews an active session: adds the factor, merges the claims and, only with `minutes`, moves the expiry. */
export const renewSession = (store: ConsumerStore, record: SessionRecord, renewal: SessionRenewal): SessionRecord =>
  saveSession(store, { ...record, session: renewedSession(store, record.session, renewal) });

/** Session properties of every sign-in response. */
export const showSession = async (store: ConsumerStore, record: SessionRecord) => ({
  session: record.session,
  session_token: record.token,
  session_jwt: await mintSessionJwt(store, record),
});

/** Revokes all sessions of a user except `keep`. */
export const revokeSessionsOf = (store: ConsumerStore, userId: string, keep?: string) => {
  for (const [id, { session }] of store.sessions) {
    if (session.user_id === userId && id !== keep) store.sessions.delete(id);
  }
};
