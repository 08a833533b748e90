/** Single sign-on: the list of connections, sign-in by them, and the permissions to manage them. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sso } from '../../src/sandbox/b2b/sso.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';
import {
  authenticate,
  bakery,
  bank,
  createExternal,
  createOidc,
  createSaml,
  deleteCertificate,
  deleteKey,
  list,
  nobody,
  remove,
  type SsoConnections,
  ssoConnectionsOf,
  updateByUrl,
  updateExternal,
  updateOidc,
  updateOrganization,
  updateSaml,
} from './sso-connections.ts';

let stytch: Harness;
let connections: SsoConnections;
beforeEach(async () => {
  stytch = await startHarness();
  connections = ssoConnectionsOf(stytch);
});
afterEach(() => stytch.close());

test('the default connection cannot be deleted; another one can', async () => {
  const { saml, oidc } = await connections.ofBank();
  await stytch.refused(remove, { ...bank, connection_id: saml }, [400, 'cannot_delete_default_sso_connection']);
  const hamza = storedMember(stytch.store, 'northgate-bank', 'hamza@contractors.northgate.example');
  expect(await stytch.ok(remove, { ...bank, connection_id: oidc })).toMatchObject({ connection_id: oidc });
  expect(stytch.store.members.get(hamza.member_id)?.sso_registrations).toEqual([]);
  await stytch.refused(remove, { ...bank, connection_id: oidc }, [404, 'sso_connection_not_found']);
  expect((await connections.organizationOf(bank)).sso_active_connections).toMatchObject([{ connection_id: saml }]);

  // Without a default, the last connection can be deleted, and with it the provisioning that was restricted to it.
  await stytch.ok(updateOrganization, { ...bank, sso_default_connection_id: '' });
  await stytch.ok(remove, { ...bank, connection_id: saml });
  expect(await connections.organizationOf(bank)).toMatchObject({
    sso_active_connections: [],
    sso_jit_provisioning: 'NOT_ALLOWED',
    sso_jit_provisioning_allowed_connections: [],
  });
});

test('another active connection can become the default', async () => {
  const { saml, oidc } = await connections.ofBank();
  await stytch.ok(updateOrganization, { ...bank, sso_default_connection_id: oidc });
  const { connection_id } = await connections.arrive({ ...bank, email_address: 'hamza@contractors.northgate.example' });
  expect(connection_id).toBe(oidc);
  await stytch.refused(remove, { ...bank, connection_id: oidc }, [400, 'cannot_delete_default_sso_connection']);
  await stytch.ok(remove, { ...bank, connection_id: saml });
});

test('a connection belongs to its organization and has its kind', async () => {
  const { saml, oidc } = await connections.ofBank();
  for (const id of [remove, updateSaml] as const) {
    await stytch.refused(id, { ...bakery, connection_id: saml }, [404, 'sso_connection_not_found']);
  }
  await stytch.refused(updateSaml, { ...bank, connection_id: oidc }, [404, 'saml_connection_not_found']);
  await stytch.refused(updateOidc, { ...bank, connection_id: saml }, [404, 'oidc_connection_not_found']);
  await stytch.refused(updateExternal, { ...bank, connection_id: saml }, [404, 'sso_connection_not_found']);
  await stytch.refused(list, { organization_id: 'nobody' }, [404, 'organization_not_found']);
});

test('the first sign-in creates a member, later ones find the same member', async () => {
  const { connection, key } = await connections.oidcOfBakery();
  const arrival = { connection_id: key.connection_id, email_address: 'New@Fernhill.example', name: 'New Baker' };
  const first = await connections.signIn({ ...arrival, external_id: 'sub-1' });
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
  // Matched by the provider's id, although the address there has changed.
  const second = await connections.signIn({
    ...arrival,
    email_address: 'other@fernhill.example',
    external_id: 'sub-1',
  });
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

test('a member is matched by address, and an invited one becomes active', async () => {
  const { key } = await connections.oidcOfBakery();
  const rosa = storedMember(stytch.store, 'fernhill-bakery', 'rosa@fernhill.example');
  const { member } = await connections.signIn({
    connection_id: key.connection_id,
    email_address: 'rosa@fernhill.example',
  });
  expect(member).toMatchObject({ member_id: rosa.member_id, status: 'active', email_address_verified: true });
});

test.each([
  ['NOT_ALLOWED', 'saml', false],
  ['RESTRICTED', 'saml', true],
  ['RESTRICTED', 'oidc', false],
  ['ALL_ALLOWED', 'oidc', true],
] as const)(
  'with provisioning %s, a newcomer by the bank’s %s connection is accepted: %s',
  async (setting, kind, taken) => {
    await stytch.ok(updateOrganization, { ...bank, sso_jit_provisioning: setting });
    const connection_id = (await connections.ofBank())[kind];
    const count = stytch.store.members.size;
    const { sso_token } = await connections.arrive({
      connection_id,
      email_address: 'new.hire@northgate.example',
      name: 'New Hire',
    });
    if (taken) {
      // The bank requires a second factor, and the newcomer has none yet.
      const answer = await stytch.ok(authenticate, { sso_token });
      expect(answer).toMatchObject({ member_authenticated: false, session_token: '', mfa_required: {} });
      expect(stytch.store.members.size).toBe(count + 1);
    } else {
      await stytch.refused(authenticate, { sso_token }, [400, 'invalid_connection_for_jit_provisioning']);
      expect(stytch.store.members.size).toBe(count);
      // Existing members sign in under every setting.
      const known = await connections.signIn({ connection_id, email_address: 'hamza@contractors.northgate.example' });
      expect(known.member.status).toBe('active');
    }
  },
);

test('a newcomer with an address in a domain that another organization claims is rejected', async () => {
  const { key } = await connections.oidcOfBakery();
  const { sso_token } = await connections.arrive({
    connection_id: key.connection_id,
    email_address: 'eve@northgate.example',
  });
  await stytch.refused(authenticate, { sso_token }, [400, 'action_not_allowed_email_domain_is_claimed']);
});

test('a second factor completes the sign-in; with a sent session none is required', async () => {
  const { saml } = await connections.ofBank();
  const viktor = storedMember(stytch.store, 'northgate-bank', 'viktor.petrov@northgate.example');
  const arrival = { connection_id: saml, email_address: viktor.email_address, external_id: viktor.external_id };
  const waiting = await connections.signIn(arrival);
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
  const joined = await connections.signIn(arrival, { session_token });
  expect(joined).toMatchObject({ member_authenticated: true, session_token });
});

test('a first factor is required if the organization does not allow SSO', async () => {
  await stytch.ok(updateOrganization, { ...bank, allowed_auth_methods: ['google_oauth'] });
  const answer = await connections.signIn({
    ...bank,
    email_address: 'xavier.dubois@northgate.example',
    external_id: 'E-0004',
  });
  expect(answer).toMatchObject({
    member_authenticated: false,
    primary_required: { allowed_auth_methods: ['google_oauth'] },
  });
});

test('a token is valid once, for five minutes', async () => {
  const { key } = await connections.oidcOfBakery();
  const arrival = { connection_id: key.connection_id, email_address: 'ada.second@fernhill.example' };
  const { sso_token, redirect_url } = await connections.arrive(arrival);
  expect(new URL(redirect_url).searchParams.get('token')).toBe(sso_token);
  const answers = await Promise.all(
    [1, 2].map(() => stytch.raw('POST', '/v1/b2b/sso/authenticate', { body: JSON.stringify({ sso_token }) })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  await stytch.refused(authenticate, { sso_token }, [404, 'sso_token_not_found']);
  const late = await connections.arrive(arrival);
  stytch.pass({ minutes: 6 });
  await stytch.refused(authenticate, { sso_token: late.sso_token }, [404, 'sso_token_not_found']);
  await stytch.refused(authenticate, { sso_token: 'made up' }, [404, 'sso_token_not_found']);
});

test('an error leaves the token and the members unchanged', async () => {
  const { key } = await connections.oidcOfBakery();
  const { sso_token } = await connections.arrive({
    connection_id: key.connection_id,
    email_address: 'late@fernhill.example',
  });
  const count = stytch.store.members.size;
  await stytch.refused(authenticate, { sso_token, session_token: 'unknown' }, [404, 'session_not_found']);
  await stytch.refused(authenticate, { sso_token, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  expect(stytch.store.members.size).toBe(count);
  // A session of another member is ignored: the provider identifies the person.
  const ada = storedMember(stytch.store, 'fernhill-bakery', 'ada@fernhill.example');
  const session_token = tokenOf(stytch.store, ada.member_id);
  const answer = await stytch.ok(authenticate, { sso_token, session_token });
  expect(answer.member_id).not.toBe(ada.member_id);
  expect(answer.session_token).not.toBe(session_token);
  expect(stytch.store.members.size).toBe(count + 1);
});

test('a flow started with a code challenge requires its verifier', async () => {
  const { key } = await connections.oidcOfBakery();
  const verifier = 'a verifier that only one device knows';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const arrival = { connection_id: key.connection_id, email_address: 'pkce@fernhill.example' };
  const { sso_token } = await connections.arrive({ ...arrival, pkce_code_challenge: challenge });
  await stytch.refused(authenticate, { sso_token }, [400, 'pkce_expected_code_verifier']);
  await stytch.refused(authenticate, { sso_token, pkce_code_verifier: 'another' }, [400, 'pkce_mismatch']);
  await stytch.ok(authenticate, { sso_token, pkce_code_verifier: verifier });
  const plain = await connections.arrive(arrival);
  await stytch.refused(authenticate, { sso_token: plain.sso_token, pkce_code_verifier: verifier }, [
    400,
    'pkce_did_not_expect_code_verifier',
  ]);
});

test('a SAML connection grants roles by itself and by group, effective only in sessions of that connection', async () => {
  const { key } = await connections.samlOfBakery();
  await stytch.ok(updateSaml, {
    ...key,
    saml_connection_implicit_role_assignments: [{ role_id: 'editor' }],
    saml_group_implicit_role_assignments: [{ role_id: 'bookkeeper', group: 'accounts' }],
  });
  const arrival = { connection_id: key.connection_id, email_address: 'greta@fernhill.example' };
  const inGroup = await connections.signIn({ ...arrival, groups: ['accounts', 'choir'] });
  expect(inGroup.member_session?.roles).toEqual(['stytch_member', 'editor', 'bookkeeper']);
  const sources = Object.fromEntries(inGroup.member.roles.map(({ role_id, sources }) => [role_id, sources]));
  const { connection_id } = key;
  expect(sources['bookkeeper']).toEqual([
    { type: 'sso_connection_group', details: { connection_id, group: 'accounts' } },
  ]);
  expect(sources['editor']).toContainEqual({ type: 'sso_connection', details: { connection_id } });

  // Groups and registration hold the provider's latest values.
  const left = await connections.signIn({ ...arrival, groups: [] });
  expect(left.member.roles.map(({ role_id }) => role_id)).toEqual(['stytch_member', 'editor']);
  await stytch.ok(updateSaml, { ...key, saml_connection_implicit_role_assignments: [{ role_id: 'bookkeeper' }] });
  const { member_sessions } = await stytch.ok('api_b2b_session_v1_Get', { ...bakery, member_id: left.member_id });
  expect(member_sessions.length).toBeGreaterThan(0);
  const { member_session } = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: left.session_token });
  expect(member_session.roles).toContain('bookkeeper');

  const esperanza = storedMember(stytch.store, 'fernhill-bakery', 'esperanza@fernhill.example');
  const byLink = tokenOf(stytch.store, esperanza.member_id);
  await connections.signIn({ connection_id, email_address: esperanza.email_address });
  const other = await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: byLink });
  expect(other.member.roles.map(({ role_id }) => role_id)).toContain('bookkeeper');
  expect(other.member_session.roles).toEqual(['stytch_member']);
});

test('the attribute mapping is applied; OIDC attributes are stored in the trusted metadata', async () => {
  const saml = await connections.samlOfBakery();
  const bySaml = await connections.signIn({
    connection_id: saml.key.connection_id,
    attributes: { NameID: 'raw@fernhill.example', displayName: 'Raw Saml', memberOf: ['bakers'], unmapped: 'x' },
  });
  expect(bySaml.member).toMatchObject({ email_address: 'raw@fernhill.example', name: 'Raw Saml' });
  expect(bySaml.member.sso_registrations[0]?.sso_attributes).toEqual({
    email: 'raw@fernhill.example',
    full_name: 'Raw Saml',
    groups: ['bakers'],
  });
  const oidc = await connections.oidcOfBakery();
  await stytch.ok(updateOidc, { ...oidc.key, attribute_mapping: { department: 'dept' } });
  const byOidc = await connections.signIn({
    connection_id: oidc.key.connection_id,
    email_address: 'dept@fernhill.example',
    attributes: { dept: 'Pastry', shoe_size: 41 },
  });
  expect(byOidc.member.trusted_metadata).toEqual({ department: 'Pastry' });
});

test('the identity provider rejects attributes that no provider could send', async () => {
  const { saml, oidc } = await connections.ofBank();
  const email_address = nobody;
  await connections.refusedArrival({ email_address }, [400, 'missing_sso_connection_locator']);
  await connections.refusedArrival({ email_address, connection_id: saml, ...bank }, [
    400,
    'too_many_sso_connection_locators',
  ]);
  await connections.refusedArrival({ email_address, connection_id: 'none' }, [404, 'sso_connection_not_found']);
  await connections.refusedArrival({ email_address, ...bakery }, [404, 'no_sso_connection_exists_for_organization']);
  await connections.refusedArrival({ connection_id: saml }, [400, 'invalid_saml_response_email']);
  await connections.refusedArrival({ connection_id: oidc }, [400, 'oidc_response_email_missing']);
  await connections.refusedArrival({ connection_id: oidc, email_address: 'nobody' }, [400, 'invalid_email']);
  await connections.refusedArrival({ connection_id: saml, email_address, groups: 'all' }, [
    400,
    'invalid_saml_response_groups',
  ]);
  await connections.refusedArrival([], [400, 'bad_request']);
  const { connection } = await stytch.ok(createSaml, bakery);
  const connection_id = connection?.connection_id;
  await connections.refusedArrival({ connection_id, email_address }, [400, 'requires_active_sso_connection']);
});

test('an admin has all permissions, an auditor may read, others have none', async () => {
  const sessionOf = (person: string) => ({
    session: tokenOf(
      stytch.store,
      storedMember(stytch.store, 'northgate-bank', `${person}@northgate.example`).member_id,
    ),
  });
  const [admin, auditor, plain] = [
    sessionOf('ursula.hartmann'),
    sessionOf('wanjiru.kamau'),
    sessionOf('xavier.dubois'),
  ];
  const { saml, oidc } = await connections.ofBank();
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

test('every operation of the domain succeeds at least once', () => expectAllAnswered(sso));
