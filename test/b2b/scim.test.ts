import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
/** The bakery: it has no connection, and the world's admin and member belong to it. */
let bakery: string;
/** The bank, which is provisioned by SCIM. */
let bank: string;
let connectionId: string;
let variables: { organizationId: string; connectionId: string };
beforeAll(async () => {
  g = await gatewayOverSandbox();
  bakery = g.world.credentials.admin.organization_id;
  const [first] = g.world.scim_connections;
  bank = first?.organization_id ?? '';
  connectionId = first?.connection_id ?? '';
  variables = { organizationId: bank, connectionId };
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id.replace('api_b2b_scim_v1_b2b_scim_connection_', ''));

/** Signs a seeded member in: by the token of a session they have. */
const tokenOf = ({ sandbox: { store } }: SandboxGateway, email: string): ActAs => {
  const member = [...store.members.values()].find(({ email_address }) => email_address === email);
  const record = [...store.sessions.values()].find(({ session }) => session.member_id === member?.member_id);
  return { token: record?.token ?? '' };
};
const result = '__typename ... on MutationError { code errorType }';
const key = '$organizationId: ID!, $connectionId: ID!';
const input = 'input: { organizationId: $organizationId, connectionId: $connectionId }';

describe('a SCIM connection', () => {
  it('is a field of its organization, and leads back without another call', async () => {
    const data = await g.data<{
      organization: { scimConnection: { groupImplicitRoleAssignments: object[]; [field: string]: unknown } };
    }>(
      `query ($id: ID!) { organization(by: { id: $id }) {
        scimActiveConnection { connectionId }
        scimConnection {
          connectionId displayName identityProvider status baseUrl bearerTokenLastFour bearerTokenExpiresAt
          nextBearerTokenLastFour nextBearerTokenExpiresAt
          groupImplicitRoleAssignments { groupName roleId role { roleId permissions { resourceId } } }
          organization { organizationId }
        }
      } }`,
      { variables: { id: bank } },
    );
    expect(data.organization).toMatchObject({
      scimActiveConnection: { connectionId },
      scimConnection: {
        connectionId,
        identityProvider: 'OKTA',
        status: 'ACTIVE',
        bearerTokenLastFour: expect.stringMatching(/^.{4}$/),
        nextBearerTokenLastFour: null,
        nextBearerTokenExpiresAt: null,
        organization: { organizationId: bank },
      },
    });
    expect(data.organization.scimConnection.groupImplicitRoleAssignments).toContainEqual({
      groupName: 'Internal audit',
      roleId: 'auditor',
      role: { roleId: 'auditor', permissions: expect.arrayContaining([{ resourceId: 'stytch.scim' }]) },
    });
    expect(asked()).toEqual(['Get', 'api_organization_v1_Get', 'api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy']);
  });

  it('is null if there is none', async () => {
    expect(
      await g.data('query ($id: ID!) { organization(by: { id: $id }) { scimConnection { id } } }', {
        variables: { id: bakery },
      }),
    ).toEqual({ organization: { scimConnection: null } });
  });

  it('is found by its id as a node, and no other under that id', async () => {
    const { organization } = await g.data<{ organization: { scimConnection: { id: string } } }>(
      'query ($id: ID!) { organization(by: { id: $id }) { scimConnection { id } } }',
      { variables: { id: bank } },
    );
    const { id } = organization.scimConnection;
    const gone = Buffer.from(`ScimConnection:${bank}/scim-connection-test-gone`).toString('base64url');
    g.calls.length = 0;
    const data = await g.data(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on ScimConnection { connectionId } } }',
      { variables: { ids: [id, gone] } },
    );
    expect(data).toEqual({ nodes: [{ __typename: 'ScimConnection', connectionId }, null] });
    expect(asked()).toEqual(['Get']);
    const { errors } = await g.query('query ($id: ID!) { node(id: $id) { id } }', { variables: { id }, as: 'admin' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is exposed to members whose role permits it, custom roles of the organization included', async () => {
    const document = 'query ($id: ID!) { organization(by: { id: $id }) { scimConnection { connectionId } } }';
    const see = async (email: string) =>
      (await g.query(document, { variables: { id: bank }, as: tokenOf(g, email) })).data;
    expect(await see('wanjiru.kamau@northgate.example')).toEqual({
      organization: { scimConnection: { connectionId } },
    });
    const call = g.calls.find(({ id }) => id.endsWith('connection_Get'));
    expect(call?.headers['X-Stytch-Member-Session']).toBeTruthy();
    g.calls.length = 0;
    expect(await see('xavier.dubois@northgate.example')).toEqual({ organization: { scimConnection: null } });
    expect(asked()).not.toContain('Get');
  });
});

describe('groups', () => {
  it('have a cursor for every row, and no total', async () => {
    const document = `query ($id: ID!, $after: String) { organization(by: { id: $id }) { scimConnection {
      groups(first: 4, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { groupId name connection { connectionId groups(first: 1) { nodes { name } } } }
      } } } }`;
    type Page = {
      totalCount: null;
      pageInfo: { hasNextPage: boolean; endCursor: string };
      nodes: { groupId: string; name: string; connection: object }[];
    };
    const page = async (after?: string) => {
      const data = await g.data<{ organization: { scimConnection: { groups: Page } } }>(document, {
        variables: { id: bank, after },
      });
      return data.organization.scimConnection.groups;
    };
    const first = await page();
    expect(first.totalCount).toBe(null);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(first.nodes[0]?.connection).toEqual({ connectionId, groups: { nodes: [{ name: 'Accounts payable' }] } });
    // Four groups lead back to one connection and to one page of it.
    expect(asked()).toEqual(['Get', 'api_organization_v1_Get', 'GetGroups', 'GetGroups']);
    expect(g.calls[2]?.path).toContain('limit=4');
    const second = await page(first.pageInfo.endCursor);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect([...first.nodes, ...second.nodes].map(({ name }) => name)).toHaveLength(6);
    expect(new Set([...first.nodes, ...second.nodes].map(({ groupId }) => groupId)).size).toBe(6);
  });
});

describe('a member’s SCIM registration', () => {
  const document = `query ($id: ID!) { organization(by: { id: $id }) { members(first: 30) { nodes {
    emailAddress
    scimRegistration {
      registrationId externalId connectionId connection { connectionId groups { nodes { name } } }
      attributes {
        id userName active title locale profileUrl groups { value display } emails { value type primary }
        phoneNumbers { value type } photos { value } x509Certificates { value } addresses { locality }
        name { familyName givenName middleName } enterpriseExtension { employeeNumber costCenter manager { displayName ref } }
      }
    }
  } } } }`;

  it('has all attributes, and many registrations cost one connection and one page of groups', async () => {
    type Data = { organization: { members: { nodes: { emailAddress: string; scimRegistration: object | null }[] } } };
    const { organization } = await g.data<Data>(document, { variables: { id: bank } });
    const of = (email: string) => organization.members.nodes.find(({ emailAddress }) => emailAddress === email);
    expect(of('viktor.petrov@northgate.example')?.scimRegistration).toMatchObject({
      externalId: 'E-0002',
      connectionId,
      connection: { connectionId, groups: { nodes: expect.arrayContaining([{ name: 'Tellers' }]) } },
      attributes: {
        userName: 'viktor.petrov@northgate.example',
        active: true,
        title: 'Branch manager',
        profileUrl: null,
        groups: [{ display: 'Branch managers' }, { display: 'Tellers' }],
        emails: [{ value: 'viktor.petrov@northgate.example', type: 'work', primary: true }],
        phoneNumbers: [],
        x509Certificates: [],
        name: { familyName: 'Petrov', givenName: 'Viktor', middleName: null },
        enterpriseExtension: { employeeNumber: 'E-0002', costCenter: 'CC-100', manager: null },
      },
    });
    expect(of('hamza@contractors.northgate.example')?.scimRegistration).toBe(null);
    expect(asked()).toEqual([
      'api_organization_v1_organizations_members_Search',
      'api_organization_v1_Get',
      'Get',
      'GetGroups',
    ]);
  });
});

describe('the mutations of a connection', () => {
  it('create, update, rotate and delete it for an admin', async () => {
    const admin = { as: 'admin' as const };
    const shown =
      'scimConnection { connectionId displayName identityProvider baseUrl bearerTokenLastFour nextBearerTokenLastFour }';
    type Shown = { connectionId: string; bearerTokenLastFour: string; nextBearerTokenLastFour: string | null };

    const { createScimConnection: created } = await g.data<{
      createScimConnection: { bearerToken: string; scimConnection: Shown };
    }>(
      `mutation ($id: ID!) { createScimConnection(input: { organizationId: $id, displayName: "Staff", identityProvider: MICROSOFT_ENTRA }) {
        ... on CreateScimConnectionPayload { requestId bearerToken ${shown.slice(0, -1)} organization { scimConnection { displayName } } } } ${result} } }`,
      { variables: { id: bakery }, ...admin },
    );
    expect(g.calls[0]?.body).toEqual({ display_name: 'Staff', identity_provider: 'microsoft-entra' });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.admin.session_jwt);
    expect(created).toMatchObject({
      scimConnection: {
        displayName: 'Staff',
        identityProvider: 'MICROSOFT_ENTRA',
        baseUrl: expect.stringContaining('aadOptscim062020'),
        bearerTokenLastFour: created.bearerToken.slice(-4),
        nextBearerTokenLastFour: null,
        organization: { scimConnection: { displayName: 'Staff' } },
      },
    });
    // Missing fields follow from the response, and the edge back needs ids only: no extra call.
    expect(asked()).toEqual(['Create']);

    const of = { variables: { organizationId: bakery, connectionId: created.scimConnection.connectionId }, ...admin };
    const { updateScimConnection: updated } = await g.data(
      `mutation (${key}) { updateScimConnection(input: { organizationId: $organizationId, connectionId: $connectionId, identityProvider: OKTA }) {
        ... on UpdateScimConnectionPayload { ${shown.slice(0, -1)} organization { scimConnection { displayName } } } } ${result} } }`,
      of,
    );
    expect(updated).toMatchObject({
      scimConnection: { identityProvider: 'OKTA', organization: { scimConnection: { displayName: 'Staff' } } },
    });
    expect(asked()).not.toContain('Get');

    const start = `mutation (${key}) { startScimTokenRotation(${input}) { ... on StartScimTokenRotationPayload { nextBearerToken ${shown} } ${result} } }`;
    type Started = { startScimTokenRotation: { nextBearerToken: string; scimConnection: Shown } };
    const { startScimTokenRotation: called } = await g.data<Started>(start, of);
    expect(called.scimConnection).toMatchObject({
      bearerTokenLastFour: created.bearerToken.slice(-4),
      nextBearerTokenLastFour: called.nextBearerToken.slice(-4),
    });
    const { cancelScimTokenRotation: off } = await g.data(
      `mutation (${key}) { cancelScimTokenRotation(${input}) { ... on CancelScimTokenRotationPayload { ${shown} } ${result} } }`,
      of,
    );
    expect(off).toMatchObject({
      scimConnection: { bearerTokenLastFour: created.bearerToken.slice(-4), nextBearerTokenLastFour: null },
    });

    const { startScimTokenRotation: again } = await g.data<Started>(start, of);
    const complete = `mutation (${key}) { completeScimTokenRotation(${input}) { ... on CompleteScimTokenRotationPayload { ${shown} } ${result} } }`;
    expect((await g.data(complete, of))['completeScimTokenRotation']).toMatchObject({
      scimConnection: { bearerTokenLastFour: again.nextBearerToken.slice(-4), nextBearerTokenLastFour: null },
    });
    expect((await g.data(complete, of))['completeScimTokenRotation']).toMatchObject({
      __typename: 'MutationError',
      errorType: 'scim_connection_not_rotating_token',
    });

    const { deleteScimConnection: deleted } = await g.data(
      `mutation (${key}) { deleteScimConnection(${input}) { ... on DeleteScimConnectionPayload { connectionId } ${result} } }`,
      of,
    );
    expect(deleted).toMatchObject({ connectionId: created.scimConnection.connectionId });
    expect(
      await g.data('query ($id: ID!) { organization(by: { id: $id }) { scimConnection { id } } }', {
        variables: { id: bakery },
      }),
    ).toEqual({ organization: { scimConnection: null } });
  });

  it('reject a second connection as a result', async () => {
    const data = await g.data(
      `mutation ($id: ID!) { createScimConnection(input: { organizationId: $id }) { ${result} } }`,
      { variables: { id: bank } },
    );
    expect(data['createScimConnection']).toMatchObject({
      code: 'CONFLICT',
      errorType: 'active_scim_connection_exists',
    });
  });
});

