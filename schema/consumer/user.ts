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

export const UserStatus = wordEnum('UserStatus', 'Status of a user.', {
  ACTIVE: { value: 'active', description: 'Can sign in.' },
  PENDING: { value: 'pending', description: 'Created or invited, but has not signed in yet.' },
});

export const User = contractObject('User', 'api_user_v1_User', 'api_user_v1_GetResponse');

/** Access rule for reading a user. */
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
      description: 'Your own id for the user, for lookups by servers. Null if none is set.',
    }),
    name: t.expose('name', {
      type: UserName,
      nullable: true,
      description: 'Name of the user. Null if unknown.',
    }),
    status: t.expose('status', { type: UserStatus, description: 'Status of the user.' }),
    emailAddresses: t.expose('emails', {
      type: [UserEmail],
      description: 'Email addresses, including unverified ones.',
    }),
    phoneNumbers: t.expose('phone_numbers', {
      type: [UserPhoneNumber],
      description: 'Phone numbers, including unverified ones.',
    }),
    password: t.expose('password', {
      type: UserPassword,
      nullable: true,
      description: 'The password, without its value. Null if there is none.',
    }),
    oauthRegistrations: t.expose('providers', {
      type: [UserOauthRegistration],
      description: 'Accounts at OAuth providers with which the user has signed in.',
    }),
    webauthnRegistrations: t.expose('webauthn_registrations', {
      type: [WebauthnRegistration],
      description: 'Passkeys and security keys, including unfinished registrations.',
    }),
    totps: t.expose('totps', {
      type: [UserTotp],
      description: 'Authenticator apps, including unfinished enrolments.',
    }),
    cryptoWallets: t.expose('crypto_wallets', { type: [UserCryptoWallet], description: 'Crypto wallets.' }),
    biometricRegistrations: t.expose('biometric_registrations', {
      type: [UserBiometricRegistration],
      description: 'Mobile apps that sign the user in by fingerprint or face.',
    }),
    roleIds: t.exposeStringList('roles', { description: 'Ids of the user’s roles.' }),
    isLocked: t.exposeBoolean('is_locked', {
      description: 'Whether the user is locked after too many failed attempts.',
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
      description: 'Your own data about the user. Users can read it, only servers can write it. Null if there is none.',
    }),
    untrustedMetadata: t.expose('untrusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Data about the user that the user can write, too: for preferences, never for access decisions. Null if there is none.',
    }),
  }),
});

/** Access rule and operations for reading a user. */
const seeUser = { access, operations: ['get /v1/users/{user_id}', 'post /v1/users/search'] } as const;

/** Edge to a user from an object that has their id. */
export const userEdge = { ...seeUser, type: User, nullable: true, byKey: true, resolve: userOf } as const;

const UserBy = builder.inputType('UserBy', {
  description: 'Identifier of a user.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ idOf: 'User', names: 'userId', description: 'Id of the user. Users may use it to read themselves.' }),
    externalId: t.string({
      nameOf: 'User',
      names: 'userExternalId',
      description: 'Your own id for the user. Servers only.',
    }),
  }),
});

builder.queryField('user', (t) =>
  t.field({
    type: User,
    nullable: true,
    ...seeUser,
    description: 'One user. Null if not found.',
    args: { by: t.arg({ type: UserBy, required: true, description: 'Identifier of the user: exactly one field.' }) },
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
      'Up to 100 users by their ids, in the order of `ids`, for joins from other services. An item is null if the user does not exist. Servers only.',
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
    description: 'The caller as a user. Null if the caller is not a user.',
    resolve: viewerUser,
  }),
);

/** Edge type that the user connection and the mutations share. */
export const UserEdge = builder.edgeObject({ type: User, name: 'UserEdge' });

/** Inputs for creating and for updating a user. */
const profile = (t: InputFieldBuilder) => ({
  name: t.field({ type: UserNameInput, description: 'Name of the user.' }),
  roleIds: t.idList({ idOf: 'Role', description: 'Ids of the user’s roles. Replaces those assigned before.' }),
  externalId: t.string({
    description: 'Your own id: up to 128 letters, digits or any of . _ - |, unique in the project.',
  }),
  trustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Your own data. Keys are merged; a null value removes its key.',
  }),
  untrustedMetadata: t.field({
    type: 'JSONObject',
    description: 'Data that the user can write, too. Keys are merged; a null value removes its key.',
  }),
  ...attributesInput(t),
});

mutation('createUser', {
  access: { resource: 'stytch.user', action: 'create', signedIn: 'none' },
  operations: ['post /v1/users'],
  description:
    'Creates a user with an email address, a phone number or both, unverified. No message is sent. Servers only: people sign up with a message or a password.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', description: 'Email address. No other user may have it.' }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'Phone number. No other user may have it.' }),
    ...profile(t),
    createUserAsPending: t.boolean({
      description:
        'Whether the user is PENDING until the first sign-in. Default: false, the user is ACTIVE immediately.',
    }),
  }),
  resolve: createUser,
  payload: (t) => ({
    user: t.expose('user', { type: User, description: 'The new user.' }),
    userEdge: t.field({
      type: UserEdge,
      description: 'The user as an edge, to add to a list.',
      resolve: ({ user }) => newEdge(user),
    }),
    emailId: t.exposeString('email_id', {
      nullable: true,
      description: 'Stytch id of the email address. Null if none was given.',
    }),
    phoneId: t.exposeString('phone_id', {
      nullable: true,
      description: 'Stytch id of the phone number. Null if none was given.',
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
    'Updates a user. Omitted inputs stay unchanged. Users may update their own name and untrusted metadata; servers may update everything.',
  input: (t) => ({ userId: ownUserIdInput(t), ...profile(t) }),
  resolve: updateUser,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The updated user.' }) }),
});

mutation('deleteUser', {
  access: { resource: 'stytch.user', action: 'delete', signedIn: 'none' },
  operations: ['delete /v1/users/{user_id}'],
  description: 'Deletes a user and revokes their sessions. This cannot be undone. Servers only.',
  input: (t) => ({ userId: userIdInput(t) }),
  resolve: deleteUser,
  payload: (t) => ({
    deletedId: deletedId(t, 'User', ({ user_id }) => [user_id]),
    userId: t.exposeString('user_id', { description: 'Stytch id of the deleted user.' }),
  }),
});

mutation('deleteUserExternalId', {
  access: { resource: 'stytch.user', action: 'update.external-id', signedIn: 'none' },
  operations: ['delete /v1/users/{user_id}/external_id'],
  description: 'Deletes the external id of a user. Servers only.',
  input: (t) => ({ userId: userIdInput(t) }),
  resolve: deleteUserExternalId,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The updated user.' }) }),
});

const NewPrimaryFactorInput = inputGroup(
  'NewPrimaryFactorInput',
  'New sign-in factor of a user: exactly one of these inputs.',
  (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', description: 'Email address that replaces the only one.' }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'Phone number that replaces the only one.' }),
  }),
);

mutation('exchangeUserPrimaryFactor', {
  access: { resource: 'stytch.user', action: 'exchange-primary-factor', signedIn: 'none' },
  operations: ['put /v1/users/{user_id}/exchange_primary_factor'],
  description:
    'Replaces the email address or phone number with which a user signs in with a new, unverified one. Servers only.',
  input: (t) => ({
    userId: userIdInput(t),
    factor: groupField(t, NewPrimaryFactorInput, {
      required: true,
      description: 'The new email address or phone number.',
    }),
  }),
  resolve: exchangeUserPrimaryFactor,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The updated user.' }) }),
});
