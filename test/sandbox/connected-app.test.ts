import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectedApp } from '../../src/sandbox/project/connected-app.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const get = 'api_connectedapps_v1_connected_apps_clients_Get';
const search = 'api_connectedapps_v1_connected_apps_clients_Search';
const create = 'api_connectedapps_v1_connected_apps_clients_Create';
const update = 'api_connectedapps_v1_connected_apps_clients_Update';
const remove = 'api_connectedapps_v1_connected_apps_clients_Delete';
const start = 'api_connectedapps_v1_connected_apps_clients_secrets_RotateStart';
const rotate = 'api_connectedapps_v1_connected_apps_clients_secrets_Rotate';
const cancel = 'api_connectedapps_v1_connected_apps_clients_secrets_RotateCancel';

/** The seeded app of this type, as the API returns it. */
const seeded = async (type: string) => {
  const { connected_apps } = await stytch.ok(search, {});
  const app = connected_apps.find(({ client_type }) => client_type === type);
  if (!app) throw new Error(`no ${type} app`);
  return { app, key: { client_id: app.client_id } };
};

test('a new app has the documented defaults and returns its secret once', async () => {
  const { connected_app: made } = await stytch.ok(create, { client_type: 'third_party' });
  const { client_secret = '', ...rest } = made;
  expect(rest).toEqual({
    client_id: expect.stringMatching(/^connected-app-test-/),
    client_name: '',
    client_description: '',
    status: 'active',
    full_access_allowed: false,
    client_type: 'third_party',
    redirect_urls: [],
    access_token_expiry_minutes: 60,
    access_token_template_content: '{}',
    id_token_template_content: '{}',
    post_logout_redirect_urls: [],
    bypass_consent_for_offline_access: false,
    client_secret_last_four: client_secret.slice(-4),
  });
  expect(client_secret).toHaveLength(44);

  const { connected_app: shown } = await stytch.ok(get, { client_id: made.client_id });
  expect(shown).toEqual({ ...rest, creation_method: 'API' });
  const { connected_apps } = await stytch.ok(search, {});
  expect(connected_apps).toContainEqual(shown);
});

test.each(['first_party_public', 'third_party_public'] as const)('a %s app has no secret', async (client_type) => {
  const { connected_app } = await stytch.ok(create, { client_type, client_name: 'On a phone' });
  expect(connected_app).toMatchObject({ client_type, client_name: 'On a phone' });
  expect(connected_app).not.toHaveProperty('client_secret');
  expect(connected_app).not.toHaveProperty('client_secret_last_four');
  const key = { client_id: connected_app.client_id };
  for (const id of [start, rotate, cancel] as const) {
    await stytch.refused(id, key, [400, 'public_connected_apps_do_not_have_secrets']);
  }
});

test('settings are stored, and an update changes only what is sent', async () => {
  const chosen = {
    client_name: 'Dough timer',
    client_description: 'Rings when it has risen.',
    redirect_urls: ['https://dough.example/callback', 'http://127.0.0.1:3000/callback'],
    full_access_allowed: true,
    access_token_expiry_minutes: 5,
    access_token_custom_audience: 'https://api.dough.example',
    access_token_template_content: '{"email": "{{ member.email_address }}", "seats": {{ organization.seats }} }',
    post_logout_redirect_urls: ['https://dough.example/bye'],
    logo_url: 'https://dough.example/logo.png',
    bypass_consent_for_offline_access: true,
  };
  const made = await stytch.ok(create, { client_type: 'first_party', ...chosen });
  expect(made.connected_app).toMatchObject(chosen);
  const key = { client_id: made.connected_app.client_id };
  const { connected_app: before } = await stytch.ok(get, key);

  const renamed = await stytch.ok(update, { ...key, client_name: 'Proof', redirect_urls: [] });
  expect(renamed.connected_app).toEqual({ ...before, client_name: 'Proof', redirect_urls: [] });
  const bare = await stytch.ok(update, { ...key, logo_url: '', access_token_custom_audience: '' });
  const { logo_url: _, access_token_custom_audience: __, ...rest } = renamed.connected_app;
  expect(bare.connected_app).toEqual(rest);
  expect((await stytch.ok(get, key)).connected_app).toEqual(rest);
  expect(stytch.store.connectedApps.get(key.client_id)?.client_secret).toBe(made.connected_app.client_secret);
});

