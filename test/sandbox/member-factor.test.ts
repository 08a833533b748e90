import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberFactor } from '../../src/sandbox/b2b/member-factor.ts';
import { secretsOf } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const bakery = 'fernhill-bakery';
const baker = (name: string) => storedMember(stytch.store, bakery, `${name}@fernhill.example`);
const keyOf = (name: string) => ({ organization_id: bakery, member_id: baker(name).member_id });
const as = (name: string) => ({ session: tokenOf(stytch.store, baker(name).member_id) });
const refusal: [number, string] = [403, 'session_authorization_error'];

const deletePhone = 'api_organization_v1_organizations_members_DeleteMFAPhoneNumber';
const deleteTotp = 'api_organization_v1_organizations_members_DeleteTOTP';
const deletePassword = 'api_organization_v1_organizations_members_DeletePassword';

test('the default second factor changes if its factor is deleted, and sessions stay active', async () => {
  expect(baker('ada').default_mfa_method).toBe('totp');
  const session = as('ada');
  const { member } = await stytch.ok(deleteTotp, keyOf('ada'), session);
  expect(member).toMatchObject({ totp_registration_id: '', default_mfa_method: 'sms_otp' });
  const { totp, recovery_codes } = secretsOf(stytch.store, member.member_id);
  expect([totp, recovery_codes]).toEqual([undefined, []]);
  await stytch.refused(deleteTotp, keyOf('ada'), [404, 'totp_not_found']);

  const without = await stytch.ok(deletePhone, keyOf('ada'), session);
  expect(without.member).toMatchObject({
    mfa_phone_number: '',
    mfa_phone_number_verified: false,
    default_mfa_method: '',
  });
  await stytch.refused(deletePhone, keyOf('ada'), [404, 'member_phone_number_not_found'], session);
});

test('a deleted phone number is available to others', async () => {
  const update = 'api_organization_v1_organizations_members_Update';
  const phone = { mfa_phone_number: baker('dmitri').mfa_phone_number };
  await stytch.refused(update, { ...keyOf('liam'), ...phone }, [400, 'duplicate_member_phone_number']);
  await stytch.refused(deletePhone, keyOf('dmitri'), refusal, as('liam'));
  await stytch.ok(deletePhone, keyOf('dmitri'), as('dmitri'));
  expect((await stytch.ok(update, { ...keyOf('liam'), ...phone })).member.mfa_phone_number).toBe('+14155550104');
});

test('a password is deleted by its own id', async () => {
  const { member_id, member_password_id } = baker('benedikt');
  const key = { organization_id: bakery, member_password_id };
  await stytch.refused(deletePassword, key, refusal, as('liam'));
  await stytch.refused(deletePassword, { ...key, organization_id: 'northgate-bank' }, [
    404,
    'member_password_not_found',
  ]);
  const { member } = await stytch.ok(deletePassword, key, as('benedikt'));
  expect(member).toMatchObject({ member_id, member_password_id: '' });
  expect(secretsOf(stytch.store, member_id).password).toBeUndefined();
  await stytch.refused(deletePassword, key, [404, 'member_password_not_found']);
});

test('an authenticator app may be deleted with the permission', async () => {
  await stytch.refused(deleteTotp, keyOf('imogen'), refusal, as('chiara'));
  await stytch.ok(deleteTotp, keyOf('imogen'), as('ada'));
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(memberFactor));
