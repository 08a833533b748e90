import type { B2BClient } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { telemetry } from '../../src/sandbox/seed/fraud.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterAll(() => sandbox.close());

test('the vendor’s SDK creates M2M clients, gets and verifies their tokens and rotates secrets', async () => {
  const { clients } = client.m2m;
  const { m2m_client } = await clients.create({ scopes: ['read:documents'], client_name: 'By SDK' });
  const { client_id, client_secret } = m2m_client;
  const { access_token } = await client.m2m.token({ client_id, client_secret, scopes: ['read:documents'] });
  const checked = await client.m2m.authenticateToken({ access_token, required_scopes: ['read:documents'] });
  expect(checked).toMatchObject({ client_id, scopes: ['read:documents'] });
  await expect(client.m2m.token({ client_id, client_secret: 'wrong' })).rejects.toMatchObject({
    status_code: 401,
    error_type: 'invalid_client',
  });
  await expect(client.m2m.token({ client_id, client_secret, scopes: ['write:all'] })).rejects.toMatchObject({
    error_type: 'invalid_scope',
  });

  const started = await clients.secrets.rotateStart({ client_id });
  await clients.secrets.rotateCancel({ client_id });
  await expect(
    client.m2m.token({ client_id, client_secret: started.m2m_client.next_client_secret }),
  ).rejects.toMatchObject({ error_type: 'invalid_client' });
  const again = await clients.secrets.rotateStart({ client_id });
  await clients.secrets.rotate({ client_id });
  await client.m2m.token({ client_id, client_secret: again.m2m_client.next_client_secret });

  await clients.update({ client_id, client_name: 'Renamed' });
  expect((await clients.get({ client_id })).m2m_client.client_name).toBe('Renamed');
  const found = await clients.search({ query: { operator: 'AND', operands: [] } });
  expect(found.m2m_clients.map((known) => known.client_id)).toContain(client_id);
  expect(await clients.delete({ client_id })).toMatchObject({ client_id });
});

test('the vendor’s SDK looks up devices, sets rules and overrides, rates addresses', async () => {
  const [calm, machine] = telemetry;
  const { verdict } = await client.fraud.fingerprint.lookup({ telemetry_id: calm?.telemetry_id ?? '' });
  expect(verdict.action).toBe('ALLOW');
  await expect(client.fraud.fingerprint.lookup({ telemetry_id: 'nobody' })).rejects.toMatchObject({
    status_code: 400,
    error_type: 'invalid_argument',
  });
  await client.fraud.rules.set({ action: 'BLOCK', asn: '64511' });
  expect((await client.fraud.rules.list({})).rules).toMatchObject([{ rule_type: 'ASN', asn: '64511' }]);
  await client.fraud.verdictReasons.override({ verdict_reason: 'VIRTUAL_MACHINE', override_action: 'BLOCK' });
  const listed = await client.fraud.verdictReasons.list({ overrides_only: true });
  expect(listed.verdict_reason_actions).toHaveLength(1);
  const after = await client.fraud.fingerprint.lookup({ telemetry_id: machine?.telemetry_id ?? '' });
  expect(after.verdict.action).toBe('BLOCK');
  expect(await client.fraud.email.risk({ email_address: 'x@mailinator.com' })).toMatchObject({ action: 'BLOCK' });
});

test('the vendor’s SDK reads the project', async () => {
  expect(await client.debug.whoami()).toMatchObject({ project_id: sandbox.projectId });
  expect((await client.project.metrics()).metrics).toContainEqual({ metric_type: 'ORGANIZATION_COUNT', count: 2 });
});
