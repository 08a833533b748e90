import * as crypto from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { password } from '../../src/sandbox/b2b/password.ts';
import { passwordDiscovery } from '../../src/sandbox/b2b/password-discovery.ts';
import { passwordEmail } from '../../src/sandbox/b2b/password-email.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { secretsOf } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, memberCalled, startHarness, tokenOf } from './harness.ts';

let stytch: Harness;
let ada: Member;
let benedikt: Member;
let hiro: Member;
beforeEach(async () => {
  stytch = await startHarness();
  ada = memberCalled(stytch.store, bakery, 'ada@fernhill.example');
  benedikt = memberCalled(stytch.store, bakery, 'benedikt@fernhill.example');
  hiro = memberCalled(stytch.store, bakery, 'hiro@fernhill.example');
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const check = 'api_b2b_password_v1_StrengthCheck';
const migrate = 'api_b2b_password_v1_Migrate';
const authenticate = 'api_b2b_password_v1_Authenticate';
const resetStart = 'api_b2b_password_v1_b2b_passwords_email_ResetStart';
const reset = 'api_b2b_password_v1_b2b_passwords_email_Reset';
const requireReset = 'api_b2b_password_v1_b2b_passwords_email_RequireReset';
const sessionReset = 'api_b2b_password_v1_b2b_passwords_session_Reset';
const existingReset = 'api_b2b_password_v1_b2b_passwords_existing_password_Reset';
const discoveryAuthenticate = 'api_b2b_password_v1_b2b_passwords_discovery_Authenticate';
const discoveryStart = 'api_b2b_password_v1_b2b_passwords_discovery_email_ResetStart';
const discoveryReset = 'api_b2b_password_v1_b2b_passwords_discovery_email_Reset';

const rye = 'rye needs a longer proof';
const strong = 'eleven wet umbrellas in the hall';
const at = (member: Member, password = strong) => ({
  organization_id: member.organization_id,
  email_address: member.email_address,
  password,
});
const wrong: [number, string] = [401, 'unauthorized_credentials'];
const locked: [number, string] = [429, 'user_lock_limit_reached'];
const badToken: [number, string] = [401, 'unable_to_auth_password_reset_token'];

/** Asks for a reset by email and reads the token from the mail. */
const mailedToken = async (member: Member, more: object = {}) => {
  const { organization_id, email_address } = member;
  await stytch.ok(resetStart, { organization_id, email_address, ...more });
  const [message] = stytch.store.outbox;
  return message?.secret ?? '';
};
const signedIn = (member: Member) =>
  startSession(stytch.store, member, {
    factors: [
      { type: 'password', delivery_method: 'knowledge', last_authenticated_at: stytch.store.now().toISOString() },
    ],
  });

test('a password is judged by how many guesses it takes', async () => {
  const scores = async (passwords: string[]) => {
    const answers = await Promise.all(passwords.map((text) => stytch.ok(check, { password: text })));
    return answers.map(({ score }) => score);
  };
  expect(await scores(['a', 'P@ssw0rd', 'qwertyuiop', 'abcdefgh', 'aaaaaaaaaaaa', 'summer2024', 'drowssap'])).toEqual([
    1, 1, 1, 1, 1, 1, 1,
  ]);
  expect(await scores(['kzmqvbxt', 'kzmqvbxtjp', 'kzmqvb'])).toEqual([3, 4, 2]);
  expect(await scores(['EntropyIsInformation', rye, strong, 'пароль из шести слов', '🥐🥖🥨🥯🥞'])).toEqual([
    4, 4, 4, 4, 4,
  ]);
  const weak = await stytch.ok(check, { password: 'dragon1999' });
  expect(weak).toMatchObject({ valid_password: false, strength_policy: 'zxcvbn', breach_detection_on_create: true });
  expect(weak.zxcvbn_feedback?.warning).not.toBe('');
  expect(weak.zxcvbn_feedback?.suggestions).not.toEqual([]);
  expect((await stytch.ok(check, { password: strong })).zxcvbn_feedback).toEqual({ warning: '', suggestions: [] });
  // Long input takes no longer than a blink.
  await stytch.ok(check, { password: 'ab1'.repeat(20_000) });
});

test('what an address gives away counts for nothing, and what leaked is not valid with one', async () => {
  const own = { password: 'esperanzavidal', email_address: 'esperanza.vidal@fernhill.example' };
  expect((await stytch.ok(check, own)).valid_password).toBe(false);
  expect((await stytch.ok(check, { password: own.password })).valid_password).toBe(true);

  const leaked = { password: 'Correct horse battery staple' };
  expect(await stytch.ok(check, leaked)).toMatchObject({ score: 4, breached_password: true, valid_password: true });
  const withAddress = await stytch.ok(check, { ...leaked, email_address: 'ada@fernhill.example' });
  expect(withAddress).toMatchObject({ breached_password: true, valid_password: false });
});

test('what the four kinds of characters would say comes along', async () => {
  const of = async (text: string) => (await stytch.ok(check, { password: text })).luds_feedback;
  expect(await of('abc')).toEqual({
    has_lower_case: true,
    has_upper_case: false,
    has_digit: false,
    has_symbol: false,
    missing_complexity: 2,
    missing_characters: 5,
  });
  expect(await of('Abc defg9')).toMatchObject({ has_symbol: true, missing_complexity: 0, missing_characters: 0 });
});

test('a member signs in with their password, in any spelling of the address', async () => {
  const answer = await stytch.ok(authenticate, {
    ...at(benedikt, rye),
    email_address: ' Benedikt@Fernhill.Example ',
    session_duration_minutes: 30,
    session_custom_claims: { oven: 2 },
  });
  expect(answer).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    member_id: benedikt.member_id,
    organization_id: benedikt.organization_id,
    member_session: {
      custom_claims: { oven: 2 },
      authentication_factors: [{ type: 'password', delivery_method: 'knowledge' }],
    },
  });
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: answer.session_token });
  await stytch.refused(authenticate, at(hiro), [404, 'member_password_not_found']);
  await stytch.refused(authenticate, { ...at(hiro), email_address: 'nobody@fernhill.example' }, [
    404,
    'email_not_found',
  ]);
  await stytch.refused(authenticate, { ...at(benedikt, rye), session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
});

