import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { magicLink } from '../../src/sandbox/b2b/magic-link.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Organization } from '../../src/sandbox/b2b/store.ts';
import { deadTestLink, testLink } from '../../src/sandbox/shared/test-value.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const authenticate = 'api_b2b_magic_v1_Authenticate';
const send = 'api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup';
const invite = 'api_b2b_magic_v1_b2b_magic_links_email_Invite';
const discoverySend = 'api_b2b_magic_v1_b2b_magic_links_email_discovery_Send';
const discoveryAuthenticate = 'api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate';
const getMember = 'api_organization_v1_organizations_members_Get';
const startUpdate = 'api_organization_v1_organizations_members_StartEmailUpdate';

const baker = (name: string) => storedMember(stytch.store, bakery, `${name}@fernhill.example`);
/** Changes an organization directly in the store. */
const change = (slug: string, settings: Partial<Organization>) => {
  const organization = [...stytch.store.organizations.values()].find((one) => one.organization_slug === slug);
  if (!organization) throw new Error(`no organization ${slug}`);
  saveOrganization(stytch.store, { ...organization, ...settings });
};
/** The token in the last mail, after a check that it went to this address. */
const mailed = (to: string) => {
  const [mail] = stytch.store.outbox;
  expect(mail).toMatchObject({ to, channel: 'email' });
  return mail?.secret ?? '';
};
const linkFor = async (email_address: string, organization_id = bakery) => {
  await stytch.ok(send, { organization_id, email_address });
  return mailed(email_address);
};
const used: [number, string] = [401, 'unable_to_auth_magic_link'];

test('an active member gets a magic link, which is valid once', async () => {
  const liam = baker('liam');
  const { member_created, member } = await stytch.ok(send, {
    organization_id: bakery,
    email_address: 'LIAM@fernhill.example',
    login_redirect_url: 'https://app.example/in?a=1',
    signup_redirect_url: 'https://app.example/new',
    locale: 'fr',
  });
  expect([member_created, member]).toEqual([false, liam]);
  const [mail] = stytch.store.outbox;
  expect(mail).toMatchObject({ subject: 'Connectez-vous', member_id: liam.member_id });
  const link = new URL(mail?.link ?? '');
  expect([link.pathname, ...link.searchParams.values()]).toEqual([
    '/in',
    '1',
    'multi_tenant_magic_links',
    mail?.secret,
  ]);

  const magic_links_token = mailed('liam@fernhill.example');
  await stytch.refused(authenticate, { magic_links_token, session_duration_minutes: 4 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  const answer = await stytch.ok(authenticate, {
    magic_links_token,
    session_duration_minutes: 30,
    session_custom_claims: { oven: 2 },
  });
  expect(answer).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    organization_id: liam.organization_id,
    reset_sessions: false,
    member_session: {
      member_id: liam.member_id,
      custom_claims: { oven: 2 },
      authentication_factors: [{ type: 'magic_link', delivery_method: 'email' }],
    },
  });
  expect(answer.method_id).toBe(answer.member_session?.authentication_factors[0]?.email_factor?.email_id);
  const { session_token } = answer;
  const { member_session } = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token });
  expect(member_session.member_session_id).toBe(answer.member_session?.member_session_id);
  await stytch.refused(authenticate, { magic_links_token }, used);
});

test('of two concurrent requests with one link only one succeeds', async () => {
  const magic_links_token = await linkFor('liam@fernhill.example');
  const body = JSON.stringify({ magic_links_token });
  const both = await Promise.all([1, 2].map(() => stytch.raw('post', '/v1/b2b/magic_links/authenticate', { body })));
  expect(both.map(({ status }) => status >= 400).sort()).toEqual([false, true]);
});

