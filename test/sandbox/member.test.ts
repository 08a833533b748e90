import { afterAll, beforeAll, expect, test } from 'vitest';
import { member } from '../../src/sandbox/b2b/member.ts';
import { secretsOf } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const baker = (name: string) => storedMember(stytch.store, bakery, `${name}@fernhill.example`);
const sessionOf = (name: string) => tokenOf(stytch.store, baker(name).member_id);
const rolesOf = (roles: { role_id: string }[]) => roles.map(({ role_id }) => role_id);

const create = 'api_organization_v1_organizations_members_Create';
const get = 'api_organization_v1_organizations_members_Get';
const dangerouslyGet = 'api_organization_v1_organizations_members_DangerouslyGet';
const update = 'api_organization_v1_organizations_members_Update';
const remove = 'api_organization_v1_organizations_members_Delete';
const reactivate = 'api_organization_v1_organizations_members_Reactivate';
const deleteExternalId = 'api_organization_v1_organizations_members_DeleteExternalId';

const hire = async (name: string, more: object = {}) =>
  (await stytch.ok(create, { organization_id: bakery, email_address: `${name}@new.example`, ...more })).member;

test('a member is found by id, external id and address, in their organization only', async () => {
  const { member, organization } = await stytch.ok(get, { organization_id: bakery, member_id: 'staff-1' });
  expect(member).toMatchObject({ name: 'Ada Okafor', is_admin: true });
  expect(organization.organization_slug).toBe(bakery);
  const { member_id } = member;
  for (const key of [{ member_id }, { email_address: 'ADA@fernhill.example' }]) {
    expect((await stytch.ok(get, { organization_id: 'crm-1001', ...key })).member).toEqual(member);
  }
  const elsewhere = await stytch.ok(get, { organization_id: bank, email_address: 'ada@fernhill.example' });
  expect(elsewhere.member_id).not.toBe(member_id);
  const missing = [404, 'member_not_found'] as [number, string];
  await stytch.refused(get, { organization_id: bank, member_id }, missing);
  await stytch.refused(get, { organization_id: bakery, email_address: 'sven@fernhill.example' }, missing);
  await stytch.refused(get, { organization_id: 'nobody', member_id }, [404, 'organization_not_found']);
  const fields = [400, 'invalid_member_get_fields'] as [number, string];
  await stytch.refused(get, { organization_id: bakery }, fields);
  await stytch.refused(get, { organization_id: bakery, member_id, email_address: 'ada@fernhill.example' }, fields);
});

test('the dangerous lookup finds a member without their organization, and a deleted one on request', async () => {
  const { member_id } = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example');
  const { member, organization } = await stytch.ok(dangerouslyGet, { member_id });
  expect([member.name, organization.organization_slug]).toEqual(['Viktor Petrov', bank]);
  const sven = { member_id: baker('sven').member_id };
  await stytch.refused(dangerouslyGet, sven, [404, 'member_not_found']);
  expect((await stytch.ok(dangerouslyGet, { ...sven, include_deleted: true })).member.status).toBe('deleted');
});

test('a new member is active, unverified and has the given values', async () => {
  const plain = await stytch.ok(create, { organization_id: bakery, email_address: ' Una@New.example ' });
  expect(plain.member).toMatchObject({
    email_address: 'una@new.example',
    email_address_verified: false,
    status: 'active',
    name: '',
    default_mfa_method: '',
    trusted_metadata: {},
  });
  expect(rolesOf(plain.member.roles)).toEqual(['stytch_member']);
  expect(plain.organization.organization_slug).toBe(bakery);

  const full = await hire('vera', {
    name: 'Vera',
    trusted_metadata: { level: 3, gone: null },
    untrusted_metadata: { theme: 'dark' },
    is_breakglass: true,
    mfa_phone_number: '+14155550199',
    mfa_enrolled: true,
    roles: ['editor', 'stytch_admin', 'editor'],
    external_id: 'staff-99',
  });
  expect(full).toMatchObject({
    trusted_metadata: { level: 3 },
    untrusted_metadata: { theme: 'dark' },
    is_breakglass: true,
    is_admin: true,
    mfa_phone_number_verified: false,
    default_mfa_method: 'sms_otp',
    mfa_enrolled: true,
  });
  expect(rolesOf(full.roles)).toEqual(['stytch_member', 'editor', 'stytch_admin']);
  expect((await stytch.ok(get, { organization_id: bakery, member_id: 'staff-99' })).member).toEqual(full);

  expect((await hire('wren', { create_member_as_pending: true })).status).toBe('pending');
});

