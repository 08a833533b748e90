import { randomInt } from 'node:crypto';
import { fail } from '../errors.ts';
import { isPast, type ProjectStore } from '../store.ts';
import { testCode, testEmail, testPhone } from './test-value.ts';

/** Random six-digit passcode. Stytch's test address and test number always get the documented test code. */
export const newPasscode = (to: string) =>
  to === testEmail || to === testPhone ? testCode : String(randomInt(1_000_000)).padStart(6, '0');

/** Rejects a value that is not six digits. This does not count as a failed attempt. */
export const checkPasscodeForm = (code: string) => {
  if (!/^\d{6}$/.test(code)) fail(400, 'invalid_code', 'A passcode has six digits.');
};

/** A passcode that was sent. */
export type SentCode = { code: string; expires_at: string; used?: boolean };

/**
 * Returns the passcode that was sent. Rejects a wrong, used or expired code.
 *
 * @param wrong counts a wrong code as a failed attempt
 */
export const checkPasscode = <Sent extends SentCode>(
  store: ProjectStore,
  sent: Sent | undefined,
  code: string,
  wrong: () => void,
): Sent => {
  if (sent?.code !== code) {
    wrong();
    return fail(404, 'otp_code_not_found', 'The passcode is wrong, or a newer one was sent.');
  }
  if (sent.used || isPast(store, sent.expires_at)) {
    fail(401, 'unable_to_auth_otp_code', 'The passcode was used already or is too old.');
  }
  return sent;
};

/** Lifetime of a passcode in minutes. Rejects a value out of range. */
export const checkPasscodeMinutes = (
  minutes: number | undefined,
  { usual, least, most }: { usual: number; least: number; most: number },
): number => {
  if (minutes === undefined) return usual;
  if (minutes < least || minutes > most) {
    fail(400, 'invalid_expiration_otp', `Such a passcode works for ${least} to ${most} minutes.`);
  }
  return minutes;
};

const subjects: Record<string, string> = {
  en: 'Your sign-in code',
  es: 'Tu código de acceso',
  'pt-br': 'Seu código de acesso',
  fr: 'Votre code de connexion',
  it: 'Il tuo codice di accesso',
  'de-DE': 'Dein Anmeldecode',
  'zh-Hans': '您的登录验证码',
  'ca-ES': 'El teu codi d’accés',
};

/** First words of a text message with a passcode. Unsupported locales get English. */
export const textSubject = (locale = 'en'): string => subjects[locale] ?? 'Your sign-in code';
