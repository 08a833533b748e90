import { expect, test } from 'vitest';
import { startImpersonation } from '../../src/sandbox/consumer/impersonation.ts';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { startSandboxOf } from '../../src/sandbox/index.ts';
import { consumerSdkClient } from './sdk.ts';

test('the vendor’s SDK impersonates a user', async () => {
  const sandbox = await startSandboxOf(consumer, { port: 0 });
  const client = consumerSdkClient(sandbox);
  const { user_id } = (await sandbox.world()).credentials.user;
  const { impersonation_token } = startImpersonation(sandbox.store, { user_id });
  const answer = await client.impersonation.authenticate({ impersonation_token });
  expect(answer).toMatchObject({
    user_id,
    session: { user_id, authentication_factors: [{ type: 'impersonated', delivery_method: 'impersonation' }] },
  });
  const { session_token } = answer;
  expect(await client.sessions.authenticate({ session_token })).toMatchObject({ user: { user_id } });
  await expect(client.impersonation.authenticate({ impersonation_token })).rejects.toMatchObject({
    status_code: 401,
    error_type: 'unable_to_auth_impersonation_token',
  });
  await sandbox.close();
});
