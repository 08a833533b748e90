import {
  authenticateMemberPassword,
  checkPasswordStrength,
  migrateMemberPassword,
  resetMemberPasswordByExistingPassword,
  resetMemberPasswordBySession,
} from '../../resolvers/b2b/password.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { contractObject } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Locale } from '../shared/locale.ts';
import { passwordHash } from '../shared/password-hash.ts';
import { existingPassword, newPassword } from '../shared/password-reset.ts';
import { judgedPasswordPayload, LudsFeedback, passwordCheck } from '../shared/password-strength.ts';
import { joinedSessionInput, sessionInput, sessionWishes } from '../shared/session.ts';
import { organizationIdInput, organizationNameInput } from './ids.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, signInResult } from './sign-in-outcome.ts';

const ZxcvbnFeedback = contractObject('ZxcvbnFeedback', 'api_b2b_password_v1_ZxcvbnFeedback').implement({
  description: 'Why a password is easy to guess, in English, to be shown to the person.',
  fields: (t) => ({
    warning: t.exposeString('warning', { nullable: true, description: 'What is wrong with it; null when nothing is.' }),
    suggestions: t.exposeStringList('suggestions', { description: 'What would make it better.' }),
  }),
});

mutation('checkPasswordStrength', {
  ...passwordCheck,
  operations: ['post /v1/b2b/passwords/strength_check'],
  resolve: checkPasswordStrength,
  payload: (t) => ({
    ...judgedPasswordPayload(t),
    zxcvbnFeedback: t.expose('zxcvbn_feedback', {
      type: ZxcvbnFeedback,
      nullable: true,
      description: 'What to tell the person under the policy ZXCVBN.',
    }),
    ludsFeedback: t.expose('luds_feedback', {
      type: LudsFeedback,
      nullable: true,
      description: 'What to tell the person under the policy LUDS.',
    }),
  }),
});

mutation('migrateMemberPassword', {
  // Whoever brings a password along vouches for the address: it counts as verified from then on.
  access: { resource: 'stytch.member', action: 'migrate.password', signedIn: 'none' },
  operations: ['post /v1/b2b/passwords/migrate'],
  description:
    'Brings a password along from another system, as a hash, for a member who has none; creates the member where there is none of the address. The address counts as verified, so be sure that it is.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Address of the member.' }),
    ...passwordHash(t),
    name: t.string({ description: 'What the person is called.' }),
    externalId: t.string({ description: 'Your own id for the member, if they are new; else without effect.' }),
    roleIds: t.idList({
      idOf: 'Role',
      description: 'Ids of the roles to give by hand; replaces those given so before.',
    }),
    preserveExistingSessions: t.boolean({
      description:
        'Whether to keep single sign-on sessions that still carry a role taken away here; they end when not given.',
    }),
    mfaPhoneNumber: t.field({ type: 'PhoneNumber', description: 'Phone for passcodes.' }),
    setPhoneNumberVerified: t.boolean({
      description: 'Whether the phone counts as verified: only where you know that it is theirs.',
    }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Your own data; keys are merged, null removes one.' }),
    untrustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Data that the member may write too; keys are merged, null removes one.',
    }),
  }),
  resolve: migrateMemberPassword,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'Whose password it is.' }),
    organization: t.expose('organization', { type: Organization, description: 'The member’s organization.' }),
    memberCreated: t.exposeBoolean('member_created', { description: 'Whether the member is new.' }),
  }),
});

const emailAddress = (t: InputFieldBuilder) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Address of the member.' });

/** How a sign-in by password goes on. */
const rest = (t: InputFieldBuilder) => ({
  ...sessionWishes(t),
  locale: t.field({
    type: Locale,
    description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
  }),
  telemetryId: telemetryId(t),
});

mutation('authenticateMemberPassword', {
  access: signInAccess({ password: 'password' }),
  operations: ['post /v1/b2b/passwords/authenticate'],
  description:
    'Signs in by a password. Too many wrong ones in a row bar the member for a while. An address that nobody has, or that has no password, is refused in the same words.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    password: t.string({ required: true, secret: true, description: 'The password.' }),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in under way, if the password is to be added to it.',
    }),
    ...joinedSessionInput(t),
    ...rest(t),
  }),
  resolve: authenticateMemberPassword,
  ...signInResult,
  payload: devicePayload,
});

mutation('resetMemberPasswordByExistingPassword', {
  access: signInAccess({ existingPassword: 'password' }),
  operations: ['post /v1/b2b/passwords/existing_password/reset'],
  description: 'Sets a new password by the one before, and signs in. All other sessions of the member end.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    existingPassword: existingPassword(t),
    newPassword: newPassword(t),
    ...joinedSessionInput(t),
    ...rest(t),
  }),
  resolve: resetMemberPasswordByExistingPassword,
  ...signInResult,
  payload: devicePayload,
});

mutation('resetMemberPasswordBySession', {
  access: signInAccess(sessionProofs),
  operations: ['post /v1/b2b/passwords/session/reset'],
  description:
    'Sets a password by a session in which the member has shown a factor within the last five minutes. All their other sessions end.',
  input: (t) => ({
    organizationId: organizationNameInput(t, 'Organization of the session.'),
    password: newPassword(t),
    ...sessionInput(t, 'The session.'),
    ...rest(t),
  }),
  resolve: resetMemberPasswordBySession,
  ...signInResult,
  payload: devicePayload,
});
