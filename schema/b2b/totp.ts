import { authenticateMemberTotp, createMemberTotp, migrateMemberTotp } from '../../resolvers/b2b/totp.ts';
import { mutation } from '../mutation.ts';
import { sessionWishes } from '../shared/session.ts';
import { appCode, enrolmentMinutes, enrolmentPayload } from '../shared/totp.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { signInProofs } from './proof.ts';
import {
  MfaEnrollment,
  memberKeyInput,
  secondFactorInput,
  secondFactorSetupInput,
  signInAccess,
  telemetryId,
} from './sign-in.ts';
import { devicePayload, signInResult } from './sign-in-outcome.ts';

mutation('createMemberTotp', {
  access: {
    resource: 'stytch.member',
    action: 'create.mfa-totp',
    signedIn: 'self',
    proof: signInProofs,
  },
  operations: ['post /v1/b2b/totp'],
  description:
    'Begins to enroll an authenticator app as a member’s second factor. It counts once `authenticateMemberTotp` was given its first passcode. Members do this for themselves; whoever is still signing in gives a token of that.',
  input: (t) => ({
    ...memberKeyInput(t),
    ...secondFactorSetupInput(t),
    expirationMinutes: enrolmentMinutes(t),
  }),
  resolve: createMemberTotp,
  payload: (t) => ({
    member: t.expose('member', { type: Member, nullable: true, expected: true, description: 'Whose app it will be.' }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', { description: 'Stytch id of the registration.' }),
    ...enrolmentPayload(t),
  }),
});

mutation('authenticateMemberTotp', {
  access: signInAccess(signInProofs),
  operations: ['post /v1/b2b/totp/authenticate'],
  description: 'Shows a passcode of the authenticator app as second factor: completes a sign-in, or adds to a session.',
  input: (t) => ({
    ...memberKeyInput(t),
    code: appCode(t),
    ...secondFactorInput(t),
    ...sessionWishes(t),
    setMfaEnrollment: t.field({
      type: MfaEnrollment,
      description: 'Whether the member shall need a second factor from now on; as before when not given.',
    }),
    setDefaultMfa: t.boolean({ description: 'Make the app the second factor that is asked for first.' }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberTotp,
  ...signInResult,
  payload: devicePayload,
});

mutation('migrateMemberTotp', {
  access: { resource: 'stytch.member', action: 'migrate.mfa-totp', signedIn: 'none' },
  operations: ['post /v1/b2b/totp/migrate'],
  description: 'Brings the authenticator app of a member along from another system. It counts at once.',
  input: (t) => ({
    ...memberKeyInput(t),
    secret: t.string({ required: true, secret: true, description: 'Key of the app, in base32.' }),
    recoveryCodes: t.stringList({
      required: true,
      secret: true,
      description: 'Recovery codes the member has; an empty list has new ones made.',
    }),
  }),
  resolve: migrateMemberTotp,
  payload: (t) => ({
    member: t.expose('member', { type: Member, nullable: true, expected: true, description: 'Whose app it is.' }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', { description: 'Stytch id of the registration.' }),
    recoveryCodes: t.exposeStringList('recovery_codes', {
      secret: true,
      description: 'Recovery codes that work from now on.',
    }),
  }),
});
