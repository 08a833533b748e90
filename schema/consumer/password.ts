import {
  authenticateUserPassword,
  checkPasswordStrength,
  createUserWithPassword,
  migrateUserPassword,
  resetUserPasswordByExistingPassword,
  resetUserPasswordBySession,
} from '../../resolvers/consumer/password.ts';
import { contractObject } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { passwordHash } from '../shared/password-hash.ts';
import { existingPassword, newPassword } from '../shared/password-reset.ts';
import { judgedPasswordPayload, LudsFeedback, passwordCheck } from '../shared/password-strength.ts';
import { actingSessionInput } from '../shared/session.ts';
import {
  openAccess,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  userDevicePayload,
} from './sign-in.ts';
import { User } from './user.ts';
import { UserNameInput } from './user-factor-type.ts';

const PasswordFeedback = contractObject('PasswordFeedback', 'api_password_v1_Feedback').implement({
  description: 'Suggestions to make a password stronger.',
  fields: (t) => ({
    warning: t.exposeString('warning', {
      nullable: true,
      description:
        'Weakness of the password: an English text for the person. Null if there is none, and under the policy LUDS.',
    }),
    suggestions: t.exposeStringList('suggestions', {
      description: 'Suggestions to make it stronger, in English. Empty under the policy LUDS.',
    }),
    ludsRequirements: t.expose('luds_requirements', {
      type: LudsFeedback,
      nullable: true,
      description: 'Feedback under the policy LUDS. Null under ZXCVBN.',
    }),
  }),
});

mutation('checkPasswordStrength', {
  ...passwordCheck,
  operations: ['post /v1/passwords/strength_check'],
  resolve: checkPasswordStrength,
  payload: (t) => ({
    ...judgedPasswordPayload(t),
    feedback: t.expose('feedback', {
      type: PasswordFeedback,
      nullable: true,
      description: 'Feedback for the person. Null if there is none.',
    }),
  }),
});

const emailAddress = (t: InputFieldBuilder) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Email address of the user.' });

const profile = (t: InputFieldBuilder) => ({
  name: t.field({ type: UserNameInput, description: 'Name of the user.' }),
  untrustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Data about the user that the user can write, too. Keys are merged; a null value removes its key.',
  }),
});

const trusted =
  'Your own data about the user. The user can read it. Keys are merged; a null value removes its key. Servers only.';

mutation('createUserWithPassword', {
  access: openAccess('create'),
  operations: ['post /v1/passwords'],
  description:
    'Creates a user with an email address and a password, and signs in. The address stays unverified. An address that another user has is a CONFLICT.',
  input: (t) => ({
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Email address. No other user may have it.',
    }),
    password: t.string({
      required: true,
      secret: true,
      description: 'The password. `checkPasswordStrength` tells whether it is strong enough.',
    }),
    ...profile(t),
    trustedMetadata: t.field({ type: 'JSONObject', serversOnly: 'optional', description: trusted }),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: createUserWithPassword,
  ...signInResult,
  payload: (t) => ({
    emailId: t.exposeString('email_id', {
      nullable: true,
      description: 'Stytch id of the email address. Null if unknown.',
    }),
    ...userDevicePayload(t),
  }),
});

mutation('migrateUserPassword', {
  access: { resource: 'stytch.user', action: 'migrate.password', signedIn: 'none' },
  operations: ['post /v1/passwords/migrate'],
  description:
    'Migrates the password hash of another system for a user who has no password. Creates the user if none has the email address. Servers only.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    ...passwordHash(t),
    setEmailVerified: t.boolean({
      description:
        'Whether the email address is marked as verified: only if you know that it belongs to the person, because a later sign-in with this address signs in as this user. Default: false.',
    }),
    ...profile(t),
    trustedMetadata: t.field({ type: 'JSONObject', description: trusted }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'Phone number of the user.' }),
    setPhoneNumberVerified: t.boolean({
      description:
        'Whether the phone number is marked as verified: only if you know that it belongs to the person. Default: false.',
    }),
    roleIds: t.idList({ idOf: 'Role', description: 'Ids of the user’s roles. Replaces those assigned before.' }),
    externalId: t.string({ description: 'Your own id for the user. Without effect if the user exists.' }),
  }),
  resolve: migrateUserPassword,
  payload: (t) => ({
    user: t.expose('user', { type: User, description: 'The user who has the password.' }),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the email address.' }),
    userCreated: t.exposeBoolean('user_created', { description: 'Whether the user was created.' }),
  }),
});

/** Inputs that all sign-ins by password share. */
const rest = (t: InputFieldBuilder) => ({ ...sessionWishesInput(t), ...telemetryIdInput(t) });

mutation('authenticateUserPassword', {
  access: signInAccess({ password: 'password' }),
  operations: ['post /v1/passwords/authenticate'],
  description:
    'Signs in with a password. Too many wrong ones in a row lock the user temporarily. An unknown email address and an address without a password get the same error as a wrong password.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    password: t.string({ required: true, secret: true, description: 'The password.' }),
    ...actingSessionInput(t),
    ...rest(t),
  }),
  resolve: authenticateUserPassword,
  ...signInResult,
  payload: userDevicePayload,
});

mutation('resetUserPasswordByExistingPassword', {
  access: signInAccess({ existingPassword: 'password' }),
  operations: ['post /v1/passwords/existing_password/reset'],
  description:
    'Sets a new password after checking the current one, and signs in. All other sessions of the user are revoked.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    existingPassword: existingPassword(t),
    newPassword: newPassword(t),
    ...actingSessionInput(t),
    ...rest(t),
  }),
  resolve: resetUserPasswordByExistingPassword,
  ...signInResult,
  payload: userDevicePayload,
});

mutation('resetUserPasswordBySession', {
  access: { resource: 'stytch.user', action: 'sign-in', signedIn: 'self', impliedTarget: 'own' },
  operations: ['post /v1/passwords/session/reset'],
  description:
    'Sets a password in a session with a password, magic link or email passcode used within the last five minutes. All other sessions of the user are revoked.',
  input: (t) => ({
    password: newPassword(t),
    ...actingSessionInput(t, 'The session, for callers without a bearer token. Users omit it: they act in their own.'),
    ...rest(t),
  }),
  resolve: resetUserPasswordBySession,
  ...signInResult,
  payload: userDevicePayload,
});
