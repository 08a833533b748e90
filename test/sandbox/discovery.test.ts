import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDiscovery } from '../../src/sandbox/b2b/discoverable.ts';
import { discovery } from '../../src/sandbox/b2b/discovery.ts';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Organization } from '../../src/sandbox/b2b/store.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const list = 'api_discovery_v1_discovery_organizations_List';
const exchange = 'api_discovery_v1_discovery_intermediate_sessions_Exchange';
const create = 'api_discovery_v1_discovery_organizations_Create';
const send = 'api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup';
const authenticate = 'api_b2b_magic_v1_Authenticate';
const search = 'api_organization_v1_Search';

const baker = (name: string) => storedMember(stytch.store, bakery, `${name}@fernhill.example`);
const change = (slug: string, settings: Partial<Organization>) => {
  const organization = [...stytch.store.organizations.values()].find((one) => one.organization_slug === slug);
  if (!organization) throw new Error(`no organization ${slug}`);
  saveOrganization(stytch.store, { ...organization, ...settings });
};
const lastSecret = () => stytch.store.outbox[0]?.secret ?? '';
const key = ({ organization_id, member_id }: { organization_id: string; member_id: string }) => ({
  organization_id,
  member_id,
});
/** Discovery by magic link, up to the intermediate session. */
const discover = async (email_address: string) => {
  await stytch.ok('api_b2b_magic_v1_b2b_magic_links_email_discovery_Send', { email_address });
  return stytch.ok('api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate', {
    discovery_magic_links_token: lastSecret(),
  });
};
/** Discovery by GitHub, which vouches for tenants and not for the address. */
const discoverByGithub = (email_address: string, tenants: string[]) => {
  const factor: AuthenticationFactor = {
    type: 'oauth',
    delivery_method: 'oauth_github',
    github_oauth_factor: { id: 'oauth-member-test-1', provider_subject: '1', email_id: 'email-test-1' },
  };
  return startDiscovery(stytch.store, { email_address, factors: [factor], tenants: { github: tenants } });
};
/** The main fields of a list of discovered organizations. */
const summary = (found: Awaited<ReturnType<typeof discover>>['discovered_organizations']) =>
  found.map(({ organization, membership, member_authenticated, primary_required, mfa_required }) => [
    organization?.organization_slug,
    membership?.type,
    member_authenticated || (primary_required ? 'primary' : mfa_required ? 'mfa' : 'nothing'),
  ]);

test('the list has the membership in each organization and the missing factors', async () => {
  const { discovered_organizations: adas } = await discover('ada@fernhill.example');
  expect(summary(adas)).toEqual([
    [bakery, 'active_member', 'mfa'],
    [bank, 'active_member', 'mfa'],
  ]);
  expect(adas[0]?.mfa_required?.member_options).toEqual({
    mfa_phone_number: '+14155550101',
    totp_registration_id: baker('ada').totp_registration_id,
  });
  // Listing sends no code; it is texted when the person enters an organization.
  expect(stytch.store.outbox.map(({ channel }) => channel)).toEqual(['email']);

  const of = async (email: string) => summary((await discover(email)).discovered_organizations);
  expect(await of('liam@fernhill.example')).toEqual([[bakery, 'active_member', true]]);
  expect(await of('priya@fernhill.example')).toEqual([[bakery, 'pending_member', true]]);
  expect(await of('quentin@supplier.example')).toEqual([[bakery, 'invited_member', true]]);
  expect(await of('viktor.petrov@northgate.example')).toEqual([[bank, 'active_member', 'primary']]);
  expect(await of('sven@fernhill.example')).toEqual([]);
  expect(await of('nobody@home.example')).toEqual([]);
});

test('an organization open to the email domain is listed if it has a member of that domain', async () => {
  const email = 'newcomer@northgate.example';
  const { discovered_organizations: found, intermediate_session_token } = await discover(email);
  expect(summary(found)).toEqual([[bank, 'eligible_to_join_by_email_domain', 'primary']]);
  expect(found[0]?.membership).toEqual({
    type: 'eligible_to_join_by_email_domain',
    details: { domain: 'northgate.example' },
  });
  expect(found[0]?.primary_required).toEqual({ allowed_auth_methods: ['sso', 'google_oauth', 'password'] });

  const strangers = 'one@startup.example';
  change(bakery, { email_jit_provisioning: 'RESTRICTED', email_allowed_domains: ['startup.example'] });
  const first = await discover(strangers);
  expect(first.discovered_organizations).toEqual([]);
  const into = { intermediate_session_token: first.intermediate_session_token, organization_id: bakery };
  await stytch.refused(exchange, into, [400, 'invalid_email_for_jit_provisioning']);
  const { member } = await stytch.ok('api_organization_v1_organizations_members_Create', {
    organization_id: bakery,
    email_address: 'two@startup.example',
  });
  expect((await discover(strangers)).discovered_organizations).toEqual([]);
  saveMember(stytch.store, { ...member, email_address_verified: true });
  expect(summary((await discover(strangers)).discovered_organizations)).toEqual([
    [bakery, 'eligible_to_join_by_email_domain', true],
  ]);

  const joined = await stytch.ok(exchange, into);
  expect(joined).toMatchObject({ member_authenticated: true, member: { status: 'active', email_address: strangers } });
  // The token of another person stays valid until it expires.
  stytch.pass({ minutes: 11 });
  await stytch.refused(list, { intermediate_session_token }, [404, 'intermediate_session_not_found']);
});

