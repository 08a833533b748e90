import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { saveMember } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { memberKeyOf, seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let ada: Member;
let liam: Member;
let ursula: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ada = seededMember(g, 'ada@fernhill.example');
  liam = seededMember(g, 'liam@fernhill.example');
  const elsewhere = [...g.sandbox.store.members.values()].find(({ name }) => name === 'Ursula Hartmann');
  if (!elsewhere) throw new Error('the bank has an admin');
  ursula = elsewhere;
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const count = (id: string) => asked().filter((other) => other === id).length;
/** Starts a session of a member and returns its tokens. */
const signIn = (member: Member) => {
  const { token, session } = startSession(g.sandbox.store, member, {
    factors: [{ type: 'password', delivery_method: 'knowledge' }],
  });
  const as: ActAs = { token };
  return { token, id: session.member_session_id, as };
};
const isOpen = (id: string) => g.sandbox.store.sessions.has(id);
const result = '__typename ... on MutationError { code errorType message }';

const sessionsOf = `query ($organizationId: ID!, $memberId: ID!) {
  member(organizationId: $organizationId, by: { id: $memberId }) { sessions { memberSessionId } }
}`;

describe('sessions of a member', () => {
  it('have all fields of a session, its factors by type and its roles from the policy', async () => {
    const data = await g.data<{ member: { sessions: Record<string, unknown>[] } }>(
      `query ($organizationId: ID!, $memberId: ID!) {
        member(organizationId: $organizationId, by: { id: $memberId }) { sessions {
          id memberSessionId organizationId organizationSlug memberId roleIds startedAt lastAccessedAt expiresAt customClaims
          roles { roleId permissions { resourceId } }
          authenticationFactors {
            __typename type deliveryMethod createdAt updatedAt lastAuthenticatedAt
            ... on EmailFactor { emailId emailAddress } ... on AuthenticatorAppFactor { totpId }
          }
          member { name } organization { name }
        } }
      }`,
      { variables: memberKeyOf(ada) },
    );
    const first = data.member.sessions.find(({ customClaims }) => customClaims !== null);
    expect(first).toMatchObject({
      organizationId: ada.organization_id,
      organizationSlug: 'fernhill-bakery',
      memberId: ada.member_id,
      customClaims: { locale: 'en-GB' },
      authenticationFactors: [
        { __typename: 'PlainFactor', type: 'PASSWORD', deliveryMethod: 'KNOWLEDGE' },
        {
          __typename: 'AuthenticatorAppFactor',
          type: 'TOTP',
          deliveryMethod: 'AUTHENTICATOR_APP',
          totpId: ada.totp_registration_id,
        },
      ],
      member: { name: 'Ada Okafor' },
      organization: { name: 'Fernhill Bakery' },
    });
    expect(first?.['roleIds']).toContain('stytch_admin');
    expect(first?.['roles']).toContainEqual({
      roleId: 'stytch_admin',
      permissions: expect.arrayContaining([{ resourceId: 'stytch.member' }]),
    });
    expect(data.member.sessions).toContainEqual(
      expect.objectContaining({
        authenticationFactors: [
          expect.objectContaining({ __typename: 'EmailFactor', emailAddress: 'ada@fernhill.example' }),
        ],
      }),
    );
    // The member came with the organization, the policy is cached, and the organization’s own roles take one call.
    expect(asked().sort()).toEqual([
      'api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy',
      'api_b2b_session_v1_Get',
      'api_organization_v1_organizations_members_Get',
    ]);
  });

  it('are exposed to the member, and to callers who may revoke them', async () => {
    const own = await g.data(sessionsOf, { variables: memberKeyOf(liam), as: signIn(liam).as });
    expect(own).toMatchObject({ member: { sessions: [{}, {}] } });
    expect(await g.data(sessionsOf, { variables: memberKeyOf(liam), as: 'admin' })).toEqual(own);
    const manager = signIn(seededMember(g, 'chiara@fernhill.example')).as;
    expect(await g.data(sessionsOf, { variables: memberKeyOf(liam), as: manager })).toEqual(own);
  });

  it('are FORBIDDEN for others without a call', async () => {
    const nodes = '{ nodes(ids: $ids) { ... on MemberSession { memberSessionId } } }';
    const id = (member: Member) =>
      Buffer.from(`MemberSession:${member.organization_id}/${member.member_id}/session-test-any`).toString('base64url');
    for (const [as, member, code] of [
      ['member', ada, 'FORBIDDEN'],
      ['admin', ursula, 'FORBIDDEN'],
      [null, ada, 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await g.query(`query ($ids: [ID!]!) ${nodes}`, { variables: { ids: [id(member)] }, as });
      expect(errors[0]?.extensions.code).toBe(code);
      const edge = await g.query(sessionsOf, { variables: memberKeyOf(member), as });
      expect(edge.errors[0]?.extensions.code).toBe(code);
    }
    expect(asked()).toEqual([]);
  });
});

describe('a session as a node', () => {
  const node = 'query ($id: ID!) { node(id: $id) { id ... on MemberSession { memberSessionId } } }';
  it('is found by its id, and null once it has ended', async () => {
    const session = signIn(liam);
    const { viewer } = await g.data<{ viewer: { session: { id: string } } }>('{ viewer { session { id } } }', {
      as: session.as,
    });
    const options = { variables: { id: viewer.session.id } };
    expect(await g.data(node, options)).toEqual({ node: { id: viewer.session.id, memberSessionId: session.id } });
    g.sandbox.store.sessions.delete(session.id);
    expect(await g.data(node, options)).toEqual({ node: null });
  });

  it('is null if the member was deleted, and FORBIDDEN if the id is not of a session', async () => {
    const id = (key: string) => Buffer.from(`MemberSession:${key}`).toString('base64url');
    const gone = `${ada.organization_id}/member-test-00000000-0000-4000-8000-000000000000/session-test-none`;
    expect(await g.data(node, { variables: { id: id(gone) } })).toEqual({ node: null });
    const { errors } = await g.query(node, { variables: { id: id(ada.organization_id) }, as: 'admin' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('viewer.session', () => {
  it('is the session of the bearer token, and leads back to the member', async () => {
    const session = signIn(liam);
    const data = await g.data(
      '{ viewer { session { memberSessionId member { name } organization { slug } roles { roleId } } } }',
      { as: session.as },
    );
    expect(data).toEqual({
      viewer: {
        session: {
          memberSessionId: session.id,
          member: { name: 'Liam Byrne' },
          organization: { slug: 'fernhill-bakery' },
          roles: [{ roleId: 'stytch_member' }],
        },
      },
    });
  });

  it('is null for servers and visitors', async () => {
    for (const as of ['server', null] as const) {
      expect(await g.data('{ viewer { session { id } } }', { as })).toEqual({ viewer: { session: null } });
    }
    expect(asked()).toEqual([]);
  });
});

describe('jwks', () => {
  it('returns to every caller the key that JWTs name, from one call', async () => {
    const data = await g.data<{ a: { kid: string }[] }>(
      '{ a: jwks { kid kty alg use keyOps n e x5c x5tS256 } b: jwks { kid } }',
      { as: null },
    );
    const { kid } = decodeProtectedHeader(g.world.credentials.admin.session_jwt);
    expect(data.a).toEqual([
      expect.objectContaining({
        kid,
        kty: 'RSA',
        alg: 'RS256',
        use: 'sig',
        keyOps: ['verify'],
        x5c: [],
        x5tS256: null,
      }),
    ]);
    expect(asked()).toEqual(['api_b2b_session_v1_GetJWKS']);
  });
});

describe('batching', () => {
  /** Fifty more members of the bakery, each with a session. */
  const fifty = () =>
    Array.from({ length: 50 }, (_, n) => {
      const member = saveMember(g.sandbox.store, {
        ...liam,
        member_id: `member-test-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        email_address: `baker-${n}@fernhill.example`,
      });
      return { member, session: signIn(member) };
    });

  it('50 sessions of 50 members lead to member and organization in two more calls', async () => {
    const ids = fifty().map(({ member: { organization_id, member_id }, session }) =>
      Buffer.from(`MemberSession:${organization_id}/${member_id}/${session.id}`).toString('base64url'),
    );
    const data = await g.data<{ nodes: { member: { name: string }; organization: { slug: string } }[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on MemberSession { member { name } organization { slug } } } }',
      { variables: { ids } },
    );
    expect(data.nodes).toHaveLength(50);
    for (const node of data.nodes) {
      expect(node).toEqual({ member: { name: 'Liam Byrne' }, organization: { slug: 'fernhill-bakery' } });
    }
    expect(count('api_b2b_session_v1_Get')).toBe(50);
    expect(count('api_organization_v1_organizations_members_Search')).toBe(1);
    expect(count('api_organization_v1_Get')).toBe(1);
    expect(g.calls).toHaveLength(52);
  });

  it('50 members with sessions and the edge back cost one call per member, and none for the edge back', async () => {
    fifty();
    const data = await g.data<{ organization: { members: { nodes: { sessions: object[] }[] } } }>(
      `query ($id: ID!) { organization(by: { id: $id }) { members(first: 50) { nodes {
        sessions { member { name } organization { name } roles { roleId } }
      } } } }`,
      { variables: { id: liam.organization_id } },
    );
    expect(data.organization.members.nodes).toHaveLength(50);
    expect(count('api_b2b_session_v1_Get')).toBe(50);
    expect(count('api_organization_v1_Get')).toBe(1);
    expect(count('api_organization_v1_organizations_members_Search')).toBe(1);
    // The organization's own roles.
    expect(count('api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy')).toBe(1);
    expect(g.calls).toHaveLength(53);
  });

  it('many sessions of one member are one call, and lead back without another', async () => {
    for (let n = 0; n < 50; n += 1) signIn(liam);
    const data = await g.data<{ member: { sessions: { member: object }[] } }>(
      `query ($organizationId: ID!, $memberId: ID!) { member(organizationId: $organizationId, by: { id: $memberId }) {
        sessions { member { name sessions { memberSessionId } } organization { name } }
      } }`,
      { variables: memberKeyOf(liam) },
    );
    expect(data.member.sessions.length).toBeGreaterThan(50);
    expect(asked().sort()).toEqual(['api_b2b_session_v1_Get', 'api_organization_v1_organizations_members_Get']);
  });
});

describe('revokeMemberSession', () => {
  const revoke = `mutation ($input: RevokeMemberSessionInput!) { revokeMemberSession(input: $input) { ${result} ... on RevokeMemberSessionPayload { requestId } } }`;
  const send = async (input: object, as: ActAs) => {
    g.calls.length = 0;
    return (await g.data<{ revokeMemberSession: object }>(revoke, { variables: { input }, as })).revokeMemberSession;
  };
  const done = { __typename: 'RevokeMemberSessionPayload' };

  it('ends the session of a sent token or JWT, without another proof', async () => {
    const { token, id } = signIn(ada);
    expect(await send({ sessionToken: token }, null)).toMatchObject(done);
    expect(isOpen(id)).toBe(false);
    expect(g.calls[0]?.body).toEqual({ session_token: token });
    expect(g.calls[0]?.headers).not.toHaveProperty('X-Stytch-Member-Session');
    expect(await send({ sessionJwt: g.world.credentials.admin.session_jwt }, null)).toMatchObject(done);
  });

  const jwtOf = async (sessionToken: string) => {
    const document = `mutation ($t: String!) { authenticateMemberSession(input: { session: { sessionToken: $t } }) {
      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } } } }`;
    const variables = { t: sessionToken };
    const data = await g.data<{ authenticateMemberSession: { outcome: { sessionJwt: string } } }>(document, {
      variables,
    });
    return data.authenticateMemberSession.outcome;
  };

  it('returns NOT_FOUND for an ended session, by id, token and JWT: the caller is still signed in', async () => {
    const { token, id } = signIn(ada);
    const { sessionJwt } = await jwtOf(token);
    await send({ memberSessionId: id }, 'server');
    for (const input of [{ memberSessionId: id }, { sessionToken: token }, { sessionJwt }]) {
      expect(await send(input, 'server')).toMatchObject({ __typename: 'MutationError', code: 'NOT_FOUND' });
    }
    expect(await send({ memberSessionId: id }, 'admin')).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('permits members to end another session of theirs by its id, and all by their member id', async () => {
    const [here, there] = [signIn(liam), signIn(liam)];
    expect(await send({ memberSessionId: there.id }, here.as)).toMatchObject(done);
    expect([isOpen(here.id), isOpen(there.id)]).toEqual([true, false]);
    expect(g.calls.at(-1)?.headers['X-Stytch-Member-Session']).toBe(here.token);
    expect(await send({ memberId: liam.member_id }, here.as)).toMatchObject(done);
    expect(isOpen(here.id)).toBe(false);
  });

  it('is FORBIDDEN for a plain member and other members: by member without a call, by session through Stytch', async () => {
    const [plain, other] = [signIn(liam), signIn(ada)];
    expect(await send({ memberId: ada.member_id }, 'member')).toMatchObject({ code: 'FORBIDDEN' });
    expect(asked()).toEqual([]);
    expect(await send({ memberSessionId: other.id }, plain.as)).toMatchObject({
      code: 'FORBIDDEN',
      errorType: 'session_authorization_error',
    });
    expect(isOpen(other.id)).toBe(true);
  });

  it('permits callers with the permission to end others’ sessions, in their own organization only', async () => {
    const manager = signIn(seededMember(g, 'chiara@fernhill.example'));
    const [colleague, stranger] = [signIn(liam), signIn(ursula)];
    expect(await send({ memberSessionId: colleague.id }, manager.as)).toMatchObject(done);
    expect(await send({ memberId: liam.member_id }, manager.as)).toMatchObject(done);
    expect(await send({ memberSessionId: stranger.id }, manager.as)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await send({ memberId: ursula.member_id }, manager.as)).toMatchObject({ code: 'FORBIDDEN' });
    expect(isOpen(stranger.id)).toBe(true);
  });

  it('rejects a visitor without a token, and a token beside another target', async () => {
    for (const input of [{ memberId: ada.member_id }, { memberSessionId: signIn(ada).id }, { sessionToken: '' }]) {
      const { errors } = await g.query(revoke, { variables: { input }, as: null });
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    for (const input of [
      ...['', ' ', 'anything', signIn(ada).token].map((sessionToken) => ({ memberId: ada.member_id, sessionToken })),
      { memberId: null, sessionToken: signIn(ada).token },
      { memberId: null },
      {},
    ]) {
      for (const as of [null, 'member', 'server'] as const) {
        const { errors } = await g.query(revoke, { variables: { input }, as });
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      }
    }
    expect(asked()).toEqual([]);
    for (const as of ['member', 'server'] as const) {
      for (const input of [{ sessionToken: '' }, { sessionJwt: '' }, { memberSessionId: ' ' }, { memberId: '' }]) {
        expect(await send(input, as)).toMatchObject({ code: expect.stringMatching(/^(INVALID_INPUT|FORBIDDEN)$/) });
      }
    }
    expect(asked()).toEqual([]);
  });
});
