import { users } from '../../resolvers/consumer/user-search.ts';
import { builder } from '../builder.ts';
import { OauthProvider } from '../shared/oauth-provider.ts';
import { User, UserEdge, UserStatus } from './user.ts';

const UserFilter = builder.inputType('UserFilter', {
  description: 'Filter of a user search. A user must match every field that is given.',
  fields: (t) => ({
    userIds: t.idList({ idOf: 'User', description: 'Ids, any of which may match.' }),
    emailAddresses: t.field({ type: ['EmailAddress'], description: 'Email addresses, any of which may match.' }),
    emailIds: t.idList({ idOf: 'UserEmail', description: 'Ids of email addresses, any of which may match.' }),
    phoneNumbers: t.field({ type: ['PhoneNumber'], description: 'Phone numbers, any of which may match.' }),
    phoneIds: t.idList({ idOf: 'UserPhoneNumber', description: 'Ids of phone numbers, any of which may match.' }),
    oauthProviders: t.field({
      type: [OauthProvider],
      description: 'OAuth providers, at any of which the user must have an account.',
    }),
    webauthnRegistrationIds: t.idList({
      idOf: 'WebauthnRegistration',
      description: 'Ids of WebAuthn registrations, any of which may match.',
    }),
    totpIds: t.idList({ idOf: 'UserTotp', description: 'Ids of authenticator apps, any of which may match.' }),
    cryptoWalletIds: t.idList({
      idOf: 'UserCryptoWallet',
      description: 'Ids of crypto wallets, any of which may match.',
    }),
    cryptoWalletAddresses: t.stringList({ description: 'Addresses of crypto wallets, any of which may match.' }),
    nameContains: t.string({ description: 'Part of the name: at least three characters.' }),
    emailAddressContains: t.string({ description: 'Part of an email address: at least three characters.' }),
    phoneNumberContains: t.string({ description: 'Part of a phone number: at least three characters.' }),
    status: t.field({ type: UserStatus, description: 'Status of the user.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Earliest time of creation, exclusive.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Latest time of creation, exclusive.' }),
    emailVerified: t.boolean({ description: 'Whether the user has a verified email address.' }),
    phoneVerified: t.boolean({ description: 'Whether the user has a verified phone number.' }),
    totpVerified: t.boolean({ description: 'Whether the user has a verified authenticator app.' }),
    cryptoWalletVerified: t.boolean({ description: 'Whether the user has a verified crypto wallet.' }),
    webauthnRegistrationVerified: t.boolean({ description: 'Whether the user has a verified WebAuthn registration.' }),
    passwordExists: t.boolean({ description: 'Whether the user has a password.' }),
  }),
});

const UserConnection = builder.connectionObject({ type: User, name: 'UserConnection' }, UserEdge);

builder.queryField('users', (t) =>
  t.connection(
    {
      type: User,
      nullable: true,
      access: { resource: 'stytch.user', action: 'search', signedIn: 'none' },
      operations: ['post /v1/users/search'],
      description:
        'Users of the project, paginated. Stytch’s search is slow and rate-limited: do not use it on sign-in pages. Servers only.',
      args: { filter: t.arg({ type: UserFilter, description: 'Filter of the search. Default: all users.' }) },
      resolve: users,
    },
    UserConnection,
    UserEdge,
  ),
);