test('an organization open to a tenant is listed, and requires a proof of the address', async () => {
  const { intermediate_session_token, discovered_organizations: found } = discoverByGithub('octo@dev.example', [
    '7700101',
  ]);
  expect(summary(found)).toEqual([[bank, 'eligible_to_join_by_oauth_tenant', 'primary']]);
  expect(found[0]?.membership?.details).toEqual({ provider: 'github', tenant: '7700101' });
  expect(discoverByGithub('octo@dev.example', ['1']).discovered_organizations).toEqual([]);
  const none = { ...discoverByGithub('octo@dev.example', ['1']), organization_id: bank };
  await stytch.refused(exchange, none, [400, 'invalid_oauth_tenant_for_jit_provisioning']);

  change(bank, { auth_methods: 'ALL_ALLOWED', mfa_policy: 'OPTIONAL' });
  const first = await stytch.ok(exchange, { intermediate_session_token, organization_id: bank });
  expect(first).toMatchObject({
    member_authenticated: false,
    intermediate_session_token,
    member: { status: 'pending', email_address_verified: false },
    primary_required: { allowed_auth_methods: ['magic_link', 'email_otp', 'google_oauth', 'microsoft_oauth'] },
  });
  const { organization_id_hint } = await stytch.ok(list, { intermediate_session_token });
  expect(organization_id_hint).toBe(first.organization.organization_id);

  await stytch.ok(send, { organization_id: bank, email_address: 'octo@dev.example' });
  const entered = await stytch.ok(authenticate, { magic_links_token: lastSecret(), intermediate_session_token });
  expect(entered).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    member: { status: 'active', email_address_verified: true },
  });
  const factors = entered.member_session?.authentication_factors;
  expect(factors?.map(({ delivery_method }) => delivery_method)).toEqual(['oauth_exchange_github', 'email']);
});

test('an intermediate session is exchanged for a session of a member, once', async () => {
  const { intermediate_session_token } = await discover('liam@fernhill.example');
  const into = { intermediate_session_token, organization_id: bakery };
  await stytch.refused(exchange, { ...into, organization_id: 'nowhere' }, [404, 'organization_not_found']);
  await stytch.refused(exchange, { ...into, session_duration_minutes: 1 }, [400, 'invalid_session_duration_minutes']);
  const answer = await stytch.ok(exchange, {
    ...into,
    organization_id: 'crm-1001',
    session_duration_minutes: 20,
    session_custom_claims: { shift: 'early' },
  });
  expect(answer).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    member_session: { member_id: baker('liam').member_id, custom_claims: { shift: 'early' } },
  });
  const { session_token } = answer;
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_token });
  await stytch.refused(exchange, into, [404, 'intermediate_session_not_found']);
});

test('discovery accepts an invitation and activates a pending member', async () => {
  for (const email of ['quentin@supplier.example', 'priya@fernhill.example']) {
    const { intermediate_session_token } = await discover(email);
    const { member, member_session } = await stytch.ok(exchange, {
      intermediate_session_token,
      organization_id: bakery,
    });
    expect(member).toMatchObject({ email_address: email, status: 'active', email_address_verified: true });
    expect(member_session?.roles).toEqual(email.startsWith('q') ? ['stytch_member', 'bookkeeper'] : ['stytch_member']);
  }
});

test('a person who is not a member and may not join is rejected, and no member is created', async () => {
  const { intermediate_session_token } = await discover('nobody@home.example');
  await stytch.refused(exchange, { intermediate_session_token, organization_id: bakery }, [
    400,
    'email_jit_provisioning_not_allowed',
  ]);
  await stytch.refused(exchange, { intermediate_session_token, organization_id: bank }, [
    400,
    'invalid_email_for_jit_provisioning',
  ]);
  const { organizations } = await stytch.ok(search, {
    query: { operator: 'AND', operands: [{ filter_name: 'member_emails', filter_value: ['nobody@home.example'] }] },
  });
  expect(organizations).toEqual([]);
});