test.each([
  [{ email_address: 'no address' }, 'invalid_email'],
  [{ email_address: 'ADA@fernhill.example' }, 'duplicate_member_email'],
  [{ email_address: 'mei@fernhill.example' }, 'desired_email_deactivated_by_different_member'],
  [{ email_address: 'new@northgate.example' }, 'action_not_allowed_email_domain_is_claimed'],
  [{ email_address: undefined }, 'invalid_argument'],
  [{ mfa_phone_number: '0123' }, 'invalid_phone_number'],
  [{ mfa_phone_number: '+14155550101' }, 'duplicate_member_phone_number'],
  [{ mfa_phone_number: '+14155550133', create_member_as_pending: true }, 'action_available_only_for_active_members'],
  [{ roles: ['king'] }, 'invalid_rbac_role_id'],
  [{ roles: ['auditor'] }, 'invalid_rbac_role_id'],
  [{ roles: ['stytch_member'] }, 'cannot_assign_default_rbac_role_id'],
  [{ external_id: 'staff-1' }, 'duplicate_member_external_id'],
  [{ external_id: 'no/slash' }, 'invalid_argument'],
  [{ untrusted_metadata: { much: 'x'.repeat(4096) } }, 'metadata_too_large'],
])('an invalid member is rejected: %j', async (wrong, type) => {
  const before = stytch.store.members.size;
  await stytch.refused(create, { organization_id: bakery, email_address: 'x@new.example', ...wrong }, [400, type]);
  expect(stytch.store.members.size).toBe(before);
});

test('external ids and addresses are unique in an organization, not in the project', async () => {
  const other = { organization_id: bank, external_id: 'staff-1', email_address: 'benedikt@fernhill.example' };
  const { member } = await stytch.ok(create, other);
  expect(member).toMatchObject({ external_id: 'staff-1' });
  await stytch.ok(remove, { organization_id: bank, member_id: 'staff-1' });
  const { member: again } = await stytch.ok(create, { organization_id: bank, email_address: other.email_address });
  expect(again.member_id).not.toBe(member.member_id);
  const external = { organization_id: bank, member_id: again.member_id, external_id: 'staff-1' };
  await stytch.refused(update, external, [400, 'duplicate_member_external_id']);
});

test('an update changes what is sent, merges metadata and keeps the rest', async () => {
  const before = await hire('yara', { name: 'Yara', external_id: 'y-1', trusted_metadata: { a: 1, b: 2 } });
  const key = { organization_id: bakery, member_id: 'y-1' };
  const { member } = await stytch.ok(update, {
    ...key,
    trusted_metadata: { a: null, c: 3 },
    mfa_phone_number: '+14155550177',
    roles: ['editor'],
  });
  expect({ ...member, updated_at: '' }).toEqual({
    ...before,
    trusted_metadata: { b: 2, c: 3 },
    mfa_phone_number: '+14155550177',
    default_mfa_method: 'sms_otp',
    roles: [...before.roles, { role_id: 'editor', sources: [{ type: 'direct_assignment', details: {} }] }],
    updated_at: '',
  });
  expect((await stytch.ok(get, key)).member).toEqual(member);
  expect(rolesOf((await stytch.ok(update, { ...key, roles: [] })).member.roles)).toEqual(['stytch_member']);
  expect((await stytch.ok(update, { ...key, name: 'Yara B.' })).member.trusted_metadata).toEqual({ b: 2, c: 3 });

  await stytch.refused(update, { ...key, mfa_phone_number: '+14155550177' }, [
    400,
    'duplicate_member_phone_number_for_member',
  ]);
  await stytch.refused(update, { ...key, default_mfa_method: 'fax' }, [400, 'invalid_mfa_default_method']);
  await stytch.refused(update, { ...key, default_mfa_method: 'totp' }, [400, 'default_mfa_member_missing_factor']);

  const { member: renamed } = await stytch.ok(update, { ...key, external_id: 'y-2' });
  expect(renamed.external_id).toBe('y-2');
  const without = await stytch.ok(deleteExternalId, { organization_id: bakery, member_id: 'y-2' });
  expect(without.member.external_id).toBeUndefined();
  await stytch.refused(get, { organization_id: bakery, member_id: 'y-2' }, [404, 'member_not_found']);
});

