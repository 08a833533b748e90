/** Authenticator apps (TOTP) and their recovery codes, shared by members and users. */
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import { fail } from '../errors.ts';
import { type AppSecret, inMinutes, type ProjectStore } from '../store.ts';

/** New TOTP secret: 20 random bytes in base32. */
export const newAppSecret = (): string => new Secret({ size: 20 }).base32;

/** QR code of a TOTP secret as an SVG data URL: six digits, 30 s, SHA-1, which every authenticator app supports. */
export const qrCode = (secret: string, { issuer, label }: { issuer: string; label: string }): string => {
  const key = Secret.fromBase32(secret);
  const totp = new TOTP({ issuer, label, secret: key, algorithm: 'SHA1', digits: 6, period: 30 });
  return `data:image/svg+xml;base64,${Buffer.from(renderSVG(totp.toString(), { border: 4 })).toString('base64')}`;
};

/** Expiry of a TOTP registration that starts now. Rejects a lifetime outside of 5 to 1440 minutes. */
export const enrolmentEnd = (store: ProjectStore, minutes: number): string => {
  if (minutes < 5 || minutes > 1440) fail(400, 'invalid_expiration', 'An enrolment stays open 5 to 1440 minutes.');
  return inMinutes(store, minutes);
};

/**
 * Returns the TOTP time step of a code. Accepts one step (30 s) before and after the current one. Rejects an invalid
 * code and a step that was used before.
 *
 * @param wrong counts a wrong code as a failed attempt
 */
export const acceptStep = (store: ProjectStore, app: AppSecret, code: string, wrong: () => void): number => {
  if (/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/i.test(code)) {
    fail(400, 'recovery_code_used_as_totp_code', 'This is a recovery code, not a code of an authenticator app.');
  }
  if (!/^\d{6}$/.test(code)) fail(400, 'invalid_totp_code', 'A code of an authenticator app has six digits.');
  const timestamp = store.now().getTime();
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(app.secret), timestamp, window: 1 });
  if (delta === null) {
    wrong();
    return fail(401, 'unable_to_authenticate_totp', 'The code is wrong or too old.');
  }
  const step = TOTP.counter({ timestamp }) + delta;
  if (app.last_step !== undefined && step <= app.last_step) {
    fail(400, 'totp_code_already_authenticated', 'The code was used before; wait for the next one.');
  }
  return step;
};

/** Ten new recovery codes in Stytch's form: `1a2b-3c4d-5e6f`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () =>
    randomBytes(6)
      .toString('hex')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );

/**
 * Rejects a recovery code that is not in `codes`, with a separate error type for a TOTP code.
 *
 * @param wrong counts a wrong code as a failed attempt
 */
export const checkRecoveryCode = (code: string, codes: readonly string[], wrong: () => void): void => {
  if (codes.includes(code)) return;
  if (/^\d{6}$/.test(code)) {
    fail(400, 'totp_code_used_as_recovery_code', 'This is a code of an authenticator app, not a recovery code.');
  }
  wrong();
  fail(401, 'unable_to_authenticate_recovery_code', 'The recovery code is wrong or was used before.');
};

/** Rejects a recovery code of a person without a verified TOTP registration. */
export const failWithoutApp = (): never =>
  fail(400, 'no_active_recovery_code_backed_factor', 'There is no factor that a recovery code stands in for.');
