/** Password resets by email. */

import { addToOutbox, linkTo } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, checkLinkMinutes } from '../shared/checks.ts';
import { subjectOf } from '../shared/email-subject.ts';
import { passwordFactor } from '../shared/kept-password.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { checkPassword } from '../shared/password-strength.ts';
import { checkChallenge, checkPkce } from '../shared/pkce.ts';
import { testEmail } from '../shared/test-value.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { inMinutes, isPast } from '../store.ts';
import { existingReceiver } from './address.ts';
import { revokeSessionsOf } from './live-session.ts';
import { checkMatch } from './magic-link.ts';
import { setPassword } from './password-store.ts';
import { checkRedirectUrl } from './redirect-url.ts';
import { checkSessionOptions, joinedSession, signInWith, verify } from './sign-in.ts';
import type { ConsumerStore } from './store.ts';

/** Reset of a token, with its user and email address. Rejects an unknown, used or expired token. */
const findReset = (store: ConsumerStore, token: string) => {
  const reset = store.passwordResets.get(token);
  const user = reset && store.users.get(reset.user_id);
  const email = user?.emails.find(({ email_id }) => email_id === reset?.email_id)?.email;
  return reset && user && email && !isPast(store, reset.expires_at)
    ? { reset, user, email }
    : fail(401, 'unable_to_auth_password_reset_token', 'The token is wrong, too old or was used before.');
};

export const passwordReset = {
  // Sets the first password as well as a new one. The email also has a magic link, to sign in without a new password.
  api_password_v1_passwords_email_ResetStart: {
    answer: async ({ store, body }) => {
      const { email, code_challenge, attributes, locale } = body;
      const { reset_password_redirect_url: url, login_redirect_url: loginUrl } = body;
      checkRedirectUrl(store, 'reset', url);
      checkRedirectUrl(store, 'resetLogin', loginUrl);
      checkChallenge(code_challenge);
      checkEmail(email);
      const expires_at = inMinutes(store, checkLinkMinutes(body.reset_password_expiration_minutes, 30));
      const { user, id: email_id } = await existingReceiver(store, 'email', email, {});
      const { user_id } = user;
      if (email.toLowerCase() === testEmail) return { user_id, email_id };
      const secret = opaqueToken();
      const login = opaqueToken();
      const link = {
        user_id,
        email_id,
        expires_at,
        ...(code_challenge ? { code_challenge } : {}),
        ...(attributes ? { attributes } : {}),
      };
      store.passwordResets.set(secret, link);
      store.magicLinks.set(login, link);
      addToOutbox(store, {
        channel: 'email',
        to: email,
        subject: subjectOf('reset', locale),
        user_id,
        secret,
        link: linkTo(url, 'reset_password', secret),
        login_link: linkTo(loginUrl, 'login', login),
      });
      return { user_id, email_id };
    },
  },

  // The link proves access to the mailbox.
  api_password_v1_passwords_email_Reset: {
    answer: async ({ store, body }) => {
      const { reset, ...before } = findReset(store, body.token);
      checkPkce(reset.code_challenge, body.code_verifier);
      checkMatch(reset.attributes, body.attributes, body.options);
      checkUnlocked(before.user);
      checkPassword(store, body.password, before.email);
      checkSessionOptions(body);
      const joined = await joinedSession(store, before.user, body);
      // Checked again: a concurrent request may have used the link during the await.
      const { user } = findReset(store, body.token);
      checkUnlocked(user);
      for (const [token, other] of store.passwordResets) {
        if (other.email_id === reset.email_id) store.passwordResets.delete(token);
      }
      const changed = setPassword(store, verify(store, user, reset.email_id), body.password);
      revokeSessionsOf(store, user.user_id, joined?.session.session_id);
      return (await signInWith(store, changed, passwordFactor, body)).answer;
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
