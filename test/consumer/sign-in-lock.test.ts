/** T11: the gateway's own lock of users, for each of their names. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../src/sign-in/account.ts';
import { createTries, defaultThrottleLimits, type SignInThrottle } from '../../src/sign-in/throttle.ts';
import { StytchError } from '../../src/stytch/error.ts';
import { consumer } from '../../src/vertical/consumer.ts';
import { ethereumWallet } from '../soft-wallet.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { walletChallenge } from './operations/crypto-wallet.ts';
import { linkFor } from './operations/magic-link.ts';

let g: ConsumerGateway;
let tries: SignInThrottle;
beforeEach(async () => {
  tries = createTries({ ...defaultThrottleLimits, perAccount: 1_000, perAddress: 1_000 }, consumer);
  g = await gatewayOverSandbox({ tries });
});
afterEach(() => g.close());

const ada = () => seededUser(g, 'Ada');
/** The names of Ada that attempts are counted by, each with its hourly limit. */
const names = (): readonly [Account, number][] => [
  [{ kind: 'address', name: ada().emails[0]?.email ?? '' }, 5],
  [{ kind: 'method', name: ada().emails[0]?.email_id ?? '' }, 2],
  [{ kind: 'method', name: ada().phone_numbers[0]?.phone_id ?? '' }, 2],
  [{ kind: 'id', name: ada().user_id }, 5],
  [{ kind: 'publicKey', name: ada().crypto_wallets[0]?.crypto_wallet_address ?? '' }, 5],
];

const wrong = async () => {
  throw new StytchError({ code: 'INVALID_CREDENTIALS', message: 'wrong' });
};
/** Makes failing attempts by a name, and returns their error codes. */
const fail = async (account: Account, times: number): Promise<string[]> => {
  const codes = [];
  for (let n = 0; n < times; n++) {
    const guess = { kind: 'guess', accounts: [account], provesMailbox: false } as const;
    const origin = { address: '192.0.2.1', tenantId: async (name: string) => name };
    const code = await tries.make(guess, origin, wrong).then(
      () => 'ok',
      (cause: StytchError) => cause.facts.code,
    );
    codes.push(code);
  }
  return codes;
};

const lockedUntil = async (as: ActAs = 'server') => {
  const { user } = await g.data<{ user: { signInLockedUntil: string | null } }>(
    'query ($id: ID!) { user(by: { id: $id }) { signInLockedUntil } }',
    { variables: { id: ada().user_id }, as },
  );
  return user.signInLockedUntil;
};

describe('the lock', () => {
  it.each([0, 1, 2, 3, 4])(
    'closes by each name (%i) after its limit of failures, is exposed and lifted',
    async (index) => {
      const [account, limit] = names()[index] ?? [{ kind: 'id', name: '' } as const, 0];
      expect(await lockedUntil()).toBeNull();
      expect(await fail(account, limit + 1)).toEqual([...Array(limit).fill('INVALID_CREDENTIALS'), 'LOCKED']);
      expect(Date.parse((await lockedUntil('ada')) ?? '')).toBeGreaterThan(Date.now() + 3_500_000);
      const { data } = await sendMutation(
        g,
        'unlockUserSignIn',
        { userId: ada().user_id },
        { as: 'server', select: 'user { userId signInLockedUntil isLocked }' },
      );
      expect(data?.['unlockUserSignIn']).toMatchObject({ user: { signInLockedUntil: null, isLocked: false } });
      expect(await fail(account, 1)).toEqual(['INVALID_CREDENTIALS']);
    },
  );

  it('is lifted by servers only', async () => {
    const input = { userId: ada().user_id };
    expect(await outcome(g, 'unlockUserSignIn', input, { as: 'ada' })).toBe('FORBIDDEN');
    expect(await outcome(g, 'unlockUserSignIn', input, { as: null })).toBe('UNAUTHENTICATED');
    expect(g.calls).toEqual([]);
  });

  it('ends for an address, under both names, once its mail is used', async () => {
    const [address, method] = names().map(([account]) => account);
    if (!address || !method) throw new Error('Ada has an address');
    await fail(address, 6);
    await fail(method, 3);
    expect(await lockedUntil()).not.toBeNull();
    const token = await linkFor(g, 'ada@lovelace.example');
    expect(await outcome(g, 'authenticateUserMagicLink', { token }, { as: null })).toMatch(/Payload$/);
    expect(await lockedUntil()).toBeNull();
  });
});

describe('the lock of a wallet', () => {
  const SIGN_IN = 'authenticateUserCryptoWallet';
  const inputOf = (address: string, signature: string) => ({
    cryptoWalletType: 'ETHEREUM',
    cryptoWalletAddress: address,
    signature,
  });
  const capitals = (address: string) => `0x${address.slice(2).toUpperCase()}`;
  const LIMIT = 5;

  /** Signs with another wallet, over a challenge of this one, and returns the codes. */
  const guess = async (address: string, times: number) => {
    const wrong = ethereumWallet().sign(await walletChallenge(g, 'ethereum', address));
    const codes = [];
    for (let n = 0; n < times; n++) {
      codes.push(await outcome(g, SIGN_IN, inputOf(n % 2 ? capitals(address) : address, wrong), { as: null }));
    }
    return codes;
  };
  const signIn = async ({ address, sign }: ReturnType<typeof ethereumWallet>) => {
    const signature = sign(await walletChallenge(g, 'ethereum', address));
    return outcome(g, SIGN_IN, inputOf(address, signature), { as: null });
  };

  it('closes after its limit of wrong signatures, case-insensitively, until it is lifted', async () => {
    const wallet = ethereumWallet();
    expect(await signIn(wallet)).toMatch(/Payload$/);
    const owner = g.sandbox.store.users
      .values()
      .find(({ crypto_wallets }) => crypto_wallets.some((one) => one.crypto_wallet_address === wallet.address));
    const userId = owner?.user_id ?? '';
    expect(await guess(wallet.address, LIMIT + 1)).toEqual([...Array(LIMIT).fill('INVALID_CREDENTIALS'), 'LOCKED']);
    g.calls.length = 0;
    const signature = wallet.sign(await walletChallenge(g, 'ethereum', wallet.address));
    const { data } = await sendMutation(g, SIGN_IN, inputOf(capitals(wallet.address), signature), {
      as: null,
      select: 'requestId',
    });
    expect(data?.[SIGN_IN]).toMatchObject({ code: 'LOCKED' });
    expect(sent(g)).toEqual([]);
    // Stytch's own limit is not reached.
    expect(g.sandbox.store.users.get(userId)?.is_locked).toBe(false);
    expect(await signIn(ethereumWallet())).toMatch(/Payload$/);

    const { user } = await g.data<{ user: { signInLockedUntil: string } }>(
      'query ($id: ID!) { user(by: { id: $id }) { signInLockedUntil } }',
      { variables: { id: userId } },
    );
    expect(Date.parse(user.signInLockedUntil)).toBeGreaterThan(Date.now() + 3_500_000);
    expect(await outcome(g, 'unlockUserSignIn', { userId }, { as: 'server' })).toMatch(/Payload$/);
    expect(await signIn(wallet)).toMatch(/Payload$/);
  });

  it('is the same for a wallet without a user', async () => {
    const { address } = ethereumWallet();
    const wrong = ethereumWallet().sign('anything');
    const codes = [];
    for (let n = 0; n <= LIMIT; n++) codes.push(await outcome(g, SIGN_IN, inputOf(address, wrong), { as: null }));
    expect(codes).toEqual([...Array(LIMIT).fill('INVALID_CREDENTIALS'), 'LOCKED']);
  });
});
