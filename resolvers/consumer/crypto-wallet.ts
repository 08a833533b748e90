import { normalName } from '../../src/stytch/contract/normal-name.ts';
import { forward } from '../forward.ts';
import { discreetSignIn, inActingSession } from './sign-in.ts';
import { stepUpForNew } from './step-up.ts';

export const startUserCryptoWalletAuthentication = stepUpForNew(
  inActingSession(forward('post', '/v1/crypto_wallets/authenticate/start')),
  // Ethereum addresses are case-insensitive. On Solana another case is another address, but one without a known key.
  ({ crypto_wallets }, { cryptoWalletType, cryptoWalletAddress }) =>
    crypto_wallets.some(
      ({ crypto_wallet_type, crypto_wallet_address }) =>
        crypto_wallet_type === cryptoWalletType &&
        normalName(crypto_wallet_address) === normalName(cryptoWalletAddress),
    ),
);

export const authenticateUserCryptoWallet = discreetSignIn(
  inActingSession(forward('post', '/v1/crypto_wallets/authenticate')),
);