describe('role assignments by group', () => {
  const document = `mutation (${key}, $roles: [ScimGroupImplicitRoleAssignmentInput!]) { updateScimConnection(input: {
    organizationId: $organizationId, connectionId: $connectionId, groupImplicitRoleAssignments: $roles
  }) { ... on UpdateScimConnectionPayload { scimConnection { groupImplicitRoleAssignments { groupId roleId } } } ${result} } }`;
  const roles = () => {
    const [group] = [...g.sandbox.store.scimGroups.values()];
    return [{ groupId: group?.group_id, groupName: group?.group_name, roleId: 'editor' }];
  };

  it('are replaced as a whole, under their wire names', async () => {
    const [role] = roles();
    const data = await g.data(document, { variables: { ...variables, roles: roles() } });
    expect(data['updateScimConnection']).toMatchObject({
      scimConnection: { groupImplicitRoleAssignments: [{ groupId: role?.groupId, roleId: 'editor' }] },
    });
    expect(g.calls[0]?.body).toEqual({
      scim_group_implicit_role_assignments: [
        { group_id: role?.groupId, group_name: role?.groupName, role_id: 'editor' },
      ],
    });
  });

  it('require the permission to assign roles, besides that to manage SCIM', async () => {
    const fresh = await gatewayOverSandbox({ warm: false });
    try {
      const { store } = fresh.sandbox;
      // Every member has the permission to manage SCIM here, and no other.
      store.policy = {
        ...store.policy,
        roles: store.policy.roles.map((role) =>
          role.role_id === 'stytch_member'
            ? { ...role, permissions: [...role.permissions, { resource_id: 'stytch.scim', actions: ['update'] }] }
            : role,
        ),
      };
      const rename = `mutation (${key}) { updateScimConnection(input: { organizationId: $organizationId, connectionId: $connectionId, displayName: "Mine" }) {
        ... on UpdateScimConnectionPayload { scimConnection { displayName } } ${result} } }`;
      const teller = tokenOf(fresh, 'xavier.dubois@northgate.example');
      expect((await fresh.data(rename, { variables, as: teller }))['updateScimConnection']).toMatchObject({
        scimConnection: { displayName: 'Mine' },
      });
      fresh.calls.length = 0;
      const given = { variables: { ...variables, roles: roles() } };
      expect((await fresh.data(document, { ...given, as: teller }))['updateScimConnection']).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(fresh.calls.map(({ id }) => id)).not.toContain('api_b2b_scim_v1_b2b_scim_connection_Update');
      const admin = tokenOf(fresh, 'ursula.hartmann@northgate.example');
      expect((await fresh.data(document, { ...given, as: admin }))['updateScimConnection']).toMatchObject({
        __typename: 'UpdateScimConnectionPayload',
      });
    } finally {
      await fresh.close();
    }
  });
});

