import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { otp } from '../../src/sandbox/b2b/otp.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import { type Member, type Organization, secretsOf } from '../../src/sandbox/b2b/store.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const smsSend = 'api_b2b_otp_v1_b2b_otp_sms_Send';
const smsAuthenticate = 'api_b2b_otp_v1_b2b_otp_sms_Authenticate';
const send = 'api_b2b_otp_v1_b2b_otp_email_LoginOrSignup';
const authenticate = 'api_b2b_otp_v1_b2b_otp_email_Authenticate';
const discoverySend = 'api_b2b_otp_v1_b2b_otp_email_discovery_Send';
const discoveryAuthenticate = 'api_b2b_otp_v1_b2b_otp_email_discovery_Authenticate';
const startUpdate = 'api_organization_v1_organizations_members_StartEmailUpdate';
const getMember = 'api_organization_v1_organizations_members_Get';

const baker = (name: string) => storedMember(stytch.store, bakery, `${name}@fernhill.example`);
const keyOf = ({ organization_id, member_id }: Member) => ({ organization_id, member_id });
const change = (slug: string, settings: Partial<Organization>) => {
  const organization = [...stytch.store.organizations.values()].find((one) => one.organization_slug === slug);
  if (!organization) throw new Error(`no organization ${slug}`);
  saveOrganization(stytch.store, { ...organization, ...settings });
};
const signedIn = (member: Member, ...more: AuthenticationFactor[]) => {
  const email_factor = { email_id: 'email-test-1', email_address: member.email_address };
  const factors: AuthenticationFactor[] = [{ type: 'magic_link', delivery_method: 'email', email_factor }, ...more];
  return startSession(stytch.store, member, { factors }).token;
};
/** The code in the last message, after a check that it went to this address or number. */
const sentTo = (to: string) => {
  const [message] = stytch.store.outbox;
  expect(message?.to).toBe(to);
  return message?.secret ?? '';
};
/** A code other than this one. */
const notThis = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const wrong: [number, string] = [404, 'otp_code_not_found'];
const spent: [number, string] = [401, 'unable_to_auth_otp_code'];
const locked: [number, string] = [429, 'user_lock_limit_reached'];

test('a texted code verifies a phone number, which becomes a second factor', async () => {
  const hiro = baker('hiro');
  const number = '+14155550177';
  await stytch.refused(smsSend, keyOf(hiro), [400, 'missing_sms_parameter']);
  for (const [bad, type] of [
    ['555', 'invalid_phone_number'],
    ['+14155550101', 'duplicate_member_phone_number'],
  ] as const) {
    await stytch.refused(smsSend, { ...keyOf(hiro), mfa_phone_number: bad }, [400, type]);
  }
  expect(stytch.store.outbox).toEqual([]);

  const { member } = await stytch.ok(smsSend, { ...keyOf(hiro), mfa_phone_number: number, locale: 'fr' });
  expect(member).toMatchObject({ mfa_phone_number: number, mfa_phone_number_verified: false });
  expect(stytch.store.outbox[0]).toMatchObject({ channel: 'sms', subject: 'Votre code de connexion', ...keyOf(hiro) });
  const code = sentTo(number);
  const session_token = signedIn(hiro);
  await stytch.refused(smsAuthenticate, { ...keyOf(hiro), code }, [400, 'no_session_arguments']);
  const answer = await stytch.ok(smsAuthenticate, {
    ...keyOf(hiro),
    session_token,
    code,
    set_mfa_enrollment: 'enroll',
    session_duration_minutes: 90,
    session_custom_claims: { till: 4 },
  });
  expect(answer.member).toMatchObject({
    mfa_phone_number_verified: true,
    mfa_enrolled: true,
    default_mfa_method: 'sms_otp',
  });
  expect(answer).toMatchObject({ session_token, member_session: { custom_claims: { till: 4 } } });
  expect(answer.member_session?.authentication_factors.at(-1)).toMatchObject({
    type: 'otp',
    delivery_method: 'sms',
    phone_number_factor: { phone_number: number },
  });
  await stytch.refused(smsAuthenticate, { ...keyOf(hiro), session_token, code }, spent);

  const other = { ...keyOf(hiro), mfa_phone_number: '+14155550178' };
  await stytch.refused(smsSend, other, [400, 'duplicate_member_phone_number_for_member']);
  await stytch.ok(smsSend, { ...keyOf(hiro), mfa_phone_number: number });
  const off = { ...keyOf(hiro), session_token, code: sentTo(number), set_mfa_enrollment: 'unenroll' };
  const again = await stytch.ok(smsAuthenticate, off);
  expect(again.member.mfa_enrolled).toBe(false);
  // The same phone is the same factor, verified again.
  expect(again.member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'otp']);
});

