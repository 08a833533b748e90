import { createHash } from 'node:crypto';
import type { Client } from 'stytch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { type ConsumerStore, secretsOf } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
let ahead = 0;
beforeEach(async () => {
  ahead = 0;
  sandbox = await startSandboxOf(consumer, { port: 0, now: () => new Date(Date.now() + ahead) });
  client = consumerSdkClient(sandbox);
});
afterEach(() => sandbox.close());

const strong = 'eleven wet umbrellas in the hall';
const ada = { email: 'ada@lovelace.example', password: 'analytical engines weave by night' };
const ben = 'ben@okafor.example';
const refused = (promise: Promise<unknown>, status_code: number, error_type: string) =>
  expect(promise).rejects.toMatchObject({ status_code, error_type });
const mailed = () => sandbox.store.outbox[0]?.secret ?? '';

test('the vendor’s SDK manages passwords of users', async () => {
  const { passwords } = client;
  const judged = await passwords.strengthCheck({ password: 'dragon', email: ada.email });
  expect(judged).toMatchObject({ valid_password: false, score: 1, strength_policy: 'zxcvbn' });
  expect(judged.feedback).not.toHaveProperty('luds_requirements');

  const email = 'by-sdk@new.example';
  const created = await passwords.create({ email, password: strong, session_duration_minutes: 30 });
  expect(created).toMatchObject({
    user: { emails: [{ email, verified: false }], password: { requires_reset: false } },
    session: { authentication_factors: [{ type: 'password', delivery_method: 'knowledge' }] },
  });
  expect(created.email_id).toBe(created.user.emails[0]?.email_id);
  await refused(passwords.create({ email, password: strong }), 400, 'duplicate_email');

  const { session_token } = created;
  const signedIn = await passwords.authenticate({ email, password: strong, session_token });
  expect(signedIn.session).toMatchObject({ session_id: created.session?.session_id });
  const without = await passwords.authenticate({ email, password: strong });
  expect(without).toMatchObject({ session_token: '', session_jwt: '' });
  await refused(passwords.authenticate({ email, password: 'x' }), 401, 'unauthorized_credentials');
  await refused(passwords.authenticate({ email: 'no@new.example', password: 'x' }), 404, 'email_not_found');
  await refused(passwords.authenticate({ email: ben, password: 'x' }), 400, 'no_user_password');

  const bySession = await passwords.sessions.reset({ password: `${strong} 2`, session_token });
  expect(bySession.session_token).toBe(session_token);
  const changed = await passwords.existingPassword.reset({
    email,
    existing_password: `${strong} 2`,
    new_password: `${strong} 3`,
  });
  expect(changed.user_id).toBe(created.user_id);
  await refused(client.sessions.authenticate({ session_token }), 404, 'session_not_found');

  const started = await passwords.email.resetStart({ email });
  expect(started).toMatchObject({ user_id: created.user_id, email_id: created.email_id });
  const reset = await passwords.email.reset({ token: mailed(), password: strong, session_duration_minutes: 5 });
  expect(reset.user).toMatchObject({ emails: [{ verified: true }], password: created.user.password });
  await refused(passwords.email.resetStart({ email: 'no@new.example' }), 404, 'email_not_found');
});

test('the vendor’s SDK migrates a hash', async () => {
  const hash = createHash('md5').update(strong).digest('hex');
  const input = { hash_type: 'md_5', hash } as const;
  const { user } = await client.passwords.migrate({ email: ben, ...input, set_email_verified: true });
  expect(user.password).toMatchObject({ requires_reset: false });
  await refused(client.passwords.migrate({ email: ben, ...input }), 400, 'password_already_exists');
  await refused(client.passwords.migrate({ email: 'x', ...input }), 400, 'invalid_email');
  await client.passwords.authenticate({ email: ben, password: strong });
});

