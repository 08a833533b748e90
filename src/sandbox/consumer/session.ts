import type { Domain } from '../domain.ts';
import { fail } from '../errors.ts';
import { publicKeys } from '../tokens.ts';
import { findUser } from './find.ts';
import { findSession, renewSession, sessionsOf, showSession } from './live-session.ts';
import type { ConsumerStore } from './store.ts';

export const session = {
  api_session_v1_Get: {
    answer: ({ store, query }) => ({
      sessions: sessionsOf(store, findUser(store, query.user_id).user_id).map(({ session }) => session),
    }),
  },

  // An expired JWT renews itself here, as long as its session stands.
  api_session_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { record, user } = await findSession(store, body);
      const renewed = renewSession(store, record, {
        minutes: body.session_duration_minutes,
        claims: body.session_custom_claims,
      });
      return { ...(await showSession(store, renewed)), user };
    },
  },

  api_session_v1_Revoke: {
    answer: async ({ store, body: { session_id, session_token, session_jwt } }) => {
      const given = [session_id, session_token, session_jwt].filter(Boolean);
      if (given.length === 0) fail(400, 'no_session_revoke_arguments', 'Say which session is to end.');
      if (given.length > 1) fail(400, 'too_many_session_revoke_arguments', 'Name the session in one way only.');
      const id = session_id || (await findSession(store, { session_token, session_jwt })).record.session.session_id;
      if (!store.sessions.delete(id)) fail(404, 'session_not_found', 'There is no such session, or it has ended.');
      return {};
    },
  },

  api_session_v1_GetJWKS: { answer: () => ({ keys: publicKeys() }) },
} satisfies Domain<ConsumerStore>;