test('without a second factor the same token stays valid, for this or another organization', async () => {
  const { intermediate_session_token } = await discover('ada@fernhill.example');
  const first = await stytch.ok(exchange, { intermediate_session_token, organization_id: bakery, locale: 'de-DE' });
  expect(first).toMatchObject({
    member_authenticated: false,
    intermediate_session_token,
    session_token: '',
    mfa_required: { member_options: { mfa_phone_number: '+14155550101' } },
  });
  // Her default second factor is the app, so no code is texted automatically.
  expect(first.mfa_required?.secondary_auth_initiated).toBeUndefined();
  const elsewhere = key(storedMember(stytch.store, bank, 'ada@fernhill.example'));
  await stytch.refused('api_b2b_totp_v1_Create', { ...elsewhere, intermediate_session_token }, [
    400,
    'invalid_intermediate_session_token_for_organization',
  ]);

  const second = await stytch.ok(exchange, { intermediate_session_token, organization_id: bank });
  expect(second).toMatchObject({ member_authenticated: false, intermediate_session_token, mfa_required: {} });
  const back = await stytch.ok(exchange, { intermediate_session_token, organization_id: bakery });
  await stytch.ok('api_b2b_otp_v1_b2b_otp_sms_Send', { ...key(back.member), intermediate_session_token });
  const { member_session } = await stytch.ok('api_b2b_otp_v1_b2b_otp_sms_Authenticate', {
    ...key(back.member),
    intermediate_session_token,
    code: lastSecret(),
  });
  expect(member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'otp']);
  await stytch.refused(list, { intermediate_session_token }, [404, 'intermediate_session_not_found']);
});

test('a second factor of the same address completes the sign-in directly from discovery', async () => {
  const ada = baker('ada');
  const { intermediate_session_token } = await discover('liam@fernhill.example');
  await stytch.ok('api_b2b_otp_v1_b2b_otp_sms_Send', key(ada));
  const code = lastSecret();
  const enter = { ...key(ada), code };
  await stytch.refused('api_b2b_otp_v1_b2b_otp_sms_Authenticate', { ...enter, intermediate_session_token }, [
    403,
    'member_session_member_id_mismatch',
  ]);
  const { intermediate_session_token: adas } = await discover('ada@fernhill.example');
  const entered = await stytch.ok('api_b2b_otp_v1_b2b_otp_sms_Authenticate', {
    ...enter,
    intermediate_session_token: adas,
  });
  expect(entered.member_session?.member_id).toBe(ada.member_id);
});

test('a new organization has its founder as admin', async () => {
  const { intermediate_session_token } = await discover('grace@lighthouse.example');
  const wrong = { intermediate_session_token, organization_slug: 'x', organization_name: 'Lighthouse' };
  await stytch.refused(create, wrong, [400, 'invalid_organization_slug']);
  const late = { intermediate_session_token, session_duration_minutes: 1 };
  await stytch.refused(create, late, [400, 'invalid_session_duration_minutes']);
  const answer = await stytch.ok(create, {
    intermediate_session_token,
    organization_name: 'Lighthouse Press',
    organization_slug: 'lighthouse',
    organization_external_id: 'crm-3003',
    trusted_metadata: { plan: 'starter' },
    email_allowed_domains: ['lighthouse.example'],
    email_jit_provisioning: 'RESTRICTED',
    session_custom_claims: { founder: true },
    telemetry_id: 'telemetry-1',
  });
  expect(answer).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    organization: {
      organization_name: 'Lighthouse Press',
      organization_slug: 'lighthouse',
      organization_external_id: 'crm-3003',
      trusted_metadata: { plan: 'starter' },
      email_jit_provisioning: 'RESTRICTED',
    },
    member: { email_address: 'grace@lighthouse.example', status: 'active', is_admin: true },
    member_session: { roles: ['stytch_member', 'stytch_admin'], custom_claims: { founder: true } },
  });
  const { organization } = await stytch.ok('api_organization_v1_Get', { organization_id: 'lighthouse' });
  expect(organization).toEqual(answer.organization);
  expect(Object.keys(organization)).not.toContain('intermediate_session_token');
  await stytch.ok(
    'api_organization_v1_organizations_members_Create',
    { organization_id: 'lighthouse', email_address: 'staff@lighthouse.example' },
    { session: answer.session_token },
  );
  await stytch.refused(create, { intermediate_session_token }, [404, 'intermediate_session_not_found']);

  const found = await discover('newcomer@lighthouse.example');
  expect(summary(found.discovered_organizations)).toEqual([['lighthouse', 'eligible_to_join_by_email_domain', true]]);
});