test('the default second factor is one of several if the organization allows it', async () => {
  const ada = { organization_id: bakery, member_id: baker('ada').member_id };
  expect((await stytch.ok(update, { ...ada, default_mfa_method: 'sms_otp' })).member.default_mfa_method).toBe(
    'sms_otp',
  );
  expect((await stytch.ok(update, { ...ada, mfa_enrolled: false })).member).toMatchObject({
    default_mfa_method: 'sms_otp',
    mfa_enrolled: false,
  });
  const { member_id } = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example');
  await stytch.refused(update, { organization_id: bank, member_id, default_mfa_method: 'sms_otp' }, [
    403,
    'operation_restricted_by_organization_mfa_methods',
  ]);
});

test('a new address retires the old one, is unverified and deletes the password', async () => {
  const { member_id, member_password_id } = baker('benedikt');
  expect(member_password_id).not.toBe('');
  const key = { organization_id: bakery, member_id };
  const { member } = await stytch.ok(update, { ...key, email_address: 'Ben@fernhill.example' });
  expect(member).toMatchObject({
    email_address: 'ben@fernhill.example',
    email_address_verified: false,
    member_password_id: '',
    retired_email_addresses: [{ email_address: 'benedikt@fernhill.example' }],
  });
  expect(secretsOf(stytch.store, member_id).password).toBeUndefined();

  const thief = { organization_id: bakery, member_id: baker('greta').member_id };
  await stytch.refused(update, { ...thief, email_address: 'benedikt@fernhill.example' }, [
    400,
    'desired_email_deactivated_by_different_member',
  ]);
  const back = await stytch.ok(update, { ...key, email_address: 'benedikt@fernhill.example', unlink_email: true });
  expect(back.member.retired_email_addresses).toEqual([]);
  const taken = await stytch.ok(update, { ...thief, email_address: 'ben@fernhill.example' });
  expect(taken.member.email_address).toBe('ben@fernhill.example');
});

test('the email domain decides the roles after a change of address, too', async () => {
  const { member_id } = storedMember(stytch.store, bank, 'ingrid@contractors.northgate.example');
  const key = { organization_id: bank, member_id };
  expect(rolesOf((await stytch.ok(get, key)).member.roles)).toContain('editor');
  const { member } = await stytch.ok(update, { ...key, email_address: 'ingrid.solberg@northgate.example' });
  expect(rolesOf(member.roles)).toEqual(['stytch_member']);
});

test('the removal of a role ends SSO sessions that would grant it again, unless they are preserved', async () => {
  const viktor = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example');
  const connection_id = viktor.sso_registrations[0]?.connection_id;
  const grant = () =>
    stytch.store.members.set(viktor.member_id, {
      ...viktor,
      roles: [
        {
          role_id: 'editor',
          sources: [
            { type: 'direct_assignment', details: {} },
            { type: 'sso_connection', details: { connection_id } },
          ],
        },
      ],
    });
  const sessions = () =>
    [...stytch.store.sessions.values()].filter(({ session }) => session.member_id === viktor.member_id).length;
  const key = { organization_id: bank, member_id: viktor.member_id };
  expect(sessions()).toBe(1);
  grant();
  await stytch.ok(update, { ...key, roles: ['editor'] });
  grant();
  await stytch.ok(update, { ...key, roles: [], preserve_existing_sessions: true });
  expect(sessions()).toBe(1);
  grant();
  await stytch.ok(update, { ...key, roles: [] });
  expect(sessions()).toBe(0);
});

test('deletion ends sessions and consents of a member, who can be reactivated by member_id only', async () => {
  const { member_id } = baker('dmitri');
  const session = sessionOf('dmitri');
  await stytch.ok(update, { organization_id: bakery, member_id, external_id: 'd-1' });
  const key = { organization_id: bakery, member_id };
  expect(await stytch.ok(remove, key)).toMatchObject({ member_id });
  await stytch.refused(remove, key, [404, 'member_not_found']);
  await stytch.refused(get, key, [404, 'member_not_found']);
  await stytch.refused(update, { ...key, name: 'Ghost' }, [404, 'member_not_found']);
  await stytch.refused(update, { ...key, name: 'Ghost' }, [404, 'session_not_found'], { session });
  expect([...stytch.store.consents.values()].filter((consent) => consent.member_id === member_id)).toEqual([]);

  const missing = [404, 'no_deleted_member_found_for_reactivation'] as [number, string];
  await stytch.refused(reactivate, { ...key, member_id: 'd-1' }, missing);
  await stytch.refused(reactivate, { ...key, organization_id: bank }, missing);
  const { member } = await stytch.ok(reactivate, key);
  expect(member).toMatchObject({ member_id, status: 'active', external_id: 'd-1' });
  expect((await stytch.ok(get, key)).member).toEqual(member);
  await stytch.refused(reactivate, key, missing);
  // Sessions of the deleted member stay ended after reactivation.
  await stytch.refused(update, { ...key, name: 'Back' }, [404, 'session_not_found'], { session });
});