test('a session resets a password only within five minutes of a password factor', async () => {
  const { passwords } = client;
  await refused(passwords.sessions.reset({ password: strong }), 400, 'no_session_arguments');
  const { session_token } = await passwords.authenticate({ ...ada, session_duration_minutes: 60 });
  await refused(passwords.sessions.reset({ password: 'dragon', session_token }), 400, 'weak_password');
  ahead = 6 * 60_000;
  await refused(
    passwords.sessions.reset({ password: strong, session_token }),
    400,
    'session_too_old_to_reset_password',
  );
  await passwords.authenticate({ ...ada, session_token });
  await passwords.sessions.reset({ password: strong, session_token });
  await passwords.authenticate({ ...ada, password: strong });
});

test.each<[string, (email: string) => Promise<unknown>, number, string]>([
  [
    'changed',
    async (email) => {
      await client.passwords.email.resetStart({ email });
      await client.passwords.email.reset({ token: mailed(), password: `${strong} again` });
    },
    401,
    'unauthorized_credentials',
  ],
  [
    'locked',
    async (email) => {
      for (let n = 0; n < 10; n++) await client.passwords.authenticate({ email, password: 'x' }).catch(() => undefined);
    },
    429,
    'user_lock_limit_reached',
  ],
  [
    'deleted',
    (email) => {
      const { user_id } = [...sandbox.store.users.values()].find((user) => user.emails[0]?.email === email) ?? {};
      return client.users.delete({ user_id: user_id ?? '' });
    },
    404,
    'email_not_found',
  ],
])('a user who is %s while a hash is computed is not signed in', async (_, meanwhile, status, error_type) => {
  const [user] = [...sandbox.store.users.values()].filter(({ emails }) => emails[0]?.email === ada.email);
  if (!user) throw new Error('Ada is not there');
  const matches = async (password: string) => {
    if (password !== strong) return false;
    await meanwhile(ada.email);
    return true;
  };
  sandbox.store.userSecrets.set(user.user_id, {
    ...secretsOf(sandbox.store, user.user_id),
    password: { hash_type: 'bcrypt', matches },
  });
  await refused(client.passwords.authenticate({ ...ada, password: strong }), status, error_type);
});

test('the last sign-in factor cannot be deleted, unless the project allows it', async () => {
  const put = (body: object) =>
    fetch(`${sandbox.origin}/sandbox/settings`, { method: 'PUT', body: JSON.stringify(body) }).then(
      async (response) => [response.status, await response.json()],
    );
  const [user] = [...sandbox.store.users.values()].filter(({ emails }) => emails[0]?.email === ben);
  const email_id = user?.emails[0]?.email_id ?? '';
  await refused(client.users.deleteEmail({ email_id }), 400, 'cannot_delete_last_primary_factor');
  expect(await put({ delete_last_primary_factor: 1 })).toMatchObject([400, { error_type: 'invalid_argument' }]);
  expect(await put({ delete_last_primary_factor: true })).toEqual([
    200,
    {
      authorization_url: sandbox.store.authorizationUrl,
      default_redirect_urls: true,
      delete_last_primary_factor: true,
      password_strength: 'zxcvbn',
    },
  ]);
  expect((await client.users.deleteEmail({ email_id })).user.emails).toEqual([]);
});

test('passwords are checked by their characters if the project is configured so', async () => {
  await fetch(`${sandbox.origin}/sandbox/settings`, { method: 'PUT', body: '{"password_strength":"luds"}' });
  const judged = await client.passwords.strengthCheck({ password: 'dragon' });
  expect(judged).toMatchObject({
    valid_password: false,
    strength_policy: 'luds',
    feedback: { warning: '', luds_requirements: { has_digit: false, missing_complexity: 2, missing_characters: 2 } },
  });
  await refused(client.passwords.create({ email: 'a@new.example', password: strong }), 400, 'weak_password');
  await client.passwords.create({ email: 'a@new.example', password: 'Umbrellas 11' });
});
