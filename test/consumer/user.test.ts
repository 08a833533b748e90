import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { newId } from '../../src/sandbox/shared/tokens.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

const byId = 'query ($id: ID!) { user(by: { id: $id }) { userId status name { firstName } } }';
const codes = async (document: string, variables: Record<string, unknown>, as: ActAs) =>
  (await g.query(document, { variables, as })).errors.map(({ extensions }) => extensions.code);

describe('user', () => {
  it('finds the caller by either id, as the same object as node and viewer.user', async () => {
    const { user_id } = seededUser(g, 'Ada');
    const data = await g.data<Record<string, { user?: { id: string }; id: string }>>(
      `query ($id: ID!, $opaque: ID!) {
        user(by: { id: $id }) { id } again: user(by: { id: $opaque }) { id } viewer { user { id } } node(id: $opaque) { id } }`,
      { variables: { id: user_id, opaque: encodeOpaqueId('User', user_id) }, as: 'ada' },
    );
    const ids = [data['user']?.id, data['again']?.id, data['node']?.id, data['viewer']?.user?.id];
    expect(new Set(ids)).toEqual(new Set([encodeOpaqueId('User', user_id)]));
    expect(sent(g)).toEqual(['api_user_v1_Get']);
  });

  it('costs no extra call with a session token, whose check returns the user', async () => {
    await g.data('{ viewer { user { name { firstName } } } }', { as: 'adaByToken' });
    expect(sent(g)).toEqual(['api_session_v1_Authenticate']);
  });

  it.each(['user', 'node', 'nodes'])(
    'rejects another user’s id by %s with the error for an unknown one',
    async (by) => {
      const document =
        {
          user: byId,
          node: 'query ($id: ID!) { node(id: $id) { id } }',
          nodes: 'query ($id: ID!) { nodes(ids: [$id]) { id } }',
        }[by] ?? '';
      const messages = await Promise.all(
        [seededUser(g, 'Ada').user_id, newId('user')].map(async (id) => {
          const variables = { id: by === 'user' ? id : encodeOpaqueId('User', id) };
          const { errors } = await g.query(document, { variables, as: 'user' });
          return errors.map(({ message, extensions }) => `${extensions.code} ${message}`);
        }),
      );
      expect(messages[0]).toHaveLength(1);
      expect(messages[0]?.[0]).toMatch(/^FORBIDDEN /);
      expect(messages[1]).toEqual(messages[0]);
      expect(sent(g)).toEqual([]);
    },
  );

  it('by external id is for servers, and null if unknown', async () => {
    const document = 'query ($id: String!) { user(by: { externalId: $id }) { name { firstName } } }';
    expect(await g.data(document, { variables: { id: 'legacy|1007' } })).toEqual({
      user: { name: { firstName: 'Greta' } },
    });
    expect(await g.data(document, { variables: { id: 'nobody' } })).toEqual({ user: null });
    expect(await codes(document, { id: 'crm-1006' }, 'ada')).toEqual(['FORBIDDEN']);
    expect(await codes(document, { id: 'crm-1006' }, null)).toEqual(['UNAUTHENTICATED']);
    expect(await codes(document, { id: seededUser(g, 'Ada').user_id }, 'server')).toEqual(['INVALID_INPUT']);
  });

  it('is null for a server and an unknown id', async () => {
    expect(await g.data(byId, { variables: { id: newId('user') } })).toEqual({ user: null });
  });

  it('has every factor, and roles through the policy', async () => {
    const { viewer } = await g.data<{ viewer: { user: Record<string, unknown> } }>(
      `{ viewer { user {
        name { firstName middleName lastName } emailAddresses { id emailAddress verified } phoneNumbers { phoneNumber }
        password { requiresReset } oauthRegistrations { provider profilePictureUrl locale }
        webauthnRegistrations { domain name authenticatorType } totps { verified } cryptoWallets { address type }
        biometricRegistrations { verified } roleIds roles { roleId permissions { resourceId } } isLocked lockExpiresAt } } }`,
      { as: 'ada' },
    );
    expect(viewer.user).toMatchObject({
      name: { firstName: 'Ada', middleName: null, lastName: 'Lovelace' },
      emailAddresses: [{ emailAddress: 'ada@lovelace.example', verified: true }],
      password: { requiresReset: false },
      oauthRegistrations: [{ provider: 'GOOGLE' }, { provider: 'GITHUB', profilePictureUrl: null, locale: null }],
      webauthnRegistrations: [{ authenticatorType: 'PLATFORM' }, { authenticatorType: null, name: null }],
      cryptoWallets: [{ type: 'ETHEREUM' }],
      roleIds: ['stytch_user', 'editor'],
      roles: [{ roleId: 'stytch_user' }, { roleId: 'editor' }],
      isLocked: false,
      lockExpiresAt: null,
    });
  });
});

