import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idp } from '../../src/sandbox/b2b/idp.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';
import { sdkClient } from './sdk.ts';

let stytch: Harness;
let ada: Member;
let esperanza: Member;
beforeEach(async () => {
  stytch = await startHarness();
  ada = storedMember(stytch.store, bakery, 'ada@fernhill.example');
  esperanza = storedMember(stytch.store, bakery, 'esperanza@fernhill.example');
});
afterEach(() => stytch.close());

const organizationClaim = 'https://stytch.com/organization';
const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const start = 'api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart';
const submit = 'api_b2b_idp_v1_b2b_idp_oauth_Authorize';
const memberApps = 'api_organization_v1_organizations_members_GetConnectedApps';
const appMembers = 'api_organization_v1_GetConnectedApp';
const revoke = 'api_organization_v1_organizations_members_connected_apps_Revoke';

const request = (app: string, scopes: string[], member = esperanza) => ({
  client_id: seedId('connected-app', app),
  redirect_uri: app === 'crumb-cli' ? 'http://127.0.0.1:8976/callback' : `https://${app}.example/callback`,
  response_type: 'code',
  scopes,
  organization_id: member.organization_id,
  member_id: member.member_id,
});
const ledgerly = (scopes = ['openid', 'email'], member = esperanza) => request('ledgerly', scopes, member);
const consented = { consent_granted: true };
const consentNeeded = async (input: ReturnType<typeof request> & { prompt?: string }) =>
  (await stytch.ok(start, input)).consent_required;
const challenge = 'x'.repeat(43);

test('the consent screen gets the app, the member and the scopes', async () => {
  const answer = await stytch.ok(
    start,
    ledgerly(['openid', 'read:documents', 'read:invoices', 'full_access', 'openid']),
  );
  expect(answer).toMatchObject({
    member_id: esperanza.member_id,
    organization: { organization_slug: bakery },
    client: { client_name: 'Ledgerly', client_type: 'third_party' },
    consent_required: true,
  });
  expect(answer.client).not.toHaveProperty('redirect_urls');
  expect(answer.scope_results.map(({ scope, is_grantable }) => [scope, is_grantable])).toEqual([
    ['openid', true],
    ['read:documents', true],
    // A plain member reads no invoices, and the app may not have full access.
    ['read:invoices', false],
    ['full_access', false],
  ]);
  for (const { description } of answer.scope_results) expect(description).not.toBe('');
  const bookkeeper = storedMember(stytch.store, bakery, 'dmitri@fernhill.example');
  const { scope_results } = await stytch.ok(start, ledgerly(['read:invoices'], bookkeeper));
  expect(scope_results[0]?.is_grantable).toBe(true);
});

test('a grant is listed for the member and the organization until it is revoked', async () => {
  const input = { ...ledgerly(['openid', 'email', 'read:invoices']), ...consented, state: 'a b&c', nonce: 'n-1' };
  const { redirect_uri, authorization_code } = await stytch.ok(submit, input);
  const url = new URL(redirect_uri);
  expect(url.origin + url.pathname).toBe('https://ledgerly.example/callback');
  expect(Object.fromEntries(url.searchParams)).toEqual({ code: authorization_code, state: 'a b&c' });
  expect(stytch.store.authorizationCodes.get(authorization_code ?? '')).toMatchObject({
    person_id: esperanza.member_id,
    client_id: input.client_id,
    redirect_uri: input.redirect_uri,
    nonce: 'n-1',
    scopes: ['openid', 'email'],
  });

  const key = { organization_id: bakery, member_id: esperanza.member_id };
  const { connected_apps } = await stytch.ok(memberApps, key);
  expect(connected_apps).toMatchObject([{ connected_app_id: input.client_id, scopes_granted: 'openid email' }]);
  const ofOrganization = { organization_id: bakery, connected_app_id: input.client_id };
  const granted = { member_id: esperanza.member_id, granted_scopes: ['openid', 'email'] };
  expect((await stytch.ok(appMembers, ofOrganization)).active_members).toContainEqual(granted);

  // New scopes are added to the granted ones.
  expect(await consentNeeded(ledgerly(['openid']))).toBe(false);
  expect(await consentNeeded(ledgerly(['openid', 'phone']))).toBe(true);
  await stytch.ok(submit, { ...ledgerly(['phone']), ...consented });
  expect((await stytch.ok(memberApps, key)).connected_apps[0]?.scopes_granted).toBe('openid email phone');
  expect(await consentNeeded({ ...ledgerly(['openid']), prompt: 'consent' })).toBe(true);

  await stytch.ok(revoke, { ...key, connected_app_id: input.client_id });
  expect((await stytch.ok(memberApps, key)).connected_apps).toEqual([]);
  expect(await consentNeeded(ledgerly(['openid']))).toBe(true);
});

