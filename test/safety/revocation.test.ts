/** T7: how long an ended session or a removed role still counts. For changes: not at all. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { operations } from '../../src/stytch/contract/operations.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { roots } from './b2b-roots.ts';
import { buildRequest, fieldAccessOf, type GraphField, targetValues } from './request.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
});
afterEach(async () => {
  vi.useRealTimers();
  await g.close();
});
const asked = () => g.calls.map(({ id }) => id);

const minutesLater = (minutes: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });

/** The admin's credentials, and the endings that are applied before each test. */
const jwt = (): ActAs => ({ token: g.world.credentials.admin.session_jwt });
const token = (): ActAs => ({ token: g.world.credentials.admin.session_token });
const after = {
  'the session was ended': async () => {
    const { admin } = g.world.credentials;
    await g.data('mutation ($memberId: ID!) { revokeMemberSession(input: { memberId: $memberId }) { __typename } }', {
      variables: { memberId: admin.member_id },
    });
  },
  'the member was deleted': async () => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
    await g.data(
      'mutation ($organizationId: ID!, $memberId: ID!) { deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) { __typename } }',
      { variables: { organizationId, memberId } },
    );
  },
} as const;
const endings = Object.keys(after) as (keyof typeof after)[];

const codesOf = async (document: string, as: ActAs, variables: Record<string, unknown> = {}) => {
  g.calls.length = 0;
  const { data, errors } = await g.query<{ it?: { code?: string } | null }>(document, { as, variables });
  return [...errors.map(({ extensions }) => extensions.code), ...(data?.it?.code ? [data.it.code] : [])];
};
const OWN = 'query ($id: ID!) { it: organization(by: { id: $id }) { name } }';

describe.each(endings)('T7: once %s', (ending) => {
  it('a token is rejected', async () => {
    await after[ending]();
    const { organization_id: id } = g.world.credentials.admin;
    expect(await codesOf(OWN, token(), { id })).toEqual(['UNAUTHENTICATED']);
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate']);
  });

  it('a JWT still reads until it expires, five minutes after it was issued', async () => {
    await after[ending]();
    const { organization_id: id } = g.world.credentials.admin;
    expect(await codesOf(OWN, jwt(), { id })).toEqual([]);
    minutesLater(5.6);
    expect(await codesOf(OWN, jwt(), { id })).toEqual(['UNAUTHENTICATED']);
    expect(asked()).toEqual([]);
  });

  const changes = roots
    .filter(([kind, field]) => kind === 'mutation' && forMembers(field) && !looks(field))
    .map(([, field]) => field);
  it('a JWT changes nothing, by any mutation for members', async () => {
    await after[ending]();
    expect(changes.length).toBeGreaterThan(30);
    const { organization_id, member_id } = g.world.credentials.admin;
    for (const field of changes) {
      const { document, variables } = buildRequest('mutation', field, targetValues(organization_id, member_id));
      g.calls.length = 0;
      const answer = await g.query<{ it: { __typename: string } | null }>(document, { as: jwt(), variables });
      recordHostileRequest(tally, answer, g.calls, [], `${field.name} after ${ending}`);
      expect(answer.data?.it?.__typename ?? 'MutationError', field.name).toBe('MutationError');
      // Every call was sent with the session, was a read, or was the check of the session.
      const bare = g.calls.filter(
        ({ id, headers, body }) =>
          body !== null && !('X-Stytch-Member-SessionJWT' in headers) && id !== 'api_b2b_session_v1_Authenticate',
      );
      expect(bare, field.name).toEqual([]);
    }
  });
});

/** Mutations that a member may make by permission, and not by a proof alone. */
function forMembers(field: GraphField): boolean {
  const access = fieldAccessOf(field);
  return access !== 'anyone' && access.signedIn !== 'none';
}

/** Mutations that change nothing at Stytch: they take a secret. */
const looks = (field: GraphField): boolean => field.name === 'prepareConnectedAppAuthorization';

