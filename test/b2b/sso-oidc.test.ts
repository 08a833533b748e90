/** OIDC connections. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { type SsoConnections, ssoConnectionsOf } from './sso-connections.ts';

let g: SandboxGateway;
let sso: SsoConnections;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  sso = ssoConnectionsOf(g);
});
afterEach(() => g.close());

describe('an OIDC connection', () => {
  const create = (input: object = {}, who: ActAs = 'admin') =>
    sso.send(
      'createOidcConnection',
      { organizationId: sso.bakery, ...input },
      'oidcConnection { connectionId displayName status identityProvider redirectUrl issuer clientSecret }',
      who,
    );

  it('is created, configured and becomes the default; its secret is never logged', async () => {
    const begun = await create({ displayName: 'Staff', identityProvider: 'GOOGLE_WORKSPACE' });
    expect(g.calls[0]?.body).toEqual({ display_name: 'Staff', identity_provider: 'google-workspace' });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.admin.session_jwt);
    expect(begun).toMatchObject({
      oidcConnection: {
        status: 'PENDING',
        identityProvider: 'GOOGLE_WORKSPACE',
        redirectUrl: expect.stringContaining('https://'),
        issuer: null,
        clientSecret: null,
      },
    });

    const clientSecret = 'canary-client-secret';
    const updated = await sso.send(
      'updateOidcConnection',
      {
        ...sso.created(begun, 'oidcConnection'),
        clientId: 'bakery',
        clientSecret,
        issuer: 'https://login.fernhill.example',
        tokenUrl: 'https://token.fernhill.example',
        attributeMapping: { shirtSize: 'shirt_size' },
        customScopes: 'openid%20email',
      },
      'warning oidcConnection { status isDefault issuer clientSecret tokenUrl jwksUrl attributeMapping customScopes }',
      'admin',
    );
    expect(g.calls[1]?.body).toEqual({
      client_id: 'bakery',
      client_secret: clientSecret,
      issuer: 'https://login.fernhill.example',
      token_url: 'https://token.fernhill.example',
      attribute_mapping: { shirtSize: 'shirt_size' },
      custom_scopes: 'openid%20email',
    });
    expect(updated).toMatchObject({
      warning: null,
      oidcConnection: {
        status: 'ACTIVE',
        isDefault: true,
        issuer: 'https://login.fernhill.example',
        clientSecret,
        tokenUrl: 'https://token.fernhill.example',
        jwksUrl: expect.stringContaining('https://login.fernhill.example/'),
        attributeMapping: { shirtSize: 'shirt_size' },
        customScopes: 'openid%20email',
      },
    });
    expect(sso.asked()).toEqual(['sso_oidc_CreateConnection', 'sso_oidc_UpdateConnection', 'api_organization_v1_Get']);
    expect(JSON.stringify(g.logged)).not.toContain(clientSecret);
  });

  it('reports unreadable metadata of its issuer', async () => {
    const updated = await sso.send(
      'updateOidcConnection',
      { ...sso.oidc, issuer: 'https://idp.invalid' },
      'warning oidcConnection { issuer }',
    );
    expect(updated).toMatchObject({ warning: expect.any(String), oidcConnection: { issuer: 'https://idp.invalid' } });
  });

  it('is rejected as a result if the id is not of an OIDC connection', async () => {
    expect(await sso.send('updateOidcConnection', { ...sso.saml, displayName: 'x' })).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'oidc_connection_not_found',
    });
  });
});
