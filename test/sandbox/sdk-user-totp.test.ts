import { Secret, TOTP } from 'otpauth';
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

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: sandbox.store.now().getTime() + steps * 30_000,
  });
const wrong = (right: string) => (right === '123456' ? '654321' : '123456');
const refusal = (status_code: number, error_type: string) => ({ status_code, error_type });
const newUser = async (email: string) => (await client.users.create({ email })).user_id;

test('the vendor’s SDK enrolls an app, signs in by it and recovers', async () => {
  const user_id = await newUser('app@new.example');
  const app = await client.totps.create({ user_id, expiration_minutes: 5 });
  expect(app).toMatchObject({ user_id, user: { totps: [{ totp_id: app.totp_id, verified: false }] } });
  expect(app.recovery_codes).toHaveLength(10);
  for (const code of app.recovery_codes) expect(code).toMatch(/^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/);
  await expect(client.totps.create({ user_id })).rejects.toMatchObject(refusal(400, 'pending_totp_exists'));
  const { totp_id, recovery_codes } = app;
  expect((await client.totps.recoveryCodes({ user_id })).totps).toEqual([{ totp_id, verified: false, recovery_codes }]);
  await expect(client.totps.recover({ user_id, recovery_code: recovery_codes[0] ?? '' })).rejects.toMatchObject(
    refusal(400, 'no_active_recovery_code_backed_factor'),
  );

  // Without a duration there is no session.
  const totp_code = codeOf(app.secret);
  const first = await client.totps.authenticate({ user_id, totp_code });
  expect(first).toMatchObject({ totp_id, session_token: '', session_jwt: '', user: { totps: [{ verified: true }] } });
  expect(first.session).toBeUndefined();
  await expect(client.totps.authenticate({ user_id, totp_code })).rejects.toMatchObject(
    refusal(400, 'totp_code_already_authenticated'),
  );
  await expect(client.totps.create({ user_id })).rejects.toMatchObject(refusal(400, 'active_totp_exists'));

  const recovered = await client.totps.recover({
    user_id,
    recovery_code: recovery_codes[0] ?? '',
    session_duration_minutes: 60,
  });
  expect(recovered.session?.authentication_factors).toMatchObject([
    { type: 'recovery_codes', delivery_method: 'recovery_code', recovery_code_factor: {} },
  ]);
  expect((await client.totps.recoveryCodes({ user_id })).totps[0]?.recovery_codes).toEqual(recovery_codes.slice(1));

  // The app joins the session.
  const { session_token } = recovered;
  const joined = await client.totps.authenticate({ user_id, totp_code: codeOf(app.secret, 1), session_token });
  expect(joined).toMatchObject({ session_token, session: { session_id: recovered.session?.session_id } });
  expect(joined.session?.authentication_factors.map(({ type }) => type)).toEqual(['recovery_codes', 'totp']);

  expect((await client.users.deleteTOTP({ totp_id })).user.totps).toEqual([]);
  expect((await client.totps.recoveryCodes({ user_id })).totps).toEqual([]);
  await expect(client.totps.authenticate({ user_id, totp_code })).rejects.toMatchObject(refusal(404, 'totp_not_found'));
});

test('an enrolment stays open for a day or the given time, and another one replaces it', async () => {
  const user_id = await newUser('late@new.example');
  for (const expiration_minutes of [4, 1441]) {
    await expect(client.totps.create({ user_id, expiration_minutes })).rejects.toMatchObject(
      refusal(400, 'invalid_expiration'),
    );
  }
  const { secret } = await client.totps.create({ user_id });
  ahead += 1439 * 60_000;
  await expect(client.totps.create({ user_id })).rejects.toMatchObject(refusal(400, 'pending_totp_exists'));
  ahead += 60_000;
  const authenticate = client.totps.authenticate({ user_id, totp_code: codeOf(secret) });
  await expect(authenticate).rejects.toMatchObject(refusal(401, 'expired_totp'));
  expect((await client.totps.recoveryCodes({ user_id })).totps).toEqual([]);
  const { user, totp_id } = await client.totps.create({ user_id });
  expect(user.totps).toEqual([{ totp_id, verified: false }]);
});

test('a user is named by any id, and must exist', async () => {
  const { user_id } = await client.users.create({ email: 'named@new.example', external_id: 'named|1' });
  const { totps, ...shown } = await client.totps.recoveryCodes({ user_id: 'named|1' });
  expect(shown.user_id).toBe(user_id);
  await expect(client.totps.recoveryCodes({ user_id: 'no such' })).rejects.toMatchObject(
    refusal(400, 'invalid_user_id'),
  );
  await expect(client.totps.recoveryCodes({ user_id: 'nobody' })).rejects.toMatchObject(refusal(404, 'user_not_found'));
});

test('ten consecutive failures lock the user, codes of both kinds together', async () => {
  const user_id = await newUser('clumsy@new.example');
  const { secret, recovery_codes } = await client.totps.create({ user_id });
  await client.totps.authenticate({ user_id, totp_code: codeOf(secret) });
  for (let n = 0; n < 5; n += 1) {
    const guess = client.totps.authenticate({ user_id, totp_code: wrong(codeOf(secret)) });
    await expect(guess).rejects.toMatchObject(refusal(401, 'unable_to_authenticate_totp'));
    await expect(client.totps.recover({ user_id, recovery_code: 'aaaa-bbbb-cccc' })).rejects.toMatchObject(
      refusal(401, 'unable_to_authenticate_recovery_code'),
    );
  }
  const right = client.totps.recover({ user_id, recovery_code: recovery_codes[0] ?? '' });
  await expect(right).rejects.toMatchObject(refusal(429, 'user_lock_limit_reached'));
});

test('a code is valid once, for concurrent requests too', async () => {
  const user_id = await newUser('twice@new.example');
  const { secret, recovery_codes } = await client.totps.create({ user_id });
  const outcomes = async (attempts: Promise<unknown>[]) =>
    (await Promise.allSettled(attempts)).map(({ status }) => status).sort();
  const totp_code = codeOf(secret);
  const shown = [0, 1, 2].map(() => client.totps.authenticate({ user_id, totp_code, session_duration_minutes: 5 }));
  expect(await outcomes(shown)).toEqual(['fulfilled', 'rejected', 'rejected']);
  const [recovery_code = ''] = recovery_codes;
  const spent = [0, 1, 2].map(() => client.totps.recover({ user_id, recovery_code, session_duration_minutes: 5 }));
  expect(await outcomes(spent)).toEqual(['fulfilled', 'rejected', 'rejected']);
});
