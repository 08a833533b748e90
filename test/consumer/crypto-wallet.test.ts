import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import { magicLinkFactor } from '../../src/sandbox/consumer/seed/user.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { replacing, stytchError } from '../safety/replaced.ts';
import { ethereumWallet, solanaWallet } from '../soft-wallet.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, resultOf as read, sendMutation } from './mutation.ts';
import { walletChallenge } from './operations/crypto-wallet.ts';

const adder = {
  name: 'adder',
  sha256: createHash('sha256').update('sgk_adder').digest('hex'),
  scopes: ['stytch.user:create.crypto-wallet'],
};
const foreign = {
  ...adder,
  name: 'foreign',
  sha256: createHash('sha256').update('sgk_foreign').digest('hex'),
  scopes: ['document:read'],
};

let g: ConsumerGateway;
const open = async (settings: Parameters<typeof gatewayOverSandbox>[0] = {}) => {
  await g?.close();
  g = await gatewayOverSandbox({ apiKeys: [adder, foreign], ...settings });
};
beforeEach(async () => {
  g = await gatewayOverSandbox({ apiKeys: [adder, foreign] });
});
afterEach(() => g.close());

const START = 'startUserCryptoWalletAuthentication';
const SIGN_IN = 'authenticateUserCryptoWallet';
const STARTED = 'StartUserCryptoWalletAuthenticationPayload';
const siweParams = { domain: 'localhost:3000', uri: 'http://localhost:3000/' };

type Wallet = { address: string; sign: (message: string) => string };
const inputOf = ({ address }: Pick<Wallet, 'address'>, cryptoWalletType = 'ETHEREUM') => ({
  cryptoWalletType,
  cryptoWalletAddress: address,
});
const idOf = (first: string) => seededUser(g, first).user_id;
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body;

const OUTCOME = `siweParams { domain uri chainId resources issuedAt messageRequestId }
  user { userId cryptoWallets { address type verified } }
  outcome { __typename
    ... on UserSignedIn { sessionToken session { authenticationFactors { __typename type } } }
    ... on UserAuthenticated { userId } }`;

const resultOf = (name: string, input: object, as: ActAs, select: string) => read(g, name, input, as, select);
const challengeFor = async (input: object, as: ActAs = null): Promise<string> =>
  String((await resultOf(START, input, as, 'challenge'))['challenge']);
const signIn = (input: object, as: ActAs = null) => resultOf(SIGN_IN, input, as, OUTCOME);

/** A session of a seeded user with these factors. */
const sessionOf = (first: string, ...factors: AuthenticationFactor[]) =>
  startSession(g.sandbox.store, seededUser(g, first), { factors, minutes: 60 }).token;