test('the type of an app cannot be changed', async () => {
  const { app, key } = await seeded('third_party');
  const { body } = await stytch.raw('PUT', `/v1/connected_apps/clients/${key.client_id}`, {
    body: JSON.stringify({ client_type: 'first_party', client_id: 'other', status: 'inactive' }),
  });
  expect(body).toMatchObject({ connected_app: app });
});

test.each([
  [{ client_type: 'second_party' }, 'invalid_connected_app_type'],
  [{ client_type: undefined }, 'invalid_argument'],
  [{ redirect_urls: ['app.example/callback'] }, 'connected_app_redirect_url_must_include_scheme'],
  [{ redirect_urls: ['/callback'] }, 'connected_app_redirect_url_must_include_scheme'],
  [{ redirect_urls: ['https://'] }, 'connected_app_invalid_redirect_url'],
  [{ redirect_urls: ['javascript:alert(1)'] }, 'connected_app_invalid_redirect_url'],
  [{ redirect_urls: ['com.example.app:/cb'] }, 'connected_app_redirect_url_must_use_http_or_https_scheme'],
  [
    { redirect_urls: ['https://a.example', 'http://a.example/cb'] },
    'connected_app_redirect_url_http_scheme_must_use_loopback',
  ],
  [{ redirect_urls: ['http://127.evil.example/'] }, 'connected_app_redirect_url_http_scheme_must_use_loopback'],
  [{ post_logout_redirect_urls: ['bye'] }, 'connected_app_redirect_url_must_include_scheme'],
  [{ logo_url: 'javascript:alert(1)' }, 'invalid_url'],
  [{ access_token_expiry_minutes: 0 }, 'idp_invalid_access_token_expiry_minutes'],
  [{ access_token_template_content: '[]' }, 'idp_invalid_access_token_jwt_template'],
  [{ id_token_template_content: '[]' }, 'idp_invalid_access_token_jwt_template'],
  [{ access_token_template_content: '{"a": {{ member.name }' }, 'idp_invalid_access_token_jwt_template'],
  [{ full_access_allowed: true }, 'third_party_clients_cannot_use_full_access'],
  [{ bypass_consent_for_offline_access: true }, 'third_party_clients_require_consent_for_offline_access'],
])('an app with invalid settings is rejected: %j', async (wrong, type) => {
  await stytch.refused(create, { client_type: 'third_party', ...wrong }, [400, type]);
  expect(stytch.store.connectedApps.size).toBe(3);
  if ('client_type' in wrong) return;
  const { app, key } = await seeded('third_party');
  await stytch.refused(update, { ...key, ...wrong }, [400, type]);
  expect((await stytch.ok(get, key)).connected_app).toEqual(app);
});

test('a public client may have a redirect URL on its device', async () => {
  const redirect_urls = ['com.example.app:/callback', 'http://[::1]:4000/cb', 'http://localhost:4000/cb'];
  const made = await stytch.ok(create, { client_type: 'third_party_public', redirect_urls });
  expect(made.connected_app.redirect_urls).toEqual(redirect_urls);
  await stytch.refused(create, { client_type: 'third_party_public', redirect_urls: ['javascript:alert(1)'] }, [
    400,
    'connected_app_invalid_redirect_url',
  ]);
});