test('a link is valid for the requested time, and not for another address', async () => {
  for (const minutes of [4, 10_081]) {
    const input = { organization_id: bakery, email_address: 'liam@fernhill.example' };
    await stytch.refused(send, { ...input, login_expiration_minutes: minutes }, [400, 'invalid_expiration']);
    await stytch.refused(send, { ...input, signup_expiration_minutes: minutes }, [400, 'invalid_expiration']);
  }
  const usual = await linkFor('liam@fernhill.example');
  await stytch.ok(send, {
    organization_id: bakery,
    email_address: 'liam@fernhill.example',
    login_expiration_minutes: 120,
  });
  const long = mailed('liam@fernhill.example');
  stytch.pass({ minutes: 61 });
  await stytch.refused(authenticate, { magic_links_token: usual }, used);
  await stytch.ok(authenticate, { magic_links_token: long });
  await stytch.refused(authenticate, { magic_links_token: 'nothing' }, [404, 'magic_link_not_found']);

  const before = await linkFor('nia@fernhill.example');
  await stytch.ok('api_organization_v1_organizations_members_Update', {
    organization_id: bakery,
    member_id: baker('nia').member_id,
    email_address: 'nia@home.example',
  });
  await stytch.refused(authenticate, { magic_links_token: before }, used);
});

test('a newcomer of an allowed domain becomes a member, active once the link is used', async () => {
  const asked = { organization_id: bakery, email_address: 'new@fernhill.example' };
  await stytch.refused(send, asked, [400, 'email_jit_provisioning_not_allowed']);
  change(bakery, { email_jit_provisioning: 'RESTRICTED', email_allowed_domains: ['fernhill.example'] });
  await stytch.refused(send, { ...asked, email_address: 'new@elsewhere.example' }, [
    400,
    'invalid_email_for_jit_provisioning',
  ]);
  await stytch.refused(send, { ...asked, email_address: 'not an address' }, [400, 'invalid_email']);
  await stytch.refused(send, { ...asked, email_address: 'mei@fernhill.example' }, [
    400,
    'desired_email_deactivated_by_different_member',
  ]);
  const { member, member_created } = await stytch.ok(send, asked);
  expect([member_created, member.status, member.email_address_verified]).toEqual([true, 'pending', false]);
  expect(stytch.store.outbox[0]?.subject).toBe('Finish signing up');
  expect((await stytch.ok(send, asked)).member_created).toBe(false);
  const signedUp = await stytch.ok(authenticate, { magic_links_token: mailed(asked.email_address) });
  expect(signedUp.member).toMatchObject({
    member_id: member.member_id,
    status: 'active',
    email_address_verified: true,
  });
});

test('a link verifies an unverified address of an active member', async () => {
  const email_address = 'unverified@home.example';
  const { member } = await stytch.ok('api_organization_v1_organizations_members_Create', {
    organization_id: bakery,
    email_address,
  });
  expect([member.status, member.email_address_verified]).toEqual(['active', false]);
  const magic_links_token = await linkFor(email_address);
  expect((await stytch.ok(authenticate, { magic_links_token })).member.email_address_verified).toBe(true);
});

test('an organization without magic links sends none, except to break-glass members', async () => {
  const restricted: [number, string] = [403, 'operation_restricted_by_organization_auth_methods'];
  await stytch.refused(send, { organization_id: bank, email_address: 'viktor.petrov@northgate.example' }, restricted);
  const newcomer = { organization_id: bank, email_address: 'newcomer@northgate.example' };
  await stytch.refused(send, newcomer, restricted);
  await stytch.refused(getMember, newcomer, [404, 'member_not_found']);
  await linkFor('breakglass@northgate.example', bank);
});

test('a link sent before links were forbidden requires another first factor', async () => {
  const magic_links_token = await linkFor('liam@fernhill.example');
  change(bakery, { auth_methods: 'RESTRICTED', allowed_auth_methods: ['password', 'google_oauth'] });
  const answer = await stytch.ok(authenticate, { magic_links_token });
  expect(answer).toMatchObject({
    member_authenticated: false,
    session_token: '',
    primary_required: { allowed_auth_methods: ['password', 'google_oauth'] },
  });
  expect(answer.intermediate_session_token).not.toBe('');
});

