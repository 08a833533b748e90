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

test('the vendor’s SDK manages connected apps', async () => {
  const { clients: api } = client.connectedApp;
  const { connected_app: made } = await api.create({ client_type: 'first_party', client_name: 'By SDK' });
  const key = { client_id: made.client_id };
  expect(made.client_secret?.slice(-4)).toBe(made.client_secret_last_four);
  const { connected_app: changed } = await api.update({ ...key, access_token_expiry_minutes: 30 });
  expect(changed).toMatchObject({ client_name: 'By SDK', access_token_expiry_minutes: 30 });
  expect((await api.get(key)).connected_app).toEqual(changed);

  const { connected_apps, results_metadata } = await api.search({ limit: 3 });
  const rest = await api.search({ limit: 3, cursor: results_metadata.next_cursor ?? '' });
  expect([...connected_apps, ...rest.connected_apps]).toHaveLength(4);

  const { connected_app: started } = await api.secrets.rotateStart(key);
  await expect(api.secrets.rotateStart(key)).rejects.toMatchObject({
    status_code: 400,
    error_type: 'connected_app_already_rotating_secret',
  });
  const { connected_app: rotated } = await api.secrets.rotate(key);
  expect(rotated.client_secret_last_four).toBe(started.next_client_secret.slice(-4));
  await api.secrets.rotateStart(key);
  expect((await api.secrets.rotateCancel(key)).connected_app).toEqual(rotated);

  expect(await api.delete(key)).toMatchObject({ ...key, status_code: 200 });
  await expect(api.get(key)).rejects.toMatchObject({ status_code: 404, error_type: 'connected_app_not_found' });
});
