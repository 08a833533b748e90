import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { mintSessionJwt } from '../../src/sandbox/b2b/tokens.ts';
import { makeCertificate, standInKey } from '../../src/sandbox/b2b/x509.ts';
import { type As, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { type ConnectionKey, rsaKey, seeded } from '../operations/sso.ts';

let g: SandboxGateway;
/** The bakery: no connection, and where the world's admin and member are at home. */
let bakery: string;
/** The bank's connections. */
let saml: ConnectionKey;
let oidc: ConnectionKey;
let bank: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  bakery = g.world.credentials.admin.organization_id;
  saml = seeded(g, 'saml');
  oidc = seeded(g, 'oidc');
  bank = saml.organizationId;
});
afterEach(() => g.close());
const asked = () => g.calls.map(({ id }) => id.replace('api_sso_v1_', ''));

/** Signs a seeded member in. */
const as = async (email: string): Promise<As> => {
  const { store } = g.sandbox;
  const member = [...store.members.values()].find(({ email_address }) => email_address === email);
  if (!member) throw new Error(`nobody is called ${email}`);
  return { token: await mintSessionJwt(store, startSession(store, member, { factors: [] })) };
};

/** Sends a mutation that takes one input, and gives what it came to. */
const send = async (name: string, input: object, select = '', who: As = 'server') => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const payload = select && `... on ${type}Payload { ${select} }`;
  const data = await g.data<Record<string, Record<string, unknown>>>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ${payload} ... on MutationError { code errorType } } }`,
    { variables: { input }, as: who },
  );
  return data[name] ?? {};
};
const created = (answer: Record<string, unknown>, kind: string): ConnectionKey => ({
  organizationId: bakery,
  connectionId: (answer[kind] as { connectionId: string }).connectionId,
});

const lookup = (fields: string) => `query ($id: ID!) { organization(by: { id: $id }) { ${fields} } }`;

describe('connections', () => {
  it('are what an organization has, each of its kind, and lead back without another call', async () => {
    const { organization } = await g.data<{ organization: { ssoConnections: object[] } }>(
      lookup(`ssoConnections {
        __typename connectionId displayName status isDefault organization { organizationId }
        ... on SamlConnection {
          identityProvider idpEntityId idpSsoUrl acsUrl audienceUri alternativeAcsUrl alternativeAudienceUri nameidFormat
          attributeMapping idpInitiatedAuthDisabled allowGatewayCallback encryptionPrivateKeys { privateKeyId }
          signingCertificates { issuer expiresAt } verificationCertificates { certificateId certificate issuer createdAt }
          connectionImplicitRoleAssignments { roleId }
          groupImplicitRoleAssignments { group roleId role { roleId permissions { resourceId } } }
        }
        ... on OidcConnection {
          identityProvider clientId clientSecret issuer authorizationUrl tokenUrl userinfoUrl jwksUrl redirectUrl
          customScopes attributeMapping
        }
      }`),
      { variables: { id: bank } },
    );
    const shared = { status: 'ACTIVE', organization: { organizationId: bank } };
    expect(organization.ssoConnections).toEqual([
      expect.objectContaining({
        ...shared,
        __typename: 'SamlConnection',
        connectionId: saml.connectionId,
        displayName: 'Okta',
        isDefault: true,
        identityProvider: 'OKTA',
        idpEntityId: 'http://www.okta.com/northgate',
        alternativeAcsUrl: null,
        alternativeAudienceUri: null,
        attributeMapping: { email: 'NameID', full_name: 'displayName', groups: 'memberOf' },
        idpInitiatedAuthDisabled: false,
        encryptionPrivateKeys: [],
        signingCertificates: [{ issuer: 'Stytch', expiresAt: '2045-01-01T00:00:00Z' }],
        verificationCertificates: [
          expect.objectContaining({ certificate: expect.stringContaining('BEGIN CERTIFICATE') }),
        ],
        connectionImplicitRoleAssignments: [],
        groupImplicitRoleAssignments: [
          {
            group: 'vault-keepers',
            roleId: 'auditor',
            role: { roleId: 'auditor', permissions: expect.arrayContaining([{ resourceId: 'stytch.sso' }]) },
          },
        ],
      }),
      expect.objectContaining({
        ...shared,
        __typename: 'OidcConnection',
        connectionId: oidc.connectionId,
        isDefault: false,
        identityProvider: 'MICROSOFT_ENTRA',
        clientId: 'northgate-contractors',
        clientSecret: 'the-identity-provider-gave-this-to-northgate',
        issuer: 'https://login.entra.example/northgate-contractors',
        customScopes: null,
        attributeMapping: { department: 'department' },
      }),
    ]);
    expect(asked()).toEqual([
      'GetConnections',
      'api_organization_v1_Get',
      'api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy',
    ]);
  });

  it('are one call for all that leads to them: those in use, the default, the registrations of members', async () => {
    type Data = {
      organization: { members: { nodes: { ssoRegistrations: { connection: { connectionId: string } | null }[] }[] } };
    };
    const { organization } = await g.data<Data>(
      lookup(`
        ssoActiveConnections { connectionId displayName identityProvider connection { __typename displayName } }
        ssoDefaultConnectionId ssoDefaultConnection { connectionId }
        ssoConnection(connectionId: "${oidc.connectionId}") { __typename isDefault }
        gone: ssoConnection(connectionId: "saml-connection-test-gone") { connectionId }
        members(first: 50) { nodes { ssoRegistrations { connectionId connection { connectionId } } } }`),
      { variables: { id: bank } },
    );
    expect(organization).toMatchObject({
      ssoActiveConnections: [
        {
          connectionId: saml.connectionId,
          displayName: 'Okta',
          identityProvider: 'OKTA',
          connection: { __typename: 'SamlConnection', displayName: 'Okta' },
        },
        { identityProvider: 'MICROSOFT_ENTRA', connection: { __typename: 'OidcConnection' } },
      ],
      ssoDefaultConnectionId: saml.connectionId,
      ssoDefaultConnection: { connectionId: saml.connectionId },
      ssoConnection: { __typename: 'OidcConnection', isDefault: false },
      gone: null,
    });
    const registrations = organization.members.nodes.flatMap(({ ssoRegistrations }) => ssoRegistrations);
    expect(registrations.length).toBeGreaterThan(5);
    expect(registrations.filter(({ connection }) => !connection)).toEqual([]);
    expect(asked().filter((id) => id === 'GetConnections')).toEqual(['GetConnections']);
  });

  it('are none, and no default, where there are none', async () => {
    expect(
      await g.data(lookup('ssoConnections { id } ssoDefaultConnectionId ssoDefaultConnection { id }'), {
        variables: { id: bakery },
      }),
    ).toEqual({ organization: { ssoConnections: [], ssoDefaultConnectionId: null, ssoDefaultConnection: null } });
  });

  it('are found again by their id, and none of another kind in their place', async () => {
    const { organization } = await g.data<{ organization: { ssoConnections: { id: string }[] } }>(
      lookup('ssoConnections { id }'),
      { variables: { id: bank } },
    );
    const ids = organization.ssoConnections.map(({ id }) => id);
    const other = Buffer.from(`OidcConnection:${bank}/${saml.connectionId}`).toString('base64url');
    g.calls.length = 0;
    const data = await g.data(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on SsoConnection { connectionId isDefault } } }',
      { variables: { ids: [...ids, other] } },
    );
    expect(data).toEqual({
      nodes: [
        { __typename: 'SamlConnection', connectionId: saml.connectionId, isDefault: true },
        { __typename: 'OidcConnection', connectionId: oidc.connectionId, isDefault: false },
        null,
      ],
    });
    expect(asked().sort()).toEqual(['GetConnections', 'api_organization_v1_Get']);
    g.calls.length = 0;
    for (const who of ['admin' as const, await as('xavier.dubois@northgate.example')]) {
      const { errors } = await g.query('query ($id: ID!) { node(id: $id) { id } }', {
        variables: { id: ids[0] },
        as: who,
      });
      expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect(asked()).toEqual([]);
  });

  it('are for those whom the policy lets see them; what is in use is for every member', async () => {
    const see = async (email: string) => {
      const document = lookup('ssoConnections { connectionId } ssoActiveConnections { connectionId }');
      return (await g.query<{ organization: object }>(document, { variables: { id: bank }, as: await as(email) })).data;
    };
    const active = [{ connectionId: saml.connectionId }, { connectionId: oidc.connectionId }];
    expect(await see('wanjiru.kamau@northgate.example')).toEqual({
      organization: { ssoConnections: active, ssoActiveConnections: active },
    });
    expect(g.calls.find(({ id }) => id.endsWith('GetConnections'))?.headers['X-Stytch-Member-SessionJWT']).toBeTruthy();
    g.calls.length = 0;
    expect(await see('xavier.dubois@northgate.example')).toEqual({
      organization: { ssoConnections: null, ssoActiveConnections: active },
    });
    expect(asked()).not.toContain('GetConnections');
  });
});

describe('an OIDC connection', () => {
  const create = (input: object = {}, who: As = 'admin') =>
    send(
      'createOidcConnection',
      { organizationId: bakery, ...input },
      'oidcConnection { connectionId displayName status identityProvider redirectUrl issuer clientSecret }',
      who,
    );

  it('is begun, configured and becomes the default; its secret is written down nowhere', async () => {
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
    const updated = await send(
      'updateOidcConnection',
      {
        ...created(begun, 'oidcConnection'),
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
    expect(asked()).toEqual(['sso_oidc_CreateConnection', 'sso_oidc_UpdateConnection', 'api_organization_v1_Get']);
    expect(JSON.stringify(g.logged)).not.toContain(clientSecret);
  });

  it('says when the metadata of its issuer cannot be read', async () => {
    const updated = await send(
      'updateOidcConnection',
      { ...oidc, issuer: 'https://idp.invalid' },
      'warning oidcConnection { issuer }',
    );
    expect(updated).toMatchObject({ warning: expect.any(String), oidcConnection: { issuer: 'https://idp.invalid' } });
  });

  it('is refused as data where it is not one of OIDC', async () => {
    expect(await send('updateOidcConnection', { ...saml, displayName: 'x' })).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'oidc_connection_not_found',
    });
  });
});

describe('a SAML connection', () => {
  const certificate = (name: string) =>
    makeCertificate(standInKey, name, new Date('2025-01-01T00:00:00Z'), new Date('2055-01-01T00:00:00Z'));

  it('is begun and configured, its keys written down nowhere', async () => {
    const begun = await send(
      'createSamlConnection',
      { organizationId: bakery, identityProvider: 'OKTA' },
      'samlConnection { connectionId status acsUrl audienceUri signingCertificates { issuer } verificationCertificates { issuer } }',
      'admin',
    );
    expect(begun).toMatchObject({
      samlConnection: {
        status: 'PENDING',
        acsUrl: expect.any(String),
        signingCertificates: [{ issuer: 'Stytch' }],
        verificationCertificates: [],
      },
    });
    const input = {
      ...created(begun, 'samlConnection'),
      idpEntityId: 'urn:fernhill',
      idpSsoUrl: 'https://idp.fernhill.example/sso',
      x509Certificate: certificate('idp.fernhill.example'),
      attributeMapping: { email: 'NameID', full_name: 'displayName' },
      signingPrivateKey: rsaKey(),
      encryptionPrivateKey: rsaKey(),
      alternativeAcsUrl: 'https://sso.fernhill.example/acs',
      alternativeAudienceUri: 'urn:fernhill:old',
      idpInitiatedAuthDisabled: true,
    };
    const updated = await send(
      'updateSamlConnection',
      input,
      `samlConnection { status idpEntityId alternativeAcsUrl alternativeAudienceUri idpInitiatedAuthDisabled
        signingCertificates { issuer } verificationCertificates { issuer expiresAt } encryptionPrivateKeys { privateKey createdAt } }`,
      'admin',
    );
    expect(g.calls.at(-1)?.body).toMatchObject({
      idp_entity_id: 'urn:fernhill',
      x509_certificate: input.x509Certificate,
      signing_private_key: input.signingPrivateKey,
      saml_encryption_private_key: input.encryptionPrivateKey,
      attribute_mapping: input.attributeMapping,
    });
    expect(updated).toMatchObject({
      samlConnection: {
        status: 'ACTIVE',
        idpEntityId: 'urn:fernhill',
        alternativeAcsUrl: 'https://sso.fernhill.example/acs',
        alternativeAudienceUri: 'urn:fernhill:old',
        idpInitiatedAuthDisabled: true,
        signingCertificates: [{ issuer: 'Stytch' }, { issuer: 'Stytch' }],
        verificationCertificates: [{ issuer: 'idp.fernhill.example', expiresAt: '2055-01-01T00:00:00Z' }],
        encryptionPrivateKeys: [{ privateKey: input.encryptionPrivateKey }],
      },
    });
    expect(JSON.stringify(g.logged)).not.toContain('PRIVATE KEY');

    const { organizationId, connectionId } = input;
    const moved = { organizationId, connectionId, alternativeAcsUrl: '', alternativeAudienceUri: '' };
    expect(
      await send('updateSamlConnection', moved, 'samlConnection { alternativeAcsUrl alternativeAudienceUri }'),
    ).toMatchObject({ samlConnection: { alternativeAcsUrl: null, alternativeAudienceUri: null } });
  });

  it('reads a new certificate from metadata and lets go of the old one, but not of the last', async () => {
    const shown = 'samlConnection { idpEntityId verificationCertificates { certificateId issuer } }';
    type Shown = { samlConnection: { verificationCertificates: { certificateId: string }[] } };
    const read = await send(
      'updateSamlConnectionByMetadataUrl',
      { ...saml, metadataUrl: 'https://northgate.okta.example/app/metadata' },
      shown,
    );
    expect(g.calls[0]?.body).toEqual({ metadata_url: 'https://northgate.okta.example/app/metadata' });
    const [first, second] = (read as Shown).samlConnection.verificationCertificates;
    const remove = (certificateId: string | undefined) =>
      send('deleteSamlVerificationCertificate', { ...saml, certificateId }, `certificateId ${shown}`);
    g.calls.length = 0;
    expect(await remove(first?.certificateId)).toMatchObject({
      certificateId: first?.certificateId,
      samlConnection: { verificationCertificates: [{ certificateId: second?.certificateId }] },
    });
    expect(asked()).toEqual(['sso_saml_DeleteVerificationCertificate', 'GetConnections']);
    expect(await remove(second?.certificateId)).toMatchObject({ errorType: 'cannot_delete_last_sso_verification_key' });
  });

  it('lets go of a key to decrypt with', async () => {
    const shown = 'samlConnection { encryptionPrivateKeys { privateKeyId } }';
    type Shown = { samlConnection: { encryptionPrivateKeys: { privateKeyId: string }[] } };
    const given = await send('updateSamlConnection', { ...saml, encryptionPrivateKey: rsaKey() }, shown);
    const [key] = (given as Shown).samlConnection.encryptionPrivateKeys;
    const input = { ...saml, privateKeyId: key?.privateKeyId };
    const admin = await as('ursula.hartmann@northgate.example');
    expect(await send('deleteSamlEncryptionKey', input, `privateKeyId ${shown}`, admin)).toMatchObject({
      privateKeyId: key?.privateKeyId,
      samlConnection: { encryptionPrivateKeys: [] },
    });
    expect(await send('deleteSamlEncryptionKey', input)).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'sso_encryption_private_key_not_found',
    });
  });
});

describe('an external connection', () => {
  const lend = (input: object, who: As = 'server') =>
    send(
      'createExternalConnection',
      {
        organizationId: bakery,
        externalOrganizationId: bank,
        externalConnectionId: saml.connectionId,
        ...input,
      },
      `externalConnection { connectionId displayName status isDefault externalOrganizationId externalConnectionId
        connectionImplicitRoleAssignments { roleId role { description } } groupImplicitRoleAssignments { group roleId } }`,
      who,
    );

  it('lends the connection of another organization, with roles of its own', async () => {
    const lent = await lend({
      displayName: 'By way of the bank',
      connectionImplicitRoleAssignments: [{ roleId: 'editor' }],
      groupImplicitRoleAssignments: [{ group: 'vault-keepers', roleId: 'bookkeeper' }],
    });
    expect(g.calls[0]?.body).toEqual({
      external_organization_id: bank,
      external_connection_id: saml.connectionId,
      display_name: 'By way of the bank',
      connection_implicit_role_assignments: [{ role_id: 'editor' }],
      group_implicit_role_assignments: [{ group: 'vault-keepers', role_id: 'bookkeeper' }],
    });
    expect(lent).toMatchObject({
      externalConnection: {
        status: 'ACTIVE',
        isDefault: true,
        externalOrganizationId: bank,
        externalConnectionId: saml.connectionId,
        connectionImplicitRoleAssignments: [{ roleId: 'editor', role: { description: 'Writes documents.' } }],
        groupImplicitRoleAssignments: [{ group: 'vault-keepers', roleId: 'bookkeeper' }],
      },
    });

    const input = { ...created(lent, 'externalConnection'), groupImplicitRoleAssignments: [] };
    const shown =
      'externalConnection { displayName connectionImplicitRoleAssignments { roleId } groupImplicitRoleAssignments { roleId } }';
    expect(await send('updateExternalConnection', input, shown)).toMatchObject({
      externalConnection: {
        displayName: 'By way of the bank',
        connectionImplicitRoleAssignments: [{ roleId: 'editor' }],
        groupImplicitRoleAssignments: [],
      },
    });
    expect(g.calls.at(-1)?.body).toEqual({ external_group_implicit_role_assignments: [] });
  });

  it('leads servers to what is behind it, and members nowhere beyond their own organization', async () => {
    await lend({});
    const document = lookup(`ssoConnections { __typename ... on ExternalConnection {
      externalConnectionId externalOrganization { slug } externalConnection { __typename displayName isDefault } } }`);
    const lent = { __typename: 'ExternalConnection', externalConnectionId: saml.connectionId };
    g.calls.length = 0;
    expect(await g.data(document, { variables: { id: bakery } })).toEqual({
      organization: {
        ssoConnections: [
          {
            ...lent,
            externalOrganization: { slug: 'northgate-bank' },
            externalConnection: { __typename: 'SamlConnection', displayName: 'Okta', isDefault: true },
          },
        ],
      },
    });
    expect(asked()).toEqual([
      'GetConnections',
      'api_organization_v1_Get',
      expect.stringMatching(/Get/),
      expect.stringMatching(/Get/),
    ]);

    g.calls.length = 0;
    const { data, errors } = await g.query(document, { variables: { id: bakery }, as: 'admin' });
    expect(data).toEqual({
      organization: { ssoConnections: [{ ...lent, externalOrganization: null, externalConnection: null }] },
    });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(asked()).toEqual(['GetConnections', 'api_organization_v1_Get']);
  });
});

describe('the end of a connection', () => {
  it('is refused for the default, until another one is that', async () => {
    const admin = await as('ursula.hartmann@northgate.example');
    expect(await send('deleteSsoConnection', saml, 'connectionId', admin)).toMatchObject({
      __typename: 'MutationError',
      errorType: 'cannot_delete_default_sso_connection',
    });
    const preferred = { organizationId: bank, ssoDefaultConnectionId: oidc.connectionId };
    const after = 'organization { ssoDefaultConnection { connectionId isDefault } }';
    expect(await send('updateOrganization', preferred, after, admin)).toMatchObject({
      organization: { ssoDefaultConnection: { connectionId: oidc.connectionId, isDefault: true } },
    });
    expect(await send('deleteSsoConnection', saml, 'connectionId', admin)).toMatchObject({
      connectionId: saml.connectionId,
    });
    expect(await g.data(lookup('ssoConnections { connectionId }'), { variables: { id: bank } })).toEqual({
      organization: { ssoConnections: [{ connectionId: oidc.connectionId }] },
    });
  });
});

describe('roles that come with a connection', () => {
  it('are for members who may hand out roles: to run single sign-on is not enough', async () => {
    await g.close();
    g = await gatewayOverSandbox({ warm: false });
    const { store } = g.sandbox;
    // Every member may run single sign-on here, and nothing else.
    store.policy = {
      ...store.policy,
      roles: store.policy.roles.map((role) =>
        role.role_id === 'stytch_member'
          ? { ...role, permissions: [...role.permissions, { resource_id: 'stytch.sso', actions: ['*'] }] }
          : role,
      ),
    };
    const teller = await as('xavier.dubois@northgate.example');
    expect(await send('updateSamlConnection', { ...saml, displayName: 'Mine' }, '', teller)).toMatchObject({
      __typename: 'UpdateSamlConnectionPayload',
    });
    g.calls.length = 0;
    const everybody = { connectionImplicitRoleAssignments: [{ roleId: 'stytch_admin' }] };
    const some = { groupImplicitRoleAssignments: [] };
    const lent = { organizationId: bank, externalOrganizationId: bakery, externalConnectionId: oidc.connectionId };
    for (const [name, input] of [
      ['updateSamlConnection', saml],
      ['updateExternalConnection', saml],
      ['createExternalConnection', lent],
    ] as const) {
      for (const roles of [everybody, some]) {
        expect(await send(name, { ...input, ...roles }, '', teller), name).toMatchObject({ code: 'FORBIDDEN' });
      }
    }
    expect(asked().filter((id) => id.startsWith('sso_'))).toEqual([]);
    const admin = await as('ursula.hartmann@northgate.example');
    const shown = 'samlConnection { connectionImplicitRoleAssignments { roleId } }';
    const given = { connectionImplicitRoleAssignments: [{ roleId: 'editor' }] };
    expect(await send('updateSamlConnection', { ...saml, ...given }, shown, admin)).toMatchObject({
      samlConnection: given,
    });
    expect(g.calls.at(-1)?.body).toEqual({ saml_connection_implicit_role_assignments: [{ role_id: 'editor' }] });
  });
});

describe('who may not', () => {
  const inputs = (organizationId: string): Record<string, object> => {
    const key = { organizationId, connectionId: saml.connectionId };
    return {
      createOidcConnection: { organizationId },
      createSamlConnection: { organizationId },
      createExternalConnection: {
        organizationId,
        externalOrganizationId: bank,
        externalConnectionId: 'saml-connection-test-x',
      },
      updateOidcConnection: { ...key, clientSecret: 'x' },
      updateSamlConnection: { ...key, displayName: 'x' },
      updateSamlConnectionByMetadataUrl: { ...key, metadataUrl: 'https://idp.example' },
      updateExternalConnection: { ...key, displayName: 'x' },
      deleteSamlVerificationCertificate: { ...key, certificateId: 'saml-certificate-test-x' },
      deleteSamlEncryptionKey: { ...key, privateKeyId: 'saml-encryption-private-key-test-x' },
      deleteSsoConnection: key,
    };
  };

  it('a plain member, an admin of another organization and whoever only sees are refused before Stytch is asked', async () => {
    for (const [who, organizationId] of [
      ['member', bakery],
      ['admin', bank],
    ] as const) {
      for (const [name, input] of Object.entries(inputs(organizationId))) {
        expect(await send(name, input, '', who), `${name} as ${who}`).toMatchObject({ code: 'FORBIDDEN' });
      }
    }
    expect(asked()).toEqual([]);
    // An auditor has a role of the organization's own, which is all that is asked for.
    const auditor = await as('wanjiru.kamau@northgate.example');
    expect(await send('deleteSsoConnection', oidc, '', auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect(asked()).toEqual(['api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy']);
  });

  it('a visitor is asked to sign in', async () => {
    const { errors } = await g.query(
      'mutation ($input: DeleteSsoConnectionInput!) { deleteSsoConnection(input: $input) { __typename } }',
      { variables: { input: saml }, as: null },
    );
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
