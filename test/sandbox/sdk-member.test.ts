import type { B2BClient } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { storedMember } from './harness.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterAll(() => sandbox.close());

const bakery = 'fernhill-bakery';
const keyOf = (name: string) => {
  const { organization_id, member_id } = storedMember(sandbox.store, bakery, `${name}@fernhill.example`);
  return { organization_id, member_id };
};

test('the vendor’s SDK creates, updates, deletes and reactivates a member', async () => {
  const { members } = client.organizations;
  const { member } = await members.create({
    organization_id: bakery,
    email_address: 'by-sdk@new.example',
    external_id: 'by-sdk',
    mfa_phone_number: '+14155550188',
  });
  const { organization_id, member_id } = member;
  const key = { organization_id, member_id };
  expect((await members.get({ organization_id, email_address: 'by-sdk@new.example' })).member).toEqual(member);
  expect((await members.get({ organization_id, member_id: 'by-sdk' })).member).toEqual(member);
  expect((await members.update({ ...key, name: 'By SDK', roles: ['editor'] })).member.name).toBe('By SDK');
  expect((await members.deleteMFAPhoneNumber(key)).member.mfa_phone_number).toBe('');
  expect((await members.deleteExternalId(key)).member.external_id).toBeUndefined();

  const { member: moved } = await members.update({ ...key, email_address: 'moved@new.example' });
  expect(moved.retired_email_addresses).toHaveLength(1);
  const unlinked = await members.unlinkRetiredEmail({ ...key, email_address: 'by-sdk@new.example' });
  expect(unlinked.member.retired_email_addresses).toEqual([]);

  expect((await members.delete(key)).member_id).toBe(member_id);
  await expect(members.get(key)).rejects.toMatchObject({ status_code: 404, error_type: 'member_not_found' });
  await expect(members.reactivate(key)).rejects.toMatchObject({ error_type: 'email_unverified_for_reactivation' });
  const deleted = await members.dangerouslyGet({ member_id, include_deleted: true });
  expect(deleted.member.status).toBe('deleted');
  const sven = keyOf('sven');
  expect((await members.reactivate(sven)).member.status).toBe('active');
});

test('the vendor’s SDK searches page by page', async () => {
  const query = { operator: 'AND' as const, operands: [{ filter_name: 'member_roles', filter_value: ['editor'] }] };
  const ids = { organization_ids: [bakery], limit: 1, query };
  const first = await client.organizations.members.search(ids);
  expect(first.results_metadata.total).toBeGreaterThan(1);
  const second = await client.organizations.members.search({
    ...ids,
    cursor: first.results_metadata.next_cursor ?? '',
  });
  expect(second.members[0]?.member_id).not.toBe(first.members[0]?.member_id);
  expect(Object.keys(first.organizations)).toEqual([first.members[0]?.organization_id]);
});

test('the vendor’s SDK acts for a member by their session', async () => {
  const { members } = client.organizations;
  const { admin, member } = (await sandbox.world()).credentials;
  const asMember = { authorization: { session_token: member.session_token } };
  const asAdmin = { authorization: { session_jwt: admin.session_jwt } };
  const self = { organization_id: member.organization_id, member_id: member.member_id };
  await members.startEmailUpdate(
    { ...self, email_address: 'self@home.example', delivery_method: 'EMAIL_OTP' },
    asMember,
  );
  expect(sandbox.store.outbox[0]).toMatchObject({ to: 'self@home.example' });
  await expect(members.update({ ...self, email_address: 'self@home.example' }, asMember)).rejects.toMatchObject({
    status_code: 403,
    error_type: 'member_cannot_update_their_email_address',
  });

  const ada = keyOf('ada');
  const { member_password_id } = storedMember(sandbox.store, bakery, 'ada@fernhill.example');
  const password = { organization_id: ada.organization_id, member_password_id };
  expect((await members.deletePassword(password, asAdmin)).member.member_password_id).toBe('');
  expect((await members.deleteTOTP(ada, asAdmin)).member.totp_registration_id).toBe('');
  const { connected_apps } = await members.getConnectedApps(ada, asAdmin);
  const connected_app_id = connected_apps[0]?.connected_app_id ?? '';
  await members.connectedApps.revoke({ ...ada, connected_app_id }, asAdmin);
  expect((await members.getConnectedApps(ada)).connected_apps).toHaveLength(connected_apps.length - 1);
});

test('the vendor’s SDK reads the tokens of providers', async () => {
  const { members } = client.organizations;
  const { oauthProviders } = members;
  const chiara = { ...keyOf('chiara'), include_refresh_token: true };
  expect((await oauthProviders.google(chiara)).refresh_token).toMatch(/./);
  expect((await oauthProviders.microsoft(chiara)).provider_type).toBe('Microsoft');
  expect((await oauthProviders.slack(chiara)).registrations[0]?.bot_scopes).toEqual(['chat:write']);
  expect((await oauthProviders.hubspot(chiara)).registrations).toHaveLength(1);
  expect((await oauthProviders.github(chiara)).registrations[0]?.provider_tenant_ids).toHaveLength(2);
  const hamza = storedMember(sandbox.store, 'northgate-bank', 'hamza@contractors.northgate.example');
  const { registrations } = await members.oidcProviders({
    organization_id: hamza.organization_id,
    member_id: hamza.member_id,
    include_refresh_token: false,
  });
  expect(registrations[0]).toMatchObject({ connection_id: hamza.sso_registrations[0]?.connection_id });
});