test('a first-party app needs consent only for offline access', async () => {
  expect(await consentNeeded(request('crumb-desktop', ['openid', 'full_access', 'offline_access']))).toBe(false);
  expect(await consentNeeded(request('crumb-cli', ['openid', 'write:documents']))).toBe(false);
  expect(await consentNeeded(request('crumb-cli', ['openid', 'offline_access']))).toBe(true);
});

test('a denial, and an empty grant, are reported to the app and stored nowhere', async () => {
  const before = stytch.store.consents.size;
  const no = await stytch.ok(submit, { ...ledgerly(), consent_granted: false, state: 's' });
  expect(no).not.toHaveProperty('authorization_code');
  expect(Object.fromEntries(new URL(no.redirect_uri).searchParams)).toEqual({ error: 'access_denied', state: 's' });
  const nothing = await stytch.ok(submit, { ...ledgerly(['read:invoices']), ...consented });
  expect(Object.fromEntries(new URL(nothing.redirect_uri).searchParams)).toEqual({ error: 'invalid_scope' });
  expect(stytch.store.consents.size).toBe(before);
  expect(stytch.store.authorizationCodes.size).toBe(0);
});

test('a public app sends a code challenge, which is bound to the code', async () => {
  const input = { ...request('crumb-cli', ['openid']), ...consented };
  await stytch.refused(submit, input, [400, 'pkce_required_for_idp_authorization_flow']);
  await stytch.refused(submit, { ...input, code_challenge: 'short' }, [400, 'invalid_pkce_code_challenge']);
  const answer = await stytch.ok(submit, { ...input, code_challenge: challenge, resources: ['https://api.example'] });
  const code = stytch.store.authorizationCodes.get(answer.authorization_code ?? '');
  expect(code).toMatchObject({ code_challenge: challenge, resources: ['https://api.example'] });
});

test('the member is named by exactly one input, and a session is bound to the code', async () => {
  const { organization_id, member_id, ...rest } = ledgerly(['openid'], ada);
  const session_token = tokenOf(stytch.store, ada.member_id);
  await stytch.refused(start, rest, [400, 'no_oauth_authorize_member_selector']);
  await stytch.refused(start, { ...rest, member_id }, [400, 'no_oauth_authorize_member_selector']);
  await stytch.refused(start, { ...rest, organization_id, member_id, session_token }, [
    400,
    'too_many_session_arguments',
  ]);
  await stytch.refused(start, { ...rest, session_token: 'x' }, [404, 'session_not_found']);
  const { session_jwt } = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token });
  expect((await stytch.ok(start, { ...rest, session_jwt })).member_id).toBe(ada.member_id);
  const { authorization_code } = await stytch.ok(submit, { ...rest, ...consented, session_token });
  expect(stytch.store.authorizationCodes.get(authorization_code ?? '')?.session_id).toMatch(/^session-test-/);
});

