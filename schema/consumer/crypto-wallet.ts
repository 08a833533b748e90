import {
  authenticateUserCryptoWallet,
  startUserCryptoWalletAuthentication,
} from '../../resolvers/consumer/crypto-wallet.ts';
import { builder, contractObject } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { CryptoWalletType } from '../shared/authentication-factor.ts';
import { actingSessionInput } from '../shared/session.ts';
import { actedForUserIdInput } from './ids.ts';
import {
  openAccess,
  receiverPayload,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  userCreatedPayload,
  userDevicePayload,
} from './sign-in.ts';

/** The wallet, by its address. */
const walletInput = (t: InputFieldBuilder) => ({
  cryptoWalletType: t.field({
    type: CryptoWalletType,
    required: true,
    description: 'The blockchain. Chains that work as Ethereum does, such as Polygon, count as it.',
  }),
  cryptoWalletAddress: t.string({ required: true, description: 'Address of the wallet on its blockchain.' }),
});

const SiweParamsInput = builder.inputType('SiweParamsInput', {
  description:
    'What a message in the form of Sign-In with Ethereum (EIP-4361) says. Wallets show it in words, and warn if the domain is not that of the page.',
  fields: (t) => ({
    domain: t.string({ required: true, description: 'Domain of the page that asks, with its port if it has one.' }),
    uri: t.string({ required: true, description: 'URI of what the signature is for, such as the page.' }),
    resources: t.stringList({
      required: true,
      defaultValue: [],
      description: 'URIs of what the user agrees to, such as terms.',
    }),
    chainId: t.string({ description: 'Id of the chain (EIP-155), a number as text. Default: `1`.' }),
    statement: t.string({ description: 'A sentence for the user, on one line of ASCII.' }),
    issuedAt: t.field({ type: 'DateTime', description: 'When the message was made. Default: now.' }),
    notBefore: t.field({ type: 'DateTime', description: 'When it begins to be valid. Default: now.' }),
    messageRequestId: t.string({ description: 'Your own id for this sign-in.' }),
  }),
});

const SiweParams = contractObject('SiweParams', 'api_crypto_wallet_v1_SIWEParamsResponse').implement({
  description: 'What the signed message said, if it had the form of Sign-In with Ethereum (EIP-4361).',
  fields: (t) => ({
    domain: t.exposeString('domain', { description: 'Domain of the page that asked.' }),
    uri: t.exposeString('uri', { description: 'URI of what the signature is for.' }),
    chainId: t.exposeString('chain_id', { description: 'Id of the chain (EIP-155).' }),
    resources: t.exposeStringList('resources', { description: 'URIs of what the user agreed to.' }),
    issuedAt: t.expose('issued_at', { type: 'DateTime', nullable: true, description: 'When the message was made.' }),
    messageRequestId: t.exposeString('message_request_id', {
      nullable: true,
      description: 'Your own id for this sign-in. Null if none was given.',
    }),
  }),
});

mutation('startUserCryptoWalletAuthentication', {
  access: openAccess('create.crypto-wallet'),
  operations: ['post /v1/crypto_wallets/authenticate/start', 'get /v1/users/{user_id}'],
  description:
    'Begins to sign in by a crypto wallet: gives a message that the wallet signs, for `authenticateUserCryptoWallet`. If nobody has the wallet, it is added to the user who acts, unverified, or to a new user. Only servers are told whose it is.',
  input: (t) => ({
    ...walletInput(t),
    userId: actedForUserIdInput(t, 'User to add the wallet to.'),
    ...actingSessionInput(t, 'Session of the user to add the wallet to. Users leave it out: they act in their own.'),
    siweParams: t.field({
      type: SiweParamsInput,
      description: 'For a message in the form of Sign-In with Ethereum. Default: a random text. Only for ETHEREUM.',
    }),
  }),
  resolve: startUserCryptoWalletAuthentication,
  payload: (t) => ({
    challenge: t.exposeString('challenge', {
      description: 'What the wallet signs, as it stands here: `personal_sign` on Ethereum, `signMessage` on Solana.',
    }),
    ...receiverPayload(t, 'Whose wallet it is, or is to be. Servers only, since nothing is proved yet.'),
    ...userCreatedPayload(t),
  }),
});

mutation('authenticateUserCryptoWallet', {
  access: signInAccess({ signature: 'signature' }),
  operations: ['post /v1/crypto_wallets/authenticate'],
  description:
    'Signs in by the signature of a crypto wallet over the message that `startUserCryptoWalletAuthentication` gave. The wallet is verified by it.',
  input: (t) => ({
    ...walletInput(t),
    signature: t.string({
      required: true,
      secret: true,
      description: 'The signature, as the wallet wrote it: hexadecimal on Ethereum, base58 on Solana.',
    }),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: authenticateUserCryptoWallet,
  ...signInResult,
  payload: (t) => ({
    ...userDevicePayload(t),
    siweParams: t.expose('siwe_params', {
      type: SiweParams,
      nullable: true,
      description: 'What the message said. Null if it was a random text.',
    }),
  }),
});
