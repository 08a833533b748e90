import type { Client } from 'stytch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore, User } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeAll(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0 });
  client = consumerSdkClient(sandbox);
});
afterAll(() => sandbox.close());

const seeded = (first: string): User => {
  const user = sandbox.store.users.values().find(({ name }) => name?.first_name === first);
  if (!user) throw new Error(`no user has the first name ${first}`);
  return user;
};

test('the vendor’s SDK creates, updates and deletes a user', async () => {
  const { users } = client;
  const { user, email_id, phone_id, status } = await users.create({
    email: 'by-sdk@new.example',
    name: { first_name: 'By', last_name: 'SDK' },
    external_id: 'by-sdk|1',
    create_user_as_pending: true,
    roles: ['reader'],
  });
  expect({ email_id, phone_id, status }).toEqual({
    email_id: user.emails[0]?.email_id,
    phone_id: '',
    status: 'pending',
  });
  expect(user).toMatchObject({ emails: [{ verified: false }], roles: ['stytch_user', 'reader'] });
  const { user_id } = user;
  expect(await users.get({ user_id })).toMatchObject(user);
  expect((await users.get({ user_id: 'by-sdk|1' })).user_id).toBe(user_id);

  const changed = await users.update({ user_id, name: { middle_name: 'the' }, trusted_metadata: { plan: 'pro' } });
  expect(changed.user).toMatchObject({
    name: { first_name: 'By', middle_name: 'the' },
    trusted_metadata: { plan: 'pro' },
  });
  expect(changed.emails).toEqual(user.emails);
  const exchanged = await users.exchangePrimaryFactor({ user_id, email_address: 'moved@new.example' });
  expect(exchanged.user.emails).toMatchObject([{ email: 'moved@new.example', verified: false }]);
  expect((await users.deleteExternalId({ user_id })).user.external_id).toBeUndefined();

  expect((await users.delete({ user_id })).user_id).toBe(user_id);
  await expect(users.get({ user_id })).rejects.toMatchObject({ status_code: 404, error_type: 'user_not_found' });
});

test('the vendor’s SDK deletes each kind of factor', async () => {
  const { users } = client;
  const ada = seeded('Ada');
  const removals: [() => Promise<{ user: object }>, object][] = [
    [() => users.deleteEmail({ email_id: ada.emails[0]?.email_id ?? '' }), { emails: [] }],
    [() => users.deletePhoneNumber({ phone_id: ada.phone_numbers[0]?.phone_id ?? '' }), { phone_numbers: [] }],
    [() => users.deleteTOTP({ totp_id: ada.totps[0]?.totp_id ?? '' }), { totps: [] }],
    [
      () => users.deleteCryptoWallet({ crypto_wallet_id: ada.crypto_wallets[0]?.crypto_wallet_id ?? '' }),
      { crypto_wallets: [] },
    ],
    [
      () =>
        users.deleteBiometricRegistration({
          biometric_registration_id: ada.biometric_registrations[0]?.biometric_registration_id ?? '',
        }),
      { biometric_registrations: [] },
    ],
    [
      () =>
        users.deleteWebAuthnRegistration({
          webauthn_registration_id: ada.webauthn_registrations[0]?.webauthn_registration_id ?? '',
        }),
      { webauthn_registrations: ada.webauthn_registrations.slice(1) },
    ],
    [
      () =>
        users.deleteOAuthRegistration({
          oauth_user_registration_id: ada.providers[0]?.oauth_user_registration_id ?? '',
        }),
      { providers: ada.providers.slice(1) },
    ],
  ];
  for (const [remove, left] of removals) expect((await remove()).user).toMatchObject(left);
  // It was deleted with the only address.
  await expect(users.deletePassword({ password_id: ada.password?.password_id ?? '' })).rejects.toMatchObject({
    error_type: 'password_not_found',
  });
  const carla = seeded('Carla');
  const { user } = await users.deletePassword({ password_id: carla.password?.password_id ?? '' });
  expect(user.password).toBeUndefined();

  await expect(users.deleteEmail({ email_id: 'emails' })).rejects.toMatchObject({ error_type: 'invalid_email_id' });
  const last = { email_id: seeded('Ben').emails[0]?.email_id ?? '' };
  await expect(users.deleteEmail(last)).rejects.toMatchObject({ error_type: 'cannot_delete_last_primary_factor' });
});