test('cursors return every app exactly once, even if one is deleted meanwhile', async () => {
  for (const client_name of ['Fourth', 'Fifth']) await stytch.ok(create, { client_type: 'first_party', client_name });
  const all = await stytch.ok(search, {});
  expect(all.results_metadata).toEqual({ total: 5 });
  const first = await stytch.ok(search, { limit: 2 });
  expect(first.results_metadata.total).toBe(5);
  const next = { limit: 2, cursor: first.results_metadata.next_cursor ?? '' };
  const second = await stytch.ok(search, next);
  const third = await stytch.ok(search, { limit: 2, cursor: second.results_metadata.next_cursor ?? '' });
  expect(third.results_metadata).toEqual({ total: 5 });
  expect([first, second, third].flatMap(({ connected_apps }) => connected_apps)).toEqual(all.connected_apps);

  await stytch.ok(remove, { client_id: first.connected_apps[1]?.client_id ?? '' });
  expect((await stytch.ok(search, next)).connected_apps).toEqual(second.connected_apps);
  for (const wrong of [{ limit: -1 }, { limit: 1001 }, { cursor: 'made-up' }]) {
    await stytch.refused(search, wrong, [400, 'invalid_argument']);
  }
});

test('a completed rotation replaces the secret by the next one', async () => {
  const { app, key } = await seeded('first_party');
  for (const id of [rotate, cancel] as const) {
    await stytch.refused(id, key, [400, 'connected_app_not_rotating_secret']);
  }
  const { connected_app: started } = await stytch.ok(start, key);
  const { next_client_secret } = started;
  const next = next_client_secret.slice(-4);
  const { creation_method: _, ...before } = app;
  expect(started).toEqual({ ...before, next_client_secret, next_client_secret_last_four: next });
  const shown = await stytch.ok(get, key);
  expect(shown.connected_app).toEqual({ ...app, next_client_secret_last_four: next });
  await stytch.refused(start, key, [400, 'connected_app_already_rotating_secret']);
  const renamed = await stytch.ok(update, { ...key, client_name: 'Meanwhile' });
  expect(renamed.connected_app.next_client_secret_last_four).toBe(next);

  const { connected_app: rotated } = await stytch.ok(rotate, key);
  expect(rotated).toEqual({ ...app, client_name: 'Meanwhile', client_secret_last_four: next });
  expect((await stytch.ok(get, key)).connected_app).toEqual(rotated);
  expect(stytch.store.connectedApps.get(key.client_id)).toEqual({ app: rotated, client_secret: next_client_secret });
  await stytch.refused(rotate, key, [400, 'connected_app_not_rotating_secret']);
});

test('a cancelled rotation changes nothing', async () => {
  const { app, key } = await seeded('third_party');
  const before = stytch.store.connectedApps.get(key.client_id);
  const first = await stytch.ok(start, key);
  expect((await stytch.ok(cancel, key)).connected_app).toEqual(app);
  expect(stytch.store.connectedApps.get(key.client_id)).toEqual(before);
  await stytch.refused(cancel, key, [400, 'connected_app_not_rotating_secret']);
  const second = await stytch.ok(start, key);
  expect(second.connected_app.next_client_secret).not.toBe(first.connected_app.next_client_secret);
});

test('a deleted app is not found, and its consents are revoked', async () => {
  const { key } = await seeded('third_party');
  const bakery = { organization_id: 'fernhill-bakery' };
  const installed = async () =>
    (await stytch.ok('api_organization_v1_ConnectedApps', bakery)).connected_apps.map(({ name }) => name);
  expect(await installed()).toEqual(['Crumb for desktop', 'Crumb command line', 'Ledgerly']);
  const consents = stytch.store.consents.size;

  expect(await stytch.ok(remove, key)).toMatchObject(key);
  expect(await installed()).toEqual(['Crumb for desktop', 'Crumb command line']);
  expect(stytch.store.consents.size).toBe(consents - 3);
  for (const id of [get, update, remove, start, rotate, cancel] as const) {
    await stytch.refused(id, key, [404, 'connected_app_not_found']);
  }
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(connectedApp));
