import { addToOutbox } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { type Locale, subjectOf } from '../shared/email-subject.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import {
  checkPasscode,
  checkPasscodeForm,
  checkPasscodeMinutes,
  newPasscode,
  textSubject,
} from '../shared/passcode.ts';
import { testCode, testEmail, testPhone } from '../shared/test-value.ts';
import { type AuthenticationFactor, inMinutes } from '../store.ts';
import { anyReceiver, existingReceiver, type Receiver } from './address.ts';
import { countFailure } from './lock.ts';
import { checkMatch } from './magic-link.ts';
import { signInWith } from './sign-in.ts';
import type { Attributes, ConsumerStore, User, UserPasscode } from './store.ts';

/** Lifetime of a passcode: 1 to 10 minutes, default 2. */
const checkMinutes = (minutes: number | undefined) => checkPasscodeMinutes(minutes, { usual: 2, least: 1, most: 10 });

const isTest = (to: string) => to === testPhone || to.toLowerCase() === testEmail;

type Passcode = { channel: UserPasscode['channel']; to: string; minutes: number; attributes: Attributes | undefined };

/**
 * Sends a passcode, which replaces the previous one of the same address or number. Sends nothing to Stytch's test
 * address and number.
 */
const sendPasscode = (store: ConsumerStore, { user, id }: Receiver, passcode: Passcode, subject: string) => {
  const { channel, to, minutes, attributes } = passcode;
  if (isTest(to)) return;
  const code = newPasscode(to);
  const expires_at = inMinutes(store, minutes);
  store.passcodes.set(id, { code, channel, expires_at, ...(attributes ? { attributes } : {}) });
  addToOutbox(store, { channel, to, subject, user_id: user.user_id, secret: code });
};

/** Options of the operations that text a passcode. */
type Text = { phone_number: string; expiration_minutes?: number; attributes?: Attributes; locale?: string };

/** Texts a passcode to an existing user. */
const textExisting = async (
  store: ConsumerStore,
  channel: 'sms' | 'whatsapp',
  body: Text & Parameters<typeof existingReceiver>[3],
) => {
  const { phone_number: to, attributes, locale } = body;
  const minutes = checkMinutes(body.expiration_minutes);
  const receiver = await existingReceiver(store, 'phone', to, body);
  sendPasscode(store, receiver, { channel, to, minutes, attributes }, textSubject(locale));
  return { user_id: receiver.user.user_id, phone_id: receiver.id };
};

/** Texts a passcode to any number; creates a user if no user has it. */
const textAnybody = (
  store: ConsumerStore,
  channel: 'sms' | 'whatsapp',
  body: Text & { create_user_as_pending?: boolean },
) => {
  const { phone_number: to, attributes, locale } = body;
  const minutes = checkMinutes(body.expiration_minutes);
  const receiver = anyReceiver(store, 'phone', to, body);
  sendPasscode(store, receiver, { channel, to, minutes, attributes }, textSubject(locale));
  return { user_id: receiver.user.user_id, phone_id: receiver.id, user_created: receiver.created };
};

/** New and pending users get the sign-up subject. */
const subjectFor = ({ user }: Receiver, isNew: boolean, locale: Locale | undefined) =>
  subjectOf(isNew || user.status === 'pending' ? 'signup' : 'login', locale);

/** User and address or number of a method id. Rejects an unknown id. */
const findMethod = (store: ConsumerStore, id: string): { user: User; to: string } => {
  for (const user of store.users.with('factor', id)) {
    const email = user.emails.find(({ email_id }) => email_id === id);
    if (email) return { user, to: email.email };
    const phone = user.phone_numbers.find(({ phone_id }) => phone_id === id);
    if (phone) return { user, to: phone.phone_number };
  }
  return fail(400, 'invalid_method_id', 'There is no address or number of this id.');
};

const passcodeFactor = (id: string, to: string, channel: UserPasscode['channel']): AuthenticationFactor =>
  channel === 'email'
    ? { type: 'email_otp', delivery_method: 'email', email_factor: { email_id: id, email_address: to } }
    : { type: 'otp', delivery_method: channel, phone_number_factor: { phone_id: id, phone_number: to } };

/** Passcode that was sent last; Stytch's test address and number always have the test code. */
const sentTo = (store: ConsumerStore, id: string, to: string): UserPasscode | undefined =>
  isTest(to)
    ? { code: testCode, channel: to === testPhone ? 'sms' : 'email', expires_at: '' }
    : store.passcodes.get(id);

export const otp = {
  api_otp_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { method_id, code } = body;
      checkPasscodeForm(code);
      const { user, to } = findMethod(store, method_id);
      checkUnlocked(user);
      const sent = sentTo(store, method_id, to);
      const passcode = checkPasscode(store, sent, code, () => countFailure(store, user));
      checkMatch(passcode.attributes, body.attributes, body.options);
      const signIn = () =>
        signInWith(store, user, passcodeFactor(method_id, to, passcode.channel), body, { verifies: method_id });
      const { answer, reset_sessions } = isTest(to)
        ? await signIn()
        : await consumeOnce(store.passcodes, method_id, signIn);
      // Does not overwrite a passcode that was sent during the sign-in.
      if (!isTest(to) && !store.passcodes.has(method_id)) {
        store.passcodes.set(method_id, { ...passcode, used: true });
      }
      return { ...answer, method_id, reset_sessions };
    },
  },

  api_otp_v1_otp_sms_Send: { answer: ({ store, body }) => textExisting(store, 'sms', body) },
  api_otp_v1_otp_sms_LoginOrCreate: { answer: ({ store, body }) => textAnybody(store, 'sms', body) },
  api_otp_v1_otp_whatsapp_Send: { answer: ({ store, body }) => textExisting(store, 'whatsapp', body) },
  api_otp_v1_otp_whatsapp_LoginOrCreate: { answer: ({ store, body }) => textAnybody(store, 'whatsapp', body) },

  api_otp_v1_otp_email_Send: {
    answer: async ({ store, body }) => {
      const { email: to, attributes, locale } = body;
      const minutes = checkMinutes(body.expiration_minutes);
      const receiver = await existingReceiver(store, 'email', to, body);
      const passcode = { channel: 'email', to, minutes, attributes } as const;
      sendPasscode(store, receiver, passcode, subjectFor(receiver, false, locale));
      return { user_id: receiver.user.user_id, email_id: receiver.id };
    },
  },

  api_otp_v1_otp_email_LoginOrCreate: {
    answer: ({ store, body }) => {
      const { email: to, attributes, locale } = body;
      const minutes = checkMinutes(body.expiration_minutes);
      const receiver = anyReceiver(store, 'email', to, body);
      const passcode = { channel: 'email', to, minutes, attributes } as const;
      sendPasscode(store, receiver, passcode, subjectFor(receiver, receiver.created, locale));
      return { user_id: receiver.user.user_id, email_id: receiver.id, user_created: receiver.created };
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
