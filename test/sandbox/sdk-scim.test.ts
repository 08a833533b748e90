import type { B2BClient } from 'stytch';
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

test('the vendor’s SDK creates, updates, rotates and deletes a SCIM connection', async () => {
  const { connection: api } = client.scim;
  const { credentials } = await sandbox.world();
  const organization_id = 'fernhill-bakery';
  const asAdmin = { authorization: { session_jwt: credentials.admin.session_jwt } };
  const asMember = { authorization: { session_token: credentials.member.session_token } };
  await expect(api.create({ organization_id }, asMember)).rejects.toMatchObject({
    status_code: 403,
    error_type: 'session_authorization_error',
  });
  const made = await api.create({ organization_id, display_name: 'Okta', identity_provider: 'okta' }, asAdmin);
  const key = { organization_id, connection_id: made.connection?.connection_id ?? '' };
  expect((await api.get({ organization_id }, asAdmin)).connection).toMatchObject({
    connection_id: key.connection_id,
    bearer_token_last_four: made.connection?.bearer_token.slice(-4),
  });
  await expect(api.create({ organization_id })).rejects.toMatchObject({ error_type: 'active_scim_connection_exists' });

  const started = await api.rotateStart(key, asAdmin);
  const completed = await api.rotateComplete(key, asAdmin);
  expect(completed.connection?.bearer_token_last_four).toBe(started.connection?.next_bearer_token.slice(-4));
  await expect(api.rotateCancel(key)).rejects.toMatchObject({ error_type: 'scim_connection_not_rotating_token' });
  await api.rotateStart(key);
  expect((await api.rotateCancel(key)).connection).toEqual(completed.connection);

  expect(await api.delete(key, asAdmin)).toMatchObject({ connection_id: key.connection_id, status_code: 200 });
  await expect(api.get({ organization_id })).rejects.toMatchObject({
    status_code: 404,
    error_type: 'no_active_scim_connection',
  });
});

test('the vendor’s SDK pages through groups and gives them roles', async () => {
  const { connection: api } = client.scim;
  const organization_id = 'northgate-bank';
  const { connection } = await api.get({ organization_id });
  const key = { organization_id, connection_id: connection?.connection_id ?? '' };
  const first = await api.getGroups({ ...key, limit: 5 });
  const rest = await api.getGroups({ ...key, cursor: first.next_cursor ?? '' });
  expect([first.scim_groups.length, rest.scim_groups.length]).toEqual([5, 1]);

  const [group] = rest.scim_groups;
  const { group_id = '', group_name = '' } = group ?? {};
  const assignment = { role_id: 'editor', group_id, group_name };
  const updated = await api.update({ ...key, scim_group_implicit_role_assignments: [assignment] });
  expect(updated.connection?.scim_group_implicit_role_assignments).toEqual([assignment]);
});
