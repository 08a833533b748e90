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
    'Starts to enroll an authenticator app as a member’s second factor. The app is enrolled when `authenticateMemberTotp` accepts its first passcode. Members may call it for themselves; a person who is still signing in sends the token of that sign-in.',
  input: (t) => ({
    ...memberKeyInput(t),
    ...secondFactorSetupInput(t),
    expirationMinutes: enrolmentMinutes(t),
  }),
  resolve: createMemberTotp,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The member who enrolls the app.',
    }),
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
  description:
    'Verifies a passcode of the authenticator app as second factor: completes a sign-in, or adds the factor to a session.',
  input: (t) => ({
    ...memberKeyInput(t),
    code: appCode(t),
    ...secondFactorInput(t),
    ...sessionWishes(t),
    setMfaEnrollment: t.field({
      type: MfaEnrollment,
      description: 'Whether the member needs a second factor at every sign-in from now on. Default: unchanged.',
    }),
    setDefaultMfa: t.boolean({
      description: 'Whether to make the app the second factor that is requested first. Default: false.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberTotp,
  ...signInResult,
  payload: devicePayload,
});

mutation('migrateMemberTotp', {
  access: { resource: 'stytch.member', action: 'migrate.mfa-totp', signedIn: 'none' },
  operations: ['post /v1/b2b/totp/migrate'],
  description: 'Migrates the authenticator app of a member from another system. It is enrolled immediately.',
  input: (t) => ({
    ...memberKeyInput(t),
    secret: t.string({ required: true, secret: true, description: 'Key of the app, in base32.' }),
    recoveryCodes: t.stringList({
      required: true,
      secret: true,
      description: 'Existing recovery codes of the member. If the list is empty, Stytch generates new ones.',
    }),
  }),
  resolve: migrateMemberTotp,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The member who has the app.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
    totpRegistrationId: t.exposeString('totp_registration_id', { description: 'Stytch id of the registration.' }),
    recoveryCodes: t.exposeStringList('recovery_codes', {
      secret: true,
      description: 'Valid recovery codes of the member.',
    }),
  }),
});
