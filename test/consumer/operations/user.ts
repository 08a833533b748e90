import type { User } from '../../../src/sandbox/consumer/store.ts';
import { type ConsumerGateway, seededUser } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';

const ada = (g: ConsumerGateway) => seededUser(g, 'Ada');

/** A factor removed by the user, whose session has two factors. */
const removal = (
  operation: string,
  name: string,
  input: string,
  idOf: (user: User) => string | undefined,
): OperationExample => ({
  id: `api_user_v1_Delete${operation}`,
  document: mutationOf(`deleteUser${name}`, `deletedId ${input} user { userId }`),
  variables: (g) => ({ input: { [input]: idOf(ada(g)) } }),
  as: 'ada',
});

export const operations: readonly OperationExample[] = [
  {
    id: 'api_user_v1_Create',
    document: mutationOf('createUser', 'emailId phoneId userEdge { node { status } }'),
    variables: () => ({ input: { emailAddress: 'new@example.com', name: { firstName: 'New' } } }),
  },
  {
    id: 'api_user_v1_Get',
    document: 'query ($id: ID!) { user(by: { id: $id }) { status name { lastName } } }',
    variables: (g) => ({ id: ada(g).user_id }),
    as: 'ada',
  },
  {
    id: 'api_user_v1_Update',
    document: mutationOf('updateUser'),
    variables: () => ({ input: { name: { middleName: 'King' } } }),
    as: 'ada',
  },
  {
    id: 'api_user_v1_Delete',
    document: mutationOf('deleteUser', 'deletedId userId'),
    variables: (g) => ({ input: { userId: ada(g).user_id } }),
  },
  { id: 'api_user_v1_Search', document: '{ users(first: 3) { totalCount nodes { userId } } }' },
  {
    id: 'api_user_v1_ExchangePrimaryFactor',
    document: mutationOf('exchangeUserPrimaryFactor', 'user { emailAddresses { emailAddress verified } }'),
    variables: (g) => ({ input: { userId: ada(g).user_id, factor: { emailAddress: 'ada@new.example' } } }),
  },
  removal('Email', 'Email', 'emailId', ({ emails }) => emails[0]?.email_id),
  removal('PhoneNumber', 'PhoneNumber', 'phoneId', ({ phone_numbers }) => phone_numbers[0]?.phone_id),
  removal(
    'WebAuthnRegistration',
    'WebauthnRegistration',
    'webauthnRegistrationId',
    ({ webauthn_registrations }) => webauthn_registrations[0]?.webauthn_registration_id,
  ),
  removal(
    'BiometricRegistration',
    'BiometricRegistration',
    'biometricRegistrationId',
    ({ biometric_registrations }) => biometric_registrations[0]?.biometric_registration_id,
  ),
  removal('TOTP', 'Totp', 'totpId', ({ totps }) => totps[0]?.totp_id),
  removal(
    'CryptoWallet',
    'CryptoWallet',
    'cryptoWalletId',
    ({ crypto_wallets }) => crypto_wallets[0]?.crypto_wallet_id,
  ),
  removal('Password', 'Password', 'passwordId', ({ password }) => password?.password_id),
  removal(
    'OAuthRegistration',
    'OauthRegistration',
    'oauthUserRegistrationId',
    ({ providers }) => providers[0]?.oauth_user_registration_id,
  ),
  {
    id: 'api_user_v1_DeleteExternalId',
    document: mutationOf('deleteUserExternalId', 'user { externalId }'),
    variables: (g) => ({ input: { userId: seededUser(g, 'Farid').user_id } }),
  },
  {
    id: 'api_user_v1_ConnectedApps',
    document: '{ viewer { user { connectedApps { clientId name grantedScopes } } } }',
    as: 'ada',
  },
  {
    id: 'api_user_v1_Revoke',
    document: mutationOf('revokeUserConnectedApp', 'deletedId clientId user { connectedApps { name } }'),
    variables: (g) => ({
      input: { clientId: g.world.connected_apps.find(({ client_name }) => client_name === 'Ledgerly')?.client_id },
    }),
    as: 'ada',
  },
];