test('who needs a second factor gets an intermediate session, and a code where that is their way', async () => {
  const waiting = await stytch.ok(authenticate, at(ada, 'sourdough at six in the morning'));
  expect(waiting).toMatchObject({
    member_authenticated: false,
    session_token: '',
    session_jwt: '',
    mfa_required: { member_options: { totp_registration_id: ada.totp_registration_id } },
  });
  expect(waiting.intermediate_session_token).not.toBe('');

  // With a session of their own they have met the demand before.
  const record = signedIn(ada);
  const again = await stytch.ok(authenticate, {
    ...at(ada, 'sourdough at six in the morning'),
    session_token: record.token,
  });
  expect(again).toMatchObject({ member_authenticated: true, session_token: record.token });

  // Where passwords are no way in, a right one is not enough.
  const organization = stytch.store.organizations.get(benedikt.organization_id);
  if (!organization) throw new Error('unreachable');
  saveOrganization(stytch.store, { ...organization, auth_methods: 'RESTRICTED', allowed_auth_methods: ['sso'] });
  const kept = await stytch.ok(authenticate, at(benedikt, rye));
  expect(kept).toMatchObject({ member_authenticated: false, primary_required: { allowed_auth_methods: ['sso'] } });
  await stytch.refused(resetStart, at(benedikt), [403, 'operation_restricted_by_organization_auth_methods']);
});

