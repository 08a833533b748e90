/** Where the links in mails go. */
import { fail } from '../errors.ts';
import { checkUrl } from '../shared/checks.ts';
import type { ConsumerStore } from './store.ts';

/** What a link is for, with the error types of a URL that is none, and of no URL where the project has no default. */
const errorTypes = {
  login: ['invalid_login_magic_link_url', 'no_login_redirect_url'],
  signup: ['invalid_signup_magic_link_url', 'no_signup_redirect_url'],
  invite: ['invalid_invite_magic_link_url', 'no_invite_redirect_url'],
  reset: ['invalid_password_reset_redirect_url', 'no_password_reset_redirect_url'],
  resetLogin: ['invalid_login_redirect_url', 'no_login_redirect_url'],
} as const;

/** Refuses a link without a valid URL: that of the request, or else the default of the project. */
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
