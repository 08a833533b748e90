import { newEdge } from '../../resolvers/connection.ts';
import {
  createUser,
  deleteUser,
  deleteUserExternalId,
  exchangeUserPrimaryFactor,
  updateUser,
  user,
  userNodes,
  userOf,
  usersById,
  viewerUser,
} from '../../resolvers/consumer/user.ts';
import { builder, contractObject, deletedId, nodesOf, wordEnum } from '../builder.ts';
import { groupField, type InputFieldBuilder, inputGroup, mutation } from '../mutation.ts';
import { Viewer } from '../shared/viewer.ts';
import { attributesInput } from './client-attributes.ts';
import { ownUserIdInput, userIdInput } from './ids.ts';
import {
  UserBiometricRegistration,
  UserCryptoWallet,
  UserEmail,
  UserName,
  UserNameInput,
  UserOauthRegistration,
  UserPassword,
  UserPhoneNumber,
  UserTotp,
  WebauthnRegistration,
} from './user-factor-type.ts';

export const UserStatus = wordEnum('UserStatus', 'How far a person has come as a user.', {
  ACTIVE: { value: 'active', description: 'Can sign in.' },
  PENDING: { value: 'pending', description: 'Created or invited, and has not signed in yet.' },
});

export const User = contractObject('User', 'api_user_v1_User', 'api_user_v1_GetResponse');

/** Who may see a user. */
const access = { resource: 'stytch.user', action: 'get', signedIn: 'self' } as const;

builder.node(User, {
  id: { resolve: ({ user_id }) => user_id },
  loadMany: nodesOf('User', userNodes),
  extensions: { key: ['userId'], access },
  description: 'A person who signs in to your application.',
  fields: (t) => ({
    userId: t.exposeString('user_id', { description: 'Stytch id of the user.' }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Your own id for the user. Null if you gave none.',
    }),
    name: t.expose('name', {
      type: UserName,
      nullable: true,
      description: 'What the user is called. Null if it is not known.',
    }),
    status: t.expose('status', { type: UserStatus, description: 'How far the person has come as a user.' }),
    emailAddresses: t.expose('emails', {
      type: [UserEmail],
      description: 'Email addresses, unverified ones too.',
    }),
    phoneNumbers: t.expose('phone_numbers', {
      type: [UserPhoneNumber],
      description: 'Phone numbers, unverified ones too.',
    }),
    password: t.expose('password', {
      type: UserPassword,
      nullable: true,
      description: 'The password, which is never shown. Null if there is none.',
    }),
    oauthRegistrations: t.expose('providers', {
      type: [UserOauthRegistration],
      description: 'Accounts at OAuth providers with which the user has signed in.',
    }),
    webauthnRegistrations: t.expose('webauthn_registrations', {
      type: [WebauthnRegistration],
      description: 'Passkeys and security keys, those of unfinished registrations too.',
    }),
    totps: t.expose('totps', {
      type: [UserTotp],
      description: 'Authenticator apps, those of unfinished enrolments too.',
    }),
    cryptoWallets: t.expose('crypto_wallets', { type: [UserCryptoWallet], description: 'Crypto wallets.' }),
    biometricRegistrations: t.expose('biometric_registrations', {
      type: [UserBiometricRegistration],
      description: 'Mobile apps that sign the user in by fingerprint or face.',
    }),
    roleIds: t.exposeStringList('roles', { description: 'Ids of the roles that the user has.' }),
    isLocked: t.exposeBoolean('is_locked', {
      description: 'Whether the user is locked after too many failed attempts to sign in.',
    }),
    lockCreatedAt: t.expose('lock_created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the lock was set. Null if not locked.',
    }),
    lockExpiresAt: t.expose('lock_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the lock expires. Null if not locked.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', nullable: true, description: 'When the user was created.' }),
    trustedMetadata: t.expose('trusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description: 'Your own data about the user. The user can read it; only servers can write it.',
    }),
    untrustedMetadata: t.expose('untrusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description: 'Data about the user that they may write themselves: good for preferences, not for decisions.',
    }),
  }),
});

/** Who may see a user, and what fetches one. */
const seeUser = { access, operations: ['get /v1/users/{user_id}', 'post /v1/users/search'] } as const;

/** The edge to a user from whatever holds their id. */
export const userEdge = { ...seeUser, type: User, nullable: true, byKey: true, resolve: userOf } as const;

const UserBy = builder.inputType('UserBy', {
  description: 'What a user is known by.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ idOf: 'User', names: 'userId', description: 'Their id. Users find themselves by it.' }),
    externalId: t.string({
      nameOf: 'User',
      names: 'userExternalId',
      description: 'Your own id for them. Servers only.',
    }),
  }),
});

builder.queryField('user', (t) =>
  t.field({
    type: User,
    nullable: true,
    ...seeUser,
    description: 'One user; null if there is none.',
    args: { by: t.arg({ type: UserBy, required: true, description: 'Which one.' }) },
    resolve: user,
  }),
);

