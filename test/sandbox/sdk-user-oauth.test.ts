import { createHash } from 'node:crypto';
import type { Client } from 'stytch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { createOauthCallback, providers } from '../../src/sandbox/consumer/oauth-provider.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeEach(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0 });
  client = consumerSdkClient(sandbox);
});
afterEach(() => sandbox.close());

const refused = (promise: Promise<unknown>, status_code: number, error_type: string) =>
  expect(promise).rejects.toMatchObject({ status_code, error_type });

/** The token of a sign-in at a provider. */
const tokenOf = async (account: Record<string, unknown>) =>
  (await createOauthCallback(sandbox.store, { provider: 'google', ...account })).oauth_token;
const signIn = async (account: Record<string, unknown>, sent: object = {}) =>
  client.oauth.authenticate({ token: await tokenOf(account), session_duration_minutes: 60, ...sent });

/** Opens the start page of a provider as a browser does. */
const browse = (provider: string, query: Record<string, string>) =>
  fetch(`${sandbox.origin}/v1/public/oauth/${provider}/start?${new URLSearchParams(query)}`, { redirect: 'manual' });

describe('a sign-in', () => {
  test("by a verified address is that of the user who has it, and stores the provider's tokens", async () => {
    const { ada } = (await sandbox.world()).credentials;
    const before = sandbox.store.users.get(ada.user_id)?.providers.length;
    const first = await signIn({ email_address: 'ADA@lovelace.example', scopes: ['calendar'] });
    expect(first).toMatchObject({
      user_id: ada.user_id,
      provider_type: 'Google',
      reset_sessions: false,
      provider_values: {
        scopes: ['openid', 'email', 'profile', 'calendar'],
        access_token: expect.stringMatching(/.{40}/),
      },
      user_session: {
        authentication_factors: [
          {
            type: 'oauth',
            delivery_method: 'oauth_google',
            google_oauth_factor: { id: first.oauth_user_registration_id, provider_subject: first.provider_subject },
          },
        ],
      },
    });
    expect(first).not.toHaveProperty('session');
    // The user had the account before.
    expect(first.user.providers).toHaveLength(before ?? 0);
    const { oauth_tokens } = sandbox.store.userSecrets.get(ada.user_id) ?? {};
    expect(oauth_tokens?.[first.oauth_user_registration_id]).toMatchObject({
      access_token: first.provider_values.access_token,
    });
  });

  test('by a known account needs no address', async () => {
    const first = await signIn({ email_address: 'new@person.example', provider_subject: 'g-1', name: 'New Person' });
    expect(first.user).toMatchObject({
      name: { first_name: 'New', last_name: 'Person' },
      emails: [{ email: 'new@person.example', verified: true }],
      status: 'active',
    });
    const again = await signIn({ provider_subject: 'g-1' });
    expect([again.user_id, again.oauth_user_registration_id]).toEqual([
      first.user_id,
      first.oauth_user_registration_id,
    ]);
    expect(again.user.providers).toHaveLength(1);
  });

  test.each([
    ['an unverified address', { email_verified: false }],
    ['a provider that never vouches', { provider: 'amazon' }],
  ])('with %s creates a new user without it', async (_, account) => {
    const users = sandbox.store.users.size;
    const { user } = await signIn({ email_address: 'ben@okafor.example', ...account });
    expect(user.emails).toEqual([]);
    expect(sandbox.store.users.size).toBe(users + 1);
  });

  test('verifies the unverified address of a user with a password, which then requires a reset', async () => {
    const hugo = [...sandbox.store.users.values()].find(({ name }) => name?.first_name === 'Hugo');
    const stranger = await client.passwords.authenticate({
      email: 'hugo@martins.example',
      password: 'eleven paper lanterns',
      session_duration_minutes: 60,
    });
    const answer = await signIn({ email_address: 'hugo@martins.example' });
    expect(answer).toMatchObject({
      user_id: hugo?.user_id,
      reset_sessions: true,
      user: { emails: [{ verified: true }], password: { requires_reset: true } },
    });
    await refused(client.sessions.authenticate({ session_token: stranger.session_token }), 404, 'session_not_found');
  });

  test('without a duration has no session; in a session it joins that session, but not one of another user', async () => {
    const { ada, user: ben } = (await sandbox.world()).credentials;
    const token = await tokenOf({ email_address: 'ada@lovelace.example' });
    const none = await client.oauth.authenticate({ token });
    expect(none).toMatchObject({ session_token: '', session_jwt: '' });
    expect(none.user_session).toBeUndefined();
    const account = { email_address: 'ada@lovelace.example' };
    const joined = await signIn(account, { session_token: ada.session_token });
    expect(joined.session_token).toBe(ada.session_token);
    expect(joined.user_session?.authentication_factors.map(({ type }) => type)).toContain('oauth');
    expect((await signIn(account, { session_token: ben.session_token })).user_id).toBe(ada.user_id);
  });

  test('is valid once, for five minutes, with its verifier; an error neither uses it up nor creates a user', async () => {
    const { oauth } = client;
    await refused(oauth.authenticate({ token: 'x'.repeat(43) }), 400, 'oauth_token_not_found');
    const token = await tokenOf({ email_address: 'new@person.example' });
    const users = sandbox.store.users.size;
    await refused(oauth.authenticate({ token, session_duration_minutes: 1 }), 400, 'invalid_session_duration_minutes');
    await refused(oauth.authenticate({ token, session_token: 'y'.repeat(43) }), 404, 'session_not_found');
    expect(sandbox.store.users.size).toBe(users);
    await oauth.authenticate({ token });
    await refused(oauth.authenticate({ token }), 400, 'oauth_token_not_found');

    const code_challenge = createHash('sha256').update('verifier').digest('base64url');
    const guarded = await tokenOf({ email_address: 'new@person.example', code_challenge });
    await refused(oauth.authenticate({ token: guarded }), 400, 'pkce_expected_code_verifier');
    await refused(oauth.authenticate({ token: guarded, code_verifier: 'other' }), 400, 'pkce_mismatch');
    await oauth.authenticate({ token: guarded, code_verifier: 'verifier' });
    const late = await tokenOf({ email_address: 'new@person.example' });
    sandbox.clock.advance(301_000);
    await refused(oauth.authenticate({ token: late }), 401, 'expired_oauth_response');
  });

  test('by the documented token is that of the documented user, any number of times', async () => {
    const token = 'hdPVZHHX0UoRa7hJTuuPHi1vlddffSnoweRbVFf5-H8g';
    const first = await client.oauth.authenticate({ token });
    const again = await client.oauth.authenticate({ token });
    expect(first.user_id).toBe('user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd');
    expect(again.user.providers).toEqual(first.user.providers);
    await refused(
      client.oauth.authenticate({ token: '59cnLELtq5cFVS6uYK9f-pAWzBkhqZl8AvLhbhOvKNWw' }),
      400,
      'oauth_token_not_found',
    );
  });
});

