import type { Client } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { countFailure } from '../../src/sandbox/consumer/lock.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
let ahead = 0;
beforeAll(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0, now: () => new Date(Date.now() + ahead) });
  client = consumerSdkClient(sandbox);
});
afterAll(() => sandbox.close());

const secretTo = (to: string): string => sandbox.store.outbox.find((message) => message.to === to)?.secret ?? '';
const refused = (promise: Promise<unknown>, status_code: number, error_type: string) =>
  expect(promise).rejects.toMatchObject({ status_code, error_type });

test('the vendor’s SDK signs a new user in by a link, with a session only if one is requested', async () => {
  const { magicLinks } = client;
  const email = 'by-sdk@new.example';
  const created = await magicLinks.email.loginOrCreate({ email, create_user_as_pending: true });
  expect(created.user_created).toBe(true);
  const without = await magicLinks.authenticate({ token: secretTo(email) });
  expect(without).toMatchObject({
    user_id: created.user_id,
    method_id: created.email_id,
    session_token: '',
    session_jwt: '',
    reset_sessions: false,
    user: { status: 'active', emails: [{ email, verified: true }] },
  });
  expect(without.session).toBeUndefined();

  expect(await magicLinks.email.send({ email })).toMatchObject({ email_id: created.email_id });
  const attributes = { ip_address: '203.0.113.9', user_agent: 'SDK' };
  const first = await magicLinks.authenticate({
    token: secretTo(email),
    attributes,
    session_duration_minutes: 30,
    session_custom_claims: { plan: 'pro' },
  });
  expect(first.session).toMatchObject({ user_id: created.user_id, attributes, custom_claims: { plan: 'pro' } });

  // The same factor again joins the session, whose expiry is unchanged.
  await magicLinks.email.send({ email });
  const { session_token } = first;
  const second = await magicLinks.authenticate({ token: secretTo(email), session_token });
  expect(second.session).toMatchObject({
    session_id: first.session?.session_id,
    expires_at: first.session?.expires_at,
  });
  expect(second.session?.authentication_factors).toHaveLength(1);
});

test('the vendor’s SDK adds an address to a user, by id and by session', async () => {
  const { user_id, session_token } = (await sandbox.world()).credentials.user;
  const { magicLinks } = client;
  const byId = await magicLinks.email.send({ email: 'second@okafor.example', user_id });
  expect(byId.user_id).toBe(user_id);
  await refused(magicLinks.email.send({ email: 'third@okafor.example', user_id }), 400, 'too_many_unverified_factors');
  const verified = await magicLinks.authenticate({ token: secretTo('second@okafor.example') });
  expect(verified.user.emails).toMatchObject([{ verified: true }, { verified: true }]);
  const bySession = await magicLinks.email.send({ email: 'third@okafor.example', session_token });
  expect(bySession.user_id).toBe(user_id);
  await refused(magicLinks.email.send({ email: 'ada@lovelace.example', user_id }), 400, 'duplicate_email');
  await refused(magicLinks.email.send({ email: 'nobody@lovelace.example' }), 404, 'email_not_found');
});

test('the vendor’s SDK invites, revokes an invitation, and creates embeddable links', async () => {
  const { magicLinks } = client;
  const email = 'invited@new.example';
  const invited = await magicLinks.email.invite({ email, name: { first_name: 'In' } });
  expect((await client.users.get({ user_id: invited.user_id })).status).toBe('pending');
  await magicLinks.email.revokeInvite({ email });
  await refused(client.users.get({ user_id: invited.user_id }), 404, 'user_not_found');
  await refused(magicLinks.email.revokeInvite({ email }), 404, 'email_not_found');
  await refused(magicLinks.email.invite({ email: 'ada@lovelace.example' }), 400, 'duplicate_email');

  const { user_id } = (await sandbox.world()).credentials.ada;
  const { token } = await magicLinks.create({ user_id, expiration_minutes: 5 });
  const signedIn = await magicLinks.authenticate({ token, session_duration_minutes: 5 });
  expect(signedIn).toMatchObject({
    user_id,
    session: { authentication_factors: [{ delivery_method: 'embedded' }] },
  });
  await refused(magicLinks.create({ user_id, expiration_minutes: 4 }), 400, 'invalid_expiration');
});

test('ten consecutive failures lock a user for an hour, and a sign-in resets the count', async () => {
  const email = 'ben@okafor.example';
  const { user_id } = (await sandbox.world()).credentials.user;
  const link = async () => {
    await client.magicLinks.email.send({ email });
    return secretTo(email);
  };
  const fail = (times: number) => {
    for (let n = 0; n < times; n++) countFailure(sandbox.store, { user_id });
  };
  fail(9);
  await client.magicLinks.authenticate({ token: await link() });
  fail(9);
  const token = await link();
  expect((await client.users.get({ user_id })).is_locked).toBe(false);
  fail(1);
  const { is_locked, lock_created_at, lock_expires_at } = await client.users.get({ user_id });
  expect(is_locked).toBe(true);
  expect(Date.parse(lock_expires_at ?? '') - Date.parse(lock_created_at ?? '')).toBe(3_600_000);
  await refused(client.magicLinks.authenticate({ token }), 429, 'user_lock_limit_reached');
  ahead = 59 * 60_000;
  const late = await link();
  ahead += 60_000;
  // Errors used up neither the link nor the user.
  expect(await client.magicLinks.authenticate({ token: late })).toMatchObject({ user: { is_locked: false } });
  ahead = 0;
});
