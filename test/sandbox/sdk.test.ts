import { type B2BClient, StytchError } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterAll(() => sandbox.close());

test('the vendor’s SDK manages organizations', async () => {
  const { organization } = await client.organizations.create({
    organization_name: 'By SDK',
    organization_slug: 'by-sdk',
  });
  const { organization_id } = organization;
  expect((await client.organizations.get({ organization_id: 'by-sdk' })).organization).toEqual(organization);

  const { credentials, organizations } = await sandbox.world();
  const bakery = { organization_id: organizations[0]?.organization_id ?? '' };
  const asAdmin = { authorization: { session_jwt: credentials.admin.session_jwt } };
  const asMember = { authorization: { session_token: credentials.member.session_token } };
  const renamed = await client.organizations.update({ ...bakery, organization_name: 'Fernhill' }, asAdmin);
  expect(renamed.organization.organization_name).toBe('Fernhill');
  await expect(client.organizations.update({ ...bakery, organization_name: 'No' }, asMember)).rejects.toMatchObject({
    status_code: 403,
    error_type: 'session_authorization_error',
  });

  const found = await client.organizations.search({
    query: { operator: 'AND', operands: [{ filter_name: 'organization_slugs', filter_value: ['by-sdk'] }] },
  });
  expect(found.results_metadata.total).toBe(1);
  expect((await client.organizations.metrics({ organization_id })).member_count).toBe(0);
  const { connected_apps } = await client.organizations.connectedApps(bakery);
  const app = await client.organizations.getConnectedApp({
    ...bakery,
    connected_app_id: connected_apps[0]?.connected_app_id ?? '',
  });
  expect(app.active_members.length).toBeGreaterThan(0);
  expect((await client.organizations.deleteExternalId(bakery)).organization.organization_external_id).toBeFalsy();
  expect(await client.organizations.delete({ organization_id })).toMatchObject({ organization_id, status_code: 200 });
  await expect(client.organizations.get({ organization_id })).rejects.toBeInstanceOf(StytchError);
});

test('the vendor’s SDK manages RBAC and verifies session JWTs locally', async () => {
  const { policy } = await client.rbac.policy();
  expect(policy?.roles.length).toBeGreaterThan(2);
  const key = { organization_id: 'northgate-bank' };
  const { org_policy } = await client.rbac.organizations.getOrgPolicy(key);
  expect((await client.rbac.organizations.setOrgPolicy({ ...key, org_policy })).org_policy).toEqual(org_policy);

  const { credentials } = await sandbox.world();
  const local = await client.sessions.authenticateJwtLocal({ session_jwt: credentials.admin.session_jwt });
  expect(local).toMatchObject({ member_id: credentials.admin.member_id });
  expect((await client.sessions.getJWKS({ project_id: sandbox.projectId })).keys).toHaveLength(1);
});
