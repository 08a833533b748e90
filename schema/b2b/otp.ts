import {
  authenticateDiscoveryEmailPasscode,
  authenticateMemberEmailPasscode,
  authenticateMemberSmsPasscode,
  sendDiscoveryEmailPasscode,
  sendMemberEmailPasscode,
  sendMemberSmsPasscode,
} from '../../resolvers/b2b/otp.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Locale } from '../shared/locale.ts';
import { mailTemplate } from '../shared/magic-link.ts';
import { messageLocale, passcode, textLocale } from '../shared/passcode.ts';
import { joinedSessionInput, sessionWishes } from '../shared/session.ts';
import { discoveryPayload } from './discovery.ts';
import { organizationNameInput } from './ids.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { signInProofs } from './proof.ts';
import {
  MfaEnrollment,
  mailPayload,
  memberKeyInput,
  secondFactorInput,
  secondFactorSetupInput,
  signInAccess,
  telemetryId,
} from './sign-in.ts';
import { devicePayload, discoveryResult, signInResult } from './sign-in-outcome.ts';

const emailAddress = (t: InputFieldBuilder) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Email address of the recipient of the passcode.' });

const minutes = (t: InputFieldBuilder, whom: string) =>
  t.int({ description: `Lifetime of the passcode for ${whom}: 2 to 15 minutes. Default: 10.` });

mutation('sendMemberSmsPasscode', {
  access: {
    resource: 'stytch.member',
    action: 'create.mfa-sms',
    signedIn: 'self',
    proof: signInProofs,
  },
  operations: ['post /v1/b2b/otps/sms/send'],
  description:
    'Sends a passcode to a member’s phone by text message, as second factor. An earlier passcode stops working. Members may call it for themselves; a person who is still signing in sends the token of that sign-in.',
  input: (t) => ({
    ...memberKeyInput(t),
    mfaPhoneNumber: t.field({
      type: 'PhoneNumber',
      description: 'Phone number to enroll. Required if the member has none. Rejected if they have another one.',
    }),
    ...secondFactorSetupInput(t),
    locale: textLocale(t),
  }),
  resolve: sendMemberSmsPasscode,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The member who receives the passcode.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
  }),
});

mutation('authenticateMemberSmsPasscode', {
  access: signInAccess(signInProofs),
  operations: ['post /v1/b2b/otps/sms/authenticate'],
  description:
    'Verifies a passcode from a text message as second factor: completes a sign-in, or adds the factor to a session. The first one verifies the phone number.',
  input: (t) => ({
    ...memberKeyInput(t),
    code: passcode(t),
    ...secondFactorInput(t),
    ...sessionWishes(t),
    setMfaEnrollment: t.field({
      type: MfaEnrollment,
      description: 'Whether the member needs a second factor at every sign-in from now on. Default: unchanged.',
    }),
    setDefaultMfa: t.boolean({
      description: 'Whether to make the phone the second factor that is requested first. Default: false.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberSmsPasscode,
  ...signInResult,
  payload: devicePayload,
});

mutation('sendMemberEmailPasscode', {
  access: 'anyone',
  operations: ['post /v1/b2b/otps/email/login_or_signup'],
  description:
    'Sends a passcode by email that signs in to an organization. An earlier passcode stops working. The response says only to servers whether a member has the address.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    loginTemplateId: mailTemplate(t, 'the email to an active member'),
    signupTemplateId: mailTemplate(t, 'the email for a first sign-in'),
    locale: messageLocale(t),
    loginExpirationMinutes: minutes(t, 'an active member'),
    signupExpirationMinutes: minutes(t, 'a first sign-in'),
  }),
  resolve: sendMemberEmailPasscode,
  payload: mailPayload,
});

mutation('authenticateMemberEmailPasscode', {
  access: signInAccess({ code: 'code' }),
  operations: ['post /v1/b2b/otps/email/authenticate'],
  description:
    'Signs in with a passcode from an email. A PENDING or INVITED member becomes ACTIVE. Too many wrong passcodes lock the member temporarily.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    code: passcode(t),
    ...joinedSessionInput(t),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of an unfinished sign-in to which the passcode adds a factor.',
    }),
    ...sessionWishes(t),
    locale: t.field({
      type: Locale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberEmailPasscode,
  ...signInResult,
  payload: (t) => ({
    ...devicePayload(t),
    methodId: t.exposeString('method_id', {
      nullable: true,
      description: 'Stytch id of the verified email address. Null if unknown.',
    }),
  }),
});

mutation('sendDiscoveryEmailPasscode', {
  access: 'anyone',
  operations: ['post /v1/b2b/otps/email/discovery/send'],
  description:
    'Sends a passcode for discovery by email: the organizations of the person are listed after they enter it. The response does not say whether anyone has the address.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    loginTemplateId: mailTemplate(t, 'the email'),
    locale: messageLocale(t),
    discoveryExpirationMinutes: minutes(t, 'discovery'),
  }),
  resolve: sendDiscoveryEmailPasscode,
});

mutation('authenticateDiscoveryEmailPasscode', {
  access: signInAccess({ code: 'code' }),
  operations: ['post /v1/b2b/otps/email/discovery/authenticate'],
  description: 'Verifies an email address with a passcode, and lists the organizations that the person can sign in to.',
  input: (t) => ({ emailAddress: emailAddress(t), code: passcode(t) }),
  resolve: authenticateDiscoveryEmailPasscode,
  ...discoveryResult,
  payload: discoveryPayload,
});
