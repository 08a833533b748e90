import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { impersonation } from '../../src/sandbox/b2b/impersonation.ts';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { oauth } from '../../src/sandbox/b2b/oauth.ts';
import { saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
let hiro: Member;
let greta: Member;
beforeEach(async () => {
  stytch = await startHarness();
  hiro = storedMember(stytch.store, bakery, 'hiro@fernhill.example');
  greta = storedMember(stytch.store, bakery, 'greta@fernhill.example');
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const authenticate = 'api_b2b_oauth_v1_Authenticate';
const discover = 'api_b2b_oauth_v1_b2b_oauth_discovery_Authenticate';
const impersonate = 'api_b2b_impersonation_v1_Authenticate';
const gone: [number, string] = [404, 'oauth_token_not_found'];

/** Calls one of the sandbox's own endpoints. */
const post = async (path: string, sent: object) => {
  const { status, body } = await stytch.raw('POST', path, { body: JSON.stringify(sent) });
  return { status, body: Object(body) as Record<string, string> };
};
/** Signs in with a provider and returns the token for the application. */
const arrive = async (sent: object) => {
  const { status, body } = await post('/sandbox/oauth', sent);
  expect(status, JSON.stringify(body)).toBe(200);
  return body['oauth_token'] ?? body['discovery_oauth_token'] ?? '';
};
const google = (email_address: string, more: object = {}) =>
  arrive({ provider: 'google', email_address, organization_id: bakery, ...more });
const github = (email_address: string, more: object = {}) =>
  arrive({ provider: 'github', email_address, organization_id: bakery, ...more });

const change = (slug: string, settings: object) => {
  const organization = [...stytch.store.organizations.values()].find((one) => one.organization_slug === slug);
  if (!organization) throw new Error('unreachable');
  saveOrganization(stytch.store, { ...organization, ...settings });
};
/** Sends a magic link and returns its token. */
const linkFor = async (email_address: string, organization_id = bakery) => {
  await stytch.ok('api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup', { organization_id, email_address });
  return stytch.store.outbox[0]?.secret ?? '';
};

test('a member signs in with Google, whose tokens can be read afterwards', async () => {
  const oauth_token = await google('Greta@Fernhill.example', {
    scopes: ['calendar.readonly'],
    picture: 'https://pictures.example/greta.png',
  });
  const answer = await stytch.ok(authenticate, {
    oauth_token,
    session_duration_minutes: 30,
    session_custom_claims: { desk: 1 },
  });
  const [registration] = answer.member.oauth_registrations;
  expect(registration).toMatchObject({
    provider_type: 'Google',
    provider_subject: answer.provider_subject,
    profile_picture_url: 'https://pictures.example/greta.png',
  });
  expect(answer).toMatchObject({
    member_id: greta.member_id,
    organization_id: greta.organization_id,
    provider_type: 'Google',
    member_authenticated: true,
    member_session: {
      custom_claims: { desk: 1 },
      authentication_factors: [
        {
          type: 'oauth',
          delivery_method: 'oauth_google',
          google_oauth_factor: {
            id: registration?.member_oauth_registration_id,
            provider_subject: answer.provider_subject,
          },
        },
      ],
    },
  });
  const tokens = await stytch.ok('api_organization_v1_organizations_members_oauth_providers_Google', {
    organization_id: bakery,
    member_id: greta.member_id,
  });
  expect(tokens.access_token).toBe(answer.provider_values?.access_token);
  expect(tokens.scopes).toContain('calendar.readonly');
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: answer.session_token });

  // The same account again is the same registration, with new tokens.
  const again = await stytch.ok(authenticate, { oauth_token: await google('greta@fernhill.example') });
  expect(again.member.oauth_registrations).toEqual([registration]);
  expect(again.provider_values?.access_token).not.toBe(tokens.access_token);
});

test('the account identifies the member, even after its address has changed', async () => {
  const provider_subject = hiro.oauth_registrations[0]?.provider_subject ?? '';
  const oauth_token = await google('hiro.private@mail.example', { provider_subject });
  expect((await stytch.ok(authenticate, { oauth_token })).member_id).toBe(hiro.member_id);
});

test('a token is valid once, for five minutes, with its verifier, in its organization', async () => {
  const oauth_token = await google(hiro.email_address);
  await stytch.refused(discover, { discovery_oauth_token: oauth_token }, gone);
  await stytch.refused(authenticate, { oauth_token, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  const attempts = Array.from({ length: 5 }, () => stytch.ok(authenticate, { oauth_token }));
  const settled = await Promise.allSettled(attempts);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await stytch.refused(authenticate, { oauth_token }, gone);

  const late = await google(hiro.email_address);
  stytch.pass({ minutes: 6 });
  await stytch.refused(authenticate, { oauth_token: late }, gone);

  const pkce_code_verifier = 'a verifier of some length that nobody knows';
  const pkce_code_challenge = createHash('sha256').update(pkce_code_verifier).digest('base64url');
  const bound = await google(hiro.email_address, { pkce_code_challenge });
  await stytch.refused(authenticate, { oauth_token: bound }, [400, 'pkce_expected_code_verifier']);
  await stytch.refused(authenticate, { oauth_token: bound, pkce_code_verifier: 'x' }, [400, 'pkce_mismatch']);
  await stytch.ok(authenticate, { oauth_token: bound, pkce_code_verifier });
  const doubtful = await google(hiro.email_address, { email_verified: false });
  await stytch.refused(authenticate, { oauth_token: doubtful }, [400, 'oauth_unverified_email']);
});

test('a new account of a provider that does not verify addresses needs one proof of the address', async () => {
  const oauth_token = await github(greta.email_address);
  const waiting = await stytch.ok(authenticate, { oauth_token });
  expect(waiting).toMatchObject({
    member_authenticated: false,
    session_token: '',
    primary_required: { allowed_auth_methods: ['magic_link', 'email_otp', 'google_oauth', 'microsoft_oauth'] },
  });
  // Until then the account does not belong to the member: anyone could enter the address at such a provider.
  expect(storedMember(stytch.store, bakery, greta.email_address).oauth_registrations).toEqual([]);

  const magic_links_token = await linkFor(greta.email_address);
  const proven = await stytch.ok('api_b2b_magic_v1_Authenticate', {
    magic_links_token,
    intermediate_session_token: waiting.intermediate_session_token,
  });
  expect(proven.member_authenticated).toBe(true);
  expect(proven.member.oauth_registrations).toMatchObject([
    { provider_type: 'Github', provider_subject: waiting.provider_subject },
  ]);
  const tokens = await stytch.ok('api_organization_v1_organizations_members_oauth_providers_Github', {
    organization_id: bakery,
    member_id: greta.member_id,
  });
  expect(tokens.registrations[0]?.access_token).toBe(waiting.provider_values?.access_token);

  const again = await stytch.ok(authenticate, { oauth_token: await github(greta.email_address) });
  expect(again).toMatchObject({
    member_authenticated: true,
    member_session: { authentication_factors: [{ delivery_method: 'oauth_github' }] },
  });
});

test('a session of the member links an account immediately', async () => {
  const { token: session_token } = startSession(stytch.store, greta, {
    factors: [{ type: 'password', delivery_method: 'knowledge' }],
  });
  const answer = await stytch.ok(authenticate, { oauth_token: await github(greta.email_address), session_token });
  expect(answer).toMatchObject({ member_authenticated: true, session_token });
  expect(answer.member.oauth_registrations).toHaveLength(1);
});

test('such an account is sufficient if the organization allows no method that proves the address', async () => {
  change(bakery, { auth_methods: 'RESTRICTED', allowed_auth_methods: ['github_oauth'] });
  const answer = await stytch.ok(authenticate, { oauth_token: await github(greta.email_address) });
  expect(answer.member_authenticated).toBe(true);
  change(bakery, { allowed_auth_methods: ['github_oauth', 'sso'] });
  const waiting = await stytch.ok(authenticate, { oauth_token: await github('jonas@fernhill.example') });
  expect(waiting.primary_required?.allowed_auth_methods).toEqual(['github_oauth', 'sso']);
});

test('the requirements of the organization apply', async () => {
  const deepak = storedMember(stytch.store, bank, 'deepak.iyer@northgate.example');
  const answer = await stytch.ok(authenticate, {
    oauth_token: await google(deepak.email_address, { organization_id: bank }),
  });
  expect(answer).toMatchObject({ member_authenticated: false, session_token: '' });
  expect(answer.mfa_required).toBeDefined();

  const microsoft = await arrive({
    provider: 'microsoft',
    email_address: deepak.email_address,
    organization_id: bank,
  });
  const kept = await stytch.ok(authenticate, { oauth_token: microsoft });
  expect(kept.primary_required?.allowed_auth_methods).toEqual(['sso', 'google_oauth', 'password']);
});

test('a person who may join by domain or tenant becomes a member; an error creates no member', async () => {
  const newcomer = 'newcomer@northgate.example';
  const joined = await stytch.ok(authenticate, {
    oauth_token: await google(newcomer, { organization_id: bank, name: 'New Comer' }),
  });
  expect(joined.member).toMatchObject({ status: 'active', name: 'New Comer', email_address_verified: true });

  const stranger = 'stranger@elsewhere.example';
  const count = stytch.store.members.size;
  for (const [organization_id, type] of [
    [bakery, 'email_jit_provisioning_not_allowed'],
    [bank, 'invalid_email_for_jit_provisioning'],
  ] as const) {
    const oauth_token = await google(stranger, { organization_id });
    await stytch.refused(authenticate, { oauth_token }, [400, type]);
    // The token is still valid: the organization may change its settings.
    expect(stytch.store.oauthArrivals.has(oauth_token)).toBe(true);
  }
  const slack = (tenant: string) =>
    arrive({ provider: 'slack', email_address: stranger, organization_id: bank, tenant_ids: [tenant] });
  await stytch.refused(authenticate, { oauth_token: await slack('T0OTHER') }, [
    400,
    'invalid_oauth_tenant_for_jit_provisioning',
  ]);
  await stytch.refused(
    authenticate,
    { oauth_token: await google(newcomer, { organization_id: bank }), session_token: 'x' },
    [404, 'session_not_found'],
  );
  expect(stytch.store.members.size).toBe(count);
  const byTenant = await stytch.ok(authenticate, { oauth_token: await slack('T0NORTHGATE') });
  expect(byTenant.member).toMatchObject({ status: 'pending', email_address: stranger });
  expect(byTenant.primary_required).toBeDefined();
});

test('discovery lists the organizations of an account, which is linked to the member who enters one', async () => {
  const email_address = 'ada@fernhill.example';
  const discovery_oauth_token = await arrive({ provider: 'google', email_address, name: 'Ada Okafor' });
  await stytch.refused(authenticate, { oauth_token: discovery_oauth_token }, gone);
  const found = await stytch.ok(discover, { discovery_oauth_token });
  expect(found).toMatchObject({
    email_address,
    full_name: 'Ada Okafor',
    provider_type: 'Google',
    provider_tenant_id: '',
    provider_tenant_ids: [],
  });
  expect(found.discovered_organizations.map(({ organization }) => organization?.organization_slug)).toEqual([
    bakery,
    bank,
  ]);
  await stytch.refused(discover, { discovery_oauth_token }, gone);
  const exchange = 'api_discovery_v1_discovery_intermediate_sessions_Exchange';
  const { intermediate_session_token } = found;
  const inside = await stytch.ok(exchange, { intermediate_session_token, organization_id: bank });
  expect(inside.member.oauth_registrations).toMatchObject([{ provider_type: 'Google' }]);
});

test('an allowed tenant permits an unknown person to join', async () => {
  const arrival = { provider: 'slack', email_address: 'someone@elsewhere.example', tenant_ids: ['T0NORTHGATE'] };
  const found = await stytch.ok(discover, { discovery_oauth_token: await arrive(arrival) });
  expect(found).toMatchObject({
    provider_tenant_id: 'T0NORTHGATE',
    provider_tenant_ids: ['T0NORTHGATE'],
    discovered_organizations: [{ membership: { type: 'eligible_to_join_by_oauth_tenant' } }],
  });
  const two = await stytch.ok(discover, {
    discovery_oauth_token: await arrive({ ...arrival, tenant_ids: ['A', 'B'] }),
  });
  expect([two.provider_tenant_id, two.provider_tenant_ids]).toEqual(['', ['A', 'B']]);
});

test('the sandbox’s provider rejects accounts that no provider could return', async () => {
  const refused = async (sent: object, status: number, error_type: string) =>
    expect(await post('/sandbox/oauth', sent)).toMatchObject({ status, body: { error_type } });
  await refused({ provider: 'myspace', email_address: 'a@b.example' }, 400, 'invalid_oauth_provider');
  await refused({ provider: 'toString', email_address: 'a@b.example' }, 400, 'invalid_oauth_provider');
  await refused({ provider: 'google', email_address: 'nobody' }, 400, 'invalid_email');
  await refused({ provider: 'google' }, 400, 'invalid_email');
  await refused(
    { provider: 'google', email_address: 'a@b.example', organization_id: 'x' },
    404,
    'organization_not_found',
  );
  await refused({ provider: 'google', email_address: 'a@b.example', scopes: 'all' }, 400, 'invalid_argument');
  const { body } = await post('/sandbox/oauth', { provider: 'google', email_address: 'a@b.example' });
  const url = new URL(body['redirect_url'] ?? '');
  expect(url.searchParams.get('stytch_token_type')).toBe('discovery_oauth');
  expect(url.searchParams.get('token')).toBe(body['discovery_oauth_token']);
});

const pressButton = async (sent: object) => {
  const { status, body } = await post('/sandbox/impersonation', sent);
  expect(status, JSON.stringify(body)).toBe(200);
  return body['impersonation_token'] ?? '';
};

test('an impersonation lasts one hour, cannot be extended and needs no second factor', async () => {
  const ada = storedMember(stytch.store, bakery, 'ada@fernhill.example');
  const impersonator_email_address = 'sam@support.example';
  const key = { organization_id: bakery, member_id: 'staff-1' };
  const impersonation_token = await pressButton({ ...key, impersonator_email_address });
  const answer = await stytch.ok(impersonate, { impersonation_token });
  expect(answer).toMatchObject({
    member_id: ada.member_id,
    organization_id: ada.organization_id,
    member_authenticated: true,
    intermediate_session_token: '',
    member_session: {
      authentication_factors: [
        { type: 'impersonated', delivery_method: 'impersonation', impersonated_factor: { impersonator_email_address } },
      ],
    },
  });
  const { expires_at = '', started_at = '' } = answer.member_session ?? {};
  expect(Date.parse(expires_at) - Date.parse(started_at)).toBe(3_600_000);
  const { session_token } = answer;
  const authenticate = 'api_b2b_session_v1_Authenticate';
  await stytch.refused(authenticate, { session_token, session_duration_minutes: 600 }, [400, 'session_not_mutable']);
  const used = await stytch.ok(authenticate, { session_token });
  expect(used.member_session.expires_at).toBe(expires_at);
  await stytch.refused(impersonate, { impersonation_token }, [401, 'unable_to_auth_impersonation_token']);

  const late = await pressButton(key);
  stytch.pass({ minutes: 6 });
  await stytch.refused(impersonate, { impersonation_token: late }, [401, 'unable_to_auth_impersonation_token']);
  // The seeded session of the member is a separate one and stays active.
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: tokenOf(stytch.store, ada.member_id) });
});

test('only an active member is impersonated', async () => {
  const refused = async (sent: object, status: number, error_type: string) =>
    expect(await post('/sandbox/impersonation', sent)).toMatchObject({ status, body: { error_type } });
  const rosa = storedMember(stytch.store, bakery, 'rosa@fernhill.example');
  await refused({}, 404, 'organization_not_found');
  await refused({ organization_id: bakery }, 404, 'member_not_found');
  await refused(
    { organization_id: bakery, member_id: rosa.member_id },
    400,
    'action_available_only_for_active_members',
  );
  const impersonation_token = await pressButton({ organization_id: bakery, member_id: hiro.member_id });
  await stytch.ok('api_organization_v1_organizations_members_Delete', {
    organization_id: bakery,
    member_id: hiro.member_id,
  });
  await stytch.refused(impersonate, { impersonation_token }, [401, 'unable_to_auth_impersonation_token']);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered({ ...oauth, ...impersonation }));
