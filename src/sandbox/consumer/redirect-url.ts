/** Redirect URLs of links in emails. */
import { fail } from '../errors.ts';
import { checkUrl } from '../shared/checks.ts';
import type { ConsumerStore } from './store.ts';

/** Per purpose: error types for an invalid URL, and for a missing one without a project default. */
const errorTypes = {
  login: ['invalid_login_magic_link_url', 'no_login_redirect_url'],
  signup: ['invalid_signup_magic_link_url', 'no_signup_redirect_url'],
  invite: ['invalid_invite_magic_link_url', 'no_invite_redirect_url'],
  reset: ['invalid_password_reset_redirect_url', 'no_password_reset_redirect_url'],
  resetLogin: ['invalid_login_redirect_url', 'no_login_redirect_url'],
} as const;

/** Rejects an invalid URL, and a missing one if the project has no default. */
export const checkRedirectUrl = (
  { hasDefaultRedirectUrls }: ConsumerStore,
  purpose: keyof typeof errorTypes,
  url: string | undefined,
): void => {
  const [invalid, missing] = errorTypes[purpose];
  checkUrl(url, invalid);
  if (!url && !hasDefaultRedirectUrls) {
    fail(400, missing, 'The request names no URL for the link, and the project has no default.');
  }
};
