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

/** What every passcode takes. */
const passcodeInput = (t: InputFieldBuilder) => ({
  expirationMinutes: t.int({ description: 'How long the passcode works: 1 to 10 minutes. Default: 2.' }),
  ...attributesInput(t),
});

const textInput = (t: InputFieldBuilder) => ({
  phoneNumber: t.field({ type: 'PhoneNumber', required: true, description: 'Number that the passcode is sent to.' }),
  locale: textLocale(t),
  ...passcodeInput(t),
});

const mailInput = (t: InputFieldBuilder) => ({
  emailAddress: t.field({
    type: 'EmailAddress',
    required: true,
    description: 'Address that the passcode is mailed to.',
  }),
  locale: messageLocale(t),
  loginTemplateId: mailTemplate(t, 'mail to an active user', 'optional'),
  signupTemplateId: mailTemplate(t, 'mail to anybody else', 'optional'),
  ...passcodeInput(t),
});

/** What the three mutations for users who exist do. */
const toUser = (sends: string, where: string) =>
  `${sends} a passcode that signs an existing user in, by \`authenticateUserPasscode\`. A passcode sent there before stops working. If a user acts, ${where} that is not theirs yet is added to them, unverified: it stays if the passcode is used within five minutes. Only servers are told whether somebody has it; everybody else sees a success either way.`;

/** What the three mutations that also create users do. */
const toAnybody = (sends: string, where: string) =>
  `${sends} a passcode that signs in, by \`authenticateUserPasscode\`, and creates the user if nobody has the ${where}. A passcode sent there before stops working. Only servers are told whether somebody has it.`;

mutation('sendUserSmsPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/sms/send', 'get /v1/users/{user_id}'],
  description: `${toUser('Texts', 'a number')} Text messages cost money.`,
  input: (t) => ({ ...textInput(t), ...addedToInput(t, 'number') }),
  resolve: sendUserSmsPasscode,
  payload: textPayload,
});

mutation('loginOrCreateUserBySmsPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/sms/login_or_create'],
  description: `${toAnybody('Texts', 'number')} Text messages cost money.`,
  input: (t) => ({ ...textInput(t), ...pendingInput(t) }),
  resolve: loginOrCreateUserBySmsPasscode,
  payload: (t) => ({ ...textPayload(t), ...userCreatedPayload(t) }),
});

mutation('sendUserWhatsappPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/whatsapp/send', 'get /v1/users/{user_id}'],
  description: `${toUser('Sends by WhatsApp', 'a number')} Such messages cost money.`,
  input: (t) => ({ ...textInput(t), ...addedToInput(t, 'number') }),
  resolve: sendUserWhatsappPasscode,
  payload: textPayload,
});

mutation('loginOrCreateUserByWhatsappPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/whatsapp/login_or_create'],
  description: `${toAnybody('Sends by WhatsApp', 'number')} Such messages cost money.`,
  input: (t) => ({ ...textInput(t), ...pendingInput(t) }),
  resolve: loginOrCreateUserByWhatsappPasscode,
  payload: (t) => ({ ...textPayload(t), ...userCreatedPayload(t) }),
});

mutation('sendUserEmailPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/email/send', 'get /v1/users/{user_id}'],
  description: toUser('Mails', 'an address'),
  input: (t) => ({ ...mailInput(t), ...addedToInput(t, 'address') }),
  resolve: sendUserEmailPasscode,
  payload: mailPayload,
});

mutation('loginOrCreateUserByEmailPasscode', {
  access: openAccess('send'),
  operations: ['post /v1/otps/email/login_or_create'],
  description: toAnybody('Mails', 'address'),
  input: (t) => ({ ...mailInput(t), ...pendingInput(t) }),
  resolve: loginOrCreateUserByEmailPasscode,
  payload: (t) => ({ ...mailPayload(t), ...userCreatedPayload(t) }),
});

mutation('authenticateUserPasscode', {
  access: signInAccess({ code: 'code' }),
  operations: ['post /v1/otps/authenticate'],
  description:
    'Signs in by a passcode that was texted, sent by WhatsApp or mailed. The address or number is verified by it, and a PENDING user becomes ACTIVE. A passcode works once; too many wrong ones lock sign-in of the user for a while.',
  input: (t) => ({
    methodId: t.id({
      required: true,
      idOf: 'UserMethod',
      description:
        'Id of the address or number that it was sent to: the `emailId` or `phoneId` of the mutation that sent it.',
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
    methodId: t.exposeString('method_id', { description: 'Stytch id of the address or number that was verified.' }),
    ...resetSessionsPayload(t),
  }),
});
