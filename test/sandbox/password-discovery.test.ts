/** Passwords that are shared across organizations, and discovery by them. */
import * as crypto from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { passwordDiscovery } from '../../src/sandbox/b2b/password-discovery.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';
import {
  at,
  authenticate,
  badToken,
  bakery,
  bank,
  discoveryAuthenticate,
  discoveryReset,
  discoveryStart,
  mailedToken,
  membersOf,
  requireReset,
  reset,
  rye,
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

test('operations on shared passwords are rejected if the project has none', async () => {
  const off: [number, string] = [400, 'cross_org_passwords_not_enabled'];
  const { email_address } = ada;
  await stytch.refused(requireReset, { email_address }, off);
  await stytch.refused(discoveryAuthenticate, { email_address, password: strong }, off);
  await stytch.refused(discoveryStart, { email_address }, off);
  await stytch.refused(discoveryReset, { password_reset_token: 'x', password: strong }, off);
  const other = storedMember(stytch.store, bank, ada.email_address);
  await stytch.refused(authenticate, at(other, 'sourdough at six in the morning'), [404, 'member_password_not_found']);
});

test('the sandbox setting enables shared passwords, which change by deletion or reset only', async () => {
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

test('one password is valid for an address in all organizations', async () => {
  stytch.store.crossOrganizationPasswords = true;
  const sourdough = 'sourdough at six in the morning';
  const { email_address } = ada;
  const other = storedMember(stytch.store, bank, email_address);
  await stytch.ok(authenticate, at(other, sourdough));
  await stytch.ok(reset, { password_reset_token: await mailedToken(stytch, ada), password: strong });
  await stytch.ok(authenticate, at(other));
  expect(storedMember(stytch.store, bank, email_address).member_password_id).toBe(ada.member_password_id);

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

test('discovery sets a password by email, also for a person without a membership', async () => {
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
  const forMember = await mailedToken(stytch, ada);
  await stytch.refused(discoveryReset, { password_reset_token: forMember, password: strong }, badToken);
  await stytch.refused(discoveryStart, { email_address: 'no address' }, [400, 'invalid_email']);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(passwordDiscovery));
