/** What all ways to sign in share: who may, what they take, what they answer. */
import type { SignIn, Step } from '../../resolvers/b2b/sign-in.ts';
import type { Rule } from '../../src/auth/access.ts';
import { inputEnum, reflect } from '../builder.ts';
import type { InputFields, PayloadFields } from '../mutation.ts';
import { Device } from '../project/device.ts';
import { Member } from './member.ts';
import { AuthMethod, MfaMethod, Organization } from './organization.ts';
import { MemberSession } from './session.ts';

/**
 * Who may sign in: whoever gives one of these inputs, which Stytch checks. Custom claims are for servers, since
 * applications take what stands in a JWT for granted.
 */
export const whoever = (...proof: string[]): Rule => ({
  resource: 'stytch.member',
  action: 'sign-in',
  members: 'none',
  proof,
  serversOnly: ['sessionCustomClaims'],
});

/** How long the session shall last and what it shall carry. */
export const sessionWishes = (t: InputFields) => ({
  sessionDurationMinutes: t.int({
    description: 'How long the session lasts from now: 5 to 527040 minutes, an hour when not given.',
  }),
  sessionCustomClaims: t.field({
    type: 'JSONObject',
    description:
      'Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only.',
  }),
});

/** The device, for projects that use device fingerprinting. */
export const telemetryId = (t: InputFields) =>
  t.string({ description: 'Id from device fingerprinting in the browser; fills `memberDevice`.' });

/** A session by one of its tokens. */
export const sessionTokens = (t: InputFields, what: string) => ({
  sessionToken: t.string({ secret: true, description: `Token of the ${what}; give it or the JWT.` }),
  sessionJwt: t.string({ secret: true, description: `JWT of the ${what}; give it or the token.` }),
});

/** The member an operation is about. */
export const memberKey = (t: InputFields) => ({
  organizationId: t.string({
    required: true,
    description: 'Organization of the member: id, slug or external id.',
  }),
  memberId: t.string({ required: true, description: 'The member: id or external id.' }),
});

/** What a second factor joins: a sign-in that waits for it, or a session. */
export const secondFactorProofs = (t: InputFields) => ({
  intermediateSessionToken: t.string({
    secret: true,
    description: 'Token of the sign-in that waits for a second factor; give it, or one of a session.',
  }),
  sessionToken: t.string({ secret: true, description: 'Token of a session of the member.' }),
  sessionJwt: t.string({ secret: true, description: 'JWT of a session of the member.' }),
});

/** Languages that passcodes are texted in. */
export const SmsLocaleInput = inputEnum('SmsLocaleInput', 'Language of a text message.', {
  EN: { value: 'en', description: 'English.' },
  ES: { value: 'es', description: 'Spanish.' },
  PT_BR: { value: 'pt-br', description: 'Brazilian Portuguese.' },
  FR: { value: 'fr', description: 'French.' },
  IT: { value: 'it', description: 'Italian.' },
  DE_DE: { value: 'de-DE', description: 'German.' },
  ZH_HANS: { value: 'zh-Hans', description: 'Chinese, simplified.' },
  CA_ES: { value: 'ca-ES', description: 'Catalan.' },
});

const MfaOptions = reflect('MfaOptions', 'api_b2b_mfa_v1_MemberOptions').implement({
  description: 'The second factors a member has.',
  fields: (t) => ({
    mfaPhoneNumber: t.expose('mfa_phone_number', {
      type: 'PhoneNumber',
      nullable: true,
      description: 'Number that passcodes are texted to; null where the member has none.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', {
      nullable: true,
      description: 'Stytch id of the authenticator app; null where the member has none.',
    }),
  }),
});

const MfaRequired = reflect('MfaRequired', 'api_b2b_mfa_v1_MfaRequired').implement({
  description: 'A second factor is missing.',
  fields: (t) => ({
    memberOptions: t.expose('member_options', {
      type: MfaOptions,
      nullable: true,
      description: 'What the member can use; null where they have to enroll in something first.',
    }),
    secondaryAuthInitiated: t.expose('secondary_auth_initiated', {
      type: MfaMethod,
      nullable: true,
      description: 'What is under way already: SMS_OTP once a passcode was texted.',
    }),
  }),
});

const PrimaryRequired = reflect('PrimaryRequired', 'api_b2b_session_v1_PrimaryRequired').implement({
  description: 'What was shown so far does not satisfy the organization as a first factor.',
  fields: (t) => ({
    allowedAuthMethods: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      description: 'Ways to sign in that would; pass the intermediate session token along.',
    }),
  }),
});

/** What every operation that signs a member in answers. */
export const signInPayload = (t: PayloadFields<SignIn>) => ({
  member: t.expose('member', { type: Member, description: 'Who signs in.' }),
  organization: t.expose('organization', { type: Organization, description: 'Where they sign in.' }),
  session: t.expose('member_session', {
    type: MemberSession,
    nullable: true,
    description: 'The session; null while something is missing.',
  }),
  sessionToken: t.exposeString('session_token', {
    nullable: true,
    secret: true,
    description: 'Token that stands for the session until it ends; null while something is missing.',
  }),
  sessionJwt: t.expose('session_jwt', {
    type: 'JWT',
    nullable: true,
    secret: true,
    description: 'The session as a JWT, good for five minutes; null while something is missing.',
  }),
});

/** The same with the device, where the operation can be told of one. */
export const signInOnDevicePayload = (t: PayloadFields<SignIn>) => ({
  ...signInPayload(t),
  memberDevice: t.expose('member_device', {
    type: Device,
    nullable: true,
    description: 'The device they sign in with; null unless a `telemetryId` was given and recognized.',
  }),
});

/** The same for an operation that may leave something to do before there is a session. */
export const signInStepPayload = (t: PayloadFields<Step>) => ({
  ...signInOnDevicePayload(t),
  memberAuthenticated: t.exposeBoolean('member_authenticated', {
    description: 'Whether the sign-in is complete.',
  }),
  intermediateSessionToken: t.exposeString('intermediate_session_token', {
    nullable: true,
    secret: true,
    description: 'Stands for what was proven so far, for ten minutes; null once the sign-in is complete.',
  }),
  primaryRequired: t.expose('primary_required', {
    type: PrimaryRequired,
    nullable: true,
    description: 'Another first factor, to be shown next; null when none is missing.',
  }),
  mfaRequired: t.expose('mfa_required', {
    type: MfaRequired,
    nullable: true,
    description: 'The second factor, to be shown once no first factor is missing; null when none is asked for.',
  }),
});