describe('an attachment', () => {
  const attach = async (who?: object) => {
    const { session_token } = (await sandbox.world()).credentials.user;
    return client.oauth.attach({ provider: 'github', ...(who ?? { session_token }) });
  };
  const github = { provider: 'github', provider_subject: 'gh-1', email_verified: false };

  test('adds the account to the requesting user, whatever its address', async () => {
    const { user: ben } = (await sandbox.world()).credentials;
    for (const who of [
      { user_id: ben.user_id },
      { session_token: ben.session_token },
      { session_jwt: ben.session_jwt },
    ]) {
      const { oauth_attach_token } = await attach(who);
      const { user_id, user } = await signIn({ ...github, oauth_attach_token });
      expect(user_id).toBe(ben.user_id);
      expect(user.providers).toMatchObject([{ provider_type: 'Github', provider_subject: 'gh-1' }]);
    }
    // Afterwards the account alone is sufficient.
    expect((await signIn(github)).user_id).toBe(ben.user_id);
  });

  test('is rejected for an account that another user has', async () => {
    const { ada } = (await sandbox.world()).credentials;
    await signIn({ ...github, oauth_attach_token: (await attach()).oauth_attach_token });
    const { oauth_attach_token } = await attach({ user_id: ada.user_id });
    await refused(signIn({ ...github, oauth_attach_token }), 400, 'invalid_oauth_attach_token');
  });

  test('names the user once, before it expires, for one provider', async () => {
    const { ada } = (await sandbox.world()).credentials;
    const arrive = (oauth_attach_token: string, provider = 'github') =>
      browse(provider, { public_token: sandbox.store.publicToken, provider_subject: 'gh-2', oauth_attach_token });
    const { oauth_attach_token } = await attach();
    expect((await arrive(oauth_attach_token, 'google')).status).toBe(400);
    expect((await arrive(oauth_attach_token)).status).toBe(302);
    const used = await arrive(oauth_attach_token);
    expect([used.status, await used.json()]).toMatchObject([400, { error_type: 'invalid_oauth_attach_token' }]);
    const late = await attach();
    sandbox.clock.advance(301_000);
    expect((await arrive(late.oauth_attach_token)).status).toBe(400);

    await refused(attach({}), 400, 'no_user_selection_arguments');
    const two = { user_id: ada.user_id, session_token: ada.session_token };
    await refused(attach(two), 400, 'too_many_user_selection_arguments');
    await refused(attach({ user_id: ada.user_id, provider: 'hubspot' }), 400, 'invalid_oauth_provider');
    await refused(attach({ user_id: 'user-test-none' }), 404, 'user_not_found');
  });
});

