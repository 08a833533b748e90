import type { B2BClient } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificate, standInKey } from '../../src/sandbox/b2b/x509.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterAll(() => sandbox.close());

const organization_id = 'fernhill-bakery';
const arrive = async (sent: object): Promise<{ sso_token: string }> => {
  const answer = await fetch(`${sandbox.origin}/sandbox/identity-provider`, {
    method: 'POST',
    body: JSON.stringify(sent),
  });
  return (await answer.json()) as { sso_token: string };
};

test('the vendor’s SDK configures connections of all kinds and signs in by them', async () => {
  const made = await client.sso.oidc.createConnection({ organization_id, display_name: 'Google' });
  const oidc = { organization_id, connection_id: made.connection?.connection_id ?? '' };
  const { connection } = await client.sso.oidc.updateConnection({
    ...oidc,
    client_id: 'bakery',
    client_secret: 'flour',
    issuer: 'https://login.fernhill.example',
  });
  expect(connection?.status).toBe('active');
  const { sso_token } = await arrive({ connection_id: oidc.connection_id, email_address: 'sdk@fernhill.example' });
  const signedIn = await client.sso.authenticate({ sso_token });
  expect(signedIn).toMatchObject({ member_authenticated: true, member: { email_address: 'sdk@fernhill.example' } });
  await expect(client.sso.authenticate({ sso_token })).rejects.toMatchObject({ error_type: 'sso_token_not_found' });
  await expect(client.sso.deleteConnection(oidc)).rejects.toMatchObject({
    error_type: 'cannot_delete_default_sso_connection',
  });

  const saml = await client.sso.saml.createConnection({ organization_id });
  const key = { organization_id, connection_id: saml.connection?.connection_id ?? '' };
  await client.sso.saml.updateByURL({ ...key, metadata_url: 'https://idp.example/app/metadata' });
  const pem = makeCertificate(standInKey, 'idp', new Date('2025-01-01T00:00:00Z'), new Date('2045-01-01T00:00:00Z'));
  const configured = await client.sso.saml.updateConnection({
    ...key,
    attribute_mapping: { email: 'NameID', full_name: 'name' },
    x509_certificate: pem,
    saml_encryption_private_key: standInKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  });
  expect(configured.connection).toMatchObject({ status: 'active', idp_sso_url: 'https://idp.example/app/sso/saml' });
  const [first] = configured.connection?.verification_certificates ?? [];
  const [encryption] = configured.connection?.encryption_private_keys ?? [];
  await client.sso.saml.deleteVerificationCertificate({ ...key, certificate_id: first?.certificate_id ?? '' });
  await client.sso.saml.deleteEncryptionPrivateKey({ ...key, private_key_id: encryption?.private_key_id ?? '' });

  const bank = await client.sso.getConnections({ organization_id: 'northgate-bank' });
  const lent = await client.sso.external.createConnection({
    organization_id,
    external_organization_id: 'northgate-bank',
    external_connection_id: bank.saml_connections[0]?.connection_id ?? '',
  });
  const external = { organization_id, connection_id: lent.connection?.connection_id ?? '' };
  await client.sso.external.updateConnection({ ...external, display_name: 'Partners' });
  const all = await client.sso.getConnections({ organization_id });
  expect(all).toMatchObject({
    oidc_connections: [{ status: 'active' }],
    saml_connections: [{ verification_certificates: [{ issuer: 'idp' }], encryption_private_keys: [] }],
    external_connections: [{ display_name: 'Partners' }],
  });
  expect(await client.sso.deleteConnection(external)).toMatchObject({ connection_id: external.connection_id });
});