describe('usersById', () => {
  it('is one search, in the order of the ids, with null for unknown ones', async () => {
    const [ada, ben] = [seededUser(g, 'Ada').user_id, seededUser(g, 'Ben').user_id];
    const data = await g.data('query ($ids: [ID!]!) { usersById(ids: $ids) { name { firstName } } }', {
      variables: { ids: [ben, newId('user'), ada] },
    });
    expect(data).toEqual({ usersById: [{ name: { firstName: 'Ben' } }, null, { name: { firstName: 'Ada' } }] });
    expect(sent(g)).toEqual(['api_user_v1_Search']);
  });

  it('accepts at most 100 ids, from servers only', async () => {
    const document = 'query ($ids: [ID!]!) { usersById(ids: $ids) { userId } }';
    const ids = Array.from({ length: 101 }, () => newId('user'));
    expect(await codes(document, { ids }, 'server')).toEqual(['INVALID_INPUT']);
    expect(await codes(document, { ids: [seededUser(g, 'Ada').user_id] }, 'ada')).toEqual(['FORBIDDEN']);
    expect(sent(g)).toEqual([]);
  });

  it('is the same search for twenty lookups of one request', async () => {
    const users = [...g.sandbox.store.users.values()].slice(0, 20);
    const lookups = users.map(({ user_id }, n) => `u${n}: user(by: { id: "${user_id}" }) { status }`);
    await g.data(`{ ${lookups.join(' ')} }`);
    expect(sent(g)).toEqual(['api_user_v1_Search']);
  });
});

describe('createUser', () => {
  it('returns the user, an edge, and the ids of the new factors', async () => {
    const { data } = await sendMutation(
      g,
      'createUser',
      { phoneNumber: '+14155550177', externalId: 'auth0|42', roleIds: ['reader'], createUserAsPending: true },
      { as: 'server', select: 'user { id status externalId roleIds } userEdge { node { id } } emailId phoneId' },
    );
    const created = data?.['createUser'];
    expect(created).toMatchObject({
      user: { status: 'PENDING', externalId: 'auth0|42', roleIds: ['stytch_user', 'reader'] },
      userEdge: { node: { id: expect.any(String) } },
      emailId: null,
      phoneId: expect.stringMatching(/^phone-number-test-/),
    });
  });

  it.each<[ActAs, string]>([
    ['ada', 'FORBIDDEN'],
    [null, 'UNAUTHENTICATED'],
  ])('is for servers: %s is %s', async (as, code) => {
    expect(await outcome(g, 'createUser', { emailAddress: 'x@example.com' }, { as })).toBe(code);
    expect(sent(g)).toEqual([]);
  });

  it('reports missing inputs, and an address that is taken', async () => {
    expect(await outcome(g, 'createUser', {}, { as: 'server' })).toBe('INVALID_INPUT');
    expect(await outcome(g, 'createUser', { emailAddress: 'ADA@lovelace.example' }, { as: 'server' })).toBe('CONFLICT');
  });
});

describe('updateUser', () => {
  const name = { firstName: 'Augusta' };

  it('sends a user’s own id, after Stytch has checked the session of a JWT', async () => {
    const { data } = await sendMutation(g, 'updateUser', { name }, { select: 'user { userId name { firstName } }' });
    expect(data?.['updateUser']).toMatchObject({ user: { userId: seededUser(g, 'Augusta').user_id, name } });
    expect(sent(g)).toEqual(['api_session_v1_Authenticate', 'api_user_v1_Update']);
    expect(g.calls[1]?.path).toContain(g.world.credentials.ada.user_id);
  });

  it('rejects a user who signed out meanwhile, without another call', async () => {
    for (const [id, { session }] of g.sandbox.store.sessions) {
      if (session.user_id === g.world.credentials.ada.user_id) g.sandbox.store.sessions.delete(id);
    }
    expect(await outcome(g, 'updateUser', { name })).toBe('UNAUTHENTICATED');
    expect(sent(g)).toEqual(['api_session_v1_Authenticate']);
  });

  it.each<[string, ActAs, () => object, string]>([
    ['a user with their own id', 'ada', () => ({ userId: g.world.credentials.ada.user_id, name }), 'FORBIDDEN'],
    ['a user with another id', 'ada', () => ({ userId: g.world.credentials.user.user_id, name }), 'FORBIDDEN'],
    ['a visitor with an id', null, () => ({ userId: g.world.credentials.ada.user_id, name }), 'UNAUTHENTICATED'],
    ['a visitor without an id', null, () => ({ name }), 'UNAUTHENTICATED'],
    ['a server without an id', 'server', () => ({ name }), 'INVALID_INPUT'],
    ['a server with an external id', 'server', () => ({ userId: 'crm-1006', name }), 'INVALID_INPUT'],
    ['a user with roles', 'ada', () => ({ roleIds: ['editor'] }), 'FORBIDDEN'],
    ['a user with an external id', 'ada', () => ({ externalId: 'mine' }), 'FORBIDDEN'],
    ['a user with trusted metadata', 'ada', () => ({ name, trustedMetadata: { plan: 'free' } }), 'FORBIDDEN'],
    ['a user without a change', 'ada', () => ({}), 'FORBIDDEN'],
  ])('rejects %s', async (_, as, input, code) => {
    expect(await outcome(g, 'updateUser', input(), { as })).toBe(code);
    expect(sent(g).filter((id) => id !== 'api_session_v1_Authenticate')).toEqual([]);
  });

  it('permits a server all fields, and by a narrower scope some', async () => {
    const { user_id: userId } = seededUser(g, 'Ben');
    const input = { userId, roleIds: ['editor'], externalId: 'auth0|7', trustedMetadata: { plan: 'pro' } };
    expect(await outcome(g, 'updateUser', input, { as: 'server' })).toBe('UpdateUserPayload');
    expect(g.sandbox.store.users.get(userId)).toMatchObject({
      roles: ['stytch_user', 'editor'],
      external_id: 'auth0|7',
    });
  });

  it('rejects null, with a message on how to clear a value', async () => {
    const input = { userId: seededUser(g, 'Farid').user_id, externalId: null };
    expect(await outcome(g, 'updateUser', input, { as: 'server' })).toBe('INVALID_INPUT');
    expect(sent(g)).toEqual([]);
  });
});