test('the vendor’s SDK searches, page by page', async () => {
  const query = { operator: 'AND' as const, operands: [{ filter_name: 'status', filter_value: 'active' }] };
  const first = await client.users.search({ limit: 10, query });
  expect(first.results).toHaveLength(10);
  const second = await client.users.search({ limit: 10, query, cursor: first.results_metadata.next_cursor ?? '' });
  expect(new Set([...first.results, ...second.results].map(({ user_id }) => user_id)).size).toBe(20);
});

describe('a search rejects', () => {
  test.each<[string, object]>([
    ['user_search_filter_name_not_recognized', { filter_name: 'member_ids', filter_value: [] }],
    ['user_search_expected_array_of_string', { filter_name: 'user_id', filter_value: 'one' }],
    ['user_search_expected_array_of_string', { filter_name: 'phone_id', filter_value: 'one' }],
    ['user_search_expected_bool', { filter_name: 'totp_verified', filter_value: 'yes' }],
    ['user_search_invalid_status_filter', { filter_name: 'status', filter_value: 'deleted' }],
    ['user_search_expected_timestamp', { filter_name: 'created_at_less_than', filter_value: 'soon' }],
    ['user_search_missing_less_than', { filter_name: 'created_at_between', filter_value: { greater_than: '2024' } }],
    ['user_search_full_name_fuzzy_too_short', { filter_name: 'full_name_fuzzy', filter_value: 'ad' }],
    [
      'user_search_cannot_mix_internal_and_external_user_ids',
      { filter_name: 'user_id', filter_value: ['user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd', 'crm-1006'] },
    ],
  ])('%s', async (error_type, operand) => {
    const search = client.users.search({ query: { operator: 'AND', operands: [operand as never] } });
    await expect(search).rejects.toMatchObject({ status_code: 400, error_type });
  });
});

test('the vendor’s SDK lists connected apps, and revokes one', async () => {
  const { user_id } = seeded('Ben');
  const { connected_apps } = await client.users.connectedApps({ user_id });
  expect(connected_apps).toMatchObject([
    { name: 'Crumb command line', scopes_granted: expect.stringContaining('openid') },
  ]);
  const connected_app_id = connected_apps[0]?.connected_app_id ?? '';
  await client.users.revoke({ user_id, connected_app_id });
  expect((await client.users.connectedApps({ user_id })).connected_apps).toEqual([]);
});

test('the vendor’s SDK verifies a session by token and by JWT, lists and revokes it', async () => {
  const { user_id, session_token, session_jwt } = (await sandbox.world()).credentials.user;
  const byToken = await client.sessions.authenticate({ session_token });
  expect(byToken).toMatchObject({ user: { user_id }, session: { user_id, roles: ['stytch_user', 'reader'] } });
  expect((await client.sessions.authenticateJwt({ session_jwt })).session.session_id).toBe(byToken.session.session_id);
  expect((await client.sessions.get({ user_id })).sessions.length).toBeGreaterThan(1);
  await client.sessions.revoke({ session_id: byToken.session.session_id });
  await expect(client.sessions.authenticate({ session_token })).rejects.toMatchObject({
    error_type: 'session_not_found',
  });
});

test('operations of B2B projects are rejected with Stytch’s error, and the policy is available', async () => {
  const authorization = `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`;
  const response = await fetch(`${sandbox.origin}/v1/b2b/organizations/anything`, { headers: { authorization } });
  expect([response.status, await response.json()]).toMatchObject([400, { error_type: 'invalid_b2b_endpoint' }]);
  const { policy } = await client.rbac.policy();
  expect(policy?.roles.map(({ role_id }) => role_id)).toEqual(['stytch_user', 'reader', 'editor']);
});

test('a lock expires automatically', async () => {
  const { user_id } = seeded('Carla');
  expect(await client.users.get({ user_id })).toMatchObject({ is_locked: true });
  const before = sandbox.store.now;
  sandbox.store.now = () => new Date(before().getTime() + 3_600_000);
  const after = await client.users.get({ user_id });
  expect(after.is_locked).toBe(false);
  expect(after.lock_expires_at).toBeUndefined();
  sandbox.store.now = before;
});
