import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { playProvider } from '../operations/oauth.ts';

let g: SandboxGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

const values = 'providerValues { accessToken refreshToken idToken expiresAt scopes }';
const hiro = { email_address: 'hiro@fernhill.example', organization_id: 'fernhill-bakery' };
const arrive = async (said: object) => {
  const { oauth_token, discovery_oauth_token } = await playProvider(g, 'oauth', said);
  return oauth_token ?? discovery_oauth_token;
};

describe('authenticateMemberOauth', () => {
  it('signs in by an account, and returns the provider’s tokens', async () => {
    const oauthToken = await arrive({ provider: 'google', provider_subject: 'google-hiro', ...hiro });
    const input = { oauthToken, locale: 'DE_DE', sessionDurationMinutes: 30 };
    const select = `${SIGN_IN_FIELDS} provider providerSubject ${values}`;
    const answer = await sendMutationOk(g, 'authenticateMemberOauth', input, select);
    expect(answer).toMatchObject({
      outcome: { __typename: 'SignedIn', sessionToken: expect.any(String) },
      provider: 'GOOGLE',
      providerSubject: 'google-hiro',
      providerValues: {
        accessToken: expect.any(String),
        idToken: expect.stringMatching(/^eyJ/),
        expiresAt: expect.stringMatching(/Z$/),
        scopes: expect.arrayContaining(['openid']),
      },
    });
    expect(g.calls[0]?.body).toEqual({ oauth_token: oauthToken, locale: 'de-DE', session_duration_minutes: 30 });
    expect(await sendMutationOk(g, 'authenticateMemberOauth', input)).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      errorType: 'oauth_token_not_found',
    });
    expect(JSON.stringify(g.logged)).not.toContain(oauthToken);
  });

  it('requires another factor if the provider does not verify the address', async () => {
    const oauthToken = await arrive({ provider: 'github', ...hiro, email_address: 'greta@fernhill.example' });
    expect(await sendMutationOk(g, 'authenticateMemberOauth', { oauthToken }, SIGN_IN_FIELDS)).toMatchObject({
      outcome: {
        __typename: 'FirstFactorRequired',
        intermediateSessionToken: expect.any(String),
        allowedAuthMethods: expect.arrayContaining(['MAGIC_LINK']),
      },
    });
  });

  it('requires the PKCE verifier', async () => {
    const codeVerifier = 'flour-water-salt-and-time-flour-water-salt-and-time';
    const pkce_code_challenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const oauthToken = await arrive({ provider: 'google', ...hiro, pkce_code_challenge });
    expect(await sendMutationOk(g, 'authenticateMemberOauth', { oauthToken })).toMatchObject({
      errorType: 'pkce_expected_code_verifier',
    });
    expect(
      await sendMutationOk(g, 'authenticateMemberOauth', { oauthToken, codeVerifier }, SIGN_IN_FIELDS),
    ).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
  });

  it('requires a token', async () => {
    const { errors } = await sendMutation(g, 'authenticateMemberOauth', { oauthToken: '' });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const claims = { oauthToken: 'x', sessionCustomClaims: { admin: true } };
    expect(await sendMutationOk(g, 'authenticateMemberOauth', claims, SIGN_IN_FIELDS, 'member')).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(g.calls).toEqual([]);
  });
});

describe('authenticateDiscoveryOauth', () => {
  const found = `fullName provider providerTenantId providerTenantIds emailAddress ${SIGN_IN_FIELDS}`;

  it('proves an address, and returns the organizations of its tenants', async () => {
    const said = {
      provider: 'slack',
      email_address: 'new@elsewhere.example',
      name: 'Noor',
      tenant_ids: ['T0NORTHGATE'],
    };
    const answer = await sendMutationOk(
      g,
      'authenticateDiscoveryOauth',
      { discoveryOauthToken: await arrive(said) },
      found,
    );
    expect(answer).toMatchObject({
      fullName: 'Noor',
      provider: 'SLACK',
      providerTenantId: 'T0NORTHGATE',
      providerTenantIds: ['T0NORTHGATE'],
      emailAddress: 'new@elsewhere.example',
      outcome: {
        __typename: 'OrganizationRequired',
        intermediateSessionToken: expect.any(String),
        organizations: [
          { organization: { slug: 'northgate-bank' }, membership: { type: 'ELIGIBLE_TO_JOIN_BY_OAUTH_TENANT' } },
        ],
      },
    });
  });

  it('rejects tokens of the other kind', async () => {
    const oauthToken = await arrive({ provider: 'google', ...hiro });
    expect(await sendMutationOk(g, 'authenticateDiscoveryOauth', { discoveryOauthToken: oauthToken })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    const { errors } = await sendMutation(g, 'authenticateDiscoveryOauth', { discoveryOauthToken: '' });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
