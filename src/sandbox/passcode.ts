import { randomInt } from 'node:crypto';
import { fail } from './errors.ts';
import { countFailure } from './lock.ts';
import { isPast, type Member, type Store } from './store.ts';
import { testCode, testEmail, testPhone } from './test-value.ts';

/** Six digits for an address or a number; those that Stytch documents for testing always get the same. */
export const newPasscode = (to: string) =>
  to === testEmail || to === testPhone ? testCode : String(randomInt(1_000_000)).padStart(6, '0');

/** Refuses what cannot be a passcode: a slip and no guess. */
export const checkPasscodeForm = (code: string) => {
  if (!/^\d{6}$/.test(code)) fail(400, 'invalid_code', 'A passcode has six digits.');
};

/** Refuses a passcode that is not the one that was sent, or not any more. A wrong one counts against the member. */
export const checkPasscode = (
  store: Store,
  member: Member | undefined,
  sent: { code: string; expires_at: string; used?: boolean } | undefined,
  code: string,
) => {
  if (sent?.code !== code) {
    if (member) countFailure(store, member);
    return fail(404, 'otp_code_not_found', 'The passcode is wrong, or a newer one was sent.');
  }
  if (sent.used || isPast(store, sent.expires_at)) {
    fail(401, 'unable_to_auth_otp_code', 'The passcode was used already or is too old.');
  }
};
