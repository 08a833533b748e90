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
  description: 'How a password could be made stronger.',
  fields: (t) => ({
    warning: t.exposeString('warning', {
      nullable: true,
      description:
        'Why it is easy to guess, in English, to be shown to the person. Null if it is not, and under the policy LUDS.',
    }),
    suggestions: t.exposeStringList('suggestions', {
      description: 'What would make it better, in English. Empty under the policy LUDS.',
    }),
    ludsRequirements: t.expose('luds_requirements', {
      type: LudsFeedback,
      nullable: true,
      description: 'What it has and lacks under the policy LUDS. Null under the policy ZXCVBN.',
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
      description: 'What to tell the person. Null if there is nothing to say.',
    }),
  }),
});

const emailAddress = (t: InputFieldBuilder) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Address of the user.' });

const profile = (t: InputFieldBuilder) => ({
  name: t.field({ type: UserNameInput, description: 'What the user is called.' }),
  untrustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Data about the user that they may write too. Keys are merged; null removes one.',
  }),
});

const trusted = 'Your own data about the user, which they can read. Keys are merged; null removes one. Servers only.';

mutation('createUserWithPassword', {
  access: openAccess('create'),
  operations: ['post /v1/passwords'],
  description:
    'Creates a user with an address and a password, and signs in. The address is not verified by it. An address that a user has already is a CONFLICT.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Address that no user has.' }),
    password: t.string({
      required: true,
      secret: true,
      description: 'The password. `checkPasswordStrength` says whether it is strong enough.',
    }),
    ...profile(t),
    trustedMetadata: t.field({ type: 'JSONObject', serversOnly: 'optional', description: trusted }),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: createUserWithPassword,
  ...signInResult,
  payload: (t) => ({
    emailId: t.exposeString('email_id', { nullable: true, description: 'Stytch id of the address.' }),
    ...userDevicePayload(t),
  }),
});

mutation('migrateUserPassword', {
  access: { resource: 'stytch.user', action: 'migrate.password', signedIn: 'none' },
  operations: ['post /v1/passwords/migrate'],
  description:
    'Brings a password along from another system, as a hash, for a user who has none. Creates the user if nobody has the address. Servers only.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    ...passwordHash(t),
    setEmailVerified: t.boolean({
      description:
        'Whether the address counts as verified. Only if you know that it is theirs: whoever proves it elsewhere becomes this user. Default: false.',
    }),
    ...profile(t),
    trustedMetadata: t.field({ type: 'JSONObject', description: trusted }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'Phone number of the user.' }),
    setPhoneNumberVerified: t.boolean({
      description: 'Whether the number counts as verified. Only if you know that it is theirs. Default: false.',
    }),
    roleIds: t.idList({ idOf: 'Role', description: 'Ids of the roles of the user; replaces those given before.' }),
    externalId: t.string({ description: 'Your own id for the user if they are new; else without effect.' }),
  }),
  resolve: migrateUserPassword,
  payload: (t) => ({
    user: t.expose('user', { type: User, description: 'Whose password it is.' }),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the address.' }),
    userCreated: t.exposeBoolean('user_created', { description: 'Whether the user is new.' }),
  }),
});

/** How a sign-in by password goes on. */
const rest = (t: InputFieldBuilder) => ({ ...sessionWishesInput(t), ...telemetryIdInput(t) });

mutation('authenticateUserPassword', {
  access: signInAccess({ password: 'password' }),
  operations: ['post /v1/passwords/authenticate'],
  description:
    'Signs in by a password. Too many wrong ones in a row lock sign-in of the user for a while. An address that nobody has, or that has no password, is refused in the same words.',
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
  description: 'Sets a new password by the one before, and signs in. All other sessions of the user end.',
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
    'Sets a password by a session that rests on a password, or on a link or passcode by mail, of the last five minutes. All other sessions of the user end.',
  input: (t) => ({
    password: newPassword(t),
    ...actingSessionInput(t, 'The session, for callers without a bearer. Users leave it out: it is the one of theirs.'),
    ...rest(t),
  }),
  resolve: resetUserPasswordBySession,
  ...signInResult,
  payload: userDevicePayload,
});
