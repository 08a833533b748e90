/** Inputs and payloads of authenticator apps, the same for members and users. */
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';

/** What an enrolment answers, once. */
interface Enrolment {
  readonly secret: string;
  readonly qr_code: string;
  readonly recovery_codes: string[];
}

/** What the person needs to set the app up, and for the day they lose it. */
export const enrolmentPayload = (t: PayloadFieldBuilder<Enrolment>) => ({
  secret: t.exposeString('secret', {
    secret: true,
    description: 'Key that the app computes passcodes from, in base32, to be typed where no picture can be read.',
  }),
  qrCode: t.exposeString('qr_code', {
    secret: true,
    description: 'Picture for the app to read, in base64. It holds the key.',
  }),
  recoveryCodes: t.exposeStringList('recovery_codes', {
    secret: true,
    description: 'Codes for the day the app is lost, each good once. Have the person keep them.',
  }),
});

/** How long an enrolment stays open. */
export const enrolmentMinutes = (t: InputFieldBuilder, usual = 'an hour') =>
  t.int({ description: `How long the first passcode may take: 5 to 1440 minutes, ${usual} when not given.` });

/** A passcode of the app. */
export const appCode = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The six digits that the app shows now.' });

/** A code that stands in for the app. */
export const recoveryCodeInput = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'One of the codes that are left.' });
