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
  description: 'Why a password is easy to guess: English texts for the person.',
  fields: (t) => ({
    warning: t.exposeString('warning', {
      nullable: true,
      description: 'Weakness of the password. Null if there is none.',
    }),
    suggestions: t.exposeStringList('suggestions', { description: 'Suggestions to make it stronger.' }),
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
      description: 'Feedback under the policy ZXCVBN. Null under LUDS.',
    }),
    ludsFeedback: t.expose('luds_feedback', {
      type: LudsFeedback,
      nullable: true,
      description: 'Feedback under the policy LUDS. Null under ZXCVBN.',
    }),
  }),
});

mutation('migrateMemberPassword', {
  // Servers only: the migration marks the email address as verified, so the caller vouches for it.
  access: { resource: 'stytch.member', action: 'migrate.password', signedIn: 'none' },
  operations: ['post /v1/b2b/passwords/migrate'],
  description:
    'Migrates the password hash of another system for a member who has no password. Creates the member if none has the email address. The address becomes verified, so make sure that it is.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Email address of the member.' }),
    ...passwordHash(t),
    name: t.string({ description: 'Name of the person.' }),
    externalId: t.string({ description: 'Your own id for the member. Without effect if the member exists.' }),
    roleIds: t.idList({
      idOf: 'Role',
      description: 'Ids of the roles to assign directly. Replaces those assigned before.',
    }),
    preserveExistingSessions: t.boolean({
      description:
        'Whether to keep single sign-on sessions that have a role removed here. Default: false, they are revoked.',
    }),
    mfaPhoneNumber: t.field({ type: 'PhoneNumber', description: 'Phone number for passcodes.' }),
    setPhoneNumberVerified: t.boolean({
      description:
        'Whether the phone number is marked as verified: only if you know that it belongs to the person. Default: false.',
    }),
    trustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Your own data. Keys are merged; a null value removes its key.',
    }),
    untrustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Data that the member can write, too. Keys are merged; a null value removes its key.',
    }),
  }),
  resolve: migrateMemberPassword,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The member who has the password.' }),
    organization: t.expose('organization', { type: Organization, description: 'The member’s organization.' }),
    memberCreated: t.exposeBoolean('member_created', { description: 'Whether the member was created.' }),
  }),
});

const emailAddress = (t: InputFieldBuilder) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Email address of the member.' });

/** Inputs that all sign-ins by password share. */
const rest = (t: InputFieldBuilder) => ({
  ...sessionWishes(t),
  locale: t.field({
    type: Locale,
    description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
  }),
  telemetryId: telemetryId(t),
});

mutation('authenticateMemberPassword', {
  access: signInAccess({ password: 'password' }),
  operations: ['post /v1/b2b/passwords/authenticate'],
  description:
    'Signs in with a password. Too many wrong ones in a row lock the member temporarily. An unknown email address and an address without a password get the same error as a wrong password.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    password: t.string({ required: true, secret: true, description: 'The password.' }),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of an unfinished sign-in to which the password adds a factor.',
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
  description:
    'Sets a new password after checking the current one, and signs in. All other sessions of the member are revoked.',
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
    'Sets a password in a session in which the member used a factor within the last five minutes. All other sessions of the member are revoked.',
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