describe('a new wallet', () => {
  it('on Ethereum signs a visitor up, by a message in the form of SIWE', async () => {
    const wallet = ethereumWallet();
    const begun = await sendMutation(
      g,
      START,
      { ...inputOf(wallet), siweParams },
      { as: null, select: 'challenge userCreated user { userId }' },
    );
    const { challenge, ...hidden } = begun.data?.[START] ?? {};
    expect(hidden).toMatchObject({ userCreated: null, user: null });
    expect(new Set(begun.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(challenge).toContain('localhost:3000 wants you to sign in with your Ethereum account:');
    expect(bodyOf('api_crypto_wallet_v1_AuthenticateStart')).toEqual({
      crypto_wallet_type: 'ethereum',
      crypto_wallet_address: wallet.address,
      siwe_params: { ...siweParams, resources: [] },
    });
    const signedIn = await signIn({ ...inputOf(wallet), signature: wallet.sign(String(challenge)) });
    expect(signedIn).toMatchObject({
      siweParams: { ...siweParams, chainId: '1', resources: [], issuedAt: expect.any(String), messageRequestId: null },
      user: { cryptoWallets: [{ address: wallet.address, type: 'ETHEREUM', verified: true }] },
      outcome: {
        __typename: 'UserSignedIn',
        session: { authenticationFactors: [{ __typename: 'CryptoWalletFactor', type: 'CRYPTO' }] },
      },
    });
    expect(bodyOf('api_crypto_wallet_v1_Authenticate')).toMatchObject({ session_duration_minutes: 60 });
  });

  it('on Solana joins the signed-in user and their session', async () => {
    const wallet = solanaWallet();
    const challenge = await challengeFor(inputOf(wallet, 'SOLANA'), 'user');
    expect(challenge).toMatch(/^Signing in with Project: [\w-]{80}$/);
    const { session_token, session_jwt } = g.world.credentials.user;
    expect(bodyOf('api_crypto_wallet_v1_AuthenticateStart')).toMatchObject({ session_jwt });
    const signedIn = await signIn({ ...inputOf(wallet, 'SOLANA'), signature: wallet.sign(challenge) }, 'user');
    expect(signedIn).toMatchObject({
      siweParams: null,
      user: { userId: idOf('Ben'), cryptoWallets: [{ type: 'SOLANA', verified: true }] },
      outcome: {
        sessionToken: session_token,
        session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { type: 'CRYPTO' }] },
      },
    });
  });

  it('joins the user of a visitor’s session in the input, which is checked once', async () => {
    const { session_token: sessionToken } = g.world.credentials.user;
    const wallet = ethereumWallet();
    const challenge = await challengeFor({ ...inputOf(wallet), session: { sessionToken } });
    expect(sent(g)).toEqual(['api_session_v1_Authenticate', 'api_crypto_wallet_v1_AuthenticateStart']);
    expect(bodyOf('api_crypto_wallet_v1_AuthenticateStart')).toMatchObject({ session_token: sessionToken });
    expect(await signIn({ ...inputOf(wallet), signature: wallet.sign(challenge) })).toMatchObject({
      user: { userId: idOf('Ben') },
    });
  });

  it('joins the user that a server names, and servers get its user', async () => {
    const userId = idOf('Ben');
    const select = 'userCreated user { userId }';
    const input = { ...inputOf(ethereumWallet()), userId };
    expect(await resultOf(START, input, 'server', select)).toMatchObject({ userCreated: false, user: { userId } });
    expect(await resultOf(START, inputOf(ethereumWallet()), 'server', select)).toMatchObject({ userCreated: true });
    expect(await outcome(g, START, { ...inputOf(ethereumWallet()), userId }, { as: { token: 'sgk_adder' } })).toBe(
      STARTED,
    );
  });

  it('requires step-up to be added, and is rejected for an impersonator', async () => {
    const fresh = { ...magicLinkFactor(seededUser(g, 'Ada')), last_authenticated_at: new Date().toISOString() };
    const byMail: ActAs = { token: sessionOf('Ada', fresh) };
    expect(await resultOf(START, inputOf(ethereumWallet()), byMail, 'requestId')).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'insufficient_factors',
    });
    const session = { sessionToken: sessionOf('Ada', fresh) };
    expect(await outcome(g, START, { ...inputOf(ethereumWallet()), session }, { as: null })).toBe(
      'PRECONDITION_FAILED',
    );
    const impersonating: ActAs = {
      token: sessionOf('Ben', { type: 'impersonated', delivery_method: 'impersonation' }),
    };
    expect(await outcome(g, START, inputOf(ethereumWallet()), { as: impersonating })).toBe('FORBIDDEN');
    expect(sent(g)).not.toContain('api_crypto_wallet_v1_AuthenticateStart');
    // The user's own wallet, in any case, adds nothing.
    const address = seededUser(g, 'Ada').crypto_wallets[0]?.crypto_wallet_address.toLowerCase() ?? '';
    expect(await outcome(g, START, inputOf({ address }), { as: byMail })).toBe(STARTED);
  });
});

