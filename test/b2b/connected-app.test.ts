import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let own: string;
let other: string;
let desktop: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  own = g.world.credentials.admin.organization_id;
  other = g.world.organizations.map(({ organization_id }) => organization_id).find((id) => id !== own) ?? '';
  desktop = g.world.connected_apps.find(({ client_type }) => client_type === 'first_party')?.client_id ?? '';
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id.replace('api_organization_v1_', ''));
const result = '__typename ... on MutationError { code errorType }';

describe('an organization’s connected apps', () => {
  it('are returned whole by one call', async () => {
    const { organization } = await g.data<{ organization: { connectedApps: object[] } }>(
      'query ($id: ID!) { organization(by: { id: $id }) { connectedApps { clientId name description logoUrl clientType } } }',
      { variables: { id: own }, as: 'admin' },
    );
    expect(organization.connectedApps).toContainEqual({
      clientId: desktop,
      name: 'Crumb for desktop',
      description: 'The product’s own desktop app.',
      logoUrl: 'https://crumb-desktop.example/logo.png',
      clientType: 'FIRST_PARTY',
    });
    expect(asked()).toEqual(['ConnectedApps', 'Get']);
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.admin.session_jwt);
  });

  it('lead to their members: a call for each app, and at most one search for its members', async () => {
    const { organization } = await g.data<{
      organization: {
        connectedApps: {
          clientId: string;
          organization: object;
          connectedApp: object;
          activeMembers: { memberId: string; grantedScopes: string[]; member: { memberId: string; name: string } }[];
        }[];
      };
    }>(
      `query ($id: ID!) { organization(by: { id: $id }) { connectedApps {
        clientId organization { organizationId } connectedApp { redirectUrls }
        activeMembers { memberId grantedScopes member { memberId name } }
      } } }`,
      { variables: { id: own } },
    );
    const apps = organization.connectedApps;
    expect(apps.length).toBeGreaterThan(1);
    expect(apps[0]).toMatchObject({
      organization: { organizationId: own },
      connectedApp: { redirectUrls: [expect.stringContaining('callback')] },
    });
    for (const { memberId, member } of apps.flatMap(({ activeMembers }) => activeMembers)) {
      expect(member.memberId).toBe(memberId);
    }
    expect(apps.find(({ clientId }) => clientId === desktop)?.activeMembers[0]?.grantedScopes).toContain('full_access');
    const times = (id: string) => asked().filter((one) => one === id).length;
    expect(times('GetConnectedApp')).toBe(apps.length);
    expect(times('organizations_members_Search') + times('organizations_members_Get')).toBeLessThanOrEqual(apps.length);
    expect(times('Get')).toBe(1);
  });

  it('are found by id together with their members, and again as nodes', async () => {
    const app = 'id clientId activeMembers { memberId }';
    const { organization } = await g.data<{ organization: { connectedApp: { id: string }; none: null } }>(
      `query ($id: ID!, $app: ID!) { organization(by: { id: $id }) {
        connectedApp(clientId: $app) { ${app} } none: connectedApp(clientId: "connected-app-test-none") { id }
      } }`,
      { variables: { id: own, app: desktop }, as: 'admin' },
    );
    expect(organization.none).toBe(null);
    expect(asked()).toEqual(['GetConnectedApp', 'GetConnectedApp', 'Get']);
    const { id } = organization.connectedApp;
    expect(
      await g.data(`query ($id: ID!) { node(id: $id) { ... on OrganizationConnectedApp { ${app} } } }`, {
        variables: { id },
        as: 'admin',
      }),
    ).toEqual({ node: organization.connectedApp });
    const { errors } = await g.query('query ($id: ID!) { node(id: $id) { id } }', { variables: { id }, as: 'member' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('are exposed to members whose role permits it; the settings of an app are for servers', async () => {
    const plain = await g.query(
      'query ($id: ID!, $app: ID!) { organization(by: { id: $id }) { connectedApps { name } connectedApp(clientId: $app) { name } } }',
      { variables: { id: own, app: desktop }, as: 'member' },
    );
    expect(plain.data).toEqual({ organization: { connectedApps: null, connectedApp: null } });
    expect(plain.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(asked()).toEqual(['Get']);
    const { data, errors } = await g.query(
      'query ($id: ID!, $app: ID!) { organization(by: { id: $id }) { connectedApp(clientId: $app) { name connectedApp { redirectUrls } } } }',
      { variables: { id: own, app: desktop }, as: 'admin' },
    );
    expect(data).toEqual({ organization: { connectedApp: { name: 'Crumb for desktop', connectedApp: null } } });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a member’s connected apps', () => {
  const document = `query ($organizationId: ID!, $memberId: ID!) { member(organizationId: $organizationId, by: { id: $memberId }) {
    connectedApps { clientId name clientType grantedScopes member { memberId } organization { organizationId } }
  } }`;

  it('have their granted scopes, and lead back without another call', async () => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
    const { member } = await g.data<{ member: { connectedApps: object[] } }>(document, {
      variables: { organizationId, memberId },
      as: 'admin',
    });
    expect(member.connectedApps).toContainEqual({
      clientId: desktop,
      name: 'Crumb for desktop',
      clientType: 'FIRST_PARTY',
      grantedScopes: ['openid', 'email', 'profile', 'offline_access', 'full_access'],
      member: { memberId },
      organization: { organizationId },
    });
    expect(asked()).toEqual(['organizations_members_GetConnectedApps', 'organizations_members_Get']);
  });

  it('are read and revoked by the member, or by callers with the permission', async () => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.member;
    const consent = [...g.sandbox.store.consents.values()][0];
    if (!consent) throw new Error('the sandbox begins with consents');
    g.sandbox.store.consents.set(`${memberId}/${desktop}`, {
      ...consent,
      organization_id: organizationId,
      member_id: memberId,
      client_id: desktop,
    });
    const revoke = `mutation ($organizationId: ID!, $memberId: ID!, $clientId: ID!) {
      revokeMemberConnectedApp(input: { organizationId: $organizationId, memberId: $memberId, clientId: $clientId }) {
        ... on RevokeMemberConnectedAppPayload { requestId member { memberId connectedApps { clientId } } } ${result}
      } }`;
    const mine = { organizationId, memberId, clientId: desktop };

    const theirs = { ...mine, memberId: g.world.credentials.admin.member_id };
    const refused = await g.data(revoke, { variables: theirs, as: 'member' });
    expect(refused['revokeMemberConnectedApp']).toMatchObject({ code: 'FORBIDDEN' });
    const elsewhere = await g.data(revoke, { variables: { ...mine, organizationId: other }, as: 'admin' });
    expect(elsewhere['revokeMemberConnectedApp']).toMatchObject({ code: 'FORBIDDEN' });
    const visitor = await g.query(revoke, { variables: mine, as: null });
    expect(visitor.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);

    const { member } = await g.data<{ member: { connectedApps: { clientId: string }[] } }>(document, {
      variables: { organizationId, memberId },
      as: 'member',
    });
    const before = member.connectedApps.map(({ clientId }) => clientId);
    expect(before).toContain(desktop);
    g.calls.length = 0;
    const data = await g.data(revoke, { variables: mine, as: 'member' });
    expect(data['revokeMemberConnectedApp']).toMatchObject({
      requestId: expect.any(String),
      member: {
        memberId,
        connectedApps: before.filter((clientId) => clientId !== desktop).map((clientId) => ({ clientId })),
      },
    });
    expect(asked()).toEqual(['organizations_members_connected_apps_Revoke', 'organizations_members_GetConnectedApps']);
    expect(g.calls[0]?.path).toContain(`/connected_apps/${desktop}/revoke`);
  });
});
