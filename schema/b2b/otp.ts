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
  t.field({ type: 'EmailAddress', required: true, description: 'Address the passcode is mailed to.' });

const minutes = (t: InputFieldBuilder, whom: string) =>
  t.int({ description: `How long the passcode for ${whom} works: 2 to 15 minutes, ten when not given.` });

mutation('sendMemberSmsPasscode', {
  access: {
    resource: 'stytch.member',
    action: 'create.mfa-sms',
    signedIn: 'self',
    proof: signInProofs,
  },
  operations: ['post /v1/b2b/otps/sms/send'],
  description:
    'Texts a passcode to a member’s phone, as second factor; one sent before works no more. Members do this for themselves; whoever is still signing in gives a token of that.',
  input: (t) => ({
    ...memberKeyInput(t),
    mfaPhoneNumber: t.field({
      type: 'PhoneNumber',
      description: 'Number to enroll; needed while the member has none, refused where they have another.',
    }),
    ...secondFactorSetupInput(t),
    locale: textLocale(t),
  }),
  resolve: sendMemberSmsPasscode,
  payload: (t) => ({
    member: t.expose('member', { type: Member, nullable: true, expected: true, description: 'Whose phone it is.' }),
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
    'Shows a passcode that was texted, as second factor: completes a sign-in, or adds to a session. The first one verifies the phone.',
  input: (t) => ({
    ...memberKeyInput(t),
    code: passcode(t),
    ...secondFactorInput(t),
    ...sessionWishes(t),
    setMfaEnrollment: t.field({
      type: MfaEnrollment,
      description: 'Whether the member shall need a second factor from now on; as before when not given.',
    }),
    setDefaultMfa: t.boolean({ description: 'Make the phone the second factor that is asked for first.' }),
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
    'Mails a passcode that signs in to an organization; one sent to the address before works no more. Only servers are told whether somebody there has the address.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    loginTemplateId: mailTemplate(t, 'mail to an active member'),
    signupTemplateId: mailTemplate(t, 'mail to anybody else'),
    locale: messageLocale(t),
    loginExpirationMinutes: minutes(t, 'an active member'),
    signupExpirationMinutes: minutes(t, 'anybody else'),
  }),
  resolve: sendMemberEmailPasscode,
  payload: mailPayload,
});

mutation('authenticateMemberEmailPasscode', {
  access: signInAccess({ code: 'code' }),
  operations: ['post /v1/b2b/otps/email/authenticate'],
  description:
    'Signs in by a passcode that was mailed. Whoever was PENDING or INVITED becomes ACTIVE; too many wrong ones lock the member for a while.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    code: passcode(t),
    ...joinedSessionInput(t),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in under way that the passcode adds to, if there is one.',
    }),
    ...sessionWishes(t),
    locale: t.field({
      type: Locale,
      description: 'Language of the passcode that is texted where a second factor is missing; EN when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberEmailPasscode,
  ...signInResult,
  payload: (t) => ({
    ...devicePayload(t),
    methodId: t.exposeString('method_id', {
      nullable: true,
      description: 'Stytch id of the address that was shown to be theirs.',
    }),
  }),
});

mutation('sendDiscoveryEmailPasscode', {
  access: 'anyone',
  operations: ['post /v1/b2b/otps/email/discovery/send'],
  description:
    'Mails a passcode to whoever has an address, without saying whether they are a member anywhere: giving it back shows them where.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    loginTemplateId: mailTemplate(t, 'mail to them'),
    locale: messageLocale(t),
    discoveryExpirationMinutes: minutes(t, 'them'),
  }),
  resolve: sendDiscoveryEmailPasscode,
});

mutation('authenticateDiscoveryEmailPasscode', {
  access: signInAccess({ code: 'code' }),
  operations: ['post /v1/b2b/otps/email/discovery/authenticate'],
  description:
    'Shows that a person reads mail at their address, by a passcode, and which organizations are open to them.',
  input: (t) => ({ emailAddress: emailAddress(t), code: passcode(t) }),
  resolve: authenticateDiscoveryEmailPasscode,
  ...discoveryResult,
  payload: discoveryPayload,
});