test('a member with MFA gets a texted code and an intermediate session, and completes it with the code', async () => {
  const dmitri = baker('dmitri');
  const magic_links_token = await linkFor(dmitri.email_address);
  const first = await stytch.ok(authenticate, { magic_links_token, locale: 'es' });
  expect(first).toMatchObject({
    member_authenticated: false,
    session_jwt: '',
    mfa_required: {
      member_options: { mfa_phone_number: dmitri.mfa_phone_number, totp_registration_id: '' },
      secondary_auth_initiated: 'sms_otp',
    },
  });
  expect(first.member_session).toBeUndefined();
  const [text] = stytch.store.outbox;
  expect(text).toMatchObject({ channel: 'sms', to: dmitri.mfa_phone_number, subject: 'Tu código de acceso' });
  const { member_session } = await stytch.ok('api_b2b_otp_v1_b2b_otp_sms_Authenticate', {
    organization_id: bakery,
    member_id: dmitri.member_id,
    intermediate_session_token: first.intermediate_session_token,
    code: text?.secret ?? '',
  });
  expect(member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'otp']);
});

test('the sent session gets the factor and needs no second one; a session of another member is ignored', async () => {
  const dmitri = baker('dmitri');
  const session_token = tokenOf(stytch.store, dmitri.member_id);
  const magic_links_token = await linkFor(dmitri.email_address);
  const both = { magic_links_token, session_token, session_jwt: 'x' };
  await stytch.refused(authenticate, both, [400, 'too_many_session_arguments']);
  const stepped = await stytch.ok(authenticate, { magic_links_token, session_token });
  expect([stepped.member_authenticated, stepped.session_token]).toEqual([true, session_token]);

  const liams = tokenOf(stytch.store, baker('liam').member_id);
  const other = await stytch.ok(authenticate, {
    magic_links_token: await linkFor(dmitri.email_address),
    session_token: liams,
  });
  expect([other.member_authenticated, other.member_id]).toEqual([false, dmitri.member_id]);
});

test('a link adds the missing first factor to an intermediate session, under the same token', async () => {
  const chiara = baker('chiara');
  const { token: session_token } = startSession(
    stytch.store,
    storedMember(stytch.store, bank, 'ada@fernhill.example'),
    {
      factors: [
        {
          type: 'oauth',
          delivery_method: 'oauth_github',
          github_oauth_factor: { id: 'oauth-member-test-1', provider_subject: '1', email_id: 'email-test-1' },
        },
      ],
    },
  );
  const { intermediate_session_token, primary_required, member_id } = await stytch.ok('api_b2b_session_v1_Exchange', {
    organization_id: bakery,
    session_token,
  });
  expect(primary_required?.allowed_auth_methods).toContain('magic_link');
  const notTheirs = { magic_links_token: await linkFor(chiara.email_address), intermediate_session_token };
  await stytch.refused(authenticate, notTheirs, [403, 'member_session_member_id_mismatch']);

  const magic_links_token = await linkFor('ada@fernhill.example');
  const first = await stytch.ok(authenticate, { magic_links_token, intermediate_session_token });
  expect(first).toMatchObject({ member_id, member_authenticated: false, intermediate_session_token });
  expect(first.primary_required).toBeUndefined();
  expect(first.mfa_required).toMatchObject({ member_options: { mfa_phone_number: '+14155550101' } });
  const factors = stytch.store.intermediateSessions.get(intermediate_session_token)?.factors;
  expect(factors?.map(({ delivery_method }) => delivery_method)).toEqual(['oauth_exchange_github', 'email']);
});