test.each([
  ['grace@lighthouse.example', 'Lighthouse', 'lighthouse'],
  ['grace.hopper@gmail.com', 'Grace Hopper', 'grace-hopper'],
  ['ada-l@college.edu', 'Ada L', 'ada-l'],
  ['somebody@northgate-bank.example', 'Northgate Bank', 'northgate-bank-2'],
])('a new organization of %s is called %s by default', async (email, name, slug) => {
  const { intermediate_session_token } = await discover(email);
  const { organization } = await stytch.ok(create, { intermediate_session_token });
  expect(organization).toMatchObject({ organization_name: name, organization_slug: slug });
});

test('founders must meet the requirements of the new organization', async () => {
  const { intermediate_session_token } = await discover('grace@lighthouse.example');
  const { member_authenticated, mfa_required, member } = await stytch.ok(create, {
    intermediate_session_token,
    mfa_policy: 'REQUIRED_FOR_ALL',
  });
  expect([member_authenticated, mfa_required, member.status]).toEqual([false, {}, 'active']);

  const viaGithub = discoverByGithub('octo@dev.example', []).intermediate_session_token;
  const founded = await stytch.ok(create, { intermediate_session_token: viaGithub });
  expect(founded).toMatchObject({
    member_authenticated: false,
    intermediate_session_token: viaGithub,
    member: { status: 'pending', is_admin: true },
    primary_required: { allowed_auth_methods: ['magic_link', 'email_otp', 'google_oauth', 'microsoft_oauth'] },
  });
});

test('an organization with a domain that another one claims is rejected', async () => {
  const { intermediate_session_token } = await discover('rebel@northgate.example');
  const before = stytch.store.organizations.size;
  const claimed: [number, string] = [400, 'action_not_allowed_email_domain_is_claimed'];
  await stytch.refused(create, { intermediate_session_token }, claimed);
  expect(stytch.store.organizations.size).toBe(before);
});

test('a factor that is valid only in its organization gives access to no other', async () => {
  const ada = storedMember(stytch.store, bank, 'ada@fernhill.example');
  await stytch.refused(list, {}, [400, 'no_session_arguments']);
  const organization_id = ada.organization_id;
  stytch.store.intermediateSessions.set('waiting', {
    email_address: ada.email_address,
    member_id: ada.member_id,
    organization_id,
    factors: [{ type: 'password', delivery_method: 'knowledge' }],
    expires_at: new Date(Date.now() + 600_000).toISOString(),
  });
  const insufficient: [number, string] = [400, 'insufficient_factors_for_session_exchange'];
  await stytch.refused(exchange, { intermediate_session_token: 'waiting', organization_id: bakery }, insufficient);
  await stytch.refused(create, { intermediate_session_token: 'waiting' }, insufficient);
  const { mfa_required } = await stytch.ok(exchange, { intermediate_session_token: 'waiting', organization_id });
  expect(mfa_required).toEqual({});
});

test('a full session gives access to existing memberships, and not to organizations open to join', async () => {
  const { token: session_token } = startSession(stytch.store, baker('ada'), {
    factors: [
      {
        type: 'magic_link',
        delivery_method: 'email',
        email_factor: { email_id: 'email-test-1', email_address: 'ada@fernhill.example' },
      },
    ],
  });
  change(bank, { email_allowed_domains: ['fernhill.example'] });
  const { discovered_organizations: adas, email_address } = await stytch.ok(list, { session_token });
  expect(email_address).toBe('ada@fernhill.example');
  expect(summary(adas)).toEqual([
    [bakery, 'active_member', 'mfa'],
    [bank, 'active_member', 'mfa'],
  ]);
  const { session_jwt } = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token });
  expect((await stytch.ok(list, { session_jwt })).discovered_organizations).toHaveLength(2);

  // Ada's email domain would allow others to join the bank; with a full session it is not listed.
  const liams = await stytch.ok(list, { session_token: tokenOf(stytch.store, baker('liam').member_id) });
  expect(summary(liams.discovered_organizations)).toEqual([[bakery, 'active_member', true]]);
  const { discovered_organizations: more } = await discover('liam@fernhill.example');
  expect(summary(more).at(-1)).toEqual([bank, 'eligible_to_join_by_email_domain', 'primary']);
  await stytch.refused(list, { session_token, session_jwt }, [400, 'too_many_session_arguments']);
  await stytch.refused(list, { session_token: 'nothing' }, [404, 'session_not_found']);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(discovery));
