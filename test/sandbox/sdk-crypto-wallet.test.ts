import type { Client } from 'stytch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore, User } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { ethereumWallet, solanaWallet } from '../soft-wallet.ts';
import { consumerSdkClient } from './sdk.ts';

let ahead = 0;
let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeEach(async () => {
  ahead = 0;
  sandbox = await startSandboxOf(consumer, { port: 0, now: () => new Date(Date.now() + ahead * 60_000) });
  client = consumerSdkClient(sandbox);
});
afterEach(() => sandbox.close());

const seeded = (first: string): User => {
  const user = sandbox.store.users.values().find(({ name }) => name?.first_name === first);
  if (!user) throw new Error(`no user has the first name ${first}`);
  return user;
};

type Wallet = { address: string; sign: (message: string) => string };
type Start = Parameters<Client['cryptoWallets']['authenticateStart']>[0];

const kinds = { ethereum: ethereumWallet, solana: solanaWallet };
type Kind = keyof typeof kinds;

const start = (crypto_wallet_type: string, { address }: Pick<Wallet, 'address'>, more: Partial<Start> = {}) =>
  client.cryptoWallets.authenticateStart({ crypto_wallet_type, crypto_wallet_address: address, ...more });
const finish = (crypto_wallet_type: string, { address }: Pick<Wallet, 'address'>, signature: string, more = {}) =>
  client.cryptoWallets.authenticate({ crypto_wallet_type, crypto_wallet_address: address, signature, ...more });

const refusal = (error_type: string, status_code = 400) => ({ error_type, status_code });
const wrong = refusal('unable_to_authenticate_crypto_wallet', 401);
const siwe = (more: object = {}) => ({
  siwe_params: { domain: 'localhost:3000', uri: 'http://localhost:3000/sign-in', resources: [], ...more },
});

describe.each<Kind>(['ethereum', 'solana'])('the vendor’s SDK with a wallet on %s', (kind) => {
  it('creates a user, signs them in by signature, and finds them again', async () => {
    const wallet = kinds[kind]();
    const { challenge, user_id, user_created } = await start(kind, wallet);
    expect(challenge).toMatch(/^Signing in with Project: [\w-]{80}$/);
    expect(user_created).toBe(true);
    expect(sandbox.store.users.get(user_id)?.crypto_wallets).toMatchObject([{ verified: false }]);
    const signedIn = await finish(kind, wallet, wallet.sign(challenge), { session_duration_minutes: 60 });
    const [held] = signedIn.user.crypto_wallets;
    expect(held).toMatchObject({ crypto_wallet_address: wallet.address, crypto_wallet_type: kind, verified: true });
    expect(signedIn).toMatchObject({
      user_id,
      session: {
        authentication_factors: [
          {
            type: 'crypto',
            delivery_method: 'crypto_wallet',
            crypto_wallet_factor: {
              crypto_wallet_id: held?.crypto_wallet_id,
              crypto_wallet_address: wallet.address,
              crypto_wallet_type: kind,
            },
          },
        ],
      },
    });
    expect(signedIn.siwe_params).toBeUndefined();
    expect(await start(kind, wallet)).toMatchObject({ user_id, user_created: false });
  });

  it('adds a wallet to the user of a session, unless another user has it', async () => {
    const wallet = kinds[kind]();
    const { user_id, session_token } = (await sandbox.world()).credentials.user;
    const { challenge, ...started } = await start(kind, wallet, { session_token });
    expect(started).toMatchObject({ user_id, user_created: false });
    const { session } = await finish(kind, wallet, wallet.sign(challenge), { session_token });
    expect(session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'crypto']);
    await expect(start(kind, wallet, { user_id: seeded('Ada').user_id })).rejects.toMatchObject(
      refusal('duplicate_wallet_address'),
    );
  });

  it('is rejected with a signature of another text, by another wallet, and a second time', async () => {
    const wallet = kinds[kind]();
    const { challenge } = await start(kind, wallet);
    await expect(finish(kind, wallet, wallet.sign(`${challenge}!`))).rejects.toMatchObject(wrong);
    await expect(finish(kind, wallet, kinds[kind]().sign(challenge))).rejects.toMatchObject(wrong);
    await expect(finish(kind, kinds[kind](), wallet.sign(challenge))).rejects.toMatchObject(wrong);
    const signature = wallet.sign(challenge);
    await finish(kind, wallet, signature);
    await expect(finish(kind, wallet, signature)).rejects.toMatchObject(wrong);
  });

  it('is rejected with an old challenge, and after five minutes', async () => {
    const wallet = kinds[kind]();
    const old = await start(kind, wallet);
    const { challenge } = await start(kind, wallet);
    await expect(finish(kind, wallet, wallet.sign(old.challenge))).rejects.toMatchObject(wrong);
    ahead = 5;
    await expect(finish(kind, wallet, wallet.sign(challenge))).rejects.toMatchObject(wrong);
  });

  it('is rejected with a signature of another size, and locks the user at the tenth wrong one', async () => {
    const wallet = kinds[kind]();
    const { challenge } = await start(kind, wallet);
    await expect(finish(kind, wallet, '0x00')).rejects.toMatchObject(refusal('signature_is_incorrect_size'));
    const guess = kinds[kind]().sign(challenge);
    for (let n = 1; n < 10; n += 1) await expect(finish(kind, wallet, guess)).rejects.toMatchObject(wrong);
    await expect(finish(kind, wallet, guess)).rejects.toMatchObject({ status_code: 401 });
    await expect(finish(kind, wallet, wallet.sign(challenge))).rejects.toMatchObject(
      refusal('user_lock_limit_reached', 429),
    );
  });
});

