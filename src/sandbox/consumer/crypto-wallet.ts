/** Crypto wallets, which sign in by signing a message. */

import { fail, requestId } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { isTestSignature, testWallet } from '../shared/test-value.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import { type AuthenticationFactor, inMinutes, isPast } from '../store.ts';
import { namedUser } from './address.ts';
import { countFailure } from './lock.ts';
import { type SignInRequest, signInWith } from './sign-in.ts';
import { checkSiwe, completeSiwe, siweMessage } from './siwe.ts';
import type { ConsumerStore, SiweParams, User, WalletChallenge } from './store.ts';
import { blankUser, saveUser } from './user.ts';
import { checksumAddress, hasSigned, readWallet, type Wallet } from './wallet-signature.ts';

type UserWallet = User['crypto_wallets'][number];

/** Lifetime of a challenge, in minutes. */
const CHALLENGE_MINUTES = 5;
/** 80 characters in base64url. */
const CHALLENGE_BYTES = 60;

/** A user's registration of the wallet. */
const walletOf = ({ crypto_wallets }: User, { key }: Wallet): UserWallet | undefined =>
  crypto_wallets.find((one) => readWallet(one).key === key);

/**
 * User who has verified the wallet by a signature. An unverified wallet is only a claim, which any user can make.
 * (inferred)
 */
const ownerOf = (store: ConsumerStore, wallet: Wallet): User | undefined =>
  store.users.with('wallet', wallet.key).find((user) => walletOf(user, wallet)?.verified);

/** User created by an earlier start for the wallet, who has not signed yet. */
const newcomerOf = (store: ConsumerStore, wallet: Wallet): User | undefined => {
  const { created, user_id = '' } = store.walletChallenges.get(wallet.key) ?? {};
  return created ? store.users.get(user_id) : undefined;
};

const withWallet = (user: User, { type, address }: Wallet): User => ({
  ...user,
  crypto_wallets: [
    ...user.crypto_wallets,
    {
      crypto_wallet_id: newId('crypto-wallet'),
      crypto_wallet_address: address,
      crypto_wallet_type: type,
      verified: false,
    },
  ],
});

/** User of a wallet. If no user has verified it, it is added unverified to the named user or to a new one. */
const holderOf = (store: ConsumerStore, wallet: Wallet, named: User | undefined) => {
  const owner = ownerOf(store, wallet);
  if (owner && named && owner.user_id !== named.user_id) {
    return fail(400, 'duplicate_wallet_address', 'Another user has this wallet.');
  }
  const known = owner ?? named ?? newcomerOf(store, wallet);
  const user =
    known && walletOf(known, wallet) ? known : saveUser(store, withWallet(known ?? blankUser(store), wallet));
  return { user, created: !known, isNewcomer: !owner && !named };
};

/** Removes the wallet from all users except the one who has signed. */
const endClaims = (store: ConsumerStore, wallet: Wallet, { user_id }: User) => {
  for (const other of store.users.with('wallet', wallet.key)) {
    const claimed = other.user_id === user_id ? undefined : walletOf(other, wallet);
    if (!claimed) continue;
    saveUser(store, { ...other, crypto_wallets: other.crypto_wallets.filter((one) => one !== claimed) });
  }
};

/** Message for the wallet to sign: a random one, or one in the form of Sign-In with Ethereum. */
const newChallenge = async (store: ConsumerStore, { address }: Wallet, siwe: SiweParams | undefined) => {
  const expires_at = inMinutes(store, CHALLENGE_MINUTES);
  if (!siwe) return { message: `Signing in with Project: ${opaqueToken(CHALLENGE_BYTES)}`, expires_at };
  const params = completeSiwe(siwe, store.now());
  const message = siweMessage(params, { address: await checksumAddress(address), expires_at });
  return { message, expires_at, siwe: params };
};

const unable = () =>
  fail(401, 'unable_to_authenticate_crypto_wallet', 'The wallet has not signed the challenge, or not in time.');

