/**
 * The values that Stytch documents for tests of a consumer project, as the integration tests of the vendor's SDKs send
 * them: all belong to one user, work any number of times and send no message.
 */
import type { Client } from 'stytch';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

const user_id = 'user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd';
const email = 'sandbox@stytch.com';
const phone_number = '+10000000000';
const code = '000000';
const unknownToken = '59cnLELtq5cFVS6uYK9f-pAWzBkhqZl8AvLhbhOvKNWw';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeAll(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0 });
  client = consumerSdkClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => expect(sandbox.store.outbox).toEqual([]));

const refused = (promise: Promise<unknown>, status_code: number, error_type: string) =>
  expect(promise).rejects.toMatchObject({ status_code, error_type });

/** Makes the same call three times, since a test value must work more than once. */
const again = async (act: () => Promise<{ user_id: string }>) => {
  for (let n = 0; n < 3; n += 1) expect(await act()).toMatchObject({ user_id });
};

/** Inputs of a sign-in besides the value. */
const session = { session_duration_minutes: 60 };

describe('the test address', () => {
  test('accepts magic links', async () => {
    const { email: links } = client.magicLinks;
    await again(() => links.send({ email }));
    await again(() => links.invite({ email }));
    for (let n = 0; n < 3; n += 1) {
      expect(await links.loginOrCreate({ email })).toMatchObject({ user_id, user_created: false });
      await links.revokeInvite({ email });
    }
  });

  test('creates a user with any password, and signs in with any password', async () => {
    for (const password of ['any password', 'dragon', 'another one']) {
      const created = await client.passwords.create({ email, password, ...session });
      expect(created).toMatchObject({ user_id, user: { emails: [{ email }] }, session: { user_id } });
      expect(created.email_id).toBe(created.user.emails[0]?.email_id);
      expect(await client.passwords.authenticate({ email, password, ...session })).toMatchObject({
        user_id,
        session: { authentication_factors: [{ type: 'password' }] },
      });
    }
    const without = await client.passwords.authenticate({ email: email.toUpperCase(), password: 'x' });
    expect(without).toMatchObject({ user_id, session_token: '' });
  });

  test('accepts a password reset mail', () => again(() => client.passwords.email.resetStart({ email })));
});

describe('the test passcode', () => {
  const otps = () => client.otps;
  const sends: [string, () => Promise<string>][] = [
    ['a text', async () => (await otps().sms.send({ phone_number })).phone_id],
    ['a text by loginOrCreate', async () => (await otps().sms.loginOrCreate({ phone_number })).phone_id],
    ['WhatsApp', async () => (await otps().whatsapp.send({ phone_number })).phone_id],
    ['WhatsApp by loginOrCreate', async () => (await otps().whatsapp.loginOrCreate({ phone_number })).phone_id],
    ['mail', async () => (await otps().email.send({ email })).email_id],
    ['mail by loginOrCreate', async () => (await otps().email.loginOrCreate({ email })).email_id],
  ];
  test.each(sends)('is valid for the method of %s', async (_, send) => {
    const method_id = await send();
    await again(() => otps().authenticate({ method_id, code, ...session }));
    await refused(otps().authenticate({ method_id, code: '000001' }), 404, 'otp_code_not_found');
  });
});

test('one link is always valid, one never, and one is unknown', async () => {
  const { magicLinks } = client;
  const token = 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=';
  await again(() => magicLinks.authenticate({ token, ...session }));
  const dead = magicLinks.authenticate({ token: '3pzjQpgksDlGKWEwUq2Up--hCHC_0oamfLHyfspKDFU=' });
  await refused(dead, 401, 'unable_to_auth_magic_link');
  const unknown = magicLinks.authenticate({ token: 'CprTtwhnRNiMBiUS2jSLcWYrfuO2POeBNdo5HhW6qTM=' });
  await refused(unknown, 404, 'magic_link_not_found');
});

test('one OAuth token is always valid, and one is unknown', async () => {
  const { oauth } = client;
  await again(() => oauth.authenticate({ token: 'hdPVZHHX0UoRa7hJTuuPHi1vlddffSnoweRbVFf5-H8g', ...session }));
  await refused(oauth.authenticate({ token: unknownToken }), 400, 'oauth_token_not_found');
});

test('one session never ends, and one is unknown', async () => {
  const { sessions } = client;
  const session_token = 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY';
  for (let n = 0; n < 3; n += 1) {
    expect(await sessions.authenticate({ session_token })).toMatchObject({ user: { user_id }, session_token });
    await sessions.revoke({ session_token });
  }
  await refused(sessions.authenticate({ session_token: unknownToken }), 404, 'session_not_found');
  expect((await sessions.get({ user_id })).sessions.length).toBeGreaterThan(0);
});

test('the authenticator app can be created repeatedly, and its codes stay valid', async () => {
  const { totps } = client;
  const [before] = (await totps.recoveryCodes({ user_id })).totps;
  for (let n = 0; n < 3; n += 1) {
    expect(await totps.create({ user_id })).toMatchObject({ user_id, totp_id: before?.totp_id });
  }
  await again(() => totps.authenticate({ user_id, totp_code: code, ...session }));
  await again(() => totps.recover({ user_id, recovery_code: 'a1b2-c3d4-e5f6', ...session }));
  expect((await totps.recoveryCodes({ user_id })).totps).toEqual([before]);
});

test('the wallet accepts any signature with a certain prefix', async () => {
  const wallet = {
    crypto_wallet_type: 'ethereum',
    crypto_wallet_address: '0x6df2dB4Fb3DA35d241901Bd53367770BF03123f1',
  };
  const signature = `0x0c4f82edc3c818b6beff4b89e0682994e5878074609903cecdfb${'ab'.repeat(39)}`;
  await again(() => client.cryptoWallets.authenticateStart(wallet));
  await again(() => client.cryptoWallets.authenticate({ ...wallet, signature, ...session }));
  await client.cryptoWallets.authenticateStart(wallet);
  const other = client.cryptoWallets.authenticate({ ...wallet, signature: `0x${'ab'.repeat(65)}` });
  await refused(other, 401, 'unable_to_authenticate_crypto_wallet');
});
