/** Inputs and payloads of authenticator apps that members and users share. */
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';

/** Response to an enrolment. Stytch returns these values only once. */
interface Enrolment {
  readonly secret: string;
  readonly qr_code: string;
  readonly recovery_codes: string[];
}

/** Secrets to set up an authenticator app, and recovery codes. */
export const enrolmentPayload = (t: PayloadFieldBuilder<Enrolment>) => ({
  secret: t.exposeString('secret', {
    secret: true,
    description:
      'Key from which the app computes passcodes, in base32. To type in if the QR code cannot be scanned. Shown only once.',
  }),
  qrCode: t.exposeString('qr_code', {
    secret: true,
    description: 'QR code to scan with the app: an image in base64. It contains the key. Shown only once.',
  }),
  recoveryCodes: t.exposeStringList('recovery_codes', {
    secret: true,
    description:
      'Codes that replace the app if it is lost, each valid once. The person must store them. Shown only once.',
  }),
});

/** Time limit of an enrolment. */
export const enrolmentMinutes = (t: InputFieldBuilder, usual = '60') =>
  t.int({ description: `Time limit for entering the first passcode: 5 to 1440 minutes. Default: ${usual}.` });

/** A passcode of the authenticator app. */
export const appCode = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'Current passcode of the authenticator app: six digits.' });

/** A recovery code. */
export const recoveryCodeInput = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'An unused recovery code.' });
