import { textIn } from '../control/sent.ts';
import type { Domain } from '../domain.ts';
import { grantImpersonation, impersonationMinutes, takeImpersonation } from '../shared/impersonator.ts';
import { findUser } from './find.ts';
import { showSession, startSession } from './live-session.ts';
import type { ConsumerStore } from './store.ts';
import { showUser } from './user.ts';

/**
 * Plays the dashboard's button for acting as a user, at `POST /sandbox/impersonation`: `{ "user_id": "user-test-..." }` gives
 * the `impersonation_token`, and the address it would be brought to. `impersonator_email_address` says who presses the button;
 * somebody of support, if nobody is named.
 */
export const startImpersonation = (store: ConsumerStore, sent: Record<string, unknown>) =>
  grantImpersonation(store, findUser(store, textIn(sent, 'user_id') ?? '').user_id, sent, 'impersonation');

export const impersonation = {
  // A lock does not keep the project's own staff out, and no failure of the user's is forgotten.
  api_impersonation_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { person: user, factors } = takeImpersonation(store, body.impersonation_token, ({ person_id }) =>
        store.users.get(person_id),
      );
      const record = startSession(store, user, { factors, minutes: impersonationMinutes });
      return { ...showUser(user), ...(await showSession(store, record)) };
    },
  },
} satisfies Domain<ConsumerStore>;
