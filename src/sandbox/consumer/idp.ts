import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { answerRequest, type Grantor, showRequest } from '../oauth-server/authorization.ts';
import { rolesThatGrant } from '../shared/rbac.ts';
import { findUser } from './find.ts';
import { findLiveSession } from './live-session.ts';
import type { Consent, ConsumerStore, User } from './store.ts';
import { showUser } from './user.ts';

type AuthorizationRequest = { user_id?: string; session_token?: string; session_jwt?: string };

/** User who is asked for consent, with the session if one was sent. */
const findAsked = async (
  store: ConsumerStore,
  { user_id, session_token, session_jwt }: AuthorizationRequest,
): Promise<{ user: User; sessionId?: string }> => {
  const given = [user_id, session_token, session_jwt].filter(Boolean).length;
  if (given === 0) {
    fail(400, 'no_oauth_authorize_user_selector', 'Send user_id, a session token or a session JWT.');
  }
  if (given > 1) fail(400, 'too_many_session_arguments', 'Name the user, or send a session token or a session JWT.');
  if (user_id) return { user: findUser(store, user_id) };
  const { record, user } = await findLiveSession(store, { session_token, session_jwt });
  return { user, sessionId: record.session.session_id };
};

const findGrantor = async (
  store: ConsumerStore,
  sent: AuthorizationRequest,
): Promise<{ user: User; grantor: Grantor<Consent> }> => {
  const { user, sessionId } = await findAsked(store, sent);
  const { user_id, roles } = user;
  const grantor: Grantor<Consent> = {
    personId: user_id,
    sessionId,
    may: (resource, action) => rolesThatGrant(store.policy.roles, roles, resource, action).length > 0,
    own: (grant) => ({ ...grant, user_id }),
  };
  return { user, grantor };
};

export const idp = {
  api_idp_v1_idp_oauth_AuthorizeStart: {
    answer: async ({ store, body }) => {
      const { user, grantor } = await findGrantor(store, body);
      return { ...showUser(user), ...showRequest(store, grantor, body) };
    },
  },

  api_idp_v1_idp_oauth_Authorize: {
    answer: async ({ store, body }) => answerRequest(store, (await findGrantor(store, body)).grantor, body),
  },
} satisfies DomainHandlers<ConsumerStore>;
