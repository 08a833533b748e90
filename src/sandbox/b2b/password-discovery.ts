import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, checkUrl } from '../shared/checks.ts';
import { passwordFactor } from '../shared/kept-password.ts';
import { withFactor } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { checkPassword } from '../shared/password-strength.ts';
import { startDiscovery } from './discoverable.ts';
import { revokeSessionsOf } from './live-session.ts';
import { dropResets, findReset, mailReset } from './password-reset.ts';
import {
  checkCrossOrganization,
  holderByEmail,
  needsReset,
  resetHolderFailures,
  setPassword,
  withRightPassword,
} from './password-store.ts';
import { saveMember } from './save.ts';
import type { Store } from './store.ts';

const discover = (store: Store, email_address: string) =>
  startDiscovery(store, { email_address, factors: withFactor(store, [], passwordFactor) });

/** Password operations without an organization. They need cross-organization passwords. */
export const passwordDiscovery = {
  api_b2b_password_v1_b2b_passwords_discovery_Authenticate: {
    answer: async ({ store, body }) => {
      checkCrossOrganization(store);
      const find = () => holderByEmail(store, body.email_address);
      const holder = await withRightPassword(store, find, (found) => found, body.password);
      if (needsReset(store, holder, body.password)) {
        fail(400, 'member_reset_password', 'The password holds no more; reset it by email.');
      }
      resetHolderFailures(store, holder);
      return discover(store, holder.email);
    },
  },

  api_b2b_password_v1_b2b_passwords_discovery_email_ResetStart: {
    answer: ({ store, body }) => {
      checkCrossOrganization(store);
      checkEmail(body.email_address);
      checkUrl(body.discovery_redirect_url, 'invalid_discovery_redirect_url');
      mailReset(store, undefined, body, body.pkce_code_challenge);
      return {};
    },
  },

  api_b2b_password_v1_b2b_passwords_discovery_email_Reset: {
    answer: ({ store, body }) => {
      checkCrossOrganization(store);
      const reset = findReset(store, body.password_reset_token, body.pkce_code_verifier, { discovery: true });
      const holder = holderByEmail(store, reset.email_address);
      for (const member of holder.members) checkUnlocked(member);
      checkPassword(store, body.password, holder.email);
      dropResets(store, reset);
      setPassword(store, holder, body.password);
      for (const { member_id } of holder.members) {
        const member = store.members.get(member_id);
        // The link proves access to the mailbox. The member's status stays unchanged.
        if (member) saveMember(store, { ...member, email_address_verified: true });
        revokeSessionsOf(store, member_id);
      }
      return discover(store, holder.email);
    },
  },
} satisfies DomainHandlers;
