import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberOauth } from '../../src/sandbox/b2b/member-oauth.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const chiara = () => ({
  organization_id: bakery,
  member_id: storedMember(stytch.store, bakery, 'chiara@fernhill.example').member_id,
});
const hamza = () => ({
  organization_id: bank,
  member_id: storedMember(stytch.store, bank, 'hamza@contractors.northgate.example').member_id,
});
const subjectAt = (provider: string) =>
  storedMember(stytch.store, bakery, 'chiara@fernhill.example').oauth_registrations.find(
    ({ provider_type }) => provider_type === provider,
  )?.provider_subject;

const google = 'api_organization_v1_organizations_members_oauth_providers_Google';
const microsoft = 'api_organization_v1_organizations_members_oauth_providers_Microsoft';
const slack = 'api_organization_v1_organizations_members_oauth_providers_Slack';
const hubspot = 'api_organization_v1_organizations_members_oauth_providers_Hubspot';
const github = 'api_organization_v1_organizations_members_oauth_providers_Github';
const oidc = 'api_organization_v1_organizations_members_OIDCProviders';

test.each([
  [google, 'Google', 'openid'],
  [microsoft, 'Microsoft', 'User.Read'],
] as const)('%s returns the tokens of its account', async (id, provider, scope) => {
  const plain = await stytch.ok(id, chiara());
  expect(plain).toMatchObject({ provider_type: provider, provider_subject: subjectAt(provider) });
  expect(plain.scopes).toContain(scope);
  expect(plain.access_token_expires_in).toBeGreaterThan(0);
  expect(plain.refresh_token).toBeUndefined();
  const { refresh_token } = await stytch.ok(id, { ...chiara(), include_refresh_token: true });
  expect(refresh_token).toMatch(/./);
  const without = await stytch.ok(id, { ...chiara(), include_refresh_token: false });
  expect(without.refresh_token).toBeUndefined();
});

test('providers with tenants list registrations', async () => {
  const { registrations: atSlack } = await stytch.ok(slack, chiara());
  expect(atSlack).toMatchObject([
    { provider_subject: subjectAt('Slack'), provider_tenant_id: 'T0FERNHILL', bot_scopes: ['chat:write'] },
  ]);
  expect(atSlack[0]?.bot_access_token).not.toBe(atSlack[0]?.access_token);
  const { registrations: atHubspot } = await stytch.ok(hubspot, { ...chiara(), include_refresh_token: true });
  expect(atHubspot).toMatchObject([{ provider_tenant_id: '4471002', refresh_token: expect.stringMatching(/./) }]);
  expect((await stytch.ok(hubspot, chiara())).registrations[0]).not.toHaveProperty('refresh_token');
  const { registrations: atGithub } = await stytch.ok(github, { ...chiara(), include_refresh_token: true });
  expect(atGithub).toMatchObject([{ provider_tenant_ids: ['7700101', '7700102'] }]);
  expect(atGithub[0]).not.toHaveProperty('refresh_token');
});

test('OIDC tokens name their connection', async () => {
  const { registrations } = await stytch.ok(oidc, { ...hamza(), include_refresh_token: true });
  const [registration] = storedMember(stytch.store, bank, 'hamza@contractors.northgate.example').sso_registrations;
  expect(registrations).toMatchObject([
    {
      connection_id: registration?.connection_id,
      provider_subject: registration?.external_id,
      refresh_token: expect.stringMatching(/./),
    },
  ]);
});

test('a member without a sign-in by the provider has no tokens', async () => {
  const none: [number, string] = [404, 'member_oauth_token_not_found'];
  for (const id of [google, microsoft, slack, hubspot, github] as const) await stytch.refused(id, hamza(), none);
  await stytch.refused(oidc, chiara(), [404, 'member_oidc_token_not_found']);
  await stytch.refused(google, { ...chiara(), organization_id: bank }, [404, 'member_not_found']);
});

test('an expired access token is renewed and then kept', async () => {
  const before = await stytch.ok(google, chiara());
  const [old] = (await stytch.ok(oidc, hamza())).registrations;
  stytch.pass({ days: 20 * 366 });
  const { access_token, access_token_expires_in = 0 } = await stytch.ok(google, chiara());
  expect(access_token).not.toBe(before.access_token);
  expect(access_token_expires_in).toBeGreaterThan(3590);
  expect(access_token_expires_in).toBeLessThanOrEqual(3600);
  expect((await stytch.ok(google, chiara())).access_token).toBe(access_token);
  const [fresh] = (await stytch.ok(oidc, hamza())).registrations;
  expect(fresh?.access_token).not.toBe(old?.access_token);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(memberOauth));