describe('user mutations for servers', () => {
  const forServers: [string, (userId: string) => object][] = [
    ['deleteUser', (userId) => ({ userId })],
    ['deleteUserExternalId', (userId) => ({ userId })],
    ['exchangeUserPrimaryFactor', (userId) => ({ userId, factor: { phoneNumber: '+14155550199' } })],
  ];

  it.each(forServers)('%s rejects users and visitors', async (name, input) => {
    const given = input(g.world.credentials.ada.user_id);
    expect(await outcome(g, name, given, { as: 'ada' })).toBe('FORBIDDEN');
    expect(await outcome(g, name, given, { as: null })).toBe('UNAUTHENTICATED');
    expect(sent(g)).toEqual([]);
  });

  it('deleteUser ends sessions, and the address is available again', async () => {
    const { user_id: userId } = seededUser(g, 'Ada');
    const { data } = await sendMutation(g, 'deleteUser', { userId }, { as: 'server', select: 'deletedId userId' });
    expect(data?.['deleteUser']).toMatchObject({ deletedId: encodeOpaqueId('User', userId), userId });
    expect(await codes('{ viewer { user { userId } } }', {}, 'adaByToken')).toEqual(['UNAUTHENTICATED']);
    const again = await outcome(g, 'createUser', { emailAddress: 'ada@lovelace.example' }, { as: 'server' });
    expect(again).toBe('CreateUserPayload');
  });

  it('exchangeUserPrimaryFactor replaces the only address by an unverified one', async () => {
    const { data } = await sendMutation(
      g,
      'exchangeUserPrimaryFactor',
      { userId: seededUser(g, 'Ben').user_id, factor: { emailAddress: 'ben@new.example' } },
      { as: 'server', select: 'user { emailAddresses { emailAddress verified } }' },
    );
    const { user } = data?.['exchangeUserPrimaryFactor'] ?? {};
    expect(user).toEqual({ emailAddresses: [{ emailAddress: 'ben@new.example', verified: false }] });
  });
});

describe('connected apps', () => {
  it('of a user are revoked by the user only', async () => {
    const apps = '{ viewer { user { connectedApps { id clientId grantedScopes } } } }';
    const before = await g.data<{ viewer: { user: { connectedApps: { id: string; clientId: string }[] } } }>(apps, {
      as: 'ada',
    });
    const [app] = before.viewer.user.connectedApps;
    const input = { clientId: app?.clientId };
    expect(await outcome(g, 'revokeUserConnectedApp', input, { as: 'user' })).toBe('NOT_FOUND');
    const { data } = await sendMutation(g, 'revokeUserConnectedApp', input, {
      select: 'deletedId clientId user { connectedApps { clientId } }',
    });
    expect(data?.['revokeUserConnectedApp']).toMatchObject({ deletedId: app?.id, clientId: app?.clientId });
    expect(data?.['revokeUserConnectedApp']?.['user']).toMatchObject({
      connectedApps: before.viewer.user.connectedApps.slice(1).map(({ clientId }) => ({ clientId })),
    });
  });

  it('of another user are not exposed', async () => {
    const document = 'query ($id: ID!) { user(by: { id: $id }) { connectedApps { name } } }';
    expect(await codes(document, { id: g.world.credentials.ada.user_id }, 'user')).toEqual(['FORBIDDEN']);
    expect(sent(g)).toEqual([]);
  });
});