test('the tenth wrong password in a row locks the member for an hour', async () => {
  const memberNow = async () =>
    (
      await stytch.ok('api_organization_v1_organizations_members_Get', {
        organization_id: bakery,
        member_id: benedikt.member_id,
      })
    ).member;
  for (let n = 0; n < 9; n++) await stytch.refused(authenticate, at(benedikt, 'wrong'), wrong);
  // A right one in between begins the count anew.
  await stytch.ok(authenticate, at(benedikt, rye));
  for (let n = 0; n < 10; n++) await stytch.refused(authenticate, at(benedikt, 'wrong'), wrong);
  const member = await memberNow();
  expect(member.is_locked).toBe(true);
  expect(Date.parse(member.lock_expires_at ?? '') - Date.parse(member.lock_created_at ?? '')).toBe(3_600_000);

  await stytch.refused(authenticate, at(benedikt, rye), locked);
  await stytch.refused(existingReset, { ...at(benedikt), existing_password: rye, new_password: strong }, locked);
  const password_reset_token = await mailedToken(benedikt);
  await stytch.refused(reset, { password_reset_token, password: strong }, locked);
  await stytch.ok(authenticate, {
    ...at(memberCalled(stytch.store, bakery, 'imogen@fernhill.example')),
    password: 'croissants have eighty one layers',
  });
  stytch.pass({ minutes: 61 });
  const after = await memberNow();
  expect([after.is_locked, after.lock_created_at, after.lock_expires_at]).toEqual([false, undefined, undefined]);
  await stytch.ok(authenticate, at(benedikt, rye));
});

test('a reset by email proves the address, sets the password and ends other sessions', async () => {
  const before = signedIn(hiro);
  const token = await mailedToken(hiro, { reset_password_redirect_url: 'https://fernhill.example/reset?a=1' });
  const [message] = stytch.store.outbox;
  expect(message).toMatchObject({ channel: 'email', to: hiro.email_address, member_id: hiro.member_id });
  const link = new URL(message?.link ?? '');
  expect([link.pathname, link.searchParams.get('a'), link.searchParams.get('token')]).toEqual(['/reset', '1', token]);

  const magic_links_token = new URL(message?.login_link ?? '').searchParams.get('token') ?? '';
  expect((await stytch.ok('api_b2b_magic_v1_Authenticate', { magic_links_token })).member_id).toBe(hiro.member_id);
  const answer = await stytch.ok(reset, { password_reset_token: token, password: strong });
  expect(answer).toMatchObject({ member_authenticated: true, organization_id: hiro.organization_id });
  expect(answer.member.member_password_id).toMatch(/^member-password-test-/);
  await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: before.token }, [404, 'session_not_found']);
  await stytch.ok(authenticate, at(hiro));
  await stytch.refused(reset, { password_reset_token: token, password: strong }, badToken);
});

test('an invited member becomes active with a first password', async () => {
  const rosa = memberCalled(stytch.store, bakery, 'rosa@fernhill.example');
  const password_reset_token = await mailedToken(rosa);
  const { member } = await stytch.ok(reset, { password_reset_token, password: strong });
  expect(member).toMatchObject({ status: 'active', email_address_verified: true });
});