test('a texted code is valid for two minutes, and only the newest one', async () => {
  const dmitri = baker('dmitri');
  const session_token = signedIn(dmitri);
  const enter = (code: string) => ({ ...keyOf(dmitri), session_token, code });
  await stytch.ok(smsSend, keyOf(dmitri));
  const first = sentTo(dmitri.mfa_phone_number);
  await stytch.ok(smsSend, keyOf(dmitri));
  const second = sentTo(dmitri.mfa_phone_number);
  if (first !== second) await stytch.refused(smsAuthenticate, enter(first), wrong);
  stytch.pass({ minutes: 3 });
  await stytch.refused(smsAuthenticate, enter(second), spent);
  await stytch.ok(smsSend, keyOf(dmitri));
  await stytch.ok(smsAuthenticate, enter(sentTo(dmitri.mfa_phone_number)));
});

test('a code of a removed number is invalid', async () => {
  const femi = baker('femi');
  await stytch.ok(smsSend, keyOf(femi));
  const code = sentTo(femi.mfa_phone_number);
  await stytch.ok('api_organization_v1_organizations_members_DeleteMFAPhoneNumber', keyOf(femi));
  const enter = { ...keyOf(femi), session_token: signedIn(femi), code };
  await stytch.refused(smsAuthenticate, enter, [404, 'member_phone_number_not_found']);
  await stytch.ok(smsSend, { ...keyOf(femi), mfa_phone_number: '+14155550179' });
  const fresh = sentTo('+14155550179');
  if (code !== fresh) await stytch.refused(smsAuthenticate, enter, wrong);
  await stytch.ok(smsAuthenticate, { ...enter, code: fresh });
});

test('ten wrong codes of any kind lock a member for an hour; a valid one resets the count', async () => {
  const dmitri = baker('dmitri');
  const session_token = signedIn(dmitri);
  await stytch.ok(smsSend, keyOf(dmitri));
  let code = sentTo(dmitri.mfa_phone_number);
  const guess = () => stytch.refused(smsAuthenticate, { ...keyOf(dmitri), session_token, code: notThis(code) }, wrong);
  for (let n = 0; n < 9; n += 1) await guess();
  await stytch.refused(smsAuthenticate, { ...keyOf(dmitri), session_token, code: '12345' }, [400, 'invalid_code']);
  await stytch.ok(smsAuthenticate, { ...keyOf(dmitri), session_token, code });

  await stytch.ok(smsSend, keyOf(dmitri));
  code = sentTo(dmitri.mfa_phone_number);
  for (let n = 0; n < 5; n += 1) await guess();
  const mailed = { organization_id: bakery, email_address: dmitri.email_address };
  await stytch.ok(send, mailed);
  const emailCode = sentTo(dmitri.email_address);
  for (let n = 0; n < 5; n += 1) await stytch.refused(authenticate, { ...mailed, code: notThis(emailCode) }, wrong);
  await stytch.refused(authenticate, { ...mailed, code: emailCode }, locked);
  await stytch.refused(smsAuthenticate, { ...keyOf(dmitri), session_token, code }, locked);
  const { member } = await stytch.ok(getMember, keyOf(dmitri));
  expect(member.is_locked).toBe(true);
  expect(Date.parse(member.lock_expires_at ?? '') - Date.parse(member.lock_created_at ?? '')).toBe(3_600_000);
  stytch.pass({ minutes: 61 });
  await stytch.ok(send, mailed);
  await stytch.ok(authenticate, { ...mailed, code: sentTo(dmitri.email_address) });
});

