import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberEmail } from '../../src/sandbox/b2b/member-email.ts';
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

const unlink = 'api_organization_v1_organizations_members_UnlinkRetiredEmail';
const start = 'api_organization_v1_organizations_members_StartEmailUpdate';
const create = 'api_organization_v1_organizations_members_Create';

test('a retired address is unlinked by id, address or both, and is then available', async () => {
  const [first, second] = baker('meiling').retired_email_addresses;
  const key = keyOf('meiling');
  await stytch.refused(unlink, key, [400, 'retired_email_missing_email_identifiers']);
  for (const wrong of [
    { email_id: first?.email_id, email_address: second?.email_address },
    { email_address: 'meiling@fernhill.example' },
    { email_id: 'email-test-nobody' },
  ]) {
    await stytch.refused(unlink, { ...key, ...wrong }, [404, 'email_not_found']);
  }
  const mei = { organization_id: bakery, email_address: 'mei@fernhill.example' };
  await stytch.refused(create, mei, [400, 'desired_email_deactivated_by_different_member']);

  const { member, organization_id } = await stytch.ok(unlink, { ...key, email_address: 'MEI@fernhill.example' });
  expect(member.retired_email_addresses).toEqual([second]);
  expect(organization_id).toBe(member.organization_id);
  await stytch.ok(create, mei);
  const last = await stytch.ok(unlink, { ...key, ...second });
  expect(last.member.retired_email_addresses).toEqual([]);

  const dmitri = { ...keyOf('dmitri'), email_id: baker('dmitri').retired_email_addresses[0]?.email_id ?? '' };
  await stytch.refused(unlink, dmitri, [403, 'session_authorization_error'], as('liam'));
  expect((await stytch.ok(unlink, dmitri, as('dmitri'))).member.retired_email_addresses).toEqual([]);
});

test('a change of address sends a link or a code to the new address and changes nothing yet', async () => {
  const before = baker('liam');
  const link = {
    ...keyOf('liam'),
    email_address: 'Liam@home.example',
    login_redirect_url: 'https://app.example/in?a=1',
  };
  const { member } = await stytch.ok(start, link, as('liam'));
  expect(member).toEqual(before);
  const [mail] = stytch.store.outbox;
  expect(mail).toMatchObject({ to: 'liam@home.example', channel: 'email', member_id: before.member_id });
  const url = new URL(mail?.link ?? '');
  expect([url.origin, url.searchParams.get('a'), url.searchParams.get('token')]).toEqual([
    'https://app.example',
    '1',
    mail?.secret,
  ]);
  expect(stytch.store.emailUpdates.get(mail?.secret ?? '')).toMatchObject({
    member_id: before.member_id,
    email_address: 'liam@home.example',
    delivery_method: 'EMAIL_MAGIC_LINK',
  });

  await stytch.ok(start, { ...keyOf('liam'), email_address: 'liam@work.example', delivery_method: 'EMAIL_OTP' });
  const [code] = stytch.store.outbox;
  expect(code?.secret).toMatch(/^\d{6}$/);
  expect(code?.link).toBeUndefined();
  // The later change replaces the earlier one.
  expect([...stytch.store.emailUpdates.keys()]).toEqual([`liam@work.example ${code?.secret}`]);
});

test('a pending new address is reserved for five minutes', async () => {
  const address = { email_address: 'wanted@home.example' };
  await stytch.ok(start, { ...keyOf('nia'), ...address });
  const taken = [400, 'desired_email_updating_for_different_member'] as [number, string];
  await stytch.refused(start, { ...keyOf('esperanza'), ...address }, taken);
  await stytch.refused(create, { organization_id: bakery, ...address }, taken);
  await stytch.ok(start, { ...keyOf('nia'), ...address });
  await stytch.ok(create, { organization_id: 'northgate-bank', ...address });
  stytch.pass({ minutes: 6 });
  await stytch.ok(start, { ...keyOf('esperanza'), ...address });
  stytch.pass({ minutes: 6 });
  await stytch.ok(create, { organization_id: bakery, ...address });
});

test.each([
  [{ email_address: 'no address' }, 400, 'invalid_email'],
  [{ email_address: 'greta@fernhill.example' }, 400, 'duplicate_member_email'],
  [{ email_address: 'Hiro@fernhill.example' }, 400, 'duplicate_member_email'],
  [{ email_address: 'hiro@northgate.example' }, 400, 'action_not_allowed_email_domain_is_claimed'],
  [{ login_redirect_url: 'javascript:alert(1)' }, 400, 'invalid_login_redirect_url'],
  [{ delivery_method: 'PIGEON' }, 400, 'invalid_argument'],
  [{ member_id: 'nobody' }, 404, 'member_not_found'],
])('an invalid change of address is rejected: %j', async (wrong, status, type) => {
  const sent = stytch.store.outbox.length;
  await stytch.refused(start, { ...keyOf('hiro'), email_address: 'h@home.example', ...wrong }, [status, type]);
  expect(stytch.store.outbox).toHaveLength(sent);
});

test('active members with a verified address may change it, themselves or by permission', async () => {
  const email_address = 'somebody@home.example';
  const pending = { ...keyOf('priya'), email_address };
  await stytch.refused(start, pending, [400, 'email_updates_available_only_for_active_members']);
  const { member_id } = await stytch.ok(create, { organization_id: bakery, email_address: 'unverified@home.example' });
  const unverified = { organization_id: bakery, member_id, email_address };
  await stytch.refused(start, unverified, [400, 'member_has_no_active_verified_email']);
  const other = { ...keyOf('greta'), email_address };
  await stytch.refused(start, other, [403, 'session_authorization_error'], as('liam'));
  await stytch.ok(start, other, as('ada'));
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(memberEmail));
