import type { Client } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

let ahead = 0;
let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeAll(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0, now: () => new Date(Date.now() + ahead) });
  client = consumerSdkClient(sandbox);
});
afterAll(() => sandbox.close());

const latest = (address: string) => sandbox.store.outbox.find(({ to }) => to === address);
const codeTo = (address: string) => latest(address)?.secret ?? '';
const other = (code: string) => (code === '123456' ? '654321' : '123456');
const refused = async (call: Promise<unknown>, status_code: number, error_type: string) =>
  expect(call).rejects.toMatchObject({ status_code, error_type });

test('the vendor’s SDK signs up by each kind of passcode, and joins them in a session', async () => {
  const { otps } = client;
  const phone_number = '+14155550188';
  const sms = await otps.sms.loginOrCreate({ phone_number, create_user_as_pending: true, locale: 'ja' });
  expect(sms).toMatchObject({ user_created: true });
  expect(latest(phone_number)).toMatchObject({ channel: 'sms', user_id: sms.user_id });
  expect((await client.users.get({ user_id: sms.user_id })).status).toBe('pending');
  const first = await otps.authenticate({
    method_id: sms.phone_id,
    code: codeTo(phone_number),
    session_duration_minutes: 60,
  });
  expect(first).toMatchObject({
    user_id: sms.user_id,
    method_id: sms.phone_id,
    reset_sessions: false,
    user: { status: 'active', phone_numbers: [{ verified: true }] },
    session: { authentication_factors: [{ type: 'otp', delivery_method: 'sms' }] },
  });

  const { session_token } = first;
  const again = await otps.whatsapp.loginOrCreate({ phone_number });
  expect(again).toMatchObject({ user_id: sms.user_id, phone_id: sms.phone_id, user_created: false });
  expect(latest(phone_number)).toMatchObject({ channel: 'whatsapp' });
  const email = 'by-sms@new.example';
  await refused(otps.email.send({ email }), 404, 'email_not_found');
  const mail = await otps.email.send({ email, session_token, locale: 'fr' });
  expect(latest(email)).toMatchObject({ channel: 'email', subject: 'Connectez-vous' });
  const joined = await otps.authenticate({ method_id: mail.email_id, code: codeTo(email), session_token });
  expect(joined.session?.authentication_factors).toMatchObject([
    { type: 'otp' },
    { type: 'email_otp', delivery_method: 'email', email_factor: { email_address: email } },
  ]);
  expect((await otps.sms.send({ phone_number })).phone_id).toBe(sms.phone_id);
  expect((await otps.whatsapp.send({ phone_number })).phone_id).toBe(sms.phone_id);
  expect(await otps.email.loginOrCreate({ email: 'another@new.example' })).toMatchObject({ user_created: true });
  expect(latest('another@new.example')).toMatchObject({ subject: 'Finish signing up' });
});

test('a passcode is valid for the requested time, and a wrong one reports the reason', async () => {
  const { otps } = client;
  const email = 'lasting@new.example';
  for (const expiration_minutes of [0, 11]) {
    await refused(otps.email.loginOrCreate({ email, expiration_minutes }), 400, 'invalid_expiration_otp');
  }
  const { email_id: method_id } = await otps.email.loginOrCreate({ email, expiration_minutes: 1 });
  const code = codeTo(email);
  await refused(otps.authenticate({ method_id, code: '12345' }), 400, 'invalid_code');
  await refused(otps.authenticate({ method_id, code: other(code) }), 404, 'otp_code_not_found');
  await refused(otps.authenticate({ method_id: 'email-test-1', code }), 400, 'invalid_method_id');
  await refused(otps.authenticate({ method_id, code, session_token: 'none' }), 404, 'session_not_found');
  ahead += 61_000;
  await refused(otps.authenticate({ method_id, code }), 401, 'unable_to_auth_otp_code');
  await otps.email.send({ email });
  await refused(otps.sms.send({ phone_number: '12' }), 400, 'invalid_phone_number');
  await refused(otps.sms.send({ phone_number: '+14155550100' }), 404, 'phone_number_not_found');
});

test('a passcode is valid once, for concurrent requests too', async () => {
  const { otps } = client;
  const email = 'once@new.example';
  const { email_id: method_id } = await otps.email.loginOrCreate({ email });
  const code = codeTo(email);
  const uses = await Promise.allSettled([0, 1, 2].map(() => otps.authenticate({ method_id, code })));
  expect(uses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('ten wrong passcodes of any kind lock the user', async () => {
  const { otps } = client;
  const email = 'locked@new.example';
  const { email_id, user_id } = await otps.email.loginOrCreate({ email });
  const phone_number = '+14155550189';
  const { phone_id } = await otps.sms.send({ phone_number, user_id }).catch(() => ({ phone_id: '' }));
  // The address is not verified, so no number is added.
  expect(phone_id).toBe('');
  const code = codeTo(email);
  for (let n = 0; n < 10; n += 1) {
    await refused(otps.authenticate({ method_id: email_id, code: other(code) }), 404, 'otp_code_not_found');
  }
  await refused(otps.authenticate({ method_id: email_id, code }), 429, 'user_lock_limit_reached');
});

test('an added number that is not verified within five minutes is available again', async () => {
  const { otps } = client;
  const phone_number = '+14155550190';
  const { user_id } = await client.users.create({ phone_number: '+14155550191' });
  await refused(otps.sms.send({ phone_number, user_id }), 400, 'too_many_unverified_factors');
  const ben = (await sandbox.world()).credentials.user.user_id;
  await otps.sms.send({ phone_number, user_id: ben });
  await refused(otps.sms.send({ phone_number, user_id }), 400, 'duplicate_phone_number');
  ahead += 5 * 60_000;
  expect(await otps.sms.loginOrCreate({ phone_number })).toMatchObject({ user_created: true });
  expect((await client.users.get({ user_id: ben })).phone_numbers).toEqual([]);
});
