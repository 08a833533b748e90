import { ethereumWallet } from '../../soft-wallet.ts';
import type { ConsumerGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { callSandbox } from './magic-link.ts';
import { mutationOf } from './mutation.ts';

/** The challenge that a wallet signs, requested without the gateway. */
export const walletChallenge = async (
  g: ConsumerGateway,
  crypto_wallet_type: string,
  crypto_wallet_address: string,
): Promise<string> => {
  const answer = await callSandbox(g, '/v1/crypto_wallets/authenticate/start', {
    crypto_wallet_type,
    crypto_wallet_address,
    ...(crypto_wallet_type === 'ethereum'
      ? { siwe_params: { domain: 'localhost:3000', uri: 'http://localhost:3000', resources: [] } }
      : {}),
  });
  const challenge = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'challenge') : undefined;
  if (typeof challenge !== 'string') throw new Error(`no challenge: ${JSON.stringify(answer)}`);
  return challenge;
};

export const operations: readonly OperationExample[] = [
  {
    id: 'api_crypto_wallet_v1_AuthenticateStart',
    document: mutationOf('startUserCryptoWalletAuthentication', 'challenge userCreated user { userId }'),
    variables: () => ({
      input: {
        cryptoWalletType: 'ETHEREUM',
        cryptoWalletAddress: ethereumWallet().address,
        siweParams: { domain: 'localhost:3000', uri: 'http://localhost:3000' },
      },
    }),
  },
  {
    id: 'api_crypto_wallet_v1_Authenticate',
    document: mutationOf(
      'authenticateUserCryptoWallet',
      `siweParams { domain uri chainId resources issuedAt messageRequestId } user { userId }
      outcome { __typename ... on UserSignedIn { sessionToken } }`,
    ),
    variables: async (g) => {
      const { address, sign } = ethereumWallet();
      const signature = sign(await walletChallenge(g, 'ethereum', address));
      return { input: { cryptoWalletType: 'ETHEREUM', cryptoWalletAddress: address, signature } };
    },
    as: null,
  },
];
