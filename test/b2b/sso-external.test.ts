/** Connections that an organization borrows from another. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { lookup, type SsoConnections, ssoConnectionsOf } from './sso-connections.ts';

let g: SandboxGateway;
let sso: SsoConnections;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  sso = ssoConnectionsOf(g);
});
afterEach(() => g.close());

describe('an external connection', () => {
  const lend = (input: object, who: ActAs = 'server') =>
    sso.send(
      'createExternalConnection',
      {
        organizationId: sso.bakery,
        externalOrganizationId: sso.bank,
        externalConnectionId: sso.saml.connectionId,
        ...input,
      },
      `externalConnection { connectionId displayName status isDefault externalOrganizationId externalConnectionId
        connectionImplicitRoleAssignments { roleId role { description } } groupImplicitRoleAssignments { group roleId } }`,
      who,
    );

  it('borrows the connection of another organization, with its own role assignments', async () => {
    const lent = await lend({
      displayName: 'By way of the bank',
      connectionImplicitRoleAssignments: [{ roleId: 'editor' }],
      groupImplicitRoleAssignments: [{ group: 'vault-keepers', roleId: 'bookkeeper' }],
    });
    expect(g.calls[0]?.body).toEqual({
      external_organization_id: sso.bank,
      external_connection_id: sso.saml.connectionId,
      display_name: 'By way of the bank',
      connection_implicit_role_assignments: [{ role_id: 'editor' }],
      group_implicit_role_assignments: [{ group: 'vault-keepers', role_id: 'bookkeeper' }],
    });
    expect(lent).toMatchObject({
      externalConnection: {
        status: 'ACTIVE',
        isDefault: true,
        externalOrganizationId: sso.bank,
        externalConnectionId: sso.saml.connectionId,
        connectionImplicitRoleAssignments: [{ roleId: 'editor', role: { description: 'Writes documents.' } }],
        groupImplicitRoleAssignments: [{ group: 'vault-keepers', roleId: 'bookkeeper' }],
      },
    });

    const input = { ...sso.created(lent, 'externalConnection'), groupImplicitRoleAssignments: [] };
    const shown =
      'externalConnection { displayName connectionImplicitRoleAssignments { roleId } groupImplicitRoleAssignments { roleId } }';
    expect(await sso.send('updateExternalConnection', input, shown)).toMatchObject({
      externalConnection: {
        displayName: 'By way of the bank',
        connectionImplicitRoleAssignments: [{ roleId: 'editor' }],
        groupImplicitRoleAssignments: [],
      },
    });
    expect(g.calls.at(-1)?.body).toEqual({ external_group_implicit_role_assignments: [] });
  });

  it('leads servers to the original connection, and is FORBIDDEN there for members', async () => {
    await lend({});
    const document = lookup(`ssoConnections { __typename ... on ExternalConnection {
      externalConnectionId externalOrganization { slug } externalConnection { __typename displayName isDefault } } }`);
    const lent = { __typename: 'ExternalConnection', externalConnectionId: sso.saml.connectionId };
    g.calls.length = 0;
    expect(await g.data(document, { variables: { id: sso.bakery } })).toEqual({
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
    expect(sso.asked()).toEqual([
      'GetConnections',
      'api_organization_v1_Get',
      expect.stringMatching(/Get/),
      expect.stringMatching(/Get/),
    ]);

    g.calls.length = 0;
    const { data, errors } = await g.query(document, { variables: { id: sso.bakery }, as: 'admin' });
    expect(data).toEqual({
      organization: { ssoConnections: [{ ...lent, externalOrganization: null, externalConnection: null }] },
    });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(sso.asked()).toEqual(['GetConnections', 'api_organization_v1_Get']);
  });
});
