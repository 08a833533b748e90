/** Connections for single sign-on: lookups, permissions to manage them, and deletion. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { lookup, type SsoConnections, ssoConnectionsOf } from './sso-connections.ts';

let g: SandboxGateway;
let sso: SsoConnections;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  sso = ssoConnectionsOf(g);
});
afterEach(() => g.close());

describe('connections', () => {
  it('are fields of an organization, each with its kind, and lead back without another call', async () => {
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
      { variables: { id: sso.bank } },
    );
    const shared = { status: 'ACTIVE', organization: { organizationId: sso.bank } };
    expect(organization.ssoConnections).toEqual([
      expect.objectContaining({
        ...shared,
        __typename: 'SamlConnection',
        connectionId: sso.saml.connectionId,
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
        connectionId: sso.oidc.connectionId,
        isDefault: false,
        identityProvider: 'MICROSOFT_ENTRA',
        clientId: 'northgate-contractors',
        clientSecret: 'the-identity-provider-gave-this-to-northgate',
        issuer: 'https://login.entra.example/northgate-contractors',
        customScopes: null,
        attributeMapping: { department: 'department' },
      }),
    ]);
    expect(sso.asked()).toEqual([
      'GetConnections',
      'api_organization_v1_Get',
      'api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy',
    ]);
  });

  it('are one call for every path: those in use, the default, the registrations of members', async () => {
    type Data = {
      organization: { members: { nodes: { ssoRegistrations: { connection: { connectionId: string } | null }[] }[] } };
    };
    const { organization } = await g.data<Data>(
      lookup(`
        ssoActiveConnections { connectionId displayName identityProvider connection { __typename displayName } }
        ssoDefaultConnectionId ssoDefaultConnection { connectionId }
        ssoConnection(connectionId: "${sso.oidc.connectionId}") { __typename isDefault }
        gone: ssoConnection(connectionId: "saml-connection-test-gone") { connectionId }
        members(first: 50) { nodes { ssoRegistrations { connectionId connection { connectionId } } } }`),
      { variables: { id: sso.bank } },
    );
    expect(organization).toMatchObject({
      ssoActiveConnections: [
        {
          connectionId: sso.saml.connectionId,
          displayName: 'Okta',
          identityProvider: 'OKTA',
          connection: { __typename: 'SamlConnection', displayName: 'Okta' },
        },
        { identityProvider: 'MICROSOFT_ENTRA', connection: { __typename: 'OidcConnection' } },
      ],
      ssoDefaultConnectionId: sso.saml.connectionId,
      ssoDefaultConnection: { connectionId: sso.saml.connectionId },
      ssoConnection: { __typename: 'OidcConnection', isDefault: false },
      gone: null,
    });
    const registrations = organization.members.nodes.flatMap(({ ssoRegistrations }) => ssoRegistrations);
    expect(registrations.length).toBeGreaterThan(5);
    expect(registrations.filter(({ connection }) => !connection)).toEqual([]);
    expect(sso.asked().filter((id) => id === 'GetConnections')).toEqual(['GetConnections']);
  });

  it('are empty, and the default null, if there are none', async () => {
    expect(
      await g.data(lookup('ssoConnections { id } ssoDefaultConnectionId ssoDefaultConnection { id }'), {
        variables: { id: sso.bakery },
      }),
    ).toEqual({ organization: { ssoConnections: [], ssoDefaultConnectionId: null, ssoDefaultConnection: null } });
  });

  it('are found by their id, and none of another kind under that id', async () => {
    const { organization } = await g.data<{ organization: { ssoConnections: { id: string }[] } }>(
      lookup('ssoConnections { id }'),
      { variables: { id: sso.bank } },
    );
    const ids = organization.ssoConnections.map(({ id }) => id);
    const other = Buffer.from(`OidcConnection:${sso.bank}/${sso.saml.connectionId}`).toString('base64url');
    g.calls.length = 0;
    const data = await g.data(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on SsoConnection { connectionId isDefault } } }',
      { variables: { ids: [...ids, other] } },
    );
    expect(data).toEqual({
      nodes: [
        { __typename: 'SamlConnection', connectionId: sso.saml.connectionId, isDefault: true },
        { __typename: 'OidcConnection', connectionId: sso.oidc.connectionId, isDefault: false },
        null,
      ],
    });
    expect(sso.asked().sort()).toEqual(['GetConnections', 'api_organization_v1_Get']);
    g.calls.length = 0;
    for (const who of ['admin' as const, await sso.signedInAs('xavier.dubois@northgate.example')]) {
      const { errors } = await g.query('query ($id: ID!) { node(id: $id) { id } }', {
        variables: { id: ids[0] },
        as: who,
      });
      expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect(sso.asked()).toEqual([]);
  });

  it('are exposed to members whose role permits it; those in use to every member', async () => {
    const see = async (email: string) => {
      const document = lookup('ssoConnections { connectionId } ssoActiveConnections { connectionId }');
      return (
        await g.query<{ organization: object }>(document, {
          variables: { id: sso.bank },
          as: await sso.signedInAs(email),
        })
      ).data;
    };
    const active = [{ connectionId: sso.saml.connectionId }, { connectionId: sso.oidc.connectionId }];
    expect(await see('wanjiru.kamau@northgate.example')).toEqual({
      organization: { ssoConnections: active, ssoActiveConnections: active },
    });
    expect(g.calls.find(({ id }) => id.endsWith('GetConnections'))?.headers['X-Stytch-Member-SessionJWT']).toBeTruthy();
    g.calls.length = 0;
    expect(await see('xavier.dubois@northgate.example')).toEqual({
      organization: { ssoConnections: null, ssoActiveConnections: active },
    });
    expect(sso.asked()).not.toContain('GetConnections');
  });
});

describe('the deletion of a connection', () => {
  it('is rejected for the default, until another one is the default', async () => {
    const admin = await sso.signedInAs('ursula.hartmann@northgate.example');
    expect(await sso.send('deleteSsoConnection', sso.saml, 'connectionId', admin)).toMatchObject({
      __typename: 'MutationError',
      errorType: 'cannot_delete_default_sso_connection',
    });
    const preferred = { organizationId: sso.bank, ssoDefaultConnectionId: sso.oidc.connectionId };
    const after = 'organization { ssoDefaultConnection { connectionId isDefault } }';
    expect(await sso.send('updateOrganization', preferred, after, admin)).toMatchObject({
      organization: { ssoDefaultConnection: { connectionId: sso.oidc.connectionId, isDefault: true } },
    });
    expect(await sso.send('deleteSsoConnection', sso.saml, 'connectionId', admin)).toMatchObject({
      connectionId: sso.saml.connectionId,
    });
    expect(await g.data(lookup('ssoConnections { connectionId }'), { variables: { id: sso.bank } })).toEqual({
      organization: { ssoConnections: [{ connectionId: sso.oidc.connectionId }] },
    });
  });
});

describe('role assignments of a connection', () => {
  it('require the permission to assign roles, besides that to manage single sign-on', async () => {
    await g.close();
    g = await gatewayOverSandbox({ warm: false });
    sso = ssoConnectionsOf(g);
    const { store } = g.sandbox;
    // Every member has the permission to manage single sign-on here, and no other.
    store.policy = {
      ...store.policy,
      roles: store.policy.roles.map((role) =>
        role.role_id === 'stytch_member'
          ? { ...role, permissions: [...role.permissions, { resource_id: 'stytch.sso', actions: ['*'] }] }
          : role,
      ),
    };
    const teller = await sso.signedInAs('xavier.dubois@northgate.example');
    expect(await sso.send('updateSamlConnection', { ...sso.saml, displayName: 'Mine' }, '', teller)).toMatchObject({
      __typename: 'UpdateSamlConnectionPayload',
    });
    g.calls.length = 0;
    const everybody = { connectionImplicitRoleAssignments: [{ roleId: 'stytch_admin' }] };
    const some = { groupImplicitRoleAssignments: [] };
    const lent = {
      organizationId: sso.bank,
      externalOrganizationId: sso.bakery,
      externalConnectionId: sso.oidc.connectionId,
    };
    for (const [name, input] of [
      ['updateSamlConnection', sso.saml],
      ['updateExternalConnection', sso.saml],
      ['createExternalConnection', lent],
    ] as const) {
      for (const roles of [everybody, some]) {
        expect(await sso.send(name, { ...input, ...roles }, '', teller), name).toMatchObject({ code: 'FORBIDDEN' });
      }
    }
    expect(sso.asked().filter((id) => id.startsWith('sso_'))).toEqual([]);
    const admin = await sso.signedInAs('ursula.hartmann@northgate.example');
    const shown = 'samlConnection { connectionImplicitRoleAssignments { roleId } }';
    const given = { connectionImplicitRoleAssignments: [{ roleId: 'editor' }] };
    expect(await sso.send('updateSamlConnection', { ...sso.saml, ...given }, shown, admin)).toMatchObject({
      samlConnection: given,
    });
    expect(g.calls.at(-1)?.body).toEqual({ saml_connection_implicit_role_assignments: [{ role_id: 'editor' }] });
  });
});

describe('callers without permission', () => {
  const inputs = (organizationId: string): Record<string, object> => {
    const key = { organizationId, connectionId: sso.saml.connectionId };
    return {
      createOidcConnection: { organizationId },
      createSamlConnection: { organizationId },
      createExternalConnection: {
        organizationId,
        externalOrganizationId: sso.bank,
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

  it('a plain member, an admin of another organization and a read-only role get FORBIDDEN without a call to SSO', async () => {
    for (const [who, organizationId] of [
      ['member', sso.bakery],
      ['admin', sso.bank],
    ] as const) {
      for (const [name, input] of Object.entries(inputs(organizationId))) {
        expect(await sso.send(name, input, '', who), `${name} as ${who}`).toMatchObject({ code: 'FORBIDDEN' });
      }
    }
    expect(sso.asked()).toEqual([]);
    // An auditor has a role of the organization's own, which is read by the only call.
    const auditor = await sso.signedInAs('wanjiru.kamau@northgate.example');
    expect(await sso.send('deleteSsoConnection', sso.oidc, '', auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect(sso.asked()).toEqual(['api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy']);
  });

  it('a visitor gets UNAUTHENTICATED', async () => {
    const { errors } = await g.query(
      'mutation ($input: DeleteSsoConnectionInput!) { deleteSsoConnection(input: $input) { __typename } }',
      { variables: { input: sso.saml }, as: null },
    );
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(sso.asked()).toEqual([]);
  });
});
