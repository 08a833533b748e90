/** Passwords of members: strength, sign-in, lock, changes and migrated hashes. */
import * as crypto from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { password } from '../../src/sandbox/b2b/password.ts';
import { saveOrganization } from '../../src/sandbox/b2b/save.ts';
import { type Member, secretsOf } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember } from './harness.ts';
import {
  at,
  authenticate,
  bakery,
  bank,
  check,
  existingReset,
  locked,
  mailedToken,
  membersOf,
  migrate,
  reset,
  resetStart,
  rye,
  sessionReset,
  signedIn,
  strong,
  wrong,
} from './passwords.ts';

let stytch: Harness;
let ada: Member;
let benedikt: Member;
let hiro: Member;
beforeEach(async () => {
  stytch = await startHarness();
  ({ ada, benedikt, hiro } = membersOf(stytch));
});
afterEach(() => stytch.close());

test('the strength of a password is its number of guesses', async () => {
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
  // Long input takes no measurable time.
  await stytch.ok(check, { password: 'ab1'.repeat(20_000) });
});

test('parts of the address do not count, and a breached password is invalid with an address', async () => {
  const own = { password: 'esperanzavidal', email_address: 'esperanza.vidal@fernhill.example' };
  expect((await stytch.ok(check, own)).valid_password).toBe(false);
  expect((await stytch.ok(check, { password: own.password })).valid_password).toBe(true);

  const leaked = { password: 'Correct horse battery staple' };
  expect(await stytch.ok(check, leaked)).toMatchObject({ score: 4, breached_password: true, valid_password: true });
  const withAddress = await stytch.ok(check, { ...leaked, email_address: 'ada@fernhill.example' });
  expect(withAddress).toMatchObject({ breached_password: true, valid_password: false });
});

test('the result includes the check by four kinds of characters', async () => {
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

test('the setting `luds` checks passwords by their characters', async () => {
  const put = (body: object) => stytch.raw('PUT', '/sandbox/settings', { body: JSON.stringify(body) });
  const judged = (password: string) => stytch.ok('api_b2b_password_v1_StrengthCheck', { password });
  expect(await put({ password_strength: 'guesses' })).toMatchObject({ status: 400 });
  expect((await put({ password_strength: 'luds' })).body).toMatchObject({ password_strength: 'luds' });
  expect(await judged('Dragon12')).toMatchObject({ strength_policy: 'luds', valid_password: true });
  expect(await judged(strong)).toMatchObject({ valid_password: false, luds_feedback: { missing_complexity: 1 } });
  const token = await mailedToken(stytch, hiro);
  await stytch.refused(reset, { password_reset_token: token, password: strong }, [400, 'weak_password']);
  await stytch.ok(reset, { password_reset_token: token, password: 'Umbrellas 11' });
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

test('a member with MFA gets an intermediate session, and a texted code if that is their default', async () => {
  const waiting = await stytch.ok(authenticate, at(ada, 'sourdough at six in the morning'));
  expect(waiting).toMatchObject({
    member_authenticated: false,
    session_token: '',
    session_jwt: '',
    mfa_required: { member_options: { totp_registration_id: ada.totp_registration_id } },
  });
  expect(waiting.intermediate_session_token).not.toBe('');

  // Their own session already meets the requirement.
  const record = signedIn(stytch, ada);
  const again = await stytch.ok(authenticate, {
    ...at(ada, 'sourdough at six in the morning'),
    session_token: record.token,
  });
  expect(again).toMatchObject({ member_authenticated: true, session_token: record.token });

  // A valid password is insufficient if the organization does not allow passwords.
  const organization = stytch.store.organizations.get(benedikt.organization_id);
  if (!organization) throw new Error('unreachable');
  saveOrganization(stytch.store, { ...organization, auth_methods: 'RESTRICTED', allowed_auth_methods: ['sso'] });
  const kept = await stytch.ok(authenticate, at(benedikt, rye));
  expect(kept).toMatchObject({ member_authenticated: false, primary_required: { allowed_auth_methods: ['sso'] } });
  await stytch.refused(resetStart, at(benedikt), [403, 'operation_restricted_by_organization_auth_methods']);
});

test('the tenth consecutive wrong password locks the member for an hour', async () => {
  const memberNow = async () =>
    (
      await stytch.ok('api_organization_v1_organizations_members_Get', {
        organization_id: bakery,
        member_id: benedikt.member_id,
      })
    ).member;
  for (let n = 0; n < 9; n++) await stytch.refused(authenticate, at(benedikt, 'wrong'), wrong);
  // A valid password in between resets the count.
  await stytch.ok(authenticate, at(benedikt, rye));
  for (let n = 0; n < 10; n++) await stytch.refused(authenticate, at(benedikt, 'wrong'), wrong);
  const member = await memberNow();
  expect(member.is_locked).toBe(true);
  expect(Date.parse(member.lock_expires_at ?? '') - Date.parse(member.lock_created_at ?? '')).toBe(3_600_000);

  await stytch.refused(authenticate, at(benedikt, rye), locked);
  await stytch.refused(existingReset, { ...at(benedikt), existing_password: rye, new_password: strong }, locked);
  const password_reset_token = await mailedToken(stytch, benedikt);
  await stytch.refused(reset, { password_reset_token, password: strong }, locked);
  await stytch.ok(authenticate, {
    ...at(storedMember(stytch.store, bakery, 'imogen@fernhill.example')),
    password: 'croissants have eighty one layers',
  });
  stytch.pass({ minutes: 61 });
  const after = await memberNow();
  expect([after.is_locked, after.lock_created_at, after.lock_expires_at]).toEqual([false, undefined, undefined]);
  await stytch.ok(authenticate, at(benedikt, rye));
});

test('the old password authorizes a change', async () => {
  const other = signedIn(stytch, benedikt);
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

test('a session with a recent factor authorizes a change', async () => {
  const { token: session_token } = signedIn(stytch, hiro);
  const other = signedIn(stytch, hiro);
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

test('a migrated hash signs in, and is not replaced by another', async () => {
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
])('a password that is %s while its hash is computed does not sign in', async (_, meanwhile, refusal) => {
  const token = await mailedToken(stytch, hiro);
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

test('a migration creates the member with the given values', async () => {
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

test('a breached password does not sign in until it is reset by email', async () => {
  const { organization_id, email_address } = hiro;
  const leaked = 'correct horse battery staple';
  await stytch.ok(migrate, { organization_id, email_address, hash_type: 'md_5', hash: sum('md5', leaked) });
  await stytch.refused(authenticate, at(hiro, leaked), [400, 'member_reset_password']);
  const input = { ...at(hiro), existing_password: leaked, new_password: strong };
  await stytch.refused(existingReset, input, [400, 'cannot_reset_password_with_existing_password']);
  await stytch.ok(reset, { password_reset_token: await mailedToken(stytch, hiro), password: strong });
  await stytch.ok(authenticate, at(hiro));
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(password));
