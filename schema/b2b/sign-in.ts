/** What all ways to sign in share: who may, what they take, what they answer. */
import type { MailResult } from '../../resolvers/b2b/discreet.ts';
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
 * Who may sign in: whoever gives one of these inputs, which Stytch checks. Custom claims are for servers, since
 * applications take what stands in a JWT for granted.
 */
export const signInAccess = (proof: Proofs): AccessRule => ({
  resource: 'stytch.member',
  action: 'sign-in',
  signedIn: 'none',
  proof,
  serversOnly: ['sessionCustomClaims'],
});

/** The device, for projects that use device fingerprinting. */
export const telemetryId = (t: InputFieldBuilder) => deviceInput(t, 'memberDevice');

/** The member an operation is about. */
export const memberKeyInput = (t: InputFieldBuilder) => ({
  organizationId: organizationNameInput(t, 'Organization of the member.'),
  memberId: memberIdInput(t),
});

/** What a second factor is shown for. */
export const secondFactorInput = (t: InputFieldBuilder) =>
  signInCredentialInput(t, {
    required: true,
    description: 'The sign-in that waits for a second factor, or the session of the member to add it to.',
  });

/** What a second factor is made ready for. */
export const secondFactorSetupInput = (t: InputFieldBuilder) =>
  signInCredentialInput(t, {
    description:
      'The sign-in that waits for a second factor, or a session of the member. Required without a right of your own.',
  });

/** What a second factor, once shown, may change about the next sign-ins. */
export const MfaEnrollment = wordEnum(
  'MfaEnrollment',
  'Whether a member needs a second factor from now on.',
  {
    ENROLL: { value: 'enroll', description: 'Each sign-in needs one.' },
    UNENROLL: { value: 'unenroll', description: 'None is needed, unless the organization requires it of all.' },
  },
  'inputOnly',
);

export const MfaOptions = contractObject('MfaOptions', 'api_b2b_mfa_v1_MemberOptions').implement({
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

export const MfaRequired = contractObject('MfaRequired', 'api_b2b_mfa_v1_MfaRequired').implement({
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

export const PrimaryRequired = contractObject('PrimaryRequired', 'api_b2b_session_v1_PrimaryRequired').implement({
  description: 'What was shown so far does not satisfy the organization as a first factor.',
  fields: (t) => ({
    allowedAuthMethods: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      description: 'Ways to sign in that would; pass the intermediate session token along.',
    }),
  }),
});

/** What is left to do, from the facts of an organization that was found. */
export const NextStep = builder.enumType('NextStep', {
  description: 'What a sign-in to an organization would still need.',
  values: {
    NOTHING: {
      value: 'nothing',
      description: 'Nothing: choosing the organization signs in.',
    },
    FIRST_FACTOR: {
      value: 'first_factor',
      description: 'Another first factor, one of `primaryRequired`: what was shown does not do for this organization.',
    },
    SECOND_FACTOR: { value: 'second_factor', description: 'A second factor, one of those in `mfaRequired`.' },
    ENROLLMENT: {
      value: 'enrollment',
      description: 'A second factor that the member does not have yet: a phone number or an authenticator app.',
    },
  },
});

/** What anybody may have mailed to an address says nothing to them: only servers learn whose it is. */
export const serversOnlyAccess = {
  resource: 'stytch.member',
  action: 'search',
  signedIn: 'none',
} as const satisfies AccessRule;

/** Whom a mail went to, of an operation that anybody may call. */
export const mailPayload = (t: PayloadFieldBuilder<MailResult>) => ({
  member: t.expose('member', {
    type: Member,
    nullable: true,
    access: serversOnlyAccess,
    description: 'Whom the mail is for. Servers only, as nothing is proven yet.',
  }),
  organization: t.expose('organization', {
    type: Organization,
    nullable: true,
    access: serversOnlyAccess,
    description: 'Where they are to sign in. Servers only.',
  }),
  memberCreated: t.exposeBoolean('member_created', {
    nullable: true,
    access: serversOnlyAccess,
    description: 'Whether the member was created for this, PENDING until they sign in. Servers only.',
  }),
});
