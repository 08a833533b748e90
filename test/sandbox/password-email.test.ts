/** Password resets by email, and required resets. */
import * as crypto from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { passwordEmail } from '../../src/sandbox/b2b/password-email.ts';
import { saveMember } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';
import {
  at,
  authenticate,
  badToken,
  bakery,
  bank,
  discoveryAuthenticate,
  mailedToken,
  membersOf,
  requireReset,
  reset,
  resetStart,
  rye,
  signedIn,
  strong,
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

test('a reset by email verifies the address, sets the password and ends other sessions', async () => {
  const before = signedIn(stytch, hiro);
  const token = await mailedToken(stytch, hiro, { reset_password_redirect_url: 'https://fernhill.example/reset?a=1' });
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
  const rosa = storedMember(stytch.store, bakery, 'rosa@fernhill.example');
  const password_reset_token = await mailedToken(stytch, rosa);
  const { member } = await stytch.ok(reset, { password_reset_token, password: strong });
  expect(member).toMatchObject({ status: 'active', email_address_verified: true });
});

test('a reset link expires, requires its verifier and is valid once, for concurrent requests too', async () => {
  await stytch.refused(resetStart, { ...at(hiro), reset_password_expiration_minutes: 4 }, [400, 'invalid_expiration']);
  await stytch.refused(resetStart, { ...at(hiro), reset_password_redirect_url: 'javascript:1' }, [
    400,
    'invalid_password_reset_redirect_url',
  ]);
  await stytch.refused(resetStart, { ...at(hiro), email_address: 'nobody@fernhill.example' }, [404, 'email_not_found']);
  const first = await mailedToken(stytch, hiro);
  stytch.pass({ minutes: 31 });
  await stytch.refused(reset, { password_reset_token: first, password: strong }, badToken);
  await stytch.refused(reset, { password_reset_token: 'unknown', password: strong }, badToken);

  const code_verifier = 'a verifier of some length that nobody knows';
  const code_challenge = crypto.createHash('sha256').update(code_verifier).digest('base64url');
  await stytch.refused(resetStart, { ...at(hiro), code_challenge: 'short' }, [400, 'invalid_pkce_code_challenge']);
  const older = await mailedToken(stytch, hiro);
  const input = { password_reset_token: await mailedToken(stytch, hiro, { code_challenge }), password: strong };
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
  // Earlier reset mails are invalid, too.
  await stytch.refused(reset, { password_reset_token: older, password: strong }, badToken);

  const late = await mailedToken(stytch, hiro);
  saveMember(stytch.store, { ...hiro, email_address: 'hiro.tanaka@fernhill.example' });
  await stytch.refused(reset, { password_reset_token: late, password: strong }, badToken);
});

test('a reset by email keeps the sent session, and ignores one of another member', async () => {
  const own = signedIn(stytch, hiro);
  const other = signedIn(stytch, hiro);
  const kept = await stytch.ok(reset, {
    password_reset_token: await mailedToken(stytch, hiro),
    password: strong,
    session_token: own.token,
  });
  expect(kept.session_token).toBe(own.token);
  await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: other.token }, [404, 'session_not_found']);

  const session_token = tokenOf(stytch.store, benedikt.member_id);
  const apart = await stytch.ok(reset, {
    password_reset_token: await mailedToken(stytch, hiro),
    password: `${strong} again`,
    session_token,
  });
  expect(apart.member_id).toBe(hiro.member_id);
  expect(apart.session_token).not.toBe(session_token);
});

test('a shared password requires a reset; a member’s own password is deleted', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const sourdough = 'sourdough at six in the morning';
  const { email_address } = ada;
  const answer = await stytch.ok(requireReset, { email_address, organization_id: bakery });
  expect(answer).toMatchObject({ member_id: ada.member_id, organization: { organization_slug: bakery } });
  for (const member of [ada, storedMember(stytch.store, bank, email_address)]) {
    await stytch.refused(authenticate, at(member, sourdough), [400, 'member_reset_password']);
  }
  await stytch.refused(discoveryAuthenticate, { email_address, password: sourdough }, [400, 'member_reset_password']);
  await stytch.ok(reset, { password_reset_token: await mailedToken(stytch, ada), password: strong });
  await stytch.ok(authenticate, at(ada));

  expect(await stytch.ok(requireReset, { email_address: benedikt.email_address })).not.toHaveProperty('member');
  await stytch.refused(authenticate, at(benedikt, rye), [404, 'member_password_not_found']);
  expect(storedMember(stytch.store, bakery, benedikt.email_address).member_password_id).toBe('');
  await stytch.refused(requireReset, { email_address: 'nobody@nowhere.example' }, [404, 'email_not_found']);
  await stytch.refused(requireReset, { email_address, organization_id: bakery, member_id: hiro.member_id }, [
    404,
    'member_not_found',
  ]);
  await stytch.refused(requireReset, { email_address, member_id: ada.member_id }, [400, 'invalid_argument']);
});

test('members invalidate their own password and admins those of the organization, but never a shared one', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const session = tokenOf(stytch.store, benedikt.member_id);
  const { email_address } = storedMember(stytch.store, bakery, 'imogen@fernhill.example');
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

test('every operation of the domain succeeds at least once', () => expectAllAnswered(passwordEmail));