test('a link with a code challenge requires its verifier', async () => {
  const verifier = 'only this device knows the verifier of this flow';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const asked = { organization_id: bakery, email_address: 'liam@fernhill.example' };
  await stytch.refused(send, { ...asked, pkce_code_challenge: 'short' }, [400, 'invalid_pkce_code_challenge']);
  await stytch.ok(send, { ...asked, pkce_code_challenge: challenge });
  const magic_links_token = mailed(asked.email_address);
  await stytch.refused(authenticate, { magic_links_token }, [400, 'pkce_expected_code_verifier']);
  const guess = { magic_links_token, pkce_code_verifier: 'another' };
  await stytch.refused(authenticate, guess, [400, 'pkce_mismatch']);
  await stytch.ok(authenticate, { magic_links_token, pkce_code_verifier: verifier });
  const plain = { magic_links_token: await linkFor(asked.email_address), pkce_code_verifier: verifier };
  await stytch.refused(authenticate, plain, [400, 'pkce_did_not_expect_code_verifier']);
});

test('a locked member cannot sign in by link until the lock expires', async () => {
  const liam = baker('liam');
  const magic_links_token = await linkFor(liam.email_address);
  saveMember(stytch.store, { ...liam, is_locked: true, lock_expires_at: new Date(Date.now() + 600_000).toISOString() });
  await stytch.refused(authenticate, { magic_links_token }, [429, 'user_lock_limit_reached']);
  const session_token = tokenOf(stytch.store, liam.member_id);
  await stytch.refused(authenticate, { magic_links_token, session_token }, [429, 'user_lock_limit_reached']);
  stytch.pass({ minutes: 11 });
  expect((await stytch.ok(authenticate, { magic_links_token })).member.is_locked).toBe(false);
});

test.each([
  [send, { login_redirect_url: 'javascript:alert(1)' }, 400, 'invalid_login_redirect_url'],
  [send, { signup_redirect_url: 'ftp://app.example' }, 400, 'invalid_signup_redirect_url'],
  [send, { organization_id: 'nowhere' }, 404, 'organization_not_found'],
  [send, { locale: 'tlh' }, 400, 'invalid_argument'],
  [invite, { invite_redirect_url: 'no url' }, 400, 'invalid_invite_redirect_url'],
  [invite, { email_address: 'no address' }, 400, 'invalid_email'],
  [invite, { invited_by_member_id: 'nobody' }, 404, 'member_not_found'],
  [invite, { roles: ['emperor'] }, 400, 'invalid_rbac_role_id'],
  [invite, { roles: ['stytch_member'] }, 400, 'cannot_assign_default_rbac_role_id'],
  [invite, { invite_expiration_minutes: 10_081 }, 400, 'invalid_expiration'],
  [invite, { email_address: 'liam@fernhill.example' }, 400, 'duplicate_member_email'],
  [invite, { email_address: 'liam@northgate.example' }, 400, 'action_not_allowed_email_domain_is_claimed'],
  [discoverySend, { discovery_redirect_url: 'no url' }, 400, 'invalid_discovery_redirect_url'],
  [discoverySend, { email_address: 'no address' }, 400, 'invalid_email'],
  [discoverySend, { discovery_expiration_minutes: 4 }, 400, 'invalid_expiration'],
] as const)('%s with %j sends nothing', async (id, wrong, status, type) => {
  const input = { organization_id: bakery, email_address: 'guest@home.example', ...wrong };
  await stytch.refused(id, input, [status, type]);
  expect(stytch.store.outbox).toEqual([]);
  const { members } = await stytch.ok('api_organization_v1_organizations_members_Search', {
    organization_ids: [bakery],
    query: { operator: 'AND', operands: [{ filter_name: 'member_emails', filter_value: ['guest@home.example'] }] },
  });
  expect(members).toEqual([]);
});