test('a reset link has its time, its challenge and one use, however many try', async () => {
  await stytch.refused(resetStart, { ...at(hiro), reset_password_expiration_minutes: 4 }, [400, 'invalid_expiration']);
  await stytch.refused(resetStart, { ...at(hiro), reset_password_redirect_url: 'javascript:1' }, [
    400,
    'invalid_password_reset_redirect_url',
  ]);
  await stytch.refused(resetStart, { ...at(hiro), email_address: 'nobody@fernhill.example' }, [404, 'email_not_found']);
  const first = await mailedToken(hiro);
  stytch.pass({ minutes: 31 });
  await stytch.refused(reset, { password_reset_token: first, password: strong }, badToken);
  await stytch.refused(reset, { password_reset_token: 'unknown', password: strong }, badToken);

  const code_verifier = 'a verifier of some length that nobody knows';
  const code_challenge = crypto.createHash('sha256').update(code_verifier).digest('base64url');
  await stytch.refused(resetStart, { ...at(hiro), code_challenge: 'short' }, [400, 'invalid_pkce_code_challenge']);
  const older = await mailedToken(hiro);
  const input = { password_reset_token: await mailedToken(hiro, { code_challenge }), password: strong };
  await stytch.refused(reset, input, [400, 'pkce_expected_code_verifier']);
  await stytch.refused(reset, { ...input, code_verifier: 'another' }, [400, 'pkce_mismatch']);
  await stytch.refused(reset, { ...input, code_verifier, password: 'password' }, [400, 'breached_password']);
  await stytch.refused(reset, { ...input, code_verifier, password: 'hirohirohiro' }, [400, 'weak_password']);
  await stytch.refused(reset, { ...input, code_verifier, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  const attempts = Array.from({ length: 5 }, () => stytch.ok(reset, { ...input, code_verifier }));
  const settled = await Promise.allSettled(attempts);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  // What was mailed before is void, too.
  await stytch.refused(reset, { password_reset_token: older, password: strong }, badToken);

  const late = await mailedToken(hiro);
  saveMember(stytch.store, { ...hiro, email_address: 'hiro.tanaka@fernhill.example' });
  await stytch.refused(reset, { password_reset_token: late, password: strong }, badToken);
});

test('a reset by email keeps the session it came with, and passes over somebody else’s', async () => {
  const own = signedIn(hiro);
  const other = signedIn(hiro);
  const kept = await stytch.ok(reset, {
    password_reset_token: await mailedToken(hiro),
    password: strong,
    session_token: own.token,
  });
  expect(kept.session_token).toBe(own.token);
  await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: other.token }, [404, 'session_not_found']);

  const session_token = tokenOf(stytch.store, benedikt.member_id);
  const apart = await stytch.ok(reset, {
    password_reset_token: await mailedToken(hiro),
    password: `${strong} again`,
    session_token,
  });
  expect(apart.member_id).toBe(hiro.member_id);
  expect(apart.session_token).not.toBe(session_token);
});

test('a password is changed by the one before', async () => {
  const other = signedIn(benedikt);
  const input = { ...at(benedikt), existing_password: rye, new_password: strong };
  await stytch.refused(existingReset, { ...input, existing_password: 'wrong' }, wrong);
  await stytch.refused(existingReset, { ...input, new_password: 'benedikt' }, [400, 'weak_password']);
  const answer = await stytch.ok(existingReset, input);
  expect(answer).toMatchObject({ member_authenticated: true });
  expect(answer.member.member_password_id).toBe(benedikt.member_password_id);
  await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: other.token }, [404, 'session_not_found']);
  await stytch.refused(authenticate, at(benedikt, rye), wrong);
  await stytch.ok(authenticate, at(benedikt));
});

test('a session in which a factor is fresh may set the password', async () => {
  const { token: session_token } = signedIn(hiro);
  const other = signedIn(hiro);
  const { organization_id } = hiro;
  const input = { organization_id, password: strong, session_token };
  await stytch.refused(sessionReset, { ...input, organization_id: bank }, [403, 'session_authorization_tenancy_error']);
  await stytch.refused(sessionReset, { organization_id, password: strong }, [400, 'no_session_arguments']);
  const answer = await stytch.ok(sessionReset, input);
  expect(answer).toMatchObject({ member_authenticated: true, session_token });
  await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: other.token }, [404, 'session_not_found']);
  await stytch.ok(authenticate, at(hiro));
  stytch.pass({ minutes: 6 });
  await stytch.refused(sessionReset, input, [400, 'session_too_old_to_reset_password']);
});

const secret = 'the old system knew this one';
const sum = (algorithm: string, text: string) => crypto.createHash(algorithm).update(text).digest('hex');

