import type { Client } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { mintAccessToken, mintTrustedToken } from '../../src/sandbox/shared/tokens.ts';
import { consentKey, timestamp } from '../../src/sandbox/store.ts';
import { consumerSdkClient } from './sdk.ts';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
let ahead = 0;
beforeAll(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0, now: () => new Date(Date.now() + ahead) });
  client = consumerSdkClient(sandbox);
});
afterAll(() => sandbox.close());

const refused = (promise: Promise<unknown>, status_code: number, error_type: string) =>
  expect(promise).rejects.toMatchObject({ status_code, error_type });
const minutesLeft = (expires_at: string | undefined) =>
  Math.round((Date.parse(expires_at ?? '') - sandbox.store.now().getTime()) / 60_000);

test('the vendor’s SDK checks a session, with an authorization check, and extends it', async () => {
  const { session_token, user_id } = (await sandbox.world()).credentials.ada;
  const { sessions } = client;
  const allowed = await sessions.authenticate({
    session_token,
    session_duration_minutes: 5,
    session_custom_claims: { a: 1, b: 2 },
    authorization_check: { resource_id: 'document', action: 'write' },
  });
  expect(allowed).toMatchObject({ user: { user_id }, verdict: { authorized: true, granting_roles: ['editor'] } });
  expect(minutesLeft(allowed.session.expires_at)).toBe(5);
  const merged = await sessions.authenticate({ session_token, session_custom_claims: { b: null } });
  expect(merged.session.custom_claims).toEqual({ a: 1 });
  expect(merged.verdict).toBeUndefined();
  const check = { resource_id: 'invoice', action: 'write' };
  await refused(
    sessions.authenticate({ session_token, authorization_check: check }),
    403,
    'consumer_session_authorization_error',
  );
  await refused(
    sessions.authenticate({ session_token, session_duration_minutes: 4 }),
    400,
    'invalid_session_duration_minutes',
  );
  await refused(
    sessions.authenticate({ session_token, session_custom_claims: { long: 'x'.repeat(5000) } }),
    400,
    'custom_claims_too_large',
  );
  await refused(sessions.authenticate({}), 400, 'no_session_arguments');
  await refused(sessions.authenticate({ session_token, session_jwt: 'a.b.c' }), 400, 'too_many_session_arguments');
});

test('the vendor’s SDK renews an expired JWT of an active session, and revokes sessions by each name', async () => {
  const { sessions } = client;
  const { session_jwt, session_token } = (await sandbox.world()).credentials.user;
  ahead = 6 * 60_000;
  const renewed = await sessions.authenticate({ session_jwt });
  expect(renewed).toMatchObject({ session_token, session_jwt: expect.not.stringMatching(session_jwt) });
  await refused(sessions.revoke({}), 400, 'no_session_revoke_arguments');
  await refused(
    sessions.revoke({ session_token, session_id: 'session-test-1' }),
    400,
    'too_many_session_revoke_arguments',
  );
  await sessions.revoke({ session_jwt });
  await refused(sessions.revoke({ session_token }), 404, 'session_not_found');
  await refused(sessions.revoke({ session_id: renewed.session.session_id }), 404, 'session_not_found');
  ahead = 0;
});

test('the vendor’s SDK migrates a session of another system', async () => {
  const migrated = await client.sessions.migrate({
    session_token: 'legacy-session-of-ada',
    session_duration_minutes: 10,
  });
  expect(migrated).toMatchObject({
    user_id: (await sandbox.world()).credentials.ada.user_id,
    session: { authentication_factors: [{ type: 'imported', delivery_method: 'imported_auth0' }] },
  });
  await refused(
    client.sessions.migrate({ session_token: 'unknown' }),
    400,
    'migrate_from_external_unexpected_response',
  );
  sandbox.store.legacySessions.set('of-nobody', { email: 'nobody@lovelace.example' });
  await refused(
    client.sessions.migrate({ session_token: 'of-nobody' }),
    404,
    'migrate_from_external_email_does_not_exist',
  );
});

test('the vendor’s SDK attests: a missing user is created, and a session is joined', async () => {
  const [profile] = sandbox.store.trustedTokenProfiles.values();
  if (!profile) throw new Error('no issuer is trusted');
  const { profile_id } = profile;
  const tokenFor = (email: string) => mintTrustedToken(sandbox.store, profile, { [profile.email_claim]: email });
  const email = 'attested@new.example';
  const first = await client.sessions.attest({
    profile_id,
    token: await tokenFor(email),
    session_duration_minutes: 10,
  });
  expect(first).toMatchObject({
    user: { status: 'active', emails: [{ email, verified: false }] },
    session: { authentication_factors: [{ type: 'trusted_auth_token' }] },
  });
  const { session_token } = first;
  const joined = await client.sessions.attest({ profile_id, token: await tokenFor(email), session_token });
  expect(joined.session).toMatchObject({ session_id: first.session?.session_id });
  expect(joined.session?.authentication_factors).toHaveLength(2);
  await refused(
    client.sessions.attest({ profile_id: 'unknown', token: await tokenFor(email) }),
    404,
    'trusted_token_profile_not_found',
  );
  await refused(client.sessions.attest({ profile_id, token: 'no.token.atall' }), 401, 'invalid_trusted_auth_token');
  const users = sandbox.store.users.size;
  const wrong = { profile_id, token: await tokenFor('x@new.example'), session_duration_minutes: 1 };
  await refused(client.sessions.attest(wrong), 400, 'invalid_session_duration_minutes');
  expect(sandbox.store.users.size).toBe(users);
});

test('the vendor’s SDK exchanges an access token once, while it is valid and the consent is active', async () => {
  const { store } = sandbox;
  const { user_id } = (await sandbox.world()).credentials.ada;
  const app = [...store.connectedApps.values()].find(({ app: { full_access_allowed } }) => full_access_allowed)?.app;
  const client_id = app?.client_id ?? '';
  const mint = (scopes: string[]) => mintAccessToken(store, { personId: user_id, clientId: client_id, scopes });
  const full = ['openid', 'full_access'];
  const access_token = await mint(full);
  const exchanged = await client.sessions.exchangeAccessToken({ access_token, session_duration_minutes: 10 });
  expect(exchanged).toMatchObject({
    user_id,
    session: {
      authentication_factors: [
        { delivery_method: 'oauth_access_token_exchange', oauth_access_token_exchange_factor: { client_id } },
      ],
    },
  });
  await refused(client.sessions.exchangeAccessToken({ access_token }), 404, 'idp_access_token_could_not_be_exchanged');
  await refused(
    client.sessions.exchangeAccessToken({ access_token: await mint(['openid']) }),
    403,
    'oauth_access_token_exchange_missing_full_access',
  );
  const old = await mint(full);
  ahead = 6 * 60_000;
  await refused(
    client.sessions.exchangeAccessToken({ access_token: old }),
    401,
    'oauth_access_token_exchange_token_too_old',
  );
  ahead = 0;
  // An error does not use up the token.
  const late = await mint(full);
  await refused(
    client.sessions.exchangeAccessToken({ access_token: late, session_duration_minutes: 1 }),
    400,
    'invalid_session_duration_minutes',
  );
  await client.sessions.exchangeAccessToken({ access_token: late });
  store.consents.set(consentKey(user_id, client_id), {
    user_id,
    client_id,
    scopes: ['openid'],
    granted_at: timestamp(store.now()),
  });
  await refused(
    client.sessions.exchangeAccessToken({ access_token: await mint(full) }),
    401,
    'connected_app_consent_revoked',
  );
});