test('an invited member has the given roles', async () => {
  const { member } = await stytch.ok(
    invite,
    {
      organization_id: bakery,
      email_address: 'Guest@home.example',
      invite_redirect_url: 'https://app.example/join',
      invited_by_member_id: baker('ada').member_id,
      name: 'A Guest',
      roles: ['editor'],
      untrusted_metadata: { theme: 'dark' },
      locale: 'pt-br',
    },
    { session: tokenOf(stytch.store, baker('ada').member_id) },
  );
  expect(member).toMatchObject({ status: 'invited', name: 'A Guest', email_address: 'guest@home.example' });
  expect(stytch.store.outbox[0]).toMatchObject({
    subject: 'Você recebeu um convite',
    member_id: member.member_id,
    link: expect.stringMatching(/^https:\/\/app\.example\/join\?/),
  });
  stytch.pass({ days: 6 });
  const accepted = await stytch.ok(authenticate, { magic_links_token: mailed('guest@home.example') });
  expect(accepted.member).toMatchObject({ status: 'active', untrusted_metadata: { theme: 'dark' } });
  expect(accepted.member_session?.roles).toEqual(['stytch_member', 'editor']);
});

test('inviting requires the permission to create members, in the own organization', async () => {
  const input = { organization_id: bakery, email_address: 'guest@home.example' };
  const as = (name: string) => ({ session: tokenOf(stytch.store, baker(name).member_id) });
  await stytch.refused(invite, input, [403, 'session_authorization_error'], as('liam'));
  await stytch.refused(
    invite,
    { ...input, organization_id: bank },
    [403, 'session_authorization_tenancy_error'],
    as('ada'),
  );
  await stytch.ok(invite, input, as('chiara'));
});

test('an invitation follows the settings, turns pending members into invited ones and lasts a week', async () => {
  const priya = baker('priya');
  expect(priya.status).toBe('pending');
  const { member } = await stytch.ok(invite, { organization_id: bakery, email_address: priya.email_address });
  expect([member.member_id, member.status, member.name]).toEqual([priya.member_id, 'invited', 'Priya Raman']);
  const first = mailed(priya.email_address);
  await stytch.ok(invite, { organization_id: bakery, email_address: priya.email_address, roles: ['editor'] });
  stytch.pass({ days: 7, minutes: 1 });
  await stytch.refused(authenticate, { magic_links_token: first }, used);

  const notAllowed: [number, string] = [400, 'invalid_email_for_invites'];
  const outsider = { organization_id: bank, email_address: 'guest@home.example' };
  await stytch.refused(invite, outsider, notAllowed);
  await stytch.ok(invite, { ...outsider, email_address: 'guest@contractors.northgate.example' });
  change(bakery, { email_invites: 'NOT_ALLOWED' });
  await stytch.refused(invite, { ...outsider, organization_id: bakery }, notAllowed);
});

test('deleting the member revokes an invitation', async () => {
  const { member } = await stytch.ok(invite, { organization_id: bakery, email_address: 'guest@home.example' });
  const magic_links_token = mailed('guest@home.example');
  await stytch.ok('api_organization_v1_organizations_members_Delete', {
    organization_id: bakery,
    member_id: member.member_id,
  });
  await stytch.refused(authenticate, { magic_links_token }, used);
});

test('the link completes a change of address', async () => {
  const benedikt = baker('benedikt');
  const key = { organization_id: bakery, member_id: benedikt.member_id };
  await stytch.ok(startUpdate, { ...key, email_address: 'ben@home.example' });
  const magic_links_token = mailed('ben@home.example');
  const wrong = { magic_links_token, session_duration_minutes: 1 };
  await stytch.refused(authenticate, wrong, [400, 'invalid_session_duration_minutes']);
  const session_token = tokenOf(stytch.store, benedikt.member_id);
  const { member, ...answer } = await stytch.ok(authenticate, { magic_links_token, session_token });
  expect(answer).toMatchObject({ member_authenticated: true, session_token, reset_sessions: false });
  expect(member).toMatchObject({
    member_id: benedikt.member_id,
    email_address: 'ben@home.example',
    email_address_verified: true,
    retired_email_addresses: [{ email_address: 'benedikt@fernhill.example' }],
  });
  const factor = answer.member_session?.authentication_factors.at(-1);
  expect(factor?.email_factor).toEqual({ email_address: 'ben@home.example', email_id: answer.method_id });
  await stytch.refused(authenticate, { magic_links_token }, [404, 'magic_link_not_found']);
  expect((await stytch.ok(getMember, { organization_id: bakery, email_address: 'ben@home.example' })).member).toEqual(
    member,
  );
});