describe('callers without permission', () => {
  it.each<[string, ActAs, string]>([
    ['a plain member', 'member', 'FORBIDDEN'],
    ['an admin of another organization', 'admin', 'FORBIDDEN'],
  ])('%s gets FORBIDDEN without a call', async (_, who) => {
    const organizationId = who === 'member' ? bakery : bank;
    for (const mutation of [
      `createScimConnection(input: { organizationId: $organizationId })`,
      `updateScimConnection(input: { organizationId: $organizationId, connectionId: $connectionId, displayName: "x" })`,
      ...['delete:Connection', 'start:TokenRotation', 'complete:TokenRotation', 'cancel:TokenRotation'].map((name) => {
        const [verb, noun] = name.split(':');
        return `${verb}Scim${noun}(${input})`;
      }),
    ]) {
      const data = await g.data(
        `mutation ($organizationId: ID!${mutation.includes('$connectionId') ? ', $connectionId: ID!' : ''}) { answer: ${mutation} { ${result} } }`,
        { variables: { organizationId, connectionId }, as: who },
      );
      expect(data['answer'], mutation).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(asked()).toEqual([]);
  });

  it('a visitor gets UNAUTHENTICATED', async () => {
    const { errors } = await g.query(`mutation (${key}) { startScimTokenRotation(${input}) { ${result} } }`, {
      variables,
      as: null,
    });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
