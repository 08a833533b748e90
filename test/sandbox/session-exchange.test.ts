/** Sessions exchanged for one in another organization. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';
import {
  authenticate,
  bakery,
  bank,
  byEmail,
  exchange,
  exchangeOperations,
  membersOf,
  minutesLeft,
  password,
  signedIn,
} from './sessions.ts';

let stytch: Harness;
let ada: Member;
let adaAtBank: Member;
let benedikt: Member;
beforeAll(async () => {
  stytch = await startHarness();
  ({ ada, adaAtBank, benedikt } = membersOf(stytch));
});
afterAll(() => stytch.close());

test('an exchange whose requirements are met starts a session in the other organization, beside the old one', async () => {
  const other = await startHarness();
  // The address is verified, and the bank's MFA requirement is removed.
  const organization = other.store.organizations.get(adaAtBank.organization_id);
  if (!organization) throw new Error('unreachable');
  saveOrganization(other.store, { ...organization, mfa_policy: 'OPTIONAL' });
  saveMember(other.store, { ...adaAtBank, status: 'invited' });
  const { token: session_token } = signedIn(other.store, ada, byEmail(ada), password);

  const answer = await other.ok(exchange, {
    organization_id: bank,
    session_token,
    session_duration_minutes: 90,
    session_custom_claims: { from: 'bakery' },
  });
  expect(answer).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    member: { member_id: adaAtBank.member_id, status: 'active', email_address_verified: true },
    organization: { organization_slug: bank },
    member_session: {
      organization_id: adaAtBank.organization_id,
      roles: ['stytch_member', 'auditor'],
      custom_claims: { from: 'bakery' },
    },
  });
  expect(answer.member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link']);
  expect(answer).not.toHaveProperty('mfa_required');
  expect(minutesLeft(other, answer.member_session?.expires_at)).toBe(90);
  const there = await other.ok(authenticate, { session_jwt: answer.session_jwt });
  expect(there.member.member_id).toBe(adaAtBank.member_id);
  expect((await other.ok(authenticate, { session_token })).member.member_id).toBe(ada.member_id);
  await other.close();
});

test('an exchange needs the second factor that the organization or the member requires', async () => {
  const toBank = await stytch.ok(exchange, { organization_id: bank, session_token: signedIn(stytch.store, ada).token });
  expect(toBank).toMatchObject({ member_authenticated: false, session_token: '', session_jwt: '', mfa_required: {} });
  expect(toBank.intermediate_session_token).not.toBe('');
  expect(toBank).not.toHaveProperty('member_session');
  expect(toBank.mfa_required).toEqual({});
  await stytch.refused(authenticate, { session_token: toBank.intermediate_session_token }, [404, 'session_not_found']);

  const { token: session_token } = signedIn(stytch.store, adaAtBank);
  const home = await stytch.ok(exchange, { organization_id: bakery, session_token });
  expect(home.mfa_required).toEqual({
    member_options: { mfa_phone_number: '+14155550101', totp_registration_id: ada.totp_registration_id },
  });
  expect(stytch.store.outbox).toEqual([]);

  saveMember(stytch.store, { ...ada, default_mfa_method: 'sms_otp' });
  const texted = await stytch.ok(exchange, { organization_id: bakery, session_token, locale: 'es' });
  expect(texted.mfa_required?.secondary_auth_initiated).toBe('sms_otp');
  const [message] = stytch.store.outbox;
  expect(message).toMatchObject({ channel: 'sms', to: '+14155550101', subject: 'Tu código de acceso' });
  expect(message?.secret).toMatch(/^\d{6}$/);
  expect(stytch.store.phoneCodes.get(ada.member_id)?.code).toBe(message?.secret);
  saveMember(stytch.store, ada);
});

test('an exchange needs a first factor that the organization allows', async () => {
  const other = await startHarness();
  saveMember(other.store, { ...adaAtBank, is_breakglass: false, status: 'invited' });
  const viaLink = await other.ok(exchange, { organization_id: bank, session_token: signedIn(other.store, ada).token });
  expect(viaLink).toMatchObject({
    member_authenticated: false,
    member: { status: 'invited' },
    primary_required: { allowed_auth_methods: ['sso', 'google_oauth', 'password'] },
  });
  expect(viaLink).not.toHaveProperty('mfa_required');

  // GitHub does not verify the address, so another factor must.
  const github: AuthenticationFactor = {
    type: 'oauth',
    delivery_method: 'oauth_github',
    github_oauth_factor: { id: 'oauth-member-test-1', provider_subject: '1' },
  };
  const viaGithub = await other.ok(exchange, {
    organization_id: bank,
    session_token: signedIn(other.store, ada, github).token,
  });
  expect(viaGithub.primary_required).toEqual({ allowed_auth_methods: ['google_oauth'] });
  const [carried] = other.store.intermediateSessions.get(viaGithub.intermediate_session_token)?.factors ?? [];
  expect(carried).toMatchObject({ delivery_method: 'oauth_exchange_github', github_oauth_exchange_factor: {} });
  expect(carried).not.toHaveProperty('github_oauth_factor');
  await other.refused(
    'api_b2b_totp_v1_Authenticate',
    {
      organization_id: bank,
      member_id: adaAtBank.member_id,
      code: '000000',
      intermediate_session_token: viaGithub.intermediate_session_token,
    },
    [400, 'action_available_only_once_primary_authentication_is_met'],
  );
  await other.close();
});

test('an exchange needs a member of that address there and a factor that is valid there', async () => {
  const { token: session_token } = signedIn(stytch.store, benedikt);
  const refused = (input: object, status: number, type: string) =>
    stytch.refused(exchange, { ...input }, [status, type]);
  await refused({ organization_id: bank, session_token }, 404, 'member_does_not_exist_in_organization');
  await refused({ organization_id: 'nobody', session_token }, 404, 'organization_not_found');
  await refused({ organization_id: bank }, 400, 'no_session_arguments');
  await refused({ organization_id: bank, session_token: 'unknown' }, 404, 'session_not_found');
  const byPassword = signedIn(stytch.store, ada, password).token;
  await refused({ organization_id: bank, session_token: byPassword }, 400, 'insufficient_factors_for_session_exchange');
  // A link to an address that she has since removed.
  const outdated = signedIn(stytch.store, ada, byEmail({ ...ada, email_address: 'a.okafor@oldmail.example' })).token;
  await refused({ organization_id: bank, session_token: outdated }, 400, 'insufficient_factors_for_session_exchange');
  const adas = signedIn(stytch.store, ada).token;
  await refused(
    { organization_id: bank, session_token: adas, session_duration_minutes: 3 },
    400,
    'invalid_session_duration_minutes',
  );
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(exchangeOperations));