describe('the start page', () => {
  const login_redirect_url = 'https://app.example/login?from=oauth';
  const signup_redirect_url = 'https://app.example/welcome';

  test.each(Object.keys(providers))('of %s redirects the browser with a token that signs in', async (provider) => {
    const response = await browse(provider, {
      public_token: sandbox.store.publicToken,
      email_address: 'new@person.example',
      provider_subject: `${provider}-1`,
      login_redirect_url,
      signup_redirect_url,
      custom_scopes: 'one two',
    });
    expect(response.status).toBe(302);
    const url = new URL(response.headers.get('location') ?? '');
    expect([url.origin + url.pathname, url.searchParams.get('stytch_token_type')]).toEqual([
      signup_redirect_url,
      'oauth',
    ]);
    const { provider_type, provider_values } = await client.oauth.authenticate({
      token: url.searchParams.get('token') ?? '',
    });
    expect(provider_type.toLowerCase()).toBe(provider);
    expect(provider_values.scopes).toEqual(expect.arrayContaining(['one', 'two']));
  });

  test('sends known users to the login page', async () => {
    const response = await browse('google', {
      public_token: (await sandbox.world()).public_token,
      email_address: 'ada@lovelace.example',
      login_redirect_url,
      signup_redirect_url,
    });
    const url = new URL(response.headers.get('location') ?? '');
    expect([url.pathname, url.searchParams.get('from')]).toEqual(['/login', 'oauth']);
  });

  test('prompts for the account if the URL has no address, and escapes its input', async () => {
    const response = await browse('google', {
      public_token: sandbox.store.publicToken,
      login_redirect_url: 'https://app.example/"><script>alert(1)</script>',
    });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('Sign in at Google');
    expect(page).toContain('name="email_address"');
    expect(page).not.toContain('<script>');
  });

  test.each([
    ['google', {}, 400, 'public_token_required'],
    ['google', { public_token: 'public-token-test-other' }, 404, 'public_token_not_found'],
    ['myspace', { public_token: 'x' }, 400, 'invalid_oauth_provider'],
  ])('of %s with %j is rejected', async (provider, query, status, error_type) => {
    const response = await browse(provider, { email_address: 'new@person.example', ...query });
    expect([response.status, await response.json()]).toMatchObject([status, { error_type }]);
  });

  test.each([
    [{ login_redirect_url: 'javascript:alert(1)' }, 'invalid_login_redirect_url'],
    [{ code_challenge: 'short' }, 'invalid_pkce_code_challenge'],
    [{ email_address: 'nobody' }, 'invalid_email'],
  ])('rejects %j', async (query, error_type) => {
    const response = await browse('google', {
      public_token: sandbox.store.publicToken,
      email_address: 'new@person.example',
      ...query,
    });
    expect(await response.json()).toMatchObject({ status_code: 400, error_type });
  });
});
