import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { printSdl } from '../../schema/print-sdl.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ apiKeys: [] });
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const ALL = `query ($organizationId: ID!, $memberId: ID!, $refresh: Boolean) {
  member(organizationId: $organizationId, by: { id: $memberId }) {
    googleTokens(includeRefreshToken: $refresh) { providerSubject idToken accessToken accessTokenExpiresIn refreshToken scopes }
    microsoftTokens(includeRefreshToken: $refresh) { providerSubject idToken accessToken accessTokenExpiresIn refreshToken scopes }
    slackTokens { providerSubject providerTenantId accessToken scopes botAccessToken botScopes }
    hubspotTokens(includeRefreshToken: $refresh) { providerSubject providerTenantId accessToken accessTokenExpiresIn refreshToken scopes }
    githubTokens(includeRefreshToken: $refresh) { providerSubject providerTenantIds accessToken scopes }
    oidcTokens(includeRefreshToken: $refresh) { connectionId providerSubject idToken accessToken accessTokenExpiresIn refreshToken scopes }
  } }`;

const someone = (
  is: (member: { oauth_registrations: object[]; sso_registrations: { connection_id: string }[] }) => boolean,
) => {
  const found = [...g.sandbox.store.members.values()].find(is);
  return { organizationId: found?.organization_id, memberId: found?.member_id };
};

describe('tokens of providers', () => {
  it("are returned to servers, each with the provider's fields", async () => {
    const chiara = someone(({ oauth_registrations }) => oauth_registrations.length === 5);
    const { member } = await g.data<{ member: object }>(ALL, { variables: { ...chiara, refresh: true } });
    const tokens = {
      providerSubject: expect.any(String),
      idToken: expect.any(String),
      accessToken: expect.any(String),
      accessTokenExpiresIn: expect.any(Number),
      refreshToken: expect.any(String),
      scopes: expect.arrayContaining([expect.any(String)]),
    };
    const { idToken: _, ...hubspot } = tokens;
    expect(member).toEqual({
      googleTokens: tokens,
      microsoftTokens: tokens,
      slackTokens: [
        {
          providerSubject: expect.any(String),
          providerTenantId: 'T0FERNHILL',
          accessToken: expect.any(String),
          scopes: ['openid', 'email', 'profile'],
          botAccessToken: expect.any(String),
          botScopes: ['chat:write'],
        },
      ],
      hubspotTokens: [{ ...hubspot, providerTenantId: '4471002' }],
      githubTokens: [
        {
          providerSubject: expect.any(String),
          providerTenantIds: ['7700101', '7700102'],
          accessToken: expect.any(String),
          scopes: ['read:user', 'user:email'],
        },
      ],
      oidcTokens: null,
    });
    expect(g.calls.filter(({ path }) => path.includes('include_refresh_token=true')).length).toBe(5);
    expect(g.calls.length).toBe(7);
  });

  it('hold a refresh token only on request', async () => {
    const hamza = someone(({ sso_registrations }) =>
      sso_registrations.some(({ connection_id }) => connection_id.startsWith('oidc-')),
    );
    const { member } = await g.data<{ member: object }>(ALL, { variables: hamza });
    expect(member).toMatchObject({
      googleTokens: null,
      microsoftTokens: null,
      slackTokens: null,
      hubspotTokens: null,
      githubTokens: null,
      oidcTokens: [
        { accessToken: expect.any(String), refreshToken: null, connectionId: expect.stringMatching(/^oidc-/) },
      ],
    });
  });

  it("are for servers only, also for the member's own tokens", async () => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
    const { data, errors } = await g.query<{ member: Record<string, null> }>(ALL, {
      variables: { organizationId, memberId },
      as: 'admin',
    });
    expect(Object.values(data?.member ?? {})).toEqual(Array(6).fill(null));
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(Array(6).fill('FORBIDDEN'));
    expect(g.calls.map(({ id }) => id)).toEqual(['api_organization_v1_organizations_members_Get']);
  });

  it('are marked as secret in the printed graph', () => {
    const printed = printSdl(schema);
    for (const field of ['idToken: JWT', 'accessToken: String', 'refreshToken: String', 'botAccessToken: String']) {
      expect(printed).toContain(`${field} @secret`);
    }
    expect(printed).toMatch(/googleTokens\([^)]*\): GoogleTokens @secret/s);
  });
});