describe('a wallet that another user has started to add', () => {
  const holders = (address: string) =>
    [...g.sandbox.store.users.values()].flatMap(({ user_id, crypto_wallets }) =>
      crypto_wallets
        .filter(({ crypto_wallet_address }) => crypto_wallet_address === address)
        .map(({ verified }) => [user_id, verified]),
    );
  const userOf = (signedIn: Record<string, unknown>) => JSON.stringify(signedIn['user']);

  it('signs its owner in as a new user, and removes the pending wallet', async () => {
    const wallet = ethereumWallet();
    const claimed = await challengeFor(inputOf(wallet), 'user');
    expect(holders(wallet.address)).toEqual([[idOf('Ben'), false]]);
    const challenge = await challengeFor(inputOf(wallet));
    const signedIn = await signIn({ ...inputOf(wallet), signature: wallet.sign(challenge) });
    expect(signedIn).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    expect(userOf(signedIn)).not.toContain(idOf('Ben'));
    expect(holders(wallet.address)).toEqual([[expect.not.stringContaining(idOf('Ben')), true]]);
    // A signature is bound to the user of its challenge.
    expect(await signIn({ ...inputOf(wallet), signature: wallet.sign(claimed) })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    expect(await outcome(g, START, inputOf(wallet), { as: 'user' })).toBe('CONFLICT');
  });

  it('joins the signing user, even if a visitor has started to sign up by it', async () => {
    const wallet = ethereumWallet();
    await challengeFor(inputOf(wallet));
    const challenge = await challengeFor(inputOf(wallet), 'user');
    const signedIn = await signIn({ ...inputOf(wallet), signature: wallet.sign(challenge) }, 'user');
    expect(signedIn).toMatchObject({ user: { userId: idOf('Ben') } });
    expect(holders(wallet.address)).toEqual([[idOf('Ben'), true]]);
  });

  it('is one new user, however often visitors start to sign up by it', async () => {
    const wallet = ethereumWallet();
    const begin = () => resultOf(START, inputOf(wallet), 'server', 'userCreated user { userId }');
    const { user, ...first } = await begin();
    expect(first).toMatchObject({ userCreated: true });
    expect(await begin()).toMatchObject({ userCreated: false, user });
    await signIn({ ...inputOf(wallet), signature: wallet.sign(await challengeFor(inputOf(wallet))) });
    expect(await begin()).toMatchObject({ userCreated: false, user });
  });
});

describe('a start', () => {
  it('names a user for servers only', async () => {
    const input = { ...inputOf(ethereumWallet()), userId: idOf('Ben') };
    expect(await outcome(g, START, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, START, input, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, START, input, { as: { token: 'sgk_foreign' } })).toBe('FORBIDDEN');
    expect(sent(g)).toEqual([]);
    expect(g.sandbox.store.walletChallenges.size).toBe(0);
  });

  it('with a session beside the bearer token is INVALID_INPUT', async () => {
    const session = { sessionToken: g.world.credentials.user.session_token };
    expect(await outcome(g, START, { ...inputOf(ethereumWallet()), session }, { as: 'ada' })).toBe('INVALID_INPUT');
    expect(sent(g)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an invalid address', { cryptoWalletType: 'ETHEREUM', cryptoWalletAddress: '0x1' }, 'INVALID_INPUT'],
    ['an address of the other kind', { ...inputOf(ethereumWallet()), cryptoWalletType: 'SOLANA' }, 'INVALID_INPUT'],
    ['an unknown kind', { ...inputOf(ethereumWallet()), cryptoWalletType: 'UNKNOWN' }, 'INVALID_INPUT'],
    ['SIWE on Solana', { ...inputOf(solanaWallet(), 'SOLANA'), siweParams }, 'INVALID_INPUT'],
    [
      'a domain with a scheme',
      { ...inputOf(ethereumWallet()), siweParams: { ...siweParams, domain: 'http://x' } },
      'INVALID_INPUT',
    ],
    [
      'an invalid chain',
      { ...inputOf(ethereumWallet()), siweParams: { ...siweParams, chainId: '-1' } },
      'INVALID_INPUT',
    ],
  ])('is rejected for %s', async (_, input, code) => {
    expect(await outcome(g, START, input, { as: null })).toBe(code);
  });

  it('sends times and ids of a message unchanged', async () => {
    const given = {
      ...siweParams,
      resources: ['https://crumb.example/terms'],
      chainId: '10',
      statement: 'Welcome',
      issuedAt: '2026-01-01T00:00:00Z',
      notBefore: '2026-01-02T00:00:00Z',
      messageRequestId: 'r-1',
    };
    const challenge = await challengeFor({ ...inputOf(ethereumWallet()), siweParams: given });
    for (const line of ['Welcome', 'Chain ID: 10', 'Request ID: r-1', '- https://crumb.example/terms']) {
      expect(challenge.split('\n')).toContain(line);
    }
    expect(challenge).toMatch(/^Not Before: 2026-01-02T/m);
  });

  it('for the wallet of another user is CONFLICT for a user', async () => {
    const address = seededUser(g, 'Ada').crypto_wallets[0]?.crypto_wallet_address ?? '';
    expect(await outcome(g, START, inputOf({ address }), { as: 'user' })).toBe('CONFLICT');
  });

  it('counts as a message, by the wallet, case-insensitively', async () => {
    const { address } = ethereumWallet();
    const codes = [];
    for (let n = 0; n < 8; n += 1) {
      const shown = n % 2 ? address : `0x${address.slice(2).toUpperCase()}`;
      codes.push(await outcome(g, START, inputOf({ address: shown }), { as: null }));
    }
    expect(new Set(codes)).toEqual(new Set([STARTED, 'RATE_LIMITED']));
    expect(codes[0]).toBe(STARTED);
    expect(await outcome(g, START, inputOf(ethereumWallet()), { as: null })).toBe(STARTED);
  });
});

describe('a signature', () => {
  it('over another challenge, by another wallet, for another address, or used twice is rejected', async () => {
    const wallet = ethereumWallet();
    const other = ethereumWallet();
    const challenge = await walletChallenge(g, 'ethereum', wallet.address);
    const ofOther = await walletChallenge(g, 'ethereum', other.address);
    const wrong = { code: 'INVALID_CREDENTIALS' };
    expect(await signIn({ ...inputOf(wallet), signature: wallet.sign(ofOther) })).toMatchObject(wrong);
    expect(await signIn({ ...inputOf(wallet), signature: other.sign(challenge) })).toMatchObject(wrong);
    expect(await signIn({ ...inputOf(other), signature: wallet.sign(challenge) })).toMatchObject(wrong);
    const signature = wallet.sign(challenge);
    expect(await signIn({ ...inputOf(wallet), signature })).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    expect(await signIn({ ...inputOf(wallet), signature })).toMatchObject(wrong);
  });

  it('over an expired challenge is rejected', async () => {
    const wallet = ethereumWallet();
    const signature = wallet.sign(await walletChallenge(g, 'ethereum', wallet.address));
    g.pass({ minutes: 5 });
    expect(await signIn({ ...inputOf(wallet), signature })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      errorType: 'siwe_message_expired',
    });
  });

  it('without a session only reports success, and accepts no claims from a visitor', async () => {
    const wallet = ethereumWallet();
    const signature = wallet.sign(await walletChallenge(g, 'ethereum', wallet.address));
    const claims = { ...inputOf(wallet), signature, sessionCustomClaims: { role: 'admin' } };
    expect(await signIn(claims)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await signIn({ ...inputOf(wallet), signature, sessionDurationMinutes: null })).toMatchObject({
      outcome: { __typename: 'UserAuthenticated' },
    });
  });

  it('is counted by wallet: after too many wrong ones a valid one is rejected, and other wallets are not affected', async () => {
    const wallet = ethereumWallet();
    const challenge = await walletChallenge(g, 'ethereum', wallet.address);
    const guess = ethereumWallet().sign(challenge);
    const codes = [];
    for (let n = 0; n < 6; n += 1) codes.push((await signIn({ ...inputOf(wallet), signature: guess }))['code']);
    expect(new Set(codes)).toEqual(new Set(['INVALID_CREDENTIALS', 'RATE_LIMITED']));
    expect(await signIn({ ...inputOf(wallet), signature: wallet.sign(challenge) })).toMatchObject({
      code: 'RATE_LIMITED',
    });
    const other = ethereumWallet();
    const right = other.sign(await walletChallenge(g, 'ethereum', other.address));
    expect(await signIn({ ...inputOf(other), signature: right })).toMatchObject({
      outcome: { __typename: 'UserSignedIn' },
    });
  });

  it.each(['short', 'with spaces and words in it', 'a'.repeat(2_000)])(
    'causes no call if it is malformed: %.8s',
    async (signature) => {
      expect(await outcome(g, SIGN_IN, { ...inputOf(ethereumWallet()), signature }, { as: null })).toBe(
        'INVALID_INPUT',
      );
      expect(sent(g)).toEqual([]);
    },
  );

  it.each([
    ['unable_to_authenticate_crypto_wallet', 401, 'INVALID_CREDENTIALS'],
    ['signature_is_incorrect_size', 400, 'INVALID_INPUT'],
    ['siwe_message_not_valid_yet', 400, 'INVALID_CREDENTIALS'],
    ['crypto_wallet_not_found', 404, 'INVALID_CREDENTIALS'],
    ['user_lock_limit_reached', 429, 'LOCKED'],
  ])('with the Stytch error %s is %s', async (word, status, code) => {
    const refused = stytchError(status, word);
    await open({ between: replacing((_, path) => (path === '/v1/crypto_wallets/authenticate' ? refused : undefined)) });
    const wallet = ethereumWallet();
    expect(await signIn({ ...inputOf(wallet), signature: wallet.sign('anything') })).toMatchObject({ code });
  });
});