builder.queryField('usersById', (t) =>
  t.field({
    type: [User],
    nullable: { list: false, items: true },
    access: { ...access, signedIn: 'none' },
    operations: seeUser.operations,
    description:
      'Up to 100 users by their ids, in the order asked; null for each who does not exist. For joins from other services. Servers only.',
    args: { ids: t.arg.idList({ required: true, idOf: 'User', description: 'Ids of the users.' }) },
    resolve: usersById,
  }),
);

builder.objectField(Viewer, 'user', (t) =>
  t.field({
    type: User,
    nullable: true,
    access: 'anyone',
    operations: seeUser.operations,
    description: 'You as a user; null unless you are one.',
    resolve: viewerUser,
  }),
);

/** One page of users names its edges so. */
export const UserEdge = builder.edgeObject({ type: User, name: 'UserEdge' });

/** What can be said of a user when they are created and later. */
const profile = (t: InputFieldBuilder) => ({
  name: t.field({ type: UserNameInput, description: 'What the user is called.' }),
  roleIds: t.idList({ idOf: 'Role', description: 'Ids of the roles of the user; replaces those given before.' }),
  externalId: t.string({
    description: 'Your own id: up to 128 letters, digits or any of . _ - |, unique in the project.',
  }),
  trustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Your own data. Keys are merged; null removes one.',
  }),
  untrustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Data that the user may write too. Keys are merged; null removes one.',
  }),
  ...attributesInput(t),
});

mutation('createUser', {
  access: { resource: 'stytch.user', action: 'create', signedIn: 'none' },
  operations: ['post /v1/users'],
  description:
    'Creates a user with an email address, a phone number or both, unverified. No message is sent. Servers only: people sign up by a message or with a password.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', description: 'Address that no other user has.' }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'Number that no other user has.' }),
    ...profile(t),
    createUserAsPending: t.boolean({
      description: 'Whether to begin as PENDING until the first sign-in. Default: false.',
    }),
  }),
  resolve: createUser,
  payload: (t) => ({
    user: t.expose('user', { type: User, description: 'The new user.' }),
    userEdge: t.field({
      type: UserEdge,
      description: 'The user as an edge, to be added to a list.',
      resolve: ({ user }) => newEdge(user),
    }),
    emailId: t.exposeString('email_id', {
      nullable: true,
      description: 'Stytch id of the address. Null if none was given.',
    }),
    phoneId: t.exposeString('phone_id', {
      nullable: true,
      description: 'Stytch id of the number. Null if none was given.',
    }),
  }),
});

mutation('updateUser', {
  clearing: { externalId: 'deleteUserExternalId' },
  access: {
    resource: 'stytch.user',
    signedIn: 'self',
    action: { name: 'update.info.name', untrustedMetadata: 'update.info.untrusted-metadata' },
  },
  operations: ['put /v1/users/{user_id}'],
  description:
    'Changes what is known of a user. What is not given stays as it is. Users change their own name and untrusted metadata; the rest is for servers.',
  input: (t) => ({ userId: ownUserIdInput(t), ...profile(t) }),
  resolve: updateUser,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The user as they now stand.' }) }),
});

mutation('deleteUser', {
  access: { resource: 'stytch.user', action: 'delete', signedIn: 'none' },
  operations: ['delete /v1/users/{user_id}'],
  description: 'Deletes a user for good and ends their sessions. Servers only.',
  input: (t) => ({ userId: userIdInput(t) }),
  resolve: deleteUser,
  payload: (t) => ({
    deletedId: deletedId(t, 'User', ({ user_id }) => [user_id]),
    userId: t.exposeString('user_id', { description: 'Stytch id of the user who is gone.' }),
  }),
});

mutation('deleteUserExternalId', {
  access: { resource: 'stytch.user', action: 'update.external-id', signedIn: 'none' },
  operations: ['delete /v1/users/{user_id}/external_id'],
  description: 'Takes your own id away from a user. Servers only.',
  input: (t) => ({ userId: userIdInput(t) }),
  resolve: deleteUserExternalId,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The user as they now stand.' }) }),
});

const NewPrimaryFactorInput = inputGroup(
  'NewPrimaryFactorInput',
  'What a user signs in with from now on: exactly one of these.',
  (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', description: 'Takes the place of the only address.' }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'Takes the place of the only number.' }),
  }),
);

mutation('exchangeUserPrimaryFactor', {
  access: { resource: 'stytch.user', action: 'exchange-primary-factor', signedIn: 'none' },
  operations: ['put /v1/users/{user_id}/exchange_primary_factor'],
  description:
    'Puts a new, unverified address or number in the place of the one that a user signs in with. Servers only.',
  input: (t) => ({
    userId: userIdInput(t),
    factor: groupField(t, NewPrimaryFactorInput, { required: true, description: 'What takes its place.' }),
  }),
  resolve: exchangeUserPrimaryFactor,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The user as they now stand.' }) }),
});
