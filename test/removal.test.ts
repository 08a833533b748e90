/** Removals for caches: the `id` of the removed object, and its former owner (C1, graph.md 1). */
import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { encodeOpaqueId } from '../src/graphql/node-id.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { sampleId } from './sample-id.ts';

let g: SandboxGateway;
let own: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  own = g.world.credentials.admin.organization_id;
});
afterEach(() => g.close());

const payload = (name: string) => {
  const type = schema.getType(`${name[0]?.toUpperCase()}${name.slice(1)}Payload`);
  if (!isObjectType(type)) throw new Error(`${name} has no payload`);
  return type.getFields();
};

/** Runs a removal, and returns its payload. */
const remove = async (name: string, input: object, selection: string) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const data = await g.data<Record<string, Record<string, unknown>>>(
    `mutation ($input: ${type}Input!) { it: ${name}(input: $input) { ... on ${type}Payload { ${selection} } ... on MutationError { code message } } }`,
    { variables: { input } },
  );
  return data['it'];
};

const idsOf = async <Data>(document: string, variables: object = {}): Promise<Data> =>
  g.data<Data>(document, { variables: { ...variables } });

describe('a removal', () => {
  const values = /^delete.*(ExternalId|MfaPhoneNumber|Totp|Password)$/;
  const removals = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => /^delete/.test(name));

  it.each(removals)('%s returns the id of the removed object, and its owner', (name) => {
    const fields = payload(name);
    if (values.test(name)) {
      // Only a value without an id is removed: the owner stays.
      expect(fields['deletedId']).toBeUndefined();
      expect(
        isObjectType(getNamedType((fields['member'] ?? fields['organization'])?.type ?? schema.getQueryType())),
      ).toBe(true);
      return;
    }
    expect(String(fields['deletedId']?.type)).toBe('ID!');
    const owners = Object.values(fields).filter(({ type }) => isObjectType(getNamedType(type)));
    const ofProject = ['deleteOrganization', 'deleteConnectedApp', 'deleteM2mClient'];
    expect(owners.length > 0).toBe(!ofProject.includes(name));
    expect(owners.every(({ type }) => !isNonNullType(type))).toBe(true);
  });

  it('of a member returns the member as deleted', async () => {
    const memberId = g.world.credentials.member.member_id;
    const { member } = await idsOf<{ member: { id: string } }>(
      'query ($own: ID!, $id: ID!) { member(organizationId: $own, by: { id: $id }) { id } }',
      { own, id: memberId },
    );
    expect(
      await remove(
        'deleteMember',
        { organizationId: own, memberId: member.id },
        'deletedId memberId organization { organizationId members(first: 1) { totalCount } } member { id status }',
      ),
    ).toEqual({
      deletedId: member.id,
      memberId,
      organization: { organizationId: own, members: { totalCount: expect.any(Number) } },
      member: { id: member.id, status: 'DELETED' },
    });
  });

  it('of connections returns the id by their kind', async () => {
    const { organizations } = await idsOf<{
      organizations: {
        nodes: {
          organizationId: string;
          ssoConnections: { id: string; connectionId: string; isDefault: boolean }[];
          scimConnection: { id: string; connectionId: string } | null;
        }[];
      };
    }>(
      '{ organizations { nodes { organizationId ssoConnections { id connectionId isDefault } scimConnection { id connectionId } } } }',
    );
    let seen = 0;
    for (const { organizationId, ssoConnections, scimConnection } of organizations.nodes) {
      const gone = scimConnection ? [['deleteScimConnection', scimConnection] as const] : [];
      const others = ssoConnections.filter(({ isDefault }) => !isDefault);
      for (const [name, { id, connectionId }] of [
        ...gone,
        ...others.map((connection) => ['deleteSsoConnection', connection] as const),
      ]) {
        const shown = await remove(
          name,
          { organizationId, connectionId },
          'deletedId connectionId organization { organizationId }',
        );
        expect(shown).toEqual({ deletedId: id, connectionId, organization: { organizationId } });
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(1);
  });

  it('of an object of the project returns its id', async () => {
    const { m2mClients, connectedApps } = await idsOf<
      Record<'m2mClients' | 'connectedApps', { nodes: { id: string; clientId: string }[] }>
    >('{ m2mClients { nodes { id clientId } } connectedApps { nodes { id clientId } } }');
    for (const [name, [first]] of [
      ['deleteM2mClient', m2mClients.nodes],
      ['deleteConnectedApp', connectedApps.nodes],
    ] as const) {
      expect(await remove(name, { clientId: first?.id }, 'deletedId clientId')).toEqual({
        deletedId: first?.id,
        clientId: first?.clientId,
      });
    }
    const { organization } = await idsOf<{ organization: { id: string } }>(
      'query ($own: ID!) { organization(by: { id: $own }) { id } }',
      { own },
    );
    expect(await remove('deleteOrganization', { organizationId: own }, 'deletedId organizationId')).toEqual({
      deletedId: organization.id,
      organizationId: own,
    });
  });

  it('of a consent returns the id of the app as the member has it', async () => {
    const { members } = await idsOf<{
      members: { nodes: { memberId: string; connectedApps: { id: string; clientId: string }[] }[] };
    }>(
      'query ($own: ID!) { members(organizationIds: [$own], first: 20) { nodes { memberId connectedApps { id clientId } } } }',
      { own },
    );
    const user = members.nodes.find(({ connectedApps }) => connectedApps.length > 0);
    const [app] = user?.connectedApps ?? [];
    expect(
      await remove(
        'revokeMemberConnectedApp',
        { organizationId: own, memberId: user?.memberId, clientId: app?.id },
        'deletedId clientId member { memberId connectedApps { clientId } }',
      ),
    ).toEqual({
      deletedId: app?.id,
      clientId: app?.clientId,
      member: {
        memberId: user?.memberId,
        connectedApps: user?.connectedApps.slice(1).map(({ clientId }) => ({ clientId })),
      },
    });
  });
});

describe('a creation', () => {
  it('of an object in a list returns an edge of the list', async () => {
    const data = await g.data<
      Record<string, Record<string, { cursor: string; node: { id: string } } & { id: string }>>
    >(
      `mutation ($own: ID!) {
        a: createOrganization(input: { name: "Saltmarsh" }) { ... on CreateOrganizationPayload { thing: organization { id } edge: organizationEdge { cursor node { id } } } }
        b: createMember(input: { organizationId: $own, emailAddress: "new@fernhill.example" }) { ... on CreateMemberPayload { thing: member { id } edge: memberEdge { cursor node { id } } } }
        c: inviteMember(input: { organizationId: $own, emailAddress: "invited@fernhill.example" }) { ... on InviteMemberPayload { thing: member { id } edge: memberEdge { cursor node { id } } } }
        d: createConnectedApp(input: { clientType: FIRST_PARTY, name: "App" }) { ... on CreateConnectedAppPayload { thing: connectedApp { id } edge: connectedAppEdge { cursor node { id } } } }
        e: createM2mClient(input: { scopes: [] }) { ... on CreateM2mClientPayload { thing: m2mClient { id } edge: m2mClientEdge { cursor node { id } } } }
        f: setFraudRule(input: { type: ASN, identifier: "64500", action: BLOCK }) { ... on SetFraudRulePayload { thing: fraudRule { id } edge: fraudRuleEdge { cursor node { id } } } }
      }`,
      { variables: { own } },
    );
    for (const answer of Object.values(data)) {
      expect(answer['edge']?.node.id).toBe(answer['thing']?.id);
      // Paging after this cursor begins with the first page and skips nothing.
      expect(answer['edge']?.cursor).not.toBe('');
    }
    const { cursor } = data['b']?.['edge'] ?? { cursor: '' };
    const pages = await g.data<Record<string, { nodes: object[] }>>(
      `query ($own: ID!, $after: String!) {
        first: members(organizationIds: [$own], first: 3) { nodes { id } }
        after: members(organizationIds: [$own], first: 3, after: $after) { nodes { id } } }`,
      { variables: { own, after: cursor } },
    );
    expect(pages['after']).toEqual(pages['first']);
  });
});

describe('the end of sessions', () => {
  const select = 'revokedSessionIds member { memberId }';
  const revoke = async (input: object, as: 'admin' | 'server' | null) => {
    const { data, errors } = await g.query<{ it: object }>(
      `mutation ($input: RevokeMemberSessionInput!) { it: revokeMemberSession(input: $input) {
        ... on RevokeMemberSessionPayload { ${select} } ... on MutationError { code message } } }`,
      { variables: { input }, as },
    );
    return { it: data?.it, errors };
  };
  const sessionsOf = async (memberId: string) => {
    const { member } = await idsOf<{ member: { sessions: { id: string; memberSessionId: string }[] } }>(
      'query ($own: ID!, $id: ID!) { member(organizationId: $own, by: { id: $id }) { sessions { id memberSessionId } } }',
      { own, id: memberId },
    );
    return member.sessions;
  };

  it('by the opaque id tells which ended, and whose it was', async () => {
    const { member_id: memberId } = g.world.credentials.member;
    const [session] = await sessionsOf(memberId);
    expect(await revoke({ memberSessionId: session?.id }, 'server')).toEqual({
      it: { revokedSessionIds: [session?.id], member: { memberId } },
      errors: [],
    });
    expect(await revoke({ memberSessionId: session?.id }, 'server')).toMatchObject({ it: { code: 'NOT_FOUND' } });
  });

  it('by Stytch’s id tells a server nothing more', async () => {
    const [session] = await sessionsOf(g.world.credentials.member.member_id);
    expect(await revoke({ memberSessionId: session?.memberSessionId }, 'server')).toEqual({
      it: { revokedSessionIds: null, member: null },
      errors: [],
    });
  });

  it('of a member, asked for by an administrator, tells all of them', async () => {
    const { member_id: memberId } = g.world.credentials.member;
    const sessions = await sessionsOf(memberId);
    expect(sessions.length).toBeGreaterThan(0);
    const { it } = await revoke({ memberId }, 'admin');
    expect(it).toEqual({ revokedSessionIds: sessions.map(({ id }) => id), member: { memberId } });
    expect(await sessionsOf(memberId)).toEqual([]);
  });

  it('by a JWT tells which it was', async () => {
    const { member_id: memberId, session_jwt: sessionJwt } = g.world.credentials.member;
    const before = await sessionsOf(memberId);
    const { it } = await revoke({ sessionJwt }, 'server');
    expect(it).toEqual({ revokedSessionIds: [expect.any(String)], member: { memberId } });
    const left = await sessionsOf(memberId);
    expect(before.filter(({ id }) => !left.some((one) => one.id === id)).map(({ id }) => id)).toEqual(
      (it as { revokedSessionIds: string[] }).revokedSessionIds,
    );
  });

  it('of another organization is rejected without a call to Stytch', async () => {
    const other = g.world.organizations.find(({ organization_id }) => organization_id !== own)?.organization_id ?? '';
    const foreign = encodeOpaqueId('MemberSession', `${other}/${sampleId('Member')}/${sampleId('MemberSession')}`);
    g.calls.length = 0;
    expect(await revoke({ memberSessionId: foreign }, 'admin')).toMatchObject({ it: { code: 'FORBIDDEN' } });
    expect(g.calls).toEqual([]);
  });
});