test('a password that comes along as a hash signs in, and is never replaced by another', async () => {
  const { organization_id, email_address } = hiro;
  const key = { organization_id, email_address };
  const hash = { hash_type: 'md_5' as const, hash: sum('md5', secret) };
  expect(await stytch.ok(migrate, { ...key, ...hash })).toMatchObject({
    member_created: false,
    member_id: hiro.member_id,
  });
  await stytch.ok(authenticate, at(hiro, secret));
  await stytch.refused(authenticate, at(hiro, `${secret}!`), wrong);
  await stytch.refused(migrate, { ...key, ...hash }, [400, 'password_already_exists']);
  await stytch.refused(migrate, { ...key, hash_type: 'rot13', hash: 'x' }, [400, 'invalid_hash_type']);
});

test.each<[string, (token: string) => unknown, [number, string]]>([
  ['changed', (token) => stytch.ok(reset, { password_reset_token: token, password: strong }), wrong],
  ['locked', () => lockByGuessing(), [429, 'user_lock_limit_reached']],
])('a password that is %s while its hash is computed signs nobody in', async (_, meanwhile, refusal) => {
  const token = await mailedToken(hiro);
  const matches = async (password: string) => {
    if (password !== secret) return false;
    await meanwhile(token);
    return true;
  };
  const { memberSecrets } = stytch.store;
  memberSecrets.set(hiro.member_id, {
    ...secretsOf(stytch.store, hiro.member_id),
    password: { hash_type: 'bcrypt', matches },
  });
  await stytch.refused(authenticate, at(hiro, secret), refusal);
});

const lockByGuessing = async () => {
  for (let n = 0; n < 10; n++) await stytch.refused(authenticate, at(hiro, 'a guess'), wrong);
};

test('a member who is not there yet is made of what comes along', async () => {
  const input = {
    organization_id: bakery,
    email_address: 'New.Baker@fernhill.example',
    hash_type: 'sha_1' as const,
    hash: sum('sha1', secret),
    name: 'New Baker',
    roles: ['editor'],
    trusted_metadata: { from: 'payroll' },
    untrusted_metadata: { theme: 'dark' },
    mfa_phone_number: '+14155550199',
    set_phone_number_verified: true,
    external_id: 'staff-99',
  };
  const { member, member_created } = await stytch.ok(migrate, input);
  expect(member_created).toBe(true);
  expect(member).toMatchObject({
    status: 'active',
    email_address: 'new.baker@fernhill.example',
    email_address_verified: true,
    name: 'New Baker',
    trusted_metadata: { from: 'payroll' },
    mfa_phone_number_verified: true,
    external_id: 'staff-99',
  });
  expect(member.roles.map(({ role_id }) => role_id)).toContain('editor');
  await stytch.ok(authenticate, at(member, secret));
  await stytch.refused(
    migrate,
    { ...input, external_id: 'staff-100', mfa_phone_number: '', email_address: 'x@y.example', roles: ['nonsense'] },
    [400, 'invalid_rbac_role_id'],
  );
  await stytch.refused(migrate, { ...input, email_address: 'not an address' }, [400, 'invalid_email']);
});

test('a password that leaked signs nobody in until it was reset by email', async () => {
  const { organization_id, email_address } = hiro;
  const leaked = 'correct horse battery staple';
  await stytch.ok(migrate, { organization_id, email_address, hash_type: 'md_5', hash: sum('md5', leaked) });
  await stytch.refused(authenticate, at(hiro, leaked), [400, 'member_reset_password']);
  const input = { ...at(hiro), existing_password: leaked, new_password: strong };
  await stytch.refused(existingReset, input, [400, 'cannot_reset_password_with_existing_password']);
  await stytch.ok(reset, { password_reset_token: await mailedToken(hiro), password: strong });
  await stytch.ok(authenticate, at(hiro));
});

