import { addToOutbox, linkTo } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import { checkLinkMinutes, checkUrl } from '../shared/checks.ts';
import { subjectOf } from '../shared/email-subject.ts';
import { checkChallenge, checkPkce } from '../shared/pkce.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { inMinutes, isPast } from '../store.ts';
import { type Member, normalEmail, type PasswordReset, type Store } from './store.ts';

type Wish = {
  email_address: string;
  reset_password_redirect_url?: string;
  reset_password_expiration_minutes?: number;
  login_redirect_url?: string;
  locale?: string;
};

/** Magic link in the same email, to sign in without a new password. */
const loginLink = (store: Store, { member_id, email_address }: Member, minutes: number, url: string | undefined) => {
  const token = opaqueToken();
  const link = { email_address: normalEmail(email_address), member_id, expires_at: inMinutes(store, minutes) };
  store.magicLinks.set(token, link);
  return linkTo(url, 'multi_tenant_magic_links', token);
};

/** Emails a password reset link to a member or, without a member, for discovery. */
export const mailReset = (
  store: Store,
  member: Member | undefined,
  {
    email_address,
    reset_password_redirect_url: url,
    reset_password_expiration_minutes,
    login_redirect_url,
    locale,
  }: Wish,
  code_challenge: string | undefined,
) => {
  checkUrl(url, 'invalid_password_reset_redirect_url');
  checkUrl(login_redirect_url, 'invalid_login_redirect_url');
  checkChallenge(code_challenge);
  const minutes = checkLinkMinutes(reset_password_expiration_minutes, 30);
  const secret = opaqueToken();
  const to = normalEmail(email_address);
  store.passwordResets.set(secret, {
    email_address: to,
    expires_at: inMinutes(store, minutes),
    ...(member ? { member_id: member.member_id } : {}),
    ...(code_challenge ? { code_challenge } : {}),
  });
  addToOutbox(store, {
    channel: 'email',
    to,
    subject: subjectOf('reset', locale),
    ...(member ? { member_id: member.member_id, organization_id: member.organization_id } : {}),
    secret,
    link: linkTo(url, 'multi_tenant_passwords', secret),
    ...(member ? { login_link: loginLink(store, member, minutes, login_redirect_url) } : {}),
  });
};

/**
 * Password reset of a token. Rejects an unknown, used or expired token, a discovery token for a member, and a member's
 * token in discovery.
 */
export const findReset = (
  store: Store,
  token: string,
  verifier: string | undefined,
  { discovery }: { discovery: boolean },
): PasswordReset => {
  const reset = store.passwordResets.get(token);
  if (!reset || isPast(store, reset.expires_at) || discovery !== (reset.member_id === undefined)) {
    return fail(401, 'unable_to_auth_password_reset_token', 'The token is wrong, too old or was used before.');
  }
  checkPkce(reset.code_challenge, verifier);
  return reset;
};

/** Invalidates all reset links emailed to an address for the same member, or for discovery. */
export const dropResets = (store: Store, { email_address, member_id }: PasswordReset) => {
  for (const [token, other] of store.passwordResets) {
    if (other.email_address === email_address && other.member_id === member_id) store.passwordResets.delete(token);
  }
};
