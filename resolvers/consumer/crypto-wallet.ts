import { normalName } from '../../src/stytch/contract/normal-name.ts';
import { forward } from '../forward.ts';
import { discreetSignIn, inActingSession } from './sign-in.ts';
import { stepUpForNew } from './step-up.ts';

export const startUserCryptoWalletAuthentication = stepUpForNew(
  inActingSession(forward('post', '/v1/crypto_wallets/authenticate/start')),
  // A wallet on Ethereum is the same in letters of any case; on Solana another case is another wallet, which nobody has.
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
