import type { B2BClient } from 'stytch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startImpersonation } from '../../src/sandbox/b2b/impersonation.ts';
import { createOauthCallback } from '../../src/sandbox/b2b/oauth-provider.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { storedMember, tokenOf } from './harness.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterEach(() => sandbox.close());

const organization_id = 'fernhill-bakery';
const refusal = (status_code: number, error_type: string) => ({ status_code, error_type });

test('the vendor’s SDK signs in by OAuth, in an organization and in discovery', async () => {
  const person = { provider: 'google', email_address: 'hiro@fernhill.example' };
  const { oauth_token = '' } = await createOauthCallback(sandbox.store, { ...person, organization_id });
  const answer = await client.oauth.authenticate({ oauth_token, session_duration_minutes: 60 });
  expect(answer).toMatchObject({ provider_type: 'Google', member_authenticated: true });
  await expect(client.oauth.authenticate({ oauth_token })).rejects.toMatchObject(refusal(404, 'oauth_token_not_found'));

  const { discovery_oauth_token = '' } = await createOauthCallback(sandbox.store, person);
  const found = await client.oauth.discovery.authenticate({ discovery_oauth_token });
  const { intermediate_session_token } = found;
  const inside = await client.discovery.intermediateSessions.exchange({ intermediate_session_token, organization_id });
  expect(inside.member_id).toBe(answer.member_id);
});

test('the vendor’s SDK impersonates a member', async () => {
  const { impersonation_token } = startImpersonation(sandbox.store, { organization_id, member_id: 'staff-1' });
  const answer = await client.impersonation.authenticate({ impersonation_token });
  expect(answer.member_session?.authentication_factors[0]?.type).toBe('impersonated');
  await expect(client.impersonation.authenticate({ impersonation_token })).rejects.toMatchObject(
    refusal(401, 'unable_to_auth_impersonation_token'),
  );
});

test('the vendor’s SDK authorizes a connected app', async () => {
  const ada = storedMember(sandbox.store, organization_id, 'ada@fernhill.example');
  const request = {
    client_id: seedId('connected-app', 'ledgerly'),
    redirect_uri: 'https://ledgerly.example/callback',
    response_type: 'code',
    scopes: ['openid', 'phone', 'read:invoices'],
    session_token: tokenOf(sandbox.store, ada.member_id),
  };
  const asked = await client.idp.oauth.authorizeStart(request);
  expect(asked).toMatchObject({ member_id: ada.member_id, consent_required: true });
  expect(asked.scope_results.every(({ is_grantable }) => is_grantable)).toBe(true);
  const granted = await client.idp.oauth.authorize({ ...request, consent_granted: true, state: 's' });
  expect(new URL(granted.redirect_uri).searchParams.get('code')).toBe(granted.authorization_code);
  const { connected_apps } = await client.organizations.members.getConnectedApps({
    organization_id,
    member_id: ada.member_id,
  });
  expect(connected_apps.find(({ name }) => name === 'Ledgerly')?.scopes_granted.split(' ')).toContain('phone');
});