describe('a message of Sign-In with Ethereum', () => {
  it('has the given values, in the form of EIP-4361, and is accepted signed', async () => {
    const wallet = ethereumWallet();
    const { challenge } = await start(
      'ethereum',
      wallet,
      siwe({
        statement: 'I accept the terms',
        chain_id: '137',
        issued_at: '2026-01-01T00:00:00Z',
        not_before: '2026-01-01T00:00:00Z',
        message_request_id: 'request-1',
        resources: ['https://crumb.example/terms'],
      }),
    );
    const lines = challenge.split('\n');
    expect(lines[1]?.toLowerCase()).toBe(wallet.address);
    expect([...lines.slice(0, 1), ...lines.slice(2)]).toEqual([
      'localhost:3000 wants you to sign in with your Ethereum account:',
      '',
      'I accept the terms',
      '',
      'URI: http://localhost:3000/sign-in',
      'Version: 1',
      'Chain ID: 137',
      expect.stringMatching(/^Nonce: [\da-f]{32}$/),
      'Issued At: 2026-01-01T00:00:00Z',
      expect.stringMatching(/^Expiration Time: \d{4}-/),
      'Not Before: 2026-01-01T00:00:00Z',
      'Request ID: request-1',
      'Resources:',
      '- https://crumb.example/terms',
    ]);
    const { siwe_params } = await finish('ethereum', wallet, wallet.sign(challenge));
    expect(siwe_params).toEqual({
      domain: 'localhost:3000',
      uri: 'http://localhost:3000/sign-in',
      chain_id: '137',
      resources: ['https://crumb.example/terms'],
      // The SDK for Python requires both.
      request_id: expect.stringMatching(/./),
      status_code: 200,
      issued_at: '2026-01-01T00:00:00Z',
      message_request_id: 'request-1',
    });
  });

  it('has the address with the checksum of EIP-55', async () => {
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const { challenge } = await start('ethereum', { address: address.toLowerCase() }, siwe());
    expect(challenge.split('\n').slice(1, 5)).toEqual([address, '', '', 'URI: http://localhost:3000/sign-in']);
    expect(challenge).toContain('\nChain ID: 1\n');
    expect(challenge).not.toContain('Resources');
  });

  it('expires, and may not be valid yet', async () => {
    const wallet = ethereumWallet();
    const { challenge } = await start('ethereum', wallet, siwe());
    ahead = 5;
    await expect(finish('ethereum', wallet, wallet.sign(challenge))).rejects.toMatchObject(
      refusal('siwe_message_expired'),
    );
    const later = await start(
      'ethereum',
      wallet,
      siwe({ not_before: new Date(Date.now() + 8 * 60_000).toISOString() }),
    );
    const early = finish('ethereum', wallet, wallet.sign(later.challenge));
    await expect(early).rejects.toMatchObject(refusal('siwe_message_not_valid_yet'));
    ahead = 9;
    await finish('ethereum', wallet, wallet.sign(later.challenge));
  });

  it.each<[string, object]>([
    ['invalid_siwe_domain', { domain: 'http://localhost' }],
    ['invalid_siwe_uri', { uri: 'nowhere' }],
    ['invalid_siwe_chain_id', { chain_id: '0' }],
    ['invalid_siwe_chain_id', { chain_id: '9223372036854775772' }],
    ['invalid_siwe_chain_id', { chain_id: 'main' }],
    ['invalid_siwe_statement', { statement: 'two\nlines' }],
    ['invalid_siwe_resource', { resources: ['https://crumb.example', 'x'] }],
    ['invalid_siwe_message_request_id', { message_request_id: 'a/b' }],
  ])('is rejected as %s', async (word, params) => {
    await expect(start('ethereum', ethereumWallet(), siwe(params))).rejects.toMatchObject(refusal(word));
  });

  it('is for Ethereum only', async () => {
    await expect(start('solana', solanaWallet(), siwe())).rejects.toMatchObject(
      refusal('crypto_wallet_type_incompatible_with_siwe'),
    );
  });
});

