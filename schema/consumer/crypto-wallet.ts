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

/** The wallet, identified by its address. */
const walletInput = (t: InputFieldBuilder) => ({
  cryptoWalletType: t.field({
    type: CryptoWalletType,
    required: true,
    description: 'Blockchain of the wallet. Use ETHEREUM for compatible chains such as Polygon.',
  }),
  cryptoWalletAddress: t.string({ required: true, description: 'Address of the wallet on its blockchain.' }),
});

const SiweParamsInput = builder.inputType('SiweParamsInput', {
  description:
    'Contents of a Sign-In with Ethereum message (EIP-4361). Wallets show them as text and warn if the domain is not that of the page.',
  fields: (t) => ({
    domain: t.string({
      required: true,
      description: 'Domain of the page that requests the signature, with its port if it has one.',
    }),
    uri: t.string({ required: true, description: 'URI of the resource that the signature is for, such as the page.' }),
    resources: t.stringList({
      required: true,
      defaultValue: [],
      description: 'URIs of resources that the user consents to, such as terms.',
    }),
    chainId: t.string({ description: 'Chain id (EIP-155), a number as text. Default: `1`.' }),
    statement: t.string({ description: 'A statement to the user, on one line of ASCII.' }),
    issuedAt: t.field({ type: 'DateTime', description: 'When the message was issued. Default: now.' }),
    notBefore: t.field({ type: 'DateTime', description: 'When the message becomes valid. Default: now.' }),
    messageRequestId: t.string({ description: 'Your own id for this sign-in.' }),
  }),
});

const SiweParams = contractObject('SiweParams', 'api_crypto_wallet_v1_SIWEParamsResponse').implement({
  description: 'Contents of a signed Sign-In with Ethereum message (EIP-4361).',
  fields: (t) => ({
    domain: t.exposeString('domain', { description: 'Domain of the page that requested the signature.' }),
    uri: t.exposeString('uri', { description: 'URI of the resource that the signature is for.' }),
    chainId: t.exposeString('chain_id', { description: 'Chain id (EIP-155).' }),
    resources: t.exposeStringList('resources', { description: 'URIs of resources that the user consented to.' }),
    issuedAt: t.expose('issued_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the message was issued. Null if unknown.',
    }),
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
    'Starts a sign-in with a crypto wallet: returns a message for the wallet to sign, which `authenticateUserCryptoWallet` verifies. A wallet that no user has is added, unverified, to the user who calls, or to a new user. The response names the user only to servers.',
  input: (t) => ({
    ...walletInput(t),
    userId: actedForUserIdInput(t, 'User to whom the wallet is added.'),
    ...actingSessionInput(t, 'Session of the user to whom the wallet is added. Users omit it: they act in their own.'),
    siweParams: t.field({
      type: SiweParamsInput,
      description:
        'Contents of a Sign-In with Ethereum message. Only for ETHEREUM. Default: the message is a random text.',
    }),
  }),
  resolve: startUserCryptoWalletAuthentication,
  payload: (t) => ({
    challenge: t.exposeString('challenge', {
      description: 'Message to sign unchanged: `personal_sign` on Ethereum, `signMessage` on Solana.',
    }),
    ...receiverPayload(t, 'The user who has the wallet or to whom it is added. Servers only: nothing is verified yet.'),
    ...userCreatedPayload(t),
  }),
});

mutation('authenticateUserCryptoWallet', {
  access: signInAccess({ signature: 'signature' }),
  operations: ['post /v1/crypto_wallets/authenticate'],
  description:
    'Signs in with a crypto wallet’s signature of the message from `startUserCryptoWalletAuthentication`. The wallet becomes verified.',
  input: (t) => ({
    ...walletInput(t),
    signature: t.string({
      required: true,
      secret: true,
      description: 'The signature, in the wallet’s format: hexadecimal on Ethereum, base58 on Solana.',
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
      description: 'Contents of the message. Null if it was a random text.',
    }),
  }),
});