/** Rejects an expired challenge, and one that is not valid yet. */
const checkTimes = (store: ConsumerStore, { expires_at, siwe }: WalletChallenge) => {
  if (isPast(store, expires_at)) {
    if (siwe) fail(400, 'siwe_message_expired', 'The message was signed too late.');
    unable();
  }
  if (siwe?.not_before && !isPast(store, siwe.not_before)) {
    fail(400, 'siwe_message_not_valid_yet', 'The message is not valid yet.');
  }
};

/**
 * `siwe_params` of the response; omitted for other messages. `request_id` is not in the contract, which has `status_code`
 * here: the SDK for Python cannot read the response without it.
 */
const shownSiwe = ({ siwe }: Partial<WalletChallenge>) =>
  siwe
    ? {
        siwe_params: {
          domain: siwe.domain,
          uri: siwe.uri,
          chain_id: siwe.chain_id ?? '1',
          resources: siwe.resources,
          request_id: requestId(),
          status_code: 200,
          issued_at: siwe.issued_at ?? '',
          message_request_id: siwe.message_request_id ?? '',
        },
      }
    : {};

const factorOf = ({
  crypto_wallet_id,
  crypto_wallet_address,
  crypto_wallet_type,
}: UserWallet): AuthenticationFactor => ({
  type: 'crypto',
  delivery_method: 'crypto_wallet',
  crypto_wallet_factor: { crypto_wallet_id, crypto_wallet_address, crypto_wallet_type },
});

/** Signs in the user of a wallet whose signature was verified. */
const signInByWallet = async (store: ConsumerStore, user: User, wallet: Wallet, sent: SignInRequest) => {
  const held = walletOf(user, wallet) ?? unable();
  const verified = { ...held, verified: true };
  const crypto_wallets = user.crypto_wallets.map((one) =>
    one.crypto_wallet_id === held.crypto_wallet_id ? verified : one,
  );
  const { answer } = await signInWith(store, { ...user, crypto_wallets }, factorOf(verified), sent);
  endClaims(store, wallet, user);
  return answer;
};

export const cryptoWallet = {
  api_crypto_wallet_v1_AuthenticateStart: {
    answer: async ({ store, body }) => {
      const wallet = readWallet(body);
      const { siwe_params } = body;
      if (siwe_params && wallet.type !== 'ethereum') {
        fail(400, 'crypto_wallet_type_incompatible_with_siwe', 'Only Ethereum has this form of messages.');
      }
      if (siwe_params) checkSiwe(siwe_params);
      const { user, created, isNewcomer } = holderOf(store, wallet, await namedUser(store, body));
      const challenge = await newChallenge(store, wallet, siwe_params);
      store.walletChallenges.set(wallet.key, {
        user_id: user.user_id,
        ...challenge,
        ...(isNewcomer ? { created: true } : {}),
      });
      return { user_id: user.user_id, challenge: challenge.message, user_created: created };
    },
  },

  api_crypto_wallet_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const wallet = readWallet(body);
      const challenge = store.walletChallenges.get(wallet.key);
      // Stytch's documented test wallet needs no challenge, and its test signature is not verified.
      if (wallet.key === testWallet && isTestSignature(body.signature)) {
        const user = ownerOf(store, wallet) ?? unable();
        const answer = await signInByWallet(store, user, wallet, body);
        return { ...answer, ...shownSiwe(challenge ?? {}) };
      }
      if (!challenge) return unable();
      checkTimes(store, challenge);
      return consumeOnce(store.walletChallenges, wallet.key, async () => {
        if (!(await hasSigned(wallet, challenge.message, body.signature))) {
          countFailure(store, challenge);
          unable();
        }
        // The challenge is invalid if its user was deleted or does not have the wallet.
        const user = store.users.get(challenge.user_id) ?? unable();
        const answer = await signInByWallet(store, user, wallet, body);
        return { ...answer, ...shownSiwe(challenge) };
      });
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
