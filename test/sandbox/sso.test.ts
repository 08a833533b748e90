import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sso } from '../../src/sandbox/b2b/sso.ts';
import { ssoExternal } from '../../src/sandbox/b2b/sso-external.ts';
import { ssoOidc } from '../../src/sandbox/b2b/sso-oidc.ts';
import { ssoSaml } from '../../src/sandbox/b2b/sso-saml.ts';
import { makeCertificate, standInKey } from '../../src/sandbox/b2b/x509.ts';
import { expectAllAnswered, type Harness, memberCalled, startHarness, tokenOf } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const list = 'api_sso_v1_GetConnections';
const remove = 'api_sso_v1_DeleteConnection';
const authenticate = 'api_sso_v1_Authenticate';
const createOidc = 'api_sso_v1_sso_oidc_CreateConnection';
const updateOidc = 'api_sso_v1_sso_oidc_UpdateConnection';
const createSaml = 'api_sso_v1_sso_saml_CreateConnection';
const updateSaml = 'api_sso_v1_sso_saml_UpdateConnection';
const updateByUrl = 'api_sso_v1_sso_saml_UpdateByURL';
const deleteCertificate = 'api_sso_v1_sso_saml_DeleteVerificationCertificate';
const deleteKey = 'api_sso_v1_sso_saml_DeleteEncryptionPrivateKey';
const createExternal = 'api_sso_v1_sso_external_CreateConnection';
const updateExternal = 'api_sso_v1_sso_external_UpdateConnection';
const updateOrganization = 'api_organization_v1_Update';

const bakery = { organization_id: 'fernhill-bakery' };
const bank = { organization_id: 'northgate-bank' };
const nobody = 'somebody@nowhere.example';

const organizationOf = async (key: { organization_id: string }) =>
  (await stytch.ok('api_organization_v1_Get', key)).organization;

/** What the identity provider hands over. */
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

/** An OIDC connection of the bakery with all it needs. */
const oidcOfBakery = async () => {
  const { connection } = await stytch.ok(createOidc, { ...bakery, display_name: 'Google', identity_provider: 'okta' });
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  const updated = await stytch.ok(updateOidc, {
    ...key,
    client_id: 'bakery',
    client_secret: 'flour',
    issuer: 'https://login.fernhill.example',
  });
  return { key, connection: updated.connection };
};

const certificate = (name: string) =>
  makeCertificate(standInKey, name, new Date('2025-01-01T00:00:00Z'), new Date('2055-01-01T00:00:00Z'));
const mapping = { email: 'NameID', full_name: 'displayName', groups: 'memberOf' };

/** A SAML connection of the bakery with all it needs. */
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

test('an OIDC connection is pending until nothing is missing; then its organization shows it, as default', async () => {
  const { connection } = await stytch.ok(createOidc, { ...bakery, display_name: 'Okta', identity_provider: 'okta' });
  expect(connection).toMatchObject({ status: 'pending', display_name: 'Okta', identity_provider: 'okta', issuer: '' });
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  expect((await organizationOf(bakery)).sso_active_connections).toEqual([]);
  const parts = {
    client_id: 'bakery',
    issuer: 'https://login.fernhill.example',
    userinfo_url: 'https://who.example/me',
  };
  const half = await stytch.ok(updateOidc, { ...key, ...parts });
  // The body goes before what the issuer tells.
  expect(half.connection).toMatchObject({
    status: 'pending',
    userinfo_url: 'https://who.example/me',
    token_url: 'https://login.fernhill.example/oauth2/v1/token',
  });
  expect(half.warning).toBeUndefined();
  const whole = await stytch.ok(updateOidc, { ...key, client_secret: 'flour' });
  expect(whole.connection).toEqual({ ...half.connection, client_secret: 'flour', status: 'active' });
  expect(await organizationOf(bakery)).toMatchObject({
    sso_active_connections: [{ connection_id: key.connection_id, display_name: 'Okta', identity_provider: 'okta' }],
    sso_default_connection_id: key.connection_id,
  });
  expect((await stytch.ok(list, bakery)).oidc_connections).toEqual([whole.connection]);
});

test('an issuer that cannot be reached tells nothing, and the answer warns', async () => {
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
])('%j is refused for an active OIDC connection and changes nothing', async (wrong, type) => {
  const { key, connection } = await oidcOfBakery();
  await stytch.refused(updateOidc, { ...key, ...wrong }, [400, type]);
  expect((await stytch.ok(list, bakery)).oidc_connections).toEqual([connection]);
});

