import { textIn } from '../control/sent.ts';
import type { DomainHandlers } from '../handler.ts';
import { grantImpersonation, impersonationMinutes, takeImpersonation } from '../shared/impersonator.ts';
import { findUser } from './find.ts';
import { showSession, startSession } from './live-session.ts';
import type { ConsumerStore } from './store.ts';
import { showUser } from './user.ts';

/**
 * Simulates the dashboard's button to impersonate a user, at `POST /sandbox/impersonation`: `{ "user_id":
 * "user-test-..." }` returns the `impersonation_token` and the redirect URL. `impersonator_email_address` names the
 * impersonator. Default: support@sandbox.example.
 */
export const startImpersonation = (store: ConsumerStore, sent: Record<string, unknown>) =>
  grantImpersonation(store, findUser(store, textIn(sent, 'user_id') ?? '').user_id, sent, 'impersonation');

export const impersonation = {
  // Ignores a lock of the user, and does not reset the failure count.
  api_impersonation_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { person: user, factors } = takeImpersonation(store, body.impersonation_token, ({ person_id }) =>
        store.users.get(person_id),
      );
      const record = startSession(store, user, { factors, minutes: impersonationMinutes });
      return { ...showUser(user), ...(await showSession(store, record)) };
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
