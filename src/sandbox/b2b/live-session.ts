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
import type { Member, MemberSession, SessionRecord, Store } from './store.ts';
import { mintSessionJwt } from './tokens.ts';

/** SSO connections among the factors of a session: roles from an SSO connection are valid only with its factor. */
export const ssoConnectionIds = (session: MemberSession) =>
  new Set(
    session.authentication_factors.flatMap(({ saml_sso_factor, oidc_sso_factor }) => [
      saml_sso_factor?.provider_id,
      oidc_sso_factor?.provider_id,
    ]),
  );

/** Ids of the current roles of a session: changes of the member's roles apply immediately. */
export const sessionRoleIds = (member: Member, session: MemberSession): string[] => {
  const connections = ssoConnectionIds(session);
  return member.roles
    .filter(({ sources }) =>
      sources.some(
        ({ type, details }) => !type.startsWith('sso_') || connections.has(String(details?.['connection_id'])),
      ),
    )
    .map(({ role_id }) => role_id);
};

/**
 * Session with its member if both are active; undefined if the session has expired or was revoked, or its member was
 * deleted.
 */
const liveSession = (store: Store, record: SessionRecord | undefined) => {
  const member = record && store.members.get(record.session.member_id);
  return record && member?.status === 'active' && !isPast(store, record.session.expires_at)
    ? { record, member }
    : undefined;
};

/**
 * Active session of a token or JWT, with its member. Rejects a request with neither or both credentials, an unknown or
 * ended session, and an expired JWT unless `allowExpiredJwt` is set.
 */
export const findLiveSession = async (
  store: Store,
  shown: ShownSession,
  options: { allowExpiredJwt?: boolean } = {},
): Promise<{ record: SessionRecord; member: Member }> => {
  const record = await recordBehind(store, store.sessions, shown, options);
  return liveSession(store, record) ?? noSession();
};

/** Active sessions of a member, newest first. */
export const sessionsOf = (store: Store, memberId: string) =>
  [...store.sessions.values()]
    .filter((record) => record.session.member_id === memberId && liveSession(store, record))
    .sort((a, b) => b.session.started_at.localeCompare(a.session.started_at));

/** Stores a changed session with the current roles of its member and slug of its organization. */
export const saveSession = (store: Store, record: SessionRecord): SessionRecord => {
  const member = store.members.get(record.session.member_id);
  const { organization_id, organization_slug } = record.session;
  const session = {
    ...record.session,
    roles: member ? sessionRoleIds(member, record.session) : [],
    organization_slug: store.organizations.get(organization_id)?.organization_slug ?? organization_slug,
  };
  const saved = { ...record, session };
  store.sessions.set(session.member_session_id, saved);
  return saved;
};

/** Starts a session for a member who has proven these factors. */
export const startSession = (store: Store, member: Member, start: SessionStart): SessionRecord =>
  saveSession(store, {
    token: opaqueToken(),
    attributes: { ip_address: '127.0.0.1', user_agent: 'stytch-graphql sandbox' },
    session: {
      member_session_id: newId('session'),
      member_id: member.member_id,
      organization_id: member.organization_id,
      organization_slug: '',
      ...startedSession(store, start),
    },
  });

/** Renews an active session: adds the factor, merges the claims and, only with `minutes`, moves the expiry. */
export const renewSession = (store: Store, record: SessionRecord, renewal: SessionRenewal): SessionRecord =>
  saveSession(store, { ...record, session: renewedSession(store, record.session, renewal) });

/** Session properties of every sign-in response. */
export const showSession = async (store: Store, record: SessionRecord) => ({
  member_session: record.session,
  session_token: record.token,
  session_jwt: await mintSessionJwt(store, record),
});

/** Revokes all sessions of a member except `keep`. */
export const revokeSessionsOf = (store: Store, memberId: string, keep?: string) => {
  for (const [id, { session }] of store.sessions) {
    if (session.member_id === memberId && id !== keep) store.sessions.delete(id);
  }
};
