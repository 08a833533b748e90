import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail } from '../shared/checks.ts';
import {
  accessTokenFactor,
  importedFactor,
  readAccessToken,
  readLegacySession,
  readTrustedToken,
  spendAccessToken,
  spendTrustedToken,
  trustedTokenFactor,
} from '../shared/foreign-token.ts';
import { noSession } from '../shared/live-session.ts';
import { rolesThatGrant } from '../shared/rbac.ts';
import { testSessionToken } from '../shared/test-value.ts';
import { publicKeys } from '../shared/tokens.ts';
import { findUser, userByEmail } from './find.ts';
import { findLiveSession, renewSession, sessionsOf, showSession } from './live-session.ts';
import { checkSessionOptions, signInWith } from './sign-in.ts';
import type { ConsumerStore, SessionRecord, User } from './store.ts';
import { blankUser, newEmail, saveUser } from './user.ts';

type Check = { resource_id: string; action: string };

/**
 * Verdict of an authorization check, with the roles that permit the action. Rejects an action that no role permits.
 */
const verdictOn = (store: ConsumerStore, { session }: SessionRecord, { resource_id, action }: Check) => {
  const granting_roles = rolesThatGrant(store.policy.roles, session.roles, resource_id, action);
  if (granting_roles.length === 0) {
    fail(403, 'consumer_session_authorization_error', `The session lacks the permission ${action} on ${resource_id}.`);
  }
  return { authorized: true, granting_roles };
};

/** User of an address in a trusted auth token; created if no user has it. */
const vouchedFor = (store: ConsumerStore, email: string): User => {
  checkEmail(email);
  return userByEmail(store, email) ?? saveUser(store, { ...blankUser(store), emails: [newEmail(email)] });
};

export const session = {
  api_session_v1_Get: {
    answer: ({ store, query }) => ({
      sessions: sessionsOf(store, findUser(store, query.user_id).user_id).map(({ session }) => session),
    }),
  },

  // An expired JWT is accepted as long as its session is active.
  api_session_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { record, user } = await findLiveSession(store, body);
      const verdict = body.authorization_check && verdictOn(store, record, body.authorization_check);
      const renewed = renewSession(store, record, {
        minutes: body.session_duration_minutes,
        claims: body.session_custom_claims,
      });
      return { ...(await showSession(store, renewed)), user, ...(verdict ? { verdict } : {}) };
    },
  },

  api_session_v1_Revoke: {
    answer: async ({ store, body: { session_id, session_token, session_jwt } }) => {
      const given = [session_id, session_token, session_jwt].filter(Boolean);
      if (given.length === 0) fail(400, 'no_session_revoke_arguments', 'Say which session is to end.');
      if (given.length > 1) fail(400, 'too_many_session_revoke_arguments', 'Name the session in one way only.');
      const id = session_id || (await findLiveSession(store, { session_token, session_jwt })).record.session.session_id;
      const ended = store.sessions.get(id);
      // Stytch's test session stays valid.
      if (ended?.token === testSessionToken) return {};
      if (!store.sessions.delete(id)) noSession();
      return {};
    },
  },

  api_session_v1_Migrate: {
    answer: async ({ store, body: { session_token, ...sent } }) => {
      const email = readLegacySession(store, session_token);
      const user = userByEmail(store, email);
      if (!user) {
        const type = 'migrate_from_external_email_does_not_exist';
        return fail(404, type, 'No user has the address of the old session.');
      }
      return (await signInWith(store, user, importedFactor, sent)).answer;
    },
  },

  api_session_v1_ExchangeAccessToken: {
    answer: async ({ store, body }) => {
      const { jti, client_id, personId } = await readAccessToken(store, body.access_token);
      const user = findUser(store, personId);
      return spendAccessToken(
        store,
        jti,
        404,
        async () => (await signInWith(store, user, accessTokenFactor(client_id), body)).answer,
      );
    },
  },

  api_session_v1_Attest: {
    answer: async ({ store, body }) => {
      const { email, token_id } = await readTrustedToken(store, body);
      // Checked first: a refused request must not create a user.
      checkSessionOptions(body);
      return spendTrustedToken(
        store,
        token_id,
        async () => (await signInWith(store, vouchedFor(store, email), trustedTokenFactor(token_id), body)).answer,
      );
    },
  },

  api_session_v1_GetJWKS: { answer: () => ({ keys: publicKeys() }) },
} satisfies DomainHandlers<ConsumerStore>;