test('a verified second factor is required before a phone becomes another', async () => {
  const imogen = baker('imogen');
  const phone = { ...keyOf(imogen), mfa_phone_number: '+14155550188' };
  await stytch.refused(smsSend, phone, [400, 'session_enforced_factor_matching_session_required']);
  const plain = { ...phone, session_token: signedIn(imogen) };
  await stytch.refused(smsSend, plain, [400, 'insufficient_factors']);
  await stytch.refused(smsSend, { ...phone, session_token: signedIn(baker('liam')) }, [
    403,
    'member_session_member_id_mismatch',
  ]);
  const secret = Secret.fromBase32(secretsOf(stytch.store, imogen.member_id).totp?.secret ?? '');
  const code = new TOTP({ secret }).generate({ timestamp: stytch.store.now().getTime() });
  const { session_token } = plain;
  await stytch.ok('api_b2b_totp_v1_Authenticate', { ...keyOf(imogen), session_token, code });
  await stytch.ok(smsSend, { ...phone, session_token });
  const enter = { ...keyOf(imogen), session_token, code: sentTo('+14155550188') };
  const { member } = await stytch.ok(smsAuthenticate, { ...enter, set_default_mfa: true });
  expect(member.default_mfa_method).toBe('sms_otp');
});

test('texts go to active members only, if the organization allows them', async () => {
  const phone = { mfa_phone_number: '+14155550188' };
  await stytch.refused(smsSend, { ...keyOf(baker('priya')), ...phone }, [
    400,
    'action_available_only_for_active_members',
  ]);
  const viktor = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example');
  const restricted: [number, string] = [403, 'operation_restricted_by_organization_mfa_methods'];
  await stytch.refused(smsSend, { ...keyOf(viktor), ...phone }, restricted);
  const dmitri = baker('dmitri');
  await stytch.ok(smsSend, keyOf(dmitri));
  const enter = { ...keyOf(dmitri), session_token: signedIn(dmitri), code: sentTo(dmitri.mfa_phone_number) };
  change(bakery, { mfa_methods: 'RESTRICTED', allowed_mfa_methods: ['totp'] });
  await stytch.refused(smsAuthenticate, enter, restricted);
  const unknown = { ...enter, set_mfa_enrollment: 'maybe' };
  await stytch.refused(smsAuthenticate, unknown, [400, 'invalid_argument']);
});

test('texting a code enrolls the member if the organization requires MFA', async () => {
  change(bakery, { mfa_policy: 'REQUIRED_FOR_ALL' });
  const nia = baker('nia');
  await stytch.ok(send, { organization_id: bakery, email_address: nia.email_address });
  const first = await stytch.ok(authenticate, {
    organization_id: bakery,
    email_address: nia.email_address,
    code: sentTo(nia.email_address),
  });
  expect(first).toMatchObject({ member_authenticated: false, session_token: '', mfa_required: {} });
  expect(first.mfa_required?.member_options).toBeUndefined();
  const { intermediate_session_token } = first;
  await stytch.ok(smsSend, { ...keyOf(nia), intermediate_session_token, mfa_phone_number: '+14155550166' });
  const enter = { ...keyOf(nia), intermediate_session_token, code: sentTo('+14155550166') };
  const { member, member_session } = await stytch.ok(smsAuthenticate, { ...enter, set_mfa_enrollment: 'unenroll' });
  expect(member.mfa_enrolled).toBe(true);
  expect(member_session?.authentication_factors.map(({ type }) => type)).toEqual(['email_otp', 'otp']);
  await stytch.refused(smsAuthenticate, enter, [404, 'intermediate_session_not_found']);
});