describe('T7: a role that was removed', () => {
  beforeEach(async () => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
    await g.data(
      'mutation ($organizationId: ID!, $memberId: ID!) { it: updateMember(input: { organizationId: $organizationId, memberId: $memberId, roleIds: [] }) { __typename } }',
      { variables: { organizationId, memberId } },
    );
  });
  const variables = () => ({ organizationId: g.world.credentials.admin.organization_id });
  const SEARCH =
    'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { ssoConnections { connectionId } } }';
  const CREATE =
    'mutation ($organizationId: ID!) { it: createMember(input: { organizationId: $organizationId, emailAddress: "new@fernhill.example" }) { __typename ... on MutationError { code } } }';

  it('still lets its JWT read what the gateway decides itself, until the JWT expires', async () => {
    expect(await codesOf('{ viewer { roleIds } }', jwt())).toEqual([]);
    expect(
      (await g.data<{ viewer: { roleIds: string[] } }>('{ viewer { roleIds } }', { as: jwt() })).viewer.roleIds,
    ).toContain('stytch_admin');
    minutesLater(5.6);
    expect(await codesOf('{ viewer { roleIds } }', jwt())).toEqual(['UNAUTHENTICATED']);
  });

  it('permits no change with a JWT, and nothing with a token', async () => {
    expect(await codesOf(CREATE, jwt(), variables())).toEqual(['FORBIDDEN']);
    expect(asked()).toEqual(['api_organization_v1_organizations_members_Create']);
    expect(await codesOf(CREATE, token(), variables())).toEqual(['FORBIDDEN']);
    expect(await codesOf(SEARCH, token(), variables())).toEqual(['FORBIDDEN']);
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate', 'api_organization_v1_Get']);
  });
});

describe('T7: a change that Stytch would make without a check of the session', () => {
  const ROTATE =
    'mutation ($organizationId: ID!, $memberId: ID!) { it: rotateRecoveryCodes(input: { organizationId: $organizationId, memberId: $memberId }) { __typename ... on MutationError { code } } }';
  const own = () => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
    return { organizationId, memberId };
  };
  const takesSession: Record<string, boolean> = Object.fromEntries(
    Object.values(operations).map(({ id, session }) => [id, session]),
  );

  it('waits for a check by Stytch if the caller sends a JWT', async () => {
    await codesOf(ROTATE, jwt(), own());
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate', 'api_b2b_recovery_codes_v1_Rotate']);
    expect(takesSession['api_b2b_recovery_codes_v1_Rotate']).toBe(false);
    await after['the session was ended']();
    expect(await codesOf(ROTATE, jwt(), own())).toEqual(['UNAUTHENTICATED']);
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate']);
  });

  it('causes one check for a token, and none for a server or a forbidden change', async () => {
    await codesOf(ROTATE, token(), own());
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate', 'api_b2b_recovery_codes_v1_Rotate']);
    await codesOf(ROTATE, 'server', own());
    expect(asked()).toEqual(['api_b2b_recovery_codes_v1_Rotate']);
    expect(await codesOf(ROTATE, 'member', own())).toEqual(['FORBIDDEN']);
    expect(asked()).toEqual([]);
  });
});

describe('S13, T7: the access token of an M2M client is accepted until it expires', () => {
  const M2M = 'm2mClient { clientId }';
  const changes: Readonly<Record<string, (clientId: string) => Promise<unknown>>> = {
    'the client was deleted': (clientId) => changed('deleteM2mClient', { clientId }),
    'the client was deactivated': (clientId) => changed('updateM2mClient', { clientId, status: 'INACTIVE' }, M2M),
    'its scopes were taken away': (clientId) => changed('updateM2mClient', { clientId, scopes: [] }, M2M),
    'its secret was rotated': async (clientId) => {
      await changed('startM2mClientSecretRotation', { clientId }, M2M);
      await changed('completeM2mClientSecretRotation', { clientId }, M2M);
    },
  };
  /** Changes a client as a server; fails the test if the change is rejected. */
  async function changed(mutation: string, input: object, selection = 'clientId') {
    const name = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
    const { it: result } = await g.data<{ it: { __typename: string } }>(
      `mutation ($input: ${name}Input!) { it: ${mutation}(input: $input) { __typename ... on ${name}Payload { ${selection} } } }`,
      { variables: { input } },
    );
    expect(result.__typename).toBe(`${name}Payload`);
  }
  const ROLES = '{ viewer { kind scopes } }';

  it.each(Object.entries(changes))('although %s', async (_, change) => {
    const { it: made } = await g.data<{ it: { m2mClient: { clientId: string }; clientSecret: string } }>(
      'mutation { it: createM2mClient(input: { scopes: ["read:documents"] }) { ... on CreateM2mClientPayload { m2mClient { clientId } clientSecret } } }',
    );
    const { clientId } = made.m2mClient;
    const response = await fetch(`${g.sandbox.origin}/v1/public/${g.sandbox.projectId}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: made.clientSecret,
      }),
    });
    // The test of the sandbox's token endpoint shows that it responds like this.
    const { access_token: machine } = (await response.json()) as { access_token: string };
    const serves = { viewer: { kind: 'SERVER', scopes: ['document:read'] } };
    expect(await g.data(ROLES, { as: { token: machine } })).toEqual(serves);
    await change(clientId);
    expect(await g.data(ROLES, { as: { token: machine } })).toEqual(serves);
    minutesLater(59);
    expect(await g.data(ROLES, { as: { token: machine } })).toEqual(serves);
    minutesLater(2);
    expect(await codesOf(ROLES, { token: machine })).toEqual(['UNAUTHENTICATED']);
  });
});
