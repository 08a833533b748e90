/** Connections for single sign-on: required fields, certificates and keys. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ssoOidc } from '../../src/sandbox/b2b/sso-oidc.ts';
import { ssoSaml } from '../../src/sandbox/b2b/sso-saml.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';
import {
  bakery,
  certificate,
  createOidc,
  createSaml,
  deleteCertificate,
  deleteKey,
  list,
  mapping,
  type SsoConnections,
  ssoConnectionsOf,
  updateByUrl,
  updateOidc,
  updateSaml,
} from './sso-connections.ts';

let stytch: Harness;
let connections: SsoConnections;
beforeEach(async () => {
  stytch = await startHarness();
  connections = ssoConnectionsOf(stytch);
});
afterEach(() => stytch.close());

test('an OIDC connection is pending until complete; then it is the default of its organization', async () => {
  const { connection } = await stytch.ok(createOidc, { ...bakery, display_name: 'Okta', identity_provider: 'okta' });
  expect(connection).toMatchObject({ status: 'pending', display_name: 'Okta', identity_provider: 'okta', issuer: '' });
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  expect((await connections.organizationOf(bakery)).sso_active_connections).toEqual([]);
  const parts = {
    client_id: 'bakery',
    issuer: 'https://login.fernhill.example',
    userinfo_url: 'https://who.example/me',
  };
  const half = await stytch.ok(updateOidc, { ...key, ...parts });
  // The body takes precedence over the issuer's metadata.
  expect(half.connection).toMatchObject({
    status: 'pending',
    userinfo_url: 'https://who.example/me',
    token_url: 'https://login.fernhill.example/oauth2/v1/token',
  });
  expect(half.warning).toBeUndefined();
  const whole = await stytch.ok(updateOidc, { ...key, client_secret: 'flour' });
  expect(whole.connection).toEqual({ ...half.connection, client_secret: 'flour', status: 'active' });
  expect(await connections.organizationOf(bakery)).toMatchObject({
    sso_active_connections: [{ connection_id: key.connection_id, display_name: 'Okta', identity_provider: 'okta' }],
    sso_default_connection_id: key.connection_id,
  });
  expect((await stytch.ok(list, bakery)).oidc_connections).toEqual([whole.connection]);
});

test('an unreachable issuer sets nothing, and the response has a warning', async () => {
  const { connection } = await stytch.ok(createOidc, bakery);
  expect(connection?.identity_provider).toBe('generic');
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  const { warning, connection: updated } = await stytch.ok(updateOidc, { ...key, issuer: 'https://idp.invalid' });
  expect(warning).toMatch(/could not be retrieved/);
  expect(updated).toMatchObject({ issuer: 'https://idp.invalid', token_url: '', status: 'pending' });
});

test.each([
  [{ issuer: 'nowhere' }, 'oidc_connection_issuer_url_invalid_format'],
  [{ issuer: 'http://plain.example' }, 'oidc_connection_issuer_url_invalid_format'],
  [{ token_url: 'nowhere' }, 'oidc_connection_token_url_invalid_format'],
  [{ authorization_url: 'nowhere' }, 'oidc_connection_authorization_url_invalid_format'],
  [{ jwks_url: 'nowhere' }, 'oidc_connection_jwks_url_invalid_format'],
  [{ userinfo_url: 'nowhere' }, 'oidc_connection_userinfo_url_invalid_format'],
  [{ client_id: '' }, 'oidc_connection_client_id_required'],
  [{ client_secret: '' }, 'oidc_connection_client_secret_required'],
  [{ issuer: '' }, 'oidc_connection_issuer_required'],
  [{ jwks_url: '' }, 'oidc_connection_jwks_url_required'],
  [{ identity_provider: 'my-ldap' }, 'invalid_sso_idp'],
])('%j is rejected for an active OIDC connection and changes nothing', async (wrong, type) => {
  const { key, connection } = await connections.oidcOfBakery();
  await stytch.refused(updateOidc, { ...key, ...wrong }, [400, type]);
  expect((await stytch.ok(list, bakery)).oidc_connections).toEqual([connection]);
});

test('a SAML connection is pending until complete, for any order of updates', async () => {
  const { connection } = await stytch.ok(createSaml, { ...bakery, display_name: 'Okta', identity_provider: 'okta' });
  expect(connection).toMatchObject({ status: 'pending', signing_certificates: [{ issuer: 'Stytch' }] });
  const signing = new X509Certificate(connection?.signing_certificates[0]?.certificate ?? '');
  expect(signing.verify(signing.publicKey)).toBe(true);
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  for (const part of [
    { attribute_mapping: mapping },
    { x509_certificate: certificate('idp.fernhill.example') },
    { idp_sso_url: 'https://idp.fernhill.example/sso' },
  ]) {
    expect((await stytch.ok(updateSaml, { ...key, ...part })).connection?.status).toBe('pending');
  }
  const whole = await stytch.ok(updateSaml, { ...key, idp_entity_id: 'https://idp.fernhill.example' });
  expect(whole.connection).toMatchObject({
    status: 'active',
    verification_certificates: [{ issuer: 'idp.fernhill.example', expires_at: '2055-01-01T00:00:00Z' }],
  });
  expect((await connections.organizationOf(bakery)).sso_default_connection_id).toBe(key.connection_id);
});

test.each([
  [{ attribute_mapping: {} }, 'saml_connection_attribute_mapping_required'],
  [{ attribute_mapping: { full_name: 'n' } }, 'saml_connection_email_mapping_required'],
  [{ attribute_mapping: { email: 'e', first_name: 'f' } }, 'saml_connection_name_mapping_required'],
  [{ attribute_mapping: { email: { a: 'b' }, full_name: 'n' } }, 'saml_connection_no_nested_keys_in_attribute_mapping'],
  [{ idp_sso_url: '' }, 'saml_connection_idp_sso_url_required'],
  [{ idp_sso_url: 'nowhere' }, 'saml_connection_idp_sso_url_invalid_format'],
  [{ idp_sso_url: 'http://plain.example' }, 'saml_connection_idp_sso_url_not_https'],
  [{ idp_entity_id: '' }, 'invalid_idp_entity_id'],
  [{ x509_certificate: 'not one' }, 'invalid_x509_certificate'],
  [{ signing_private_key: 'not one' }, 'saml_signing_private_key_format_not_supported'],
  [{ signing_private_key: '-----BEGIN RSA PRIVATE KEY-----\nx' }, 'saml_signing_private_key_invalid'],
  [{ saml_connection_implicit_role_assignments: [{ role_id: 'king' }] }, 'invalid_rbac_role_assignment'],
  [{ saml_connection_implicit_role_assignments: [{ role_id: 'stytch_member' }] }, 'cannot_assign_default_rbac_role_id'],
  [
    { saml_group_implicit_role_assignments: [{ role_id: 'editor', group: '' }] },
    'saml_group_role_assignment_does_not_contain_member_group',
  ],
  [
    {
      attribute_mapping: { email: 'e', full_name: 'n' },
      saml_group_implicit_role_assignments: [{ role_id: 'editor', group: 'bakers' }],
    },
    'saml_connection_attribute_mapping_missing_groups_key',
  ],
  [{ identity_provider: 'my-ldap' }, 'invalid_sso_idp'],
])('%j is rejected for an active SAML connection and changes nothing', async (wrong, type) => {
  const { key, connection } = await connections.samlOfBakery();
  await stytch.refused(updateSaml, { ...key, ...wrong }, [400, type]);
  expect((await stytch.ok(list, bakery)).saml_connections).toEqual([connection]);
});

test('an organization has at most one connection to a provider', async () => {
  const { connection: first } = await connections.samlOfBakery();
  const { connection } = await stytch.ok(createSaml, bakery);
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  await stytch.refused(updateSaml, { ...key, idp_entity_id: first?.idp_entity_id }, [400, 'duplicate_saml_connection']);
});

test('a metadata URL sets the same values each time, without being fetched', async () => {
  const configured = async () => {
    const { connection } = await stytch.ok(createSaml, bakery);
    const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
    return { key, update: (metadata_url: string) => stytch.ok(updateByUrl, { ...key, metadata_url }) };
  };
  const metadata = 'https://fernhill.okta.example/app/abc/sso/saml/metadata';
  const { key, update } = await configured();
  const { connection } = await update(metadata);
  expect(connection).toMatchObject({
    status: 'pending',
    idp_entity_id: 'https://fernhill.okta.example/app/abc',
    idp_sso_url: 'https://fernhill.okta.example/app/abc/sso/saml',
    verification_certificates: [{ issuer: 'fernhill.okta.example' }],
  });
  const again = await update(metadata);
  expect(again.connection?.verification_certificates.map(({ certificate_id }) => certificate_id)).toEqual(
    connection?.verification_certificates.map(({ certificate_id }) => certificate_id),
  );
  const mapped = await stytch.ok(updateSaml, { ...key, attribute_mapping: mapping });
  expect(mapped.connection?.status).toBe('active');
  for (const metadata_url of ['nowhere', 'ftp://files.example/metadata', 'https://idp.invalid/metadata']) {
    await stytch.refused(updateByUrl, { ...key, metadata_url }, [400, 'invalid_saml_metadata_url']);
  }
});

test('certificates are added and deleted, except the last of an active connection; the maximum is five', async () => {
  const { key, connection } = await connections.samlOfBakery();
  const first = connection?.verification_certificates[0]?.certificate_id ?? '';
  await stytch.refused(deleteCertificate, { ...key, certificate_id: first }, [
    400,
    'cannot_delete_last_sso_verification_key',
  ]);
  await stytch.refused(deleteCertificate, { ...key, certificate_id: 'none' }, [404, 'sso_verification_key_not_found']);
  for (const name of ['b', 'c', 'd', 'e']) await stytch.ok(updateSaml, { ...key, x509_certificate: certificate(name) });
  await stytch.refused(updateSaml, { ...key, x509_certificate: certificate('f') }, [
    400,
    'too_many_sso_verification_certificates',
  ]);
  expect(await stytch.ok(deleteCertificate, { ...key, certificate_id: first })).toMatchObject({
    certificate_id: first,
  });
  const left = (await stytch.ok(list, bakery)).saml_connections[0]?.verification_certificates;
  expect(left?.map(({ issuer }) => issuer)).toEqual(['b', 'c', 'd', 'e']);
});

test('PKCS1 keys are accepted for signing, which creates a certificate, and for decryption, which can be deleted', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const { key } = await connections.samlOfBakery();
  const { connection } = await stytch.ok(updateSaml, {
    ...key,
    signing_private_key: pem,
    saml_encryption_private_key: pem,
  });
  const made = new X509Certificate(connection?.signing_certificates[1]?.certificate ?? '');
  expect(made.checkPrivateKey(privateKey)).toBe(true);
  const private_key_id = connection?.encryption_private_keys[0]?.private_key_id ?? '';
  expect(await stytch.ok(deleteKey, { ...key, private_key_id })).toMatchObject({ private_key_id });
  await stytch.refused(deleteKey, { ...key, private_key_id }, [404, 'sso_encryption_private_key_not_found']);
  expect((await stytch.ok(list, bakery)).saml_connections[0]?.encryption_private_keys).toEqual([]);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered({ ...ssoOidc, ...ssoSaml }));