test('a SAML connection is pending until nothing is missing, in whatever order it comes', async () => {
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
  expect((await organizationOf(bakery)).sso_default_connection_id).toBe(key.connection_id);
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
])('%j is refused for an active SAML connection and changes nothing', async (wrong, type) => {
  const { key, connection } = await samlOfBakery();
  await stytch.refused(updateSaml, { ...key, ...wrong }, [400, type]);
  expect((await stytch.ok(list, bakery)).saml_connections).toEqual([connection]);
});

test('an organization has one connection to a provider', async () => {
  const { connection: first } = await samlOfBakery();
  const { connection } = await stytch.ok(createSaml, bakery);
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  await stytch.refused(updateSaml, { ...key, idp_entity_id: first?.idp_entity_id }, [400, 'duplicate_saml_connection']);
});

test('a metadata address tells the same each time, and nothing of it is retrieved', async () => {
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

test('certificates come and go; the last of an active connection stays, five are the limit', async () => {
  const { key, connection } = await samlOfBakery();
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

test('keys in PKCS1 make a signing certificate and decrypt assertions; the latter can be deleted', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const { key } = await samlOfBakery();
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

test('the default connection is not deleted while it is the default; another one is', async () => {
  const { saml, oidc } = await ofBank();
  await stytch.refused(remove, { ...bank, connection_id: saml }, [400, 'cannot_delete_default_sso_connection']);
  const hamza = memberCalled(stytch.store, 'northgate-bank', 'hamza@contractors.northgate.example');
  expect(await stytch.ok(remove, { ...bank, connection_id: oidc })).toMatchObject({ connection_id: oidc });
  expect(stytch.store.members.get(hamza.member_id)?.sso_registrations).toEqual([]);
  await stytch.refused(remove, { ...bank, connection_id: oidc }, [404, 'sso_connection_not_found']);
  expect((await organizationOf(bank)).sso_active_connections).toMatchObject([{ connection_id: saml }]);

  // Once there is no default, the last one goes, and the provisioning that was restricted to it.
  await stytch.ok(updateOrganization, { ...bank, sso_default_connection_id: '' });
  await stytch.ok(remove, { ...bank, connection_id: saml });
  expect(await organizationOf(bank)).toMatchObject({
    sso_active_connections: [],
    sso_jit_provisioning: 'NOT_ALLOWED',
    sso_jit_provisioning_allowed_connections: [],
  });
});

test('the default moves to another active connection', async () => {
  const { saml, oidc } = await ofBank();
  await stytch.ok(updateOrganization, { ...bank, sso_default_connection_id: oidc });
  const { connection_id } = await arrive({ ...bank, email_address: 'hamza@contractors.northgate.example' });
  expect(connection_id).toBe(oidc);
  await stytch.refused(remove, { ...bank, connection_id: oidc }, [400, 'cannot_delete_default_sso_connection']);
  await stytch.ok(remove, { ...bank, connection_id: saml });
});

test('a connection belongs to its organization and has its kind', async () => {
  const { saml, oidc } = await ofBank();
  for (const id of [remove, updateSaml] as const) {
    await stytch.refused(id, { ...bakery, connection_id: saml }, [404, 'sso_connection_not_found']);
  }
  await stytch.refused(updateSaml, { ...bank, connection_id: oidc }, [404, 'saml_connection_not_found']);
  await stytch.refused(updateOidc, { ...bank, connection_id: saml }, [404, 'oidc_connection_not_found']);
  await stytch.refused(updateExternal, { ...bank, connection_id: saml }, [404, 'sso_connection_not_found']);
  await stytch.refused(list, { organization_id: 'nobody' }, [404, 'organization_not_found']);
});

test('who comes for the first time becomes a member, who comes again is the same one', async () => {
  const { connection, key } = await oidcOfBakery();
  const arrival = { connection_id: key.connection_id, email_address: 'New@Fernhill.example', name: 'New Baker' };
  const first = await signIn({ ...arrival, external_id: 'sub-1' });
  expect(first).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    reset_session: false,
    member: {
      email_address: 'new@fernhill.example',
      name: 'New Baker',
      status: 'active',
      sso_registrations: [{ connection_id: connection?.connection_id, external_id: 'sub-1' }],
    },
    member_session: {
      authentication_factors: [
        {
          type: 'sso',
          delivery_method: 'sso_oidc',
          oidc_sso_factor: { provider_id: connection?.connection_id, external_id: 'sub-1' },
        },
      ],
    },
  });
  expect(first.member_session?.authentication_factors[0]?.oidc_sso_factor?.id).toBe(
    first.member.sso_registrations[0]?.registration_id,
  );
  // By the provider's id, whatever the address has become there.
  const second = await signIn({ ...arrival, email_address: 'other@fernhill.example', external_id: 'sub-1' });
  expect(second.member_id).toBe(first.member_id);
  expect(second.member.sso_registrations).toHaveLength(1);
  expect(second.member_session?.member_session_id).not.toBe(first.member_session?.member_session_id);
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_jwt: second.session_jwt });
  const { registrations } = await stytch.ok('api_organization_v1_organizations_members_OIDCProviders', {
    ...bakery,
    member_id: first.member_id,
  });
  expect(registrations).toMatchObject([
    { provider_subject: 'sub-1', connection_id: key.connection_id, scopes: ['openid', 'email', 'profile'] },
  ]);
});

test('a member of the address is recognised, and an invited one becomes active', async () => {
  const { key } = await oidcOfBakery();
  const rosa = memberCalled(stytch.store, 'fernhill-bakery', 'rosa@fernhill.example');
  const { member } = await signIn({ connection_id: key.connection_id, email_address: 'rosa@fernhill.example' });
  expect(member).toMatchObject({ member_id: rosa.member_id, status: 'active', email_address_verified: true });
});

test.each([
  ['NOT_ALLOWED', 'saml', false],
  ['RESTRICTED', 'saml', true],
  ['RESTRICTED', 'oidc', false],
  ['ALL_ALLOWED', 'oidc', true],
] as const)(
  'with provisioning %s, a newcomer by the bank’s %s connection is taken: %s',
  async (setting, kind, taken) => {
    await stytch.ok(updateOrganization, { ...bank, sso_jit_provisioning: setting });
    const connection_id = (await ofBank())[kind];
    const count = stytch.store.members.size;
    const { sso_token } = await arrive({
      connection_id,
      email_address: 'new.hire@northgate.example',
      name: 'New Hire',
    });
    if (taken) {
      // The bank wants a second factor, and the newcomer has none yet.
      const answer = await stytch.ok(authenticate, { sso_token });
      expect(answer).toMatchObject({ member_authenticated: false, session_token: '', mfa_required: {} });
      expect(stytch.store.members.size).toBe(count + 1);
    } else {
      await stytch.refused(authenticate, { sso_token }, [400, 'invalid_connection_for_jit_provisioning']);
      expect(stytch.store.members.size).toBe(count);
      // Members come in whatever the setting says.
      const known = await signIn({ connection_id, email_address: 'hamza@contractors.northgate.example' });
      expect(known.member.status).toBe('active');
    }
  },
);

test('nobody is provisioned with an address in a domain that another organization claims', async () => {
  const { key } = await oidcOfBakery();
  const { sso_token } = await arrive({ connection_id: key.connection_id, email_address: 'eve@northgate.example' });
  await stytch.refused(authenticate, { sso_token }, [400, 'action_not_allowed_email_domain_is_claimed']);
});

test('a second factor is asked for, and completes the sign-in; a session brought along spares it', async () => {
  const { saml } = await ofBank();
  const viktor = memberCalled(stytch.store, 'northgate-bank', 'viktor.petrov@northgate.example');
  const arrival = { connection_id: saml, email_address: viktor.email_address, external_id: viktor.external_id };
  const waiting = await signIn(arrival);
  expect(waiting).toMatchObject({
    member_authenticated: false,
    mfa_required: { member_options: { totp_registration_id: viktor.totp_registration_id } },
  });
  const [recovery_code = ''] = stytch.store.memberSecrets.get(viktor.member_id)?.recovery_codes ?? [];
  const { member_session } = await stytch.ok('api_b2b_recovery_codes_v1_Recover', {
    ...bank,
    member_id: viktor.member_id,
    recovery_code,
    intermediate_session_token: waiting.intermediate_session_token,
  });
  expect(member_session?.authentication_factors.map(({ type }) => type)).toEqual(['sso', 'recovery_codes']);

  const session_token = tokenOf(stytch.store, viktor.member_id);
  const joined = await signIn(arrival, { session_token });
  expect(joined).toMatchObject({ member_authenticated: true, session_token });
});

test('where SSO is no way in, a first factor is still lacking', async () => {
  await stytch.ok(updateOrganization, { ...bank, allowed_auth_methods: ['google_oauth'] });
  const answer = await signIn({ ...bank, email_address: 'xavier.dubois@northgate.example', external_id: 'E-0004' });
  expect(answer).toMatchObject({
    member_authenticated: false,
    primary_required: { allowed_auth_methods: ['google_oauth'] },
  });
});

test('a token works once, for five minutes', async () => {
  const { key } = await oidcOfBakery();
  const arrival = { connection_id: key.connection_id, email_address: 'ada.second@fernhill.example' };
  const { sso_token, redirect_url } = await arrive(arrival);
  expect(new URL(redirect_url).searchParams.get('token')).toBe(sso_token);
  const answers = await Promise.all(
    [1, 2].map(() => stytch.raw('POST', '/v1/b2b/sso/authenticate', { body: JSON.stringify({ sso_token }) })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  await stytch.refused(authenticate, { sso_token }, [404, 'sso_token_not_found']);
  const late = await arrive(arrival);
  stytch.pass({ minutes: 6 });
  await stytch.refused(authenticate, { sso_token: late.sso_token }, [404, 'sso_token_not_found']);
  await stytch.refused(authenticate, { sso_token: 'made up' }, [404, 'sso_token_not_found']);
});

test('a refusal leaves the token and the members as they were', async () => {
  const { key } = await oidcOfBakery();
  const { sso_token } = await arrive({ connection_id: key.connection_id, email_address: 'late@fernhill.example' });
  const count = stytch.store.members.size;
  await stytch.refused(authenticate, { sso_token, session_token: 'unknown' }, [404, 'session_not_found']);
  await stytch.refused(authenticate, { sso_token, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  expect(stytch.store.members.size).toBe(count);
  // Somebody else's session is passed over: the provider says well enough who comes.
  const ada = memberCalled(stytch.store, 'fernhill-bakery', 'ada@fernhill.example');
  const session_token = tokenOf(stytch.store, ada.member_id);
  const answer = await stytch.ok(authenticate, { sso_token, session_token });
  expect(answer.member_id).not.toBe(ada.member_id);
  expect(answer.session_token).not.toBe(session_token);
  expect(stytch.store.members.size).toBe(count + 1);
});

test('a flow that began with a code challenge ends with its verifier', async () => {
  const { key } = await oidcOfBakery();
  const verifier = 'a verifier that only one device knows';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const arrival = { connection_id: key.connection_id, email_address: 'pkce@fernhill.example' };
  const { sso_token } = await arrive({ ...arrival, pkce_code_challenge: challenge });
  await stytch.refused(authenticate, { sso_token }, [400, 'pkce_expected_code_verifier']);
  await stytch.refused(authenticate, { sso_token, pkce_code_verifier: 'another' }, [400, 'pkce_mismatch']);
  await stytch.ok(authenticate, { sso_token, pkce_code_verifier: verifier });
  const plain = await arrive(arrival);
  await stytch.refused(authenticate, { sso_token: plain.sso_token, pkce_code_verifier: verifier }, [
    400,
    'pkce_did_not_expect_code_verifier',
  ]);
});

test('a SAML connection gives roles by itself and by group, and they hold only where one came by it', async () => {
  const { key } = await samlOfBakery();
  await stytch.ok(updateSaml, {
    ...key,
    saml_connection_implicit_role_assignments: [{ role_id: 'editor' }],
    saml_group_implicit_role_assignments: [{ role_id: 'bookkeeper', group: 'accounts' }],
  });
  const arrival = { connection_id: key.connection_id, email_address: 'greta@fernhill.example' };
  const inGroup = await signIn({ ...arrival, groups: ['accounts', 'choir'] });
  expect(inGroup.member_session?.roles).toEqual(['stytch_member', 'editor', 'bookkeeper']);
  const sources = Object.fromEntries(inGroup.member.roles.map(({ role_id, sources }) => [role_id, sources]));
  const { connection_id } = key;
  expect(sources['bookkeeper']).toEqual([
    { type: 'sso_connection_group', details: { connection_id, group: 'accounts' } },
  ]);
  expect(sources['editor']).toContainEqual({ type: 'sso_connection', details: { connection_id } });

  // Group and registration are what the provider said last.
  const left = await signIn({ ...arrival, groups: [] });
  expect(left.member.roles.map(({ role_id }) => role_id)).toEqual(['stytch_member', 'editor']);
  await stytch.ok(updateSaml, { ...key, saml_connection_implicit_role_assignments: [{ role_id: 'bookkeeper' }] });
  const { member_sessions } = await stytch.ok('api_b2b_session_v1_Get', { ...bakery, member_id: left.member_id });
  expect(member_sessions.length).toBeGreaterThan(0);
  const { member_session } = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: left.session_token });
  expect(member_session.roles).toContain('bookkeeper');

  const esperanza = memberCalled(stytch.store, 'fernhill-bakery', 'esperanza@fernhill.example');
  const byLink = tokenOf(stytch.store, esperanza.member_id);
  await signIn({ connection_id, email_address: esperanza.email_address });
  const other = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: byLink });
  expect(other.member.roles.map(({ role_id }) => role_id)).toContain('bookkeeper');
  expect(other.member_session.roles).toEqual(['stytch_member']);
});

test('what the provider sends is read by the mapping; OIDC attributes end in the trusted metadata', async () => {
  const saml = await samlOfBakery();
  const bySaml = await signIn({
    connection_id: saml.key.connection_id,
    attributes: { NameID: 'raw@fernhill.example', displayName: 'Raw Saml', memberOf: ['bakers'], unmapped: 'x' },
  });
  expect(bySaml.member).toMatchObject({ email_address: 'raw@fernhill.example', name: 'Raw Saml' });
  expect(bySaml.member.sso_registrations[0]?.sso_attributes).toEqual({
    email: 'raw@fernhill.example',
    full_name: 'Raw Saml',
    groups: ['bakers'],
  });
  const oidc = await oidcOfBakery();
  await stytch.ok(updateOidc, { ...oidc.key, attribute_mapping: { department: 'dept' } });
  const byOidc = await signIn({
    connection_id: oidc.key.connection_id,
    email_address: 'dept@fernhill.example',
    attributes: { dept: 'Pastry', shoe_size: 41 },
  });
  expect(byOidc.member.trusted_metadata).toEqual({ department: 'Pastry' });
});

test('an organization borrows the connection of another', async () => {
  const { saml } = await ofBank();
  const lent = { external_organization_id: 'northgate-bank', external_connection_id: saml };
  const { connection } = await stytch.ok(createExternal, {
    ...bakery,
    ...lent,
    display_name: 'The bank’s Okta',
    connection_implicit_role_assignments: [{ role_id: 'bookkeeper' }],
    group_implicit_role_assignments: [{ role_id: 'editor', group: 'writers' }],
  });
  const connection_id = connection?.connection_id ?? '';
  expect(connection).toMatchObject({ status: 'active', external_connection_id: saml });
  expect(await organizationOf(bakery)).toMatchObject({
    sso_active_connections: [{ connection_id, display_name: 'The bank’s Okta', identity_provider: 'okta' }],
    sso_default_connection_id: connection_id,
  });
  const { member, member_session } = await signIn({
    connection_id,
    email_address: 'guest@partner.example',
    groups: ['writers'],
  });
  expect(member.organization_id).toBe(connection?.organization_id);
  expect(member_session).toMatchObject({
    roles: ['stytch_member', 'bookkeeper', 'editor'],
    authentication_factors: [{ delivery_method: 'sso_saml', saml_sso_factor: { provider_id: connection_id } }],
  });

  const key = { ...bakery, connection_id };
  const updated = await stytch.ok(updateExternal, {
    ...key,
    display_name: 'Partners',
    external_connection_implicit_role_assignments: [],
  });
  expect(updated.connection).toMatchObject({
    display_name: 'Partners',
    external_group_implicit_role_assignments: [{ role_id: 'editor', group: 'writers' }],
  });
  expect((await stytch.ok(list, bakery)).external_connections).toEqual([updated.connection]);
  await stytch.refused(createExternal, { ...bakery, ...lent }, [400, 'duplicate_external_sso_connection']);

  // It works for as long as the other one stands.
  await stytch.ok(updateOrganization, { ...bank, sso_default_connection_id: '' });
  await stytch.ok(remove, { ...bank, connection_id: saml });
  await refusedArrival({ connection_id, email_address: nobody }, [400, 'external_connection_not_active']);
});

test('what cannot be borrowed is refused', async () => {
  const { saml, oidc } = await ofBank();
  const { key } = await oidcOfBakery();
  const lender = { external_organization_id: 'northgate-bank' };
  const refuse = (input: object, refusal: [number, string]) =>
    stytch.refused(createExternal, { ...bakery, ...input }, refusal);
  await refuse({ external_organization_id: 'crm-1001', external_connection_id: key.connection_id }, [
    400,
    'external_organization_id_same_as_organization_id',
  ]);
  await refuse({ ...lender, external_connection_id: 'nobody' }, [404, 'external_connection_id_not_found']);
  await refuse({ ...lender, external_connection_id: key.connection_id }, [404, 'external_connection_id_not_found']);
  const { connection } = await stytch.ok(createOidc, bank);
  const pending = connection?.connection_id;
  await refuse({ ...lender, external_connection_id: pending }, [400, 'external_connection_not_active']);
  const role = { connection_implicit_role_assignments: [{ role_id: 'editor' }] };
  await refuse({ ...lender, external_connection_id: oidc, ...role }, [400, 'invalid_rbac_role_assignment']);
  const wrong = { connection_implicit_role_assignments: [{ role_id: 'branch_manager' }] };
  await refuse({ ...lender, external_connection_id: saml, ...wrong }, [400, 'invalid_rbac_role_assignment']);
  expect((await stytch.ok(list, bakery)).external_connections).toEqual([]);
});

test('the identity provider refuses what no provider could say', async () => {
  const { saml, oidc } = await ofBank();
  const email_address = nobody;
  await refusedArrival({ email_address }, [400, 'missing_sso_connection_locator']);
  await refusedArrival({ email_address, connection_id: saml, ...bank }, [400, 'too_many_sso_connection_locators']);
  await refusedArrival({ email_address, connection_id: 'none' }, [404, 'sso_connection_not_found']);
  await refusedArrival({ email_address, ...bakery }, [404, 'no_sso_connection_exists_for_organization']);
  await refusedArrival({ connection_id: saml }, [400, 'invalid_saml_response_email']);
  await refusedArrival({ connection_id: oidc }, [400, 'oidc_response_email_missing']);
  await refusedArrival({ connection_id: oidc, email_address: 'nobody' }, [400, 'invalid_email']);
  await refusedArrival({ connection_id: saml, email_address, groups: 'all' }, [400, 'invalid_saml_response_groups']);
  await refusedArrival([], [400, 'bad_request']);
  const { connection } = await stytch.ok(createSaml, bakery);
  const connection_id = connection?.connection_id;
  await refusedArrival({ connection_id, email_address }, [400, 'requires_active_sso_connection']);
});

test('an admin may all of it, an auditor may look, others may nothing', async () => {
  const sessionOf = (person: string) => ({
    session: tokenOf(
      stytch.store,
      memberCalled(stytch.store, 'northgate-bank', `${person}@northgate.example`).member_id,
    ),
  });
  const [admin, auditor, plain] = [
    sessionOf('ursula.hartmann'),
    sessionOf('wanjiru.kamau'),
    sessionOf('xavier.dubois'),
  ];
  const { saml, oidc } = await ofBank();
  const key = { ...bank, connection_id: saml };
  await stytch.ok(list, bank, auditor);
  await stytch.refused(list, bank, [403, 'session_authorization_error'], plain);
  const lent = { external_organization_id: 'fernhill-bakery', external_connection_id: 'none' };
  const certificate_id = 'none';
  const calls = [
    [remove, { ...bank, connection_id: oidc }],
    [createOidc, bank],
    [updateOidc, { ...bank, connection_id: oidc }],
    [createSaml, bank],
    [updateSaml, key],
    [updateByUrl, { ...key, metadata_url: 'https://idp.example/metadata' }],
    [deleteCertificate, { ...key, certificate_id }],
    [deleteKey, { ...key, private_key_id: 'none' }],
    [createExternal, { ...bank, ...lent }],
    [updateExternal, key],
  ] as const;
  for (const [id, input] of calls) {
    await stytch.refused(id, input, [403, 'session_authorization_error'], auditor);
    await stytch.refused(id, { ...input, ...bakery }, [403, 'session_authorization_tenancy_error'], admin);
  }
  await stytch.ok(createSaml, bank, admin);
  await stytch.ok(updateSaml, { ...key, display_name: 'By Ursula' }, admin);
  await stytch.ok(remove, { ...bank, connection_id: oidc }, admin);
});

test('every operation was answered', () => {
  for (const domain of [sso, ssoOidc, ssoSaml, ssoExternal]) expectAllAnswered(domain);
});