test('a member without a verified address cannot be reactivated', async () => {
  const { member_id } = await hire('zoe');
  const zoe = { organization_id: bakery, member_id };
  await stytch.ok(remove, zoe);
  await stytch.refused(reactivate, zoe, [400, 'email_unverified_for_reactivation']);

  await hire('tilda-two', { email_address: 'tilda@fernhill.example' });
  const tilda = [...stytch.store.members.values()].find(
    ({ email_address, status }) => email_address === 'tilda@fernhill.example' && status === 'deleted',
  );
  await stytch.refused(reactivate, { organization_id: bakery, member_id: tilda?.member_id }, [
    400,
    'reactivation_email_belongs_to_another_member',
  ]);
});

test('members may update some of their own fields, and others by permission', async () => {
  const refusal = [403, 'session_authorization_error'] as [number, string];
  const [admin, plain, manager] = [sessionOf('ada'), sessionOf('liam'), sessionOf('chiara')].map((session) => ({
    session,
  }));
  const self = { organization_id: bakery, member_id: baker('liam').member_id };
  const other = { organization_id: bakery, member_id: baker('jonas').member_id };

  const { member } = await stytch.ok(update, { ...self, name: 'Liam B.', untrusted_metadata: { a: 1 } }, plain);
  expect(member.name).toBe('Liam B.');
  await stytch.refused(update, { ...other, name: 'No' }, refusal, plain);
  // The permission for all actions on oneself does not include these.
  await stytch.refused(update, { ...self, roles: ['stytch_admin'] }, refusal, plain);
  await stytch.refused(update, { ...self, is_breakglass: true }, refusal, plain);
  await stytch.refused(update, { ...self, external_id: 'me' }, refusal, plain);
  await stytch.refused(update, { ...self, trusted_metadata: {} }, [403, 'cannot_update_trusted_metadata'], plain);
  const own = [403, 'member_cannot_update_their_email_address'] as [number, string];
  await stytch.refused(update, { ...self, email_address: 'l@new.example' }, own, plain);
  await stytch.refused(update, { ...self, member_id: 'staff-1', email_address: 'a@new.example' }, own, admin);
  await stytch.refused(deleteExternalId, { ...self, member_id: 'staff-1' }, refusal, plain);

  const made = { organization_id: bakery, email_address: 'by-manager@new.example' };
  await stytch.refused(create, made, refusal, plain);
  const { member_id } = await stytch.ok(create, made, manager);
  await stytch.ok(update, { organization_id: bakery, member_id, name: 'Named' }, manager);
  await stytch.refused(update, { organization_id: bakery, member_id, roles: [] }, refusal, manager);
  await stytch.refused(remove, { organization_id: bakery, member_id }, refusal, manager);
  await stytch.ok(update, { ...other, roles: ['editor'], email_address: 'jonas.w@fernhill.example' }, admin);
  const bankMember = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example').member_id;
  await stytch.refused(
    remove,
    { organization_id: bank, member_id: bankMember },
    [403, 'session_authorization_tenancy_error'],
    admin,
  );
  await stytch.refused(reactivate, { organization_id: bakery, member_id: baker('sven').member_id }, refusal, plain);
  await stytch.ok(remove, self, plain);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(member));

test('an update that changes nothing is rejected for a member without the permission to search members', async () => {
  const { admin, member } = (await stytch.sandbox.world()).credentials;
  const id = 'api_organization_v1_organizations_members_Update';
  const { organization_id, session_token: session } = member;
  const input = { organization_id, member_id: admin.member_id };
  await stytch.refused(id, input, [403, 'session_authorization_error'], { session });
  await stytch.refused(id, { ...input, name: null }, [403, 'session_authorization_error'], { session });
  await stytch.ok(id, { organization_id, member_id: member.member_id }, { session });
  await stytch.ok(id, { organization_id, member_id: member.member_id }, { session: admin.session_token });
});
