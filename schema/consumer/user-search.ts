import { users } from '../../resolvers/consumer/user-search.ts';
import { builder } from '../builder.ts';
import { OauthProvider } from '../shared/oauth-provider.ts';
import { User, UserEdge, UserStatus } from './user.ts';

const UserFilter = builder.inputType('UserFilter', {
  description: 'Narrows a search for users. Every field that is given must match.',
  fields: (t) => ({
    userIds: t.idList({ idOf: 'User', description: 'Any of these ids.' }),
    emailAddresses: t.field({ type: ['EmailAddress'], description: 'Any of these addresses.' }),
    emailIds: t.idList({ idOf: 'UserEmail', description: 'Has an address with any of these ids.' }),
    phoneNumbers: t.field({ type: ['PhoneNumber'], description: 'Any of these numbers.' }),
    phoneIds: t.idList({ idOf: 'UserPhoneNumber', description: 'Has a number with any of these ids.' }),
    oauthProviders: t.field({ type: [OauthProvider], description: 'Has an account at any of these OAuth providers.' }),
    webauthnRegistrationIds: t.idList({
      idOf: 'WebauthnRegistration',
      description: 'Has a WebAuthn registration with any of these ids.',
    }),
    totpIds: t.idList({ idOf: 'UserTotp', description: 'Has an authenticator app with any of these ids.' }),
    cryptoWalletIds: t.idList({ idOf: 'UserCryptoWallet', description: 'Has a crypto wallet with any of these ids.' }),
    cryptoWalletAddresses: t.stringList({ description: 'Has a crypto wallet with any of these addresses.' }),
    nameContains: t.string({ description: 'Part of the name; at least three characters.' }),
    emailAddressContains: t.string({ description: 'Part of an address; at least three characters.' }),
    phoneNumberContains: t.string({ description: 'Part of a number; at least three characters.' }),
    status: t.field({ type: UserStatus, description: 'How far they have come as users.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Created after this moment.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
    emailVerified: t.boolean({ description: 'Whether they have a verified address.' }),
    phoneVerified: t.boolean({ description: 'Whether they have a verified number.' }),
    totpVerified: t.boolean({ description: 'Whether they have an authenticator app that works.' }),
    cryptoWalletVerified: t.boolean({ description: 'Whether they have a wallet that has signed a challenge.' }),
    webauthnRegistrationVerified: t.boolean({ description: 'Whether they have a completed WebAuthn registration.' }),
    passwordExists: t.boolean({ description: 'Whether they have a password.' }),
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
        'Users of the project, page by page. Search is slow and limited at Stytch: not for sign-in pages. Servers only.',
      args: { filter: t.arg({ type: UserFilter, description: 'Which ones. Default: all.' }) },
      resolve: users,
    },
    UserConnection,
    UserEdge,
  ),
);