test('a late change of address, or one to a taken address, changes nothing', async () => {
  const nia = baker('nia');
  const key = { organization_id: bakery, member_id: nia.member_id };
  await stytch.ok(startUpdate, { ...key, email_address: 'n@home.example' });
  const late = mailed('n@home.example');
  stytch.pass({ minutes: 6 });
  await stytch.refused(authenticate, { magic_links_token: late }, used);
  await stytch.ok(startUpdate, { ...key, email_address: 'n@home.example' });
  const magic_links_token = mailed('n@home.example');
  saveMember(stytch.store, { ...baker('oskar'), email_address: 'n@home.example' });
  await stytch.refused(authenticate, { magic_links_token }, [400, 'duplicate_member_email']);
  expect((await stytch.ok(getMember, key)).member).toEqual(nia);
});

test('a discovery link starts an intermediate session without a member', async () => {
  const challenge = createHash('sha256').update('verifier').digest('base64url');
  await stytch.ok(discoverySend, {
    email_address: 'Ada@fernhill.example',
    discovery_redirect_url: 'https://app.example/discover',
    pkce_code_challenge: challenge,
    locale: 'es',
  });
  const [mail] = stytch.store.outbox;
  expect(mail).toMatchObject({ subject: 'Encuentra tu organización', to: 'ada@fernhill.example' });
  expect(mail).not.toHaveProperty('member_id');
  expect(new URL(mail?.link ?? '').searchParams.get('stytch_token_type')).toBe('discovery');
  const discovery_magic_links_token = mail?.secret ?? '';
  await stytch.refused(authenticate, { magic_links_token: discovery_magic_links_token }, [404, 'magic_link_not_found']);
  await stytch.refused(discoveryAuthenticate, { discovery_magic_links_token }, [400, 'pkce_expected_code_verifier']);
  const answer = await stytch.ok(discoveryAuthenticate, {
    discovery_magic_links_token,
    pkce_code_verifier: 'verifier',
  });
  expect(answer.email_address).toBe('ada@fernhill.example');
  expect(answer.intermediate_session_token).not.toBe('');
  expect(answer.discovered_organizations.map(({ membership }) => membership?.type)).toEqual([
    'active_member',
    'active_member',
  ]);
  await stytch.refused(discoveryAuthenticate, { discovery_magic_links_token, pkce_code_verifier: 'verifier' }, used);

  await stytch.ok(discoverySend, { email_address: 'ada@fernhill.example', discovery_expiration_minutes: 5 });
  const short = mailed('ada@fernhill.example');
  stytch.pass({ minutes: 6 });
  await stytch.refused(discoveryAuthenticate, { discovery_magic_links_token: short }, used);
});

test('the documented test values work any number of times', async () => {
  for (const _ of [1, 2]) {
    const { member } = await stytch.ok(authenticate, { magic_links_token: testLink });
    expect(member.email_address).toBe('sandbox@stytch.com');
    const found = await stytch.ok(discoveryAuthenticate, { discovery_magic_links_token: testLink });
    expect(found.discovered_organizations.map(({ organization }) => organization?.organization_slug)).toEqual([bakery]);
  }
  expect(await linkFor('sandbox@stytch.com')).toBe(testLink);
  stytch.pass({ days: 30 });
  await stytch.ok(authenticate, { magic_links_token: testLink });
  await stytch.refused(authenticate, { magic_links_token: deadTestLink }, used);
  await stytch.refused(discoveryAuthenticate, { discovery_magic_links_token: deadTestLink }, used);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(magicLink));