test('a mailed code is valid once, within ten minutes or the requested time', async () => {
  const liam = baker('liam');
  const asked = { organization_id: bakery, email_address: liam.email_address };
  for (const minutes of [1, 16]) {
    const type: [number, string] = [400, 'invalid_expiration_otp'];
    await stytch.refused(send, { ...asked, login_expiration_minutes: minutes }, type);
    await stytch.refused(send, { ...asked, signup_expiration_minutes: minutes }, type);
    await stytch.refused(discoverySend, { ...asked, discovery_expiration_minutes: minutes }, type);
  }
  const { member_created, member } = await stytch.ok(send, { ...asked, locale: 'es' });
  expect([member_created, member]).toEqual([false, liam]);
  expect(stytch.store.outbox[0]).toMatchObject({ channel: 'email', subject: 'Inicia sesión', ...keyOf(liam) });
  expect(stytch.store.outbox[0]).not.toHaveProperty('link');
  const enter = { ...asked, email_address: 'LIAM@fernhill.example', code: sentTo(liam.email_address) };
  await stytch.refused(authenticate, { ...enter, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  const answer = await stytch.ok(authenticate, { ...enter, session_duration_minutes: 30 });
  expect(answer).toMatchObject({
    member_authenticated: true,
    organization_id: liam.organization_id,
    member_session: {
      member_id: liam.member_id,
      authentication_factors: [
        { type: 'email_otp', delivery_method: 'email', email_factor: { email_id: answer.method_id } },
      ],
    },
  });
  await stytch.refused(authenticate, enter, spent);

  await stytch.ok(send, asked);
  const late = { ...asked, code: sentTo(liam.email_address) };
  stytch.pass({ minutes: 11 });
  await stytch.refused(authenticate, late, spent);
  await stytch.ok(send, { ...asked, login_expiration_minutes: 15 });
  stytch.pass({ minutes: 14 });
  await stytch.ok(authenticate, { ...asked, code: sentTo(liam.email_address) });
});

test('of two concurrent requests with one code only one succeeds', async () => {
  const asked = { organization_id: bakery, email_address: 'liam@fernhill.example' };
  await stytch.ok(send, asked);
  const body = JSON.stringify({ ...asked, code: sentTo(asked.email_address) });
  const both = await Promise.all([1, 2].map(() => stytch.raw('post', '/v1/b2b/otps/email/authenticate', { body })));
  expect(both.map(({ status }) => status >= 400).sort()).toEqual([false, true]);
});

test('an address has one code at a time, for one organization or for discovery', async () => {
  const ada = { email_address: 'ada@fernhill.example' };
  change(bank, { auth_methods: 'ALL_ALLOWED' });
  await stytch.ok(send, { ...ada, organization_id: bakery });
  const forBakery = sentTo(ada.email_address);
  await stytch.refused(authenticate, { ...ada, organization_id: bank, code: forBakery }, wrong);
  await stytch.refused(discoveryAuthenticate, { ...ada, code: forBakery }, wrong);
  await stytch.ok(send, { ...ada, organization_id: bank });
  const forBank = sentTo(ada.email_address);
  await stytch.refused(authenticate, { ...ada, organization_id: bakery, code: forBakery }, wrong);
  await stytch.ok(authenticate, { ...ada, organization_id: bank, code: forBank });
  await stytch.refused(authenticate, { ...ada, organization_id: bank, code: 'abcdef' }, [400, 'invalid_code']);
  const nobody = { organization_id: bakery, email_address: 'nobody@home.example', code: '123456' };
  await stytch.refused(authenticate, nobody, wrong);
});

test('a newcomer of an allowed domain becomes a member, active once the code is used', async () => {
  const asked = { organization_id: bakery, email_address: 'new@fernhill.example' };
  await stytch.refused(send, asked, [400, 'email_jit_provisioning_not_allowed']);
  change(bakery, { email_jit_provisioning: 'RESTRICTED', email_allowed_domains: ['fernhill.example'] });
  const { member, member_created } = await stytch.ok(send, asked);
  expect([member_created, member.status]).toEqual([true, 'pending']);
  expect(stytch.store.outbox[0]?.subject).toBe('Finish signing up');
  const answer = await stytch.ok(authenticate, { ...asked, code: sentTo(asked.email_address) });
  expect(answer.member).toMatchObject({ status: 'active', email_address_verified: true, ...keyOf(member) });
  change(bakery, { auth_methods: 'RESTRICTED', allowed_auth_methods: ['magic_link'] });
  await stytch.refused(send, asked, [403, 'operation_restricted_by_organization_auth_methods']);
});

test('a sent session gets the factor', async () => {
  const liam = baker('liam');
  const session_token = tokenOf(stytch.store, liam.member_id);
  const asked = { organization_id: bakery, email_address: liam.email_address };
  await stytch.ok(send, asked);
  const answer = await stytch.ok(authenticate, { ...asked, session_token, code: sentTo(liam.email_address) });
  expect(answer.session_token).toBe(session_token);
  const types = answer.member_session?.authentication_factors.map(({ type }) => type);
  expect(types).toEqual(['magic_link', 'email_otp']);
});

test('the code completes a change of address, and wrong codes are counted', async () => {
  const benedikt = baker('benedikt');
  const change = { organization_id: bakery, email_address: 'ben@home.example' };
  await stytch.ok(startUpdate, {
    ...keyOf(benedikt),
    email_address: 'ben@home.example',
    delivery_method: 'EMAIL_OTP',
  });
  const code = sentTo('ben@home.example');
  // A code is not accepted as a magic link token, even together with its address.
  const dressed = { magic_links_token: `ben@home.example ${code}` };
  await stytch.refused('api_b2b_magic_v1_Authenticate', dressed, [404, 'magic_link_not_found']);
  await stytch.refused(authenticate, { ...change, organization_id: bank, code }, wrong);
  await stytch.refused(authenticate, { ...change, code: notThis(code) }, wrong);
  expect(stytch.store.failures.get(benedikt.member_id)).toBe(1);
  const session_token = tokenOf(stytch.store, benedikt.member_id);
  const { member, method_id, member_session } = await stytch.ok(authenticate, { ...change, code, session_token });
  expect(member).toMatchObject({
    ...keyOf(benedikt),
    email_address: 'ben@home.example',
    email_address_verified: true,
    retired_email_addresses: [{ email_address: benedikt.email_address }],
    member_password_id: '',
  });
  expect(member_session?.authentication_factors.at(-1)?.email_factor?.email_id).toBe(method_id);
  await stytch.refused(authenticate, { ...change, code }, wrong);

  await stytch.ok(startUpdate, { ...keyOf(benedikt), email_address: 'b@home.example', delivery_method: 'EMAIL_OTP' });
  const late = { organization_id: bakery, email_address: 'b@home.example', code: sentTo('b@home.example') };
  stytch.pass({ minutes: 6 });
  await stytch.refused(authenticate, late, spent);
});

test('a discovery code starts an intermediate session without a member', async () => {
  await stytch.ok(discoverySend, { email_address: 'Viktor.Petrov@northgate.example', locale: 'fr' });
  const [mail] = stytch.store.outbox;
  expect(mail?.subject).toBe('Trouvez votre organisation');
  expect(mail).not.toHaveProperty('organization_id');
  const enter = { email_address: 'viktor.petrov@northgate.example', code: sentTo('viktor.petrov@northgate.example') };
  await stytch.refused(authenticate, { ...enter, organization_id: bank }, wrong);
  await stytch.refused(discoveryAuthenticate, { ...enter, code: '1' }, [400, 'invalid_code']);
  const found = await stytch.ok(discoveryAuthenticate, enter);
  expect(found).toMatchObject({
    email_address: enter.email_address,
    discovered_organizations: [{ membership: { type: 'active_member' }, member_authenticated: false }],
  });
  expect(stytch.store.intermediateSessions.get(found.intermediate_session_token)?.member_id).toBeUndefined();
  await stytch.refused(discoveryAuthenticate, enter, spent);
  await stytch.refused(discoverySend, { email_address: 'no address' }, [400, 'invalid_email']);
});

test('the documented address and number have the documented code', async () => {
  const asked = { organization_id: bakery, email_address: 'sandbox@stytch.com' };
  await stytch.ok(authenticate, { ...asked, code: '000000' });
  await stytch.ok(send, asked);
  expect(sentTo('sandbox@stytch.com')).toBe('000000');
  for (const _ of [1, 2]) await stytch.ok(authenticate, { ...asked, code: '000000' });
  await stytch.ok(discoveryAuthenticate, { email_address: asked.email_address, code: '000000' });
  await stytch.refused(authenticate, { ...asked, code: '111111' }, wrong);
  const tester = storedMember(stytch.store, bakery, 'sandbox@stytch.com');
  saveMember(stytch.store, { ...tester, mfa_enrolled: true });
  const { intermediate_session_token } = await stytch.ok(authenticate, { ...asked, code: '000000' });
  expect(sentTo('+10000000000')).toBe('000000');
  await stytch.ok(smsAuthenticate, { ...keyOf(tester), intermediate_session_token, code: '000000' });
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(otp));