test('an invalid request is rejected without a redirect', async () => {
  const input = ledgerly();
  for (const id of [start, submit] as const) {
    const refused = (change: object, status: number, type: string) =>
      stytch.refused(id, { ...input, ...consented, ...change }, [status, type]);
    await refused({ client_id: 'connected-app-test-none' }, 404, 'connected_app_not_found');
    const type = 'connected_app_supplied_redirect_url_not_found_in_client';
    await refused({ redirect_uri: 'https://ledgerly.example/callback/../evil' }, 400, type);
    await refused({ redirect_uri: 'https://evil.example/callback' }, 400, type);
    await refused({ response_type: 'token' }, 400, 'invalid_argument');
    await refused({ prompt: 'login' }, 400, 'invalid_argument');
    await refused({ scopes: ['openid', 'nonsense'] }, 400, 'oauth_invalid_scope_requested');
    await refused({ scopes: ['toString'] }, 400, 'oauth_invalid_scope_requested');
    await refused({ member_id: 'x' }, 404, 'member_not_found');
  }
  saveMember(stytch.store, { ...esperanza, status: 'pending' });
  await stytch.refused(start, input, [400, 'action_available_only_for_active_members']);
});

test('the policies of the organization and of the app apply', async () => {
  const input = ledgerly(['openid'], ada);
  const organization = stytch.store.organizations.get(ada.organization_id);
  if (!organization) throw new Error('unreachable');
  saveOrganization(stytch.store, { ...organization, third_party_connected_apps_allowed_type: 'NOT_ALLOWED' });
  await stytch.refused(start, input, [403, 'connected_app_not_allowed_for_org']);
  await stytch.ok(start, request('crumb-desktop', ['openid']));
  const viktor = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example');
  await stytch.ok(start, ledgerly(['openid'], viktor));

  const record = stytch.store.connectedApps.get(input.client_id);
  if (!record) throw new Error('unreachable');
  stytch.store.connectedApps.set(input.client_id, { ...record, app: { ...record.app, status: 'inactive' } });
  await stytch.refused(start, ledgerly(['openid'], viktor), [403, 'oauth_app_not_authorized']);
});

test('access tokens name the organization as session JWTs do', async () => {
  const { admin, admin_proofs } = (await stytch.sandbox.world()).credentials;
  const { [organizationClaim]: ofSession } = decodeJwt(admin.session_jwt);
  const slug = stytch.store.organizations.get(admin.organization_id)?.organization_slug;
  expect(ofSession).toEqual({ organization_id: admin.organization_id, slug });
  expect(decodeJwt(admin_proofs.access_token)[organizationClaim]).toEqual(ofSession);
  // The SDK reads the organization of the scopes from this claim.
  const local = (organization_id: string) =>
    sdkClient(stytch.sandbox).idp.introspectTokenLocal(admin_proofs.access_token, {
      authorization_check: { organization_id, resource_id: 'document', action: 'read' },
    });
  await expect(local('organization-test-other')).rejects.toMatchObject({ code: 'tenancy_mismatch' });
});

test('an organization that forbids an app revokes the tokens of its own members only', async () => {
  const record = stytch.store.connectedApps.get(seedId('connected-app', 'ledgerly'));
  const { client_id, redirect_urls: [redirect_uri = ''] = [] } = record?.app ?? {};
  const token = async (form: Record<string, string>) => {
    const response = await fetch(`${stytch.sandbox.origin}/v1/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: client_id ?? '', client_secret: record?.client_secret ?? '', ...form }),
    });
    return (await response.json()) as Record<string, string>;
  };
  const refreshTokenOf = async (member: Member) => {
    const asked = ledgerly(['openid', 'offline_access'], member);
    const { authorization_code: code = '' } = await stytch.ok(submit, { ...asked, ...consented });
    return (await token({ grant_type: 'authorization_code', code, redirect_uri }))['refresh_token'] ?? '';
  };
  const viktor = storedMember(stytch.store, bank, 'viktor.petrov@northgate.example');
  const [forbidden, allowed] = [await refreshTokenOf(esperanza), await refreshTokenOf(viktor)];
  await stytch.ok('api_organization_v1_Update', {
    organization_id: bakery,
    third_party_connected_apps_allowed_type: 'NOT_ALLOWED',
  });
  const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });
  expect(await refresh(forbidden)).toMatchObject({ error: 'invalid_grant' });
  expect(await refresh(allowed)).toMatchObject({ token_type: 'bearer' });
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(idp));