describe('a wallet', () => {
  it.each([
    ['invalid_wallet_type', 'bitcoin', '0x9858EfFD232B4033E47d90003D41EC34EcaEda94'],
    ['invalid_ethereum_address', 'ethereum', '0x9858'],
    ['invalid_solana_address', 'solana', '0OIl'],
  ])('is rejected as %s', async (word, kind, address) => {
    await expect(start(kind, { address })).rejects.toMatchObject(refusal(word));
    await expect(finish(kind, { address }, '0x00')).rejects.toMatchObject(refusal(word));
  });

  it('is case-insensitive on Ethereum', async () => {
    const ada = seeded('Ada');
    const address = ada.crypto_wallets[0]?.crypto_wallet_address.toLowerCase() ?? '';
    expect(await start('ethereum', { address })).toMatchObject({ user_id: ada.user_id, user_created: false });
  });

  it('on Solana may send its signature in base64', async () => {
    const wallet = solanaWallet();
    const { challenge } = await start('solana', wallet);
    await finish('solana', wallet, wallet.signBase64(challenge));
  });

  it('that receives a signature outside the curve reports a wrong signature', async () => {
    const wallet = ethereumWallet();
    await start('ethereum', wallet);
    await expect(finish('ethereum', wallet, `0x${'ff'.repeat(65)}`)).rejects.toMatchObject(wrong);
    await expect(finish('ethereum', wallet, `0x${'00'.repeat(65)}`)).rejects.toMatchObject(wrong);
  });
});

describe('the test wallet that Stytch documents', () => {
  const wallet = { address: '0x6df2dB4Fb3DA35d241901Bd53367770BF03123f1' };
  const signature = `0x0c4f82edc3c818b6beff4b89e0682994e5878074609903cecdfb${'ab'.repeat(39)}`;

  it('accepts no other signature, and no other wallet accepts this one', async () => {
    const { challenge } = await start('ethereum', wallet);
    await expect(finish('ethereum', wallet, ethereumWallet().sign(challenge))).rejects.toMatchObject(wrong);
    const other = ethereumWallet();
    await start('ethereum', other);
    await expect(finish('ethereum', other, signature)).rejects.toMatchObject(wrong);
  });
});