test('what needs passwords across organizations is refused where the project has none', async () => {
  const off: [number, string] = [400, 'cross_org_passwords_not_enabled'];
  const { email_address } = ada;
  await stytch.refused(requireReset, { email_address }, off);
  await stytch.refused(discoveryAuthenticate, { email_address, password: strong }, off);
  await stytch.refused(discoveryStart, { email_address }, off);
  await stytch.refused(discoveryReset, { password_reset_token: 'x', password: strong }, off);
  const other = memberCalled(stytch.store, bank, ada.email_address);
  await stytch.refused(authenticate, at(other, 'sourdough at six in the morning'), [404, 'member_password_not_found']);
});

test('the setting is one of the sandbox’s own, and only with it passwords go by deletion or by a reset', async () => {
  const put = (body: object) => stytch.raw('PUT', '/sandbox/settings', { body: JSON.stringify(body) });
  const remove = 'api_organization_v1_organizations_members_DeletePassword';
  const key = { organization_id: bakery, member_password_id: benedikt.member_password_id };
  expect(await put({ cross_organization_passwords: 'yes' })).toMatchObject({ status: 400 });
  expect(await put({ cross_organization_passwords: true, toString: true })).toMatchObject({ status: 400 });
  expect(stytch.store.crossOrganizationPasswords).toBe(false);
  expect(await put({ cross_organization_passwords: true })).toMatchObject({ status: 200 });
  await stytch.refused(remove, key, [400, 'cross_org_passwords_enabled']);
  expect((await put({ cross_organization_passwords: false })).body).toEqual({
    authorization_url: stytch.store.authorizationUrl,
    cross_organization_passwords: false,
    password_strength: 'zxcvbn',
  });
  await stytch.ok(remove, key);
  await stytch.refused(authenticate, at(benedikt, rye), [404, 'member_password_not_found']);
});

test('another setting has passwords judged by their characters', async () => {
  const put = (body: object) => stytch.raw('PUT', '/sandbox/settings', { body: JSON.stringify(body) });
  const judged = (password: string) => stytch.ok('api_b2b_password_v1_StrengthCheck', { password });
  expect(await put({ password_strength: 'guesses' })).toMatchObject({ status: 400 });
  expect((await put({ password_strength: 'luds' })).body).toMatchObject({ password_strength: 'luds' });
  expect(await judged('Dragon12')).toMatchObject({ strength_policy: 'luds', valid_password: true });
  expect(await judged(strong)).toMatchObject({ valid_password: false, luds_feedback: { missing_complexity: 1 } });
  const token = await mailedToken(hiro);
  await stytch.refused(reset, { password_reset_token: token, password: strong }, [400, 'weak_password']);
  await stytch.ok(reset, { password_reset_token: token, password: 'Umbrellas 11' });
});

test('across organizations one password holds for an address', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const sourdough = 'sourdough at six in the morning';
  const { email_address } = ada;
  const other = memberCalled(stytch.store, bank, email_address);
  await stytch.ok(authenticate, at(other, sourdough));
  await stytch.ok(reset, { password_reset_token: await mailedToken(ada), password: strong });
  await stytch.ok(authenticate, at(other));
  expect(memberCalled(stytch.store, bank, email_address).member_password_id).toBe(ada.member_password_id);

  const found = await stytch.ok(discoveryAuthenticate, { email_address: 'ADA@fernhill.example', password: strong });
  expect(found.email_address).toBe(email_address);
  expect(found.discovered_organizations.map(({ organization }) => organization?.organization_slug)).toEqual([
    bakery,
    bank,
  ]);
  const into = await stytch.ok('api_discovery_v1_discovery_intermediate_sessions_Exchange', {
    intermediate_session_token: found.intermediate_session_token,
    organization_id: bank,
  });
  expect(into).toMatchObject({ member_id: other.member_id });
  await stytch.refused(discoveryAuthenticate, { email_address, password: 'wrong' }, wrong);
  await stytch.refused(discoveryAuthenticate, { email_address: hiro.email_address, password: 'x' }, [
    404,
    'member_password_not_found',
  ]);
});

