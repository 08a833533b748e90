import {
  authenticateUserPasscode,
  loginOrCreateUserByEmailPasscode,
  loginOrCreateUserBySmsPasscode,
  loginOrCreateUserByWhatsappPasscode,
  sendUserEmailPasscode,
  sendUserSmsPasscode,
  sendUserWhatsappPasscode,
} from '../../resolvers/consumer/otp.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { mailTemplate } from '../shared/magic-link.ts';
import { messageLocale, passcode, textLocale } from '../shared/passcode.ts';
import { actingSessionInput } from '../shared/session.ts';
import { attributesInput } from './client-attributes.ts';
import { matchInput } from './magic-link.ts';
import {
  addedToInput,
  mailPayload,
  openAccess,
  pendingInput,
  resetSessionsPayload,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  textPayload,
  userCreatedPayload,
  userDevicePayload,
} from './sign-in.ts';

/** Inputs that all passcodes share. */
const passcodeInput = (t: InputFieldBuilder) => ({
  expirationMinutes: t.int({ description: 'Lifetime of the passcode: 1 to 10 minutes. Default: 2.' }),
  ...attributesInput(t),
});

const textInput = (t: InputFieldBuilder) => ({
  phoneNumber: t.field({
    type: 'PhoneNumber',
    required: true,
    description: 'Phone number to which the passcode is sent.',
  }),
  locale: textLocale(t),
  ...passcodeInput(t),
});

const mailInput = (t: InputFieldBuilder) => ({
  emailAddress: t.field({
    type: 'EmailAddress',
    required: true,
    description: 'Email address of the recipient of the passcode.',
  }),
  locale: messageLocale(t),
  loginTemplateId: mailTemplate(t, 'the email to an active user', 'optional'),
  signupTemplateId: mailTemplate(t, 'the email for a first sign-in', 'optional'),
  ...passcodeInput(t),
});

/** Description of the three mutations for existing users. */
const toUser = (channel: string, where: string) =>
  `Sends a passcode ${channel} with which an existing user signs in (\`authenticateUserPasscode\`). An earlier passcode to the same recipient stops working. If a user calls this, ${where} that they do not have is added to them, unverified, and removed unless the passcode is used within five minutes. The response says only to servers whether a user has it; all other callers get a success in both cases.`;

/** Description of the three mutations that also create users. */
const toAnybody = (channel: string, where: string) =>
  `Sends a passcode ${channel} that signs in (\`authenticateUserPasscode\`). Creates the user if none has the ${where}. An earlier passcode to the same recipient stops working. The response says only to servers whether a user had it.`;

mutation('sendUserSmsPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/sms/send', 'get /v1/users/{user_id}'],
  description: `${toUser('by text message', 'a phone number')} Text messages cost money.`,
  input: (t) => ({ ...textInput(t), ...addedToInput(t, 'phone number') }),
  resolve: sendUserSmsPasscode,
  payload: textPayload,
});

mutation('loginOrCreateUserBySmsPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/sms/login_or_create'],
  description: `${toAnybody('by text message', 'phone number')} Text messages cost money.`,
  input: (t) => ({ ...textInput(t), ...pendingInput(t) }),
  resolve: loginOrCreateUserBySmsPasscode,
  payload: (t) => ({ ...textPayload(t), ...userCreatedPayload(t) }),
});

mutation('sendUserWhatsappPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/whatsapp/send', 'get /v1/users/{user_id}'],
  description: `${toUser('by WhatsApp', 'a phone number')} WhatsApp messages cost money.`,
  input: (t) => ({ ...textInput(t), ...addedToInput(t, 'phone number') }),
  resolve: sendUserWhatsappPasscode,
  payload: textPayload,
});

mutation('loginOrCreateUserByWhatsappPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/whatsapp/login_or_create'],
  description: `${toAnybody('by WhatsApp', 'phone number')} WhatsApp messages cost money.`,
  input: (t) => ({ ...textInput(t), ...pendingInput(t) }),
  resolve: loginOrCreateUserByWhatsappPasscode,
  payload: (t) => ({ ...textPayload(t), ...userCreatedPayload(t) }),
});

mutation('sendUserEmailPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/email/send', 'get /v1/users/{user_id}'],
  description: toUser('by email', 'an email address'),
  input: (t) => ({ ...mailInput(t), ...addedToInput(t, 'email address') }),
  resolve: sendUserEmailPasscode,
  payload: mailPayload,
});

mutation('loginOrCreateUserByEmailPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/email/login_or_create'],
  description: toAnybody('by email', 'email address'),
  input: (t) => ({ ...mailInput(t), ...pendingInput(t) }),
  resolve: loginOrCreateUserByEmailPasscode,
  payload: (t) => ({ ...mailPayload(t), ...userCreatedPayload(t) }),
});

mutation('authenticateUserPasscode', {
  access: signInAccess({ code: 'code' }),
  operations: ['post /v1/otps/authenticate'],
  description:
    'Signs in with a passcode from a text message, WhatsApp message or email, valid once. The address or number becomes verified, and a PENDING user becomes ACTIVE. Too many wrong passcodes lock the user temporarily.',
  input: (t) => ({
    methodId: t.id({
      required: true,
      idOf: 'UserMethod',
      description:
        'Id of the email address or phone number that received the passcode: `emailId` or `phoneId` of the mutation that sent it.',
    }),
    code: passcode(t),
    ...matchInput(t),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
    ...attributesInput(t),
  }),
  resolve: authenticateUserPasscode,
  ...signInResult,
  payload: (t) => ({
    ...userDevicePayload(t),
    methodId: t.exposeString('method_id', { description: 'Stytch id of the verified email address or phone number.' }),
    ...resetSessionsPayload(t),
  }),
});
