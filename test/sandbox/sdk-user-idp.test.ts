import type { Client } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { consumerSdkClient } from './sdk.ts';

let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeAll(async () => {
  sandbox = await startSandboxOf(consumer, { port: 0 });
  client = consumerSdkClient(sandbox);
});
afterAll(() => sandbox.close());

const asked = {
  client_id: seedId('connected-app', 'ledgerly'),
  redirect_uri: 'https://ledgerly.example/callback',
  response_type: 'code',
  scopes: ['openid', 'read:documents', 'write:documents'],
};
const refused = (promise: Promise<unknown>, status_code: number, error_type: string) =>
  expect(promise).rejects.toMatchObject({ status_code, error_type });

test('the vendor’s SDK requests the consent of a user, by id and by session, and authorizes an app', async () => {
  const { user_id, session_token } = (await sandbox.world()).credentials.user;
  const { oauth } = client.idp;
  for (const who of [{ user_id }, { session_token }]) {
    const shown = await oauth.authorizeStart({ ...asked, ...who });
    expect(shown).toMatchObject({
      user_id,
      user: { user_id },
      client: { client_name: 'Ledgerly' },
      consent_required: true,
    });
    expect(shown.scope_results.map(({ is_grantable }) => is_grantable)).toEqual([true, true, false]);
  }
  const answer = await oauth.authorize({ ...asked, session_token, consent_granted: true, state: 's' });
  expect(Object.fromEntries(new URL(answer.redirect_uri).searchParams)).toEqual({
    code: answer.authorization_code,
    state: 's',
  });
  expect(sandbox.store.authorizationCodes.get(answer.authorization_code ?? '')).toMatchObject({
    person_id: user_id,
    scopes: ['openid', 'read:documents'],
    session_id: expect.stringMatching(/^session-test-/),
  });
  expect((await client.users.connectedApps({ user_id })).connected_apps).toContainEqual(
    expect.objectContaining({ connected_app_id: asked.client_id, scopes_granted: 'openid read:documents' }),
  );
  expect((await oauth.authorizeStart({ ...asked, user_id })).consent_required).toBe(false);
});

test('the vendor’s SDK names the user by exactly one input', async () => {
  const { user_id, session_token } = (await sandbox.world()).credentials.user;
  const { oauth } = client.idp;
  await refused(oauth.authorizeStart(asked), 400, 'no_oauth_authorize_user_selector');
  await refused(oauth.authorizeStart({ ...asked, user_id, session_token }), 400, 'too_many_session_arguments');
  await refused(oauth.authorizeStart({ ...asked, user_id: 'user-test-none' }), 404, 'user_not_found');
});