test('in discovery a password is set by email, also by somebody who is nobody’s member', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const session_token = tokenOf(stytch.store, ada.member_id);
  for (const email_address of ['ada@fernhill.example', 'someone@new.example']) {
    const pkce_code_verifier = 'a verifier of some length that nobody knows';
    const pkce_code_challenge = crypto.createHash('sha256').update(pkce_code_verifier).digest('base64url');
    await stytch.ok(discoveryStart, { email_address, pkce_code_challenge });
    const [message] = stytch.store.outbox;
    expect(message).toMatchObject({ to: email_address });
    const password_reset_token = message?.secret ?? '';
    await stytch.refused(reset, { password_reset_token, password: strong }, badToken);
    const input = { password_reset_token, password: strong };
    await stytch.refused(discoveryReset, input, [400, 'pkce_expected_code_verifier']);
    const answer = await stytch.ok(discoveryReset, { ...input, pkce_code_verifier });
    expect(answer.email_address).toBe(email_address);
    expect(stytch.store.intermediateSessions.has(answer.intermediate_session_token)).toBe(true);
    await stytch.refused(discoveryReset, { ...input, pkce_code_verifier }, badToken);
    await stytch.ok(discoveryAuthenticate, { email_address, password: strong });
  }
  await stytch.refused('api_b2b_session_v1_Authenticate', { session_token }, [404, 'session_not_found']);
  const forMember = await mailedToken(ada);
  await stytch.refused(discoveryReset, { password_reset_token: forMember, password: strong }, badToken);
  await stytch.refused(discoveryStart, { email_address: 'no address' }, [400, 'invalid_email']);
});

test('a password that several share waits for a reset; one member’s own goes', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const sourdough = 'sourdough at six in the morning';
  const { email_address } = ada;
  const answer = await stytch.ok(requireReset, { email_address, organization_id: bakery });
  expect(answer).toMatchObject({ member_id: ada.member_id, organization: { organization_slug: bakery } });
  for (const member of [ada, memberCalled(stytch.store, bank, email_address)]) {
    await stytch.refused(authenticate, at(member, sourdough), [400, 'member_reset_password']);
  }
  await stytch.refused(discoveryAuthenticate, { email_address, password: sourdough }, [400, 'member_reset_password']);
  await stytch.ok(reset, { password_reset_token: await mailedToken(ada), password: strong });
  await stytch.ok(authenticate, at(ada));

  expect(await stytch.ok(requireReset, { email_address: benedikt.email_address })).not.toHaveProperty('member');
  await stytch.refused(authenticate, at(benedikt, rye), [404, 'member_password_not_found']);
  expect(memberCalled(stytch.store, bakery, benedikt.email_address).member_password_id).toBe('');
  await stytch.refused(requireReset, { email_address: 'nobody@nowhere.example' }, [404, 'email_not_found']);
  await stytch.refused(requireReset, { email_address, organization_id: bakery, member_id: hiro.member_id }, [
    404,
    'member_not_found',
  ]);
  await stytch.refused(requireReset, { email_address, member_id: ada.member_id }, [400, 'invalid_argument']);
});

test('a member makes their own password void, an admin those of the organization, nobody what others share', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const session = tokenOf(stytch.store, benedikt.member_id);
  const { email_address } = memberCalled(stytch.store, bakery, 'imogen@fernhill.example');
  const input = { email_address, organization_id: bakery };
  await stytch.refused(requireReset, input, [403, 'session_authorization_error'], { session });
  await stytch.ok(requireReset, { email_address: benedikt.email_address, organization_id: bakery }, { session });
  const admin = tokenOf(stytch.store, ada.member_id);
  await stytch.ok(requireReset, input, { session: admin });
  await stytch.refused(
    requireReset,
    { email_address: ada.email_address },
    [403, 'session_authorization_tenancy_error'],
    {
      session: admin,
    },
  );
});

test('every operation was answered', () => expectAllAnswered({ ...password, ...passwordEmail, ...passwordDiscovery }));
