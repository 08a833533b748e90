/** Connections for single sign-on in a sandbox, and responses of identity providers for them. */
import { expect } from 'vitest';
import { makeCertificate, standInKey } from '../../src/sandbox/b2b/x509.ts';
import type { Harness } from './harness.ts';

export const list = 'api_sso_v1_GetConnections';
export const remove = 'api_sso_v1_DeleteConnection';
export const authenticate = 'api_sso_v1_Authenticate';
export const createOidc = 'api_sso_v1_sso_oidc_CreateConnection';
export const updateOidc = 'api_sso_v1_sso_oidc_UpdateConnection';
export const createSaml = 'api_sso_v1_sso_saml_CreateConnection';
export const updateSaml = 'api_sso_v1_sso_saml_UpdateConnection';
export const updateByUrl = 'api_sso_v1_sso_saml_UpdateByURL';
export const deleteCertificate = 'api_sso_v1_sso_saml_DeleteVerificationCertificate';
export const deleteKey = 'api_sso_v1_sso_saml_DeleteEncryptionPrivateKey';
export const createExternal = 'api_sso_v1_sso_external_CreateConnection';
export const updateExternal = 'api_sso_v1_sso_external_UpdateConnection';
export const updateOrganization = 'api_organization_v1_Update';

export const bakery = { organization_id: 'fernhill-bakery' };
export const bank = { organization_id: 'northgate-bank' };
export const nobody = 'somebody@nowhere.example';

export const certificate = (name: string) =>
  makeCertificate(standInKey, name, new Date('2025-01-01T00:00:00Z'), new Date('2055-01-01T00:00:00Z'));
export const mapping = { email: 'NameID', full_name: 'displayName', groups: 'memberOf' };

export type SsoConnections = ReturnType<typeof ssoConnectionsOf>;

/** Creates connections in a sandbox, and signs in by them. */
export const ssoConnectionsOf = (stytch: Harness) => {
  const organizationOf = async (key: { organization_id: string }) =>
    (await stytch.ok('api_organization_v1_Get', key)).organization;

  /** The token that the identity provider returns. */
  const arrive = async (sent: Record<string, unknown>) => {
    const { status, body } = await stytch.raw('POST', '/sandbox/identity-provider', { body: JSON.stringify(sent) });
    expect(status, JSON.stringify(body)).toBe(200);
    return body as { sso_token: string; redirect_url: string; connection_id: string };
  };
  const refusedArrival = async (sent: unknown, [status, error_type]: [number, string]) =>
    expect(await stytch.raw('POST', '/sandbox/identity-provider', { body: JSON.stringify(sent) })).toMatchObject({
      status,
      body: { error_type },
    });
  const signIn = async (sent: Record<string, unknown>, more: { session_token?: string } = {}) =>
    stytch.ok(authenticate, { sso_token: (await arrive(sent)).sso_token, ...more });

  /** A complete OIDC connection of the bakery. */
  const oidcOfBakery = async () => {
    const { connection } = await stytch.ok(createOidc, {
      ...bakery,
      display_name: 'Google',
      identity_provider: 'okta',
    });
    const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
    const updated = await stytch.ok(updateOidc, {
      ...key,
      client_id: 'bakery',
      client_secret: 'flour',
      issuer: 'https://login.fernhill.example',
    });
    return { key, connection: updated.connection };
  };

  /** A complete SAML connection of the bakery. */
  const samlOfBakery = async () => {
    const made = await stytch.ok(createSaml, bakery);
    const key = { ...bakery, connection_id: made.connection?.connection_id ?? '' };
    const { connection } = await stytch.ok(updateSaml, {
      ...key,
      idp_entity_id: 'https://idp.fernhill.example',
      idp_sso_url: 'https://idp.fernhill.example/sso',
      x509_certificate: certificate('idp.fernhill.example'),
      attribute_mapping: mapping,
    });
    return { key, connection };
  };

  /** The seeded connections of the bank. */
  const ofBank = async () => {
    const { saml_connections, oidc_connections } = await stytch.ok(list, bank);
    return { saml: saml_connections[0]?.connection_id ?? '', oidc: oidc_connections[0]?.connection_id ?? '' };
  };

  return { organizationOf, arrive, refusedArrival, signIn, oidcOfBakery, samlOfBakery, ofBank };
};
