/** Access rules, inputs and payloads that all sign-in methods share. */
import type { MailResult } from '../../resolvers/b2b/enumeration-prevention.ts';
import type { AccessRule } from '../../src/auth/access.ts';
import type { Proofs } from '../../src/auth/proof.ts';
import { builder, contractObject, wordEnum } from '../builder.ts';
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';
import { deviceInput } from '../shared/session.ts';
import { memberIdInput, organizationNameInput } from './ids.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { AuthMethod, MfaMethod } from './organization-setting.ts';
import { signInCredentialInput } from './proof.ts';

/**
 * Anyone who sends one of these credentials may sign in: Stytch verifies them. Custom claims are for servers only:
 * applications trust the claims of a JWT.
 */
export const signInAccess = (proof: Proofs): AccessRule => ({
  resource: 'stytch.member',
  action: 'sign-in',
  signedIn: 'none',
  proof,
  serversOnly: ['sessionCustomClaims'],
});

/** Input of device fingerprinting, for projects that use it. */
export const telemetryId = (t: InputFieldBuilder) => deviceInput(t, 'memberDevice');

/** The member that an operation reads or changes. */
export const memberKeyInput = (t: InputFieldBuilder) => ({
  organizationId: organizationNameInput(t, 'Organization of the member.'),
  memberId: memberIdInput(t),
});

/** The sign-in or session to which a second factor is added. */
export const secondFactorInput = (t: InputFieldBuilder) =>
  signInCredentialInput(t, {
    required: true,
    description: 'The sign-in that needs a second factor, or the member’s session to which to add it.',
  });

/** The sign-in or session for which a second factor is set up. */
export const secondFactorSetupInput = (t: InputFieldBuilder) =>
  signInCredentialInput(t, {
    description:
      'The sign-in that needs a second factor, or a session of the member. Required for callers without a bearer token.',
  });

/** Effect of a second factor on later sign-ins. */
export const MfaEnrollment = wordEnum(
  'MfaEnrollment',
  'Whether a member needs a second factor at every sign-in.',
  {
    ENROLL: { value: 'enroll', description: 'Every sign-in needs a second factor.' },
    UNENROLL: {
      value: 'unenroll',
      description: 'No second factor is needed unless the organization requires it for all members.',
    },
  },
  'inputOnly',
);

export const MfaOptions = contractObject('MfaOptions', 'api_b2b_mfa_v1_MemberOptions').implement({
  description: 'Second factors of a member.',
  fields: (t) => ({
    mfaPhoneNumber: t.expose('mfa_phone_number', {
      type: 'PhoneNumber',
      nullable: true,
      description: 'Phone number to which passcodes are sent. Null if the member has none.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', {
      nullable: true,
      description: 'Stytch id of the authenticator app. Null if the member has none.',
    }),
  }),
});

export const MfaRequired = contractObject('MfaRequired', 'api_b2b_mfa_v1_MfaRequired').implement({
  description: 'A second factor that a sign-in needs.',
  fields: (t) => ({
    memberOptions: t.expose('member_options', {
      type: MfaOptions,
      nullable: true,
      description: 'Second factors of the member. Null if they must enroll one first.',
    }),
    secondaryAuthInitiated: t.expose('secondary_auth_initiated', {
      type: MfaMethod,
      nullable: true,
      description: 'SMS_OTP if Stytch already sent a passcode by text message. Null if nothing was sent.',
    }),
  }),
});

export const PrimaryRequired = contractObject('PrimaryRequired', 'api_b2b_session_v1_PrimaryRequired').implement({
  description: 'Another first factor that a sign-in needs, because the organization does not accept the one used.',
  fields: (t) => ({
    allowedAuthMethods: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      description:
        'Sign-in methods that the organization accepts. Send the intermediate session token with the next one.',
    }),
  }),
});

/** Next step, derived from the properties of a discovered organization. */
export const NextStep = builder.enumType('NextStep', {
  description: 'Step that remains in a sign-in to an organization.',
  values: {
    NOTHING: {
      value: 'nothing',
      description: 'None: choosing the organization signs in.',
    },
    FIRST_FACTOR: {
      value: 'first_factor',
      description: 'Another first factor, one of `primaryRequired`: the organization does not accept the one used.',
    },
    SECOND_FACTOR: { value: 'second_factor', description: 'A second factor, one of `mfaRequired`.' },
    ENROLLMENT: {
      value: 'enrollment',
      description: 'A second factor that the member must enroll first: a phone number or an authenticator app.',
    },
  },
});

/** Enumeration prevention: anyone may send an email to an address, so only servers learn who has it. */
export const serversOnlyAccess = {
  resource: 'stytch.member',
  action: 'search',
  signedIn: 'none',
} as const satisfies AccessRule;

/** The member and organization of an email that anyone may send. */
export const mailPayload = (t: PayloadFieldBuilder<MailResult>) => ({
  member: t.expose('member', {
    type: Member,
    nullable: true,
    access: serversOnlyAccess,
    description: 'The member who receives the email. Servers only: nothing is verified yet.',
  }),
  organization: t.expose('organization', {
    type: Organization,
    nullable: true,
    access: serversOnlyAccess,
    description: 'The organization that the member signs in to. Servers only.',
  }),
  memberCreated: t.exposeBoolean('member_created', {
    nullable: true,
    access: serversOnlyAccess,
    description: 'Whether the member was created by this call, with the status PENDING. Servers only.',
  }),
});
