import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberConnectedApp } from '../../src/sandbox/b2b/member-connected-app.ts';
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

const list = 'api_organization_v1_organizations_members_GetConnectedApps';
const revoke = 'api_organization_v1_organizations_members_connected_apps_Revoke';

test('a member lists their apps and revokes one', async () => {
  const { connected_apps } = await stytch.ok(list, keyOf('ada'), as('ada'));
  expect(connected_apps).toMatchObject([
    { name: 'Crumb for desktop', client_type: 'first_party' },
    { name: 'Ledgerly', client_type: 'third_party', scopes_granted: 'openid email read:invoices' },
  ]);
  const connected_app_id = connected_apps[1]?.connected_app_id ?? '';
  await stytch.refused(revoke, { ...keyOf('ada'), connected_app_id }, refusal, as('liam'));
  await stytch.ok(revoke, { ...keyOf('ada'), connected_app_id }, as('ada'));
  expect((await stytch.ok(list, keyOf('ada'))).connected_apps.map(({ name }) => name)).toEqual(['Crumb for desktop']);
  await stytch.refused(revoke, { ...keyOf('ada'), connected_app_id }, [404, 'connected_app_not_found']);

  // The consent of another member to the same app is unaffected.
  const dmitri = await stytch.ok(list, keyOf('dmitri'));
  expect(dmitri.connected_apps.map((app) => app.connected_app_id)).toEqual([connected_app_id]);
  await stytch.ok(revoke, { ...keyOf('dmitri'), connected_app_id }, as('ada'));
});

test('the organization’s policy removes apps', async () => {
  expect((await stytch.ok(list, keyOf('nia'))).connected_apps).toHaveLength(1);
  await stytch.ok('api_organization_v1_Update', {
    organization_id: bakery,
    first_party_connected_apps_allowed_type: 'NOT_ALLOWED',
  });
  expect((await stytch.ok(list, keyOf('nia'))).connected_apps).toEqual([]);
});

test('the list of a member without apps is empty, and other members may not read it', async () => {
  expect((await stytch.ok(list, keyOf('jonas'))).connected_apps).toEqual([]);
  await stytch.refused(list, keyOf('jonas'), refusal, as('liam'));
  await stytch.refused(list, { organization_id: bakery, member_id: 'nobody' }, [404, 'member_not_found']);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(memberConnectedApp));
