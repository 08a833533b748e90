import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId, joinNodeId } from '../../src/graphql/node-id.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { type MutationResult, outcome, sendMutation } from './mutation.ts';
import { accessTokenOf, attestation } from './operations/session.ts';

const scoped = { token: 'sgk_reader', scopes: ['stytch.user:get'] };
const apiKeys = [{ ...scoped, name: 'reader', sha256: createHash('sha256').update(scoped.token).digest('hex') }];

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ apiKeys });
});
afterEach(() => g.close());

const SIGN_IN =
  'user { userId } outcome { __typename ... on UserSignedIn { sessionToken sessionJwt session { sessionId expiresAt customClaims } } ... on UserAuthenticated { userId } }';
const answerOf = async (name: string, input: object, select: string, as: ActAs = null): Promise<MutationResult> => {
  const { data } = await sendMutation(g, name, input, { as, select });
  return data?.[name] ?? {};
};
const ada = () => g.world.credentials.ada;
const ben = () => g.world.credentials.user;
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body as Record<string, unknown> | undefined;
const minutesLeft = ({ outcome: signedIn }: MutationResult) => {
  const { session } = signedIn as { session: { expiresAt: string } };
  return Math.round((Date.parse(session.expiresAt) - Date.now()) / 60_000);
};

describe('authenticateUserSession', () => {
  const CHECK = 'api_session_v1_Authenticate';
  const check = (input: object, as: ActAs = null) =>
    answerOf('authenticateUserSession', input, `${SIGN_IN} verdict { authorized grantingRoleIds }`, as);

  it.each<[string, ActAs]>([
    ['a visitor', null],
    ['its own user', 'adaByToken'],
    ['another user', 'user'],
    ['a server without scopes', { token: scoped.token }],
  ])('checks a session for %s, without changing its expiry', async (_, as) => {
    const result = await check({ session: { sessionToken: ada().session_token } }, as);
    expect(result).toMatchObject({
      user: { userId: ada().user_id },
      outcome: { __typename: 'UserSignedIn', sessionToken: ada().session_token },
      verdict: null,
    });
    expect(minutesLeft(result)).toBe(1440);
    expect(bodyOf(CHECK)).toEqual({ session_token: ada().session_token });
  });

  it('changes the expiry on request, also to an earlier time', async () => {
    const session = { sessionJwt: ada().session_jwt };
    expect(minutesLeft(await check({ session, sessionDurationMinutes: 5 }))).toBe(5);
    expect(await check({ session, sessionDurationMinutes: 4 })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['sessionDurationMinutes'],
    });
  });

  it('returns the roles that allow an action, or is FORBIDDEN', async () => {
    const session = { sessionToken: ada().session_token };
    const allowed = { resourceId: 'document', action: 'write' };
    expect(await check({ session, authorizationCheck: allowed })).toMatchObject({
      verdict: { authorized: true, grantingRoleIds: ['editor'] },
    });
    const refused = { resourceId: 'invoice', action: 'write' };
    expect(await check({ session, authorizationCheck: refused })).toMatchObject({
      code: 'FORBIDDEN',
      errorType: 'consumer_session_authorization_error',
    });
  });

  it('accepts claims from servers only', async () => {
    const input = { session: { sessionToken: ada().session_token }, sessionCustomClaims: { plan: 'pro' } };
    expect(await outcome(g, 'authenticateUserSession', input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, 'authenticateUserSession', input, { as: 'ada' })).toBe('FORBIDDEN');
    expect(await outcome(g, 'authenticateUserSession', input, { as: { token: scoped.token } })).toBe('FORBIDDEN');
    expect(sent(g)).toEqual([]);
    expect(await check(input, 'server')).toMatchObject({ outcome: { session: { customClaims: { plan: 'pro' } } } });
  });

  it('of an ended session is INVALID_CREDENTIALS; UNAUTHENTICATED only for the bearer’s own', async () => {
    const { session_token: sessionToken } = ada();
    await outcome(g, 'revokeUserSession', { sessionToken }, { as: null });
    expect(await check({ session: { sessionToken } })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await outcome(g, 'authenticateUserSession', { session: { sessionJwt: ada().session_jwt } })).toBe(
      'UNAUTHENTICATED',
    );
  });
});

describe('revokeUserSession', () => {
  const select = 'revokedSessionIds user { userId }';
  const idOf = (userId: string, sessionId: string) => encodeOpaqueId('UserSession', joinNodeId(userId, sessionId));
  const sessionsOf = (userId: string) =>
    [...g.sandbox.store.sessions.values()].filter(({ session }) => session.user_id === userId);
  const firstOf = (userId: string) => sessionsOf(userId)[0]?.session.session_id ?? '';
  const revoke = (input: object, as: ActAs = 'ada') => answerOf('revokeUserSession', input, select, as);

  it.each(['Stytch’s id', 'the opaque id'])(
    'revokes a session of the caller by %s, after a check at Stytch',
    async (form) => {
      const sessionId = firstOf(ada().user_id);
      const id = idOf(ada().user_id, sessionId);
      expect(await revoke({ sessionId: form === 'the opaque id' ? id : sessionId })).toMatchObject({
        revokedSessionIds: [id],
        user: { userId: ada().user_id },
      });
      expect(sent(g).slice(0, 3)).toEqual([
        'api_session_v1_Authenticate',
        'api_session_v1_Get',
        'api_session_v1_Revoke',
      ]);
      expect(g.sandbox.store.sessions.has(sessionId)).toBe(false);
    },
  );

  it.each(['Stytch’s id', 'the opaque id'])('never revokes the session of another user by %s', async (form) => {
    const sessionId = firstOf(ben().user_id);
    const given = form === 'the opaque id' ? idOf(ben().user_id, sessionId) : sessionId;
    expect(await outcome(g, 'revokeUserSession', { sessionId: given }, { as: 'ada' })).toBe('FORBIDDEN');
    expect(await outcome(g, 'revokeUserSession', { sessionId: given }, { as: null })).toBe('UNAUTHENTICATED');
    expect(sent(g)).not.toContain('api_session_v1_Revoke');
    expect(g.sandbox.store.sessions.has(sessionId)).toBe(true);
  });

  it.each<[ActAs]>([[null], ['user'], [{ token: scoped.token }]])(
    'revokes a session for every caller that sends its token: %j',
    async (as) => {
      const before = sessionsOf(ada().user_id).length;
      const { data } = await sendMutation(g, 'revokeUserSession', { sessionToken: ada().session_token }, { as });
      expect(data?.['revokeUserSession']).toMatchObject({ __typename: 'RevokeUserSessionPayload' });
      expect(sessionsOf(ada().user_id)).toHaveLength(before - 1);
      expect(sent(g)).toEqual(['api_session_v1_Revoke']);
    },
  );

  it('returns the session id if a JWT holds it', async () => {
    const { data } = await sendMutation(
      g,
      'revokeUserSession',
      { sessionJwt: ada().session_jwt },
      { as: null, select: 'revokedSessionIds' },
    );
    expect(data?.['revokeUserSession']).toMatchObject({ revokedSessionIds: [expect.any(String)] });
  });

  it('of an ended session is NOT_FOUND, and UNAUTHENTICATED for the session of the bearer token', async () => {
    const sessionId = firstOf(ben().user_id);
    expect(await revoke({ sessionId }, 'server')).toMatchObject({ revokedSessionIds: null });
    expect(await revoke({ sessionId }, 'server')).toMatchObject({ code: 'NOT_FOUND' });
    const { session_token: sessionToken } = ada();
    await revoke({ sessionToken }, null);
    expect(await revoke({ sessionToken }, null)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await outcome(g, 'revokeUserSession', { sessionJwt: ada().session_jwt })).toBe('UNAUTHENTICATED');
  });

  it('requires exactly one name, which is not empty', async () => {
    const both = await g.query(
      'mutation { revokeUserSession(input: { sessionId: "session-test-1", sessionToken: "x" }) { __typename } }',
      { as: null },
    );
    expect(both.errors).toHaveLength(1);
    expect(await outcome(g, 'revokeUserSession', { sessionToken: '' }, { as: 'ada' })).toBe('INVALID_INPUT');
    expect(sent(g)).not.toContain('api_session_v1_Revoke');
  });
});

describe('migrateUserSession', () => {
  it('is for servers, and sends the token under Stytch’s name', async () => {
    const input = { externalSessionToken: 'legacy-session-of-ada' };
    expect(await outcome(g, 'migrateUserSession', input, { as: 'ada' })).toBe('FORBIDDEN');
    expect(await outcome(g, 'migrateUserSession', input, { as: null })).toBe('UNAUTHENTICATED');
    expect(sent(g)).toEqual([]);
    const migrated = await answerOf('migrateUserSession', input, SIGN_IN, 'server');
    expect(migrated).toMatchObject({ user: { userId: ada().user_id }, outcome: { __typename: 'UserSignedIn' } });
    expect(bodyOf('api_session_v1_Migrate')).toEqual({
      session_token: 'legacy-session-of-ada',
      session_duration_minutes: 60,
    });
  });

  it('reports an unknown session, and an address without a user', async () => {
    g.sandbox.store.legacySessions.set('of-nobody', { email: 'nobody@lovelace.example' });
    const migrate = (externalSessionToken: string) =>
      outcome(g, 'migrateUserSession', { externalSessionToken }, { as: 'server' });
    expect([await migrate('unknown'), await migrate('of-nobody')]).toEqual(['INVALID_CREDENTIALS', 'NOT_FOUND']);
  });
});

describe('exchangeUserAccessToken', () => {
  it('returns a session once', async () => {
    const accessToken = await accessTokenOf(g);
    const exchange = () => answerOf('exchangeUserAccessToken', { accessToken }, SIGN_IN);
    const exchanged = await exchange();
    expect(exchanged).toMatchObject({ user: { userId: ada().user_id }, outcome: { __typename: 'UserSignedIn' } });
    expect(minutesLeft(exchanged)).toBe(60);
    expect(await exchange()).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      errorType: 'idp_access_token_could_not_be_exchanged',
    });
  });

  it('is rejected without full access, and for an old token', async () => {
    const exchange = (accessToken: string) => answerOf('exchangeUserAccessToken', { accessToken }, 'requestId');
    expect(await exchange(await accessTokenOf(g, ['openid']))).toMatchObject({
      errorType: 'oauth_access_token_exchange_missing_full_access',
    });
    const old = await accessTokenOf(g);
    g.pass({ minutes: 6 });
    expect(await exchange(old)).toMatchObject({ errorType: 'oauth_access_token_exchange_token_too_old' });
    expect(await exchange('not-a-jwt')).toMatchObject({ code: 'INVALID_INPUT', path: ['accessToken'] });
  });
});

describe('attestUserSession', () => {
  it('creates the user, and joins the session of the caller', async () => {
    const created = await answerOf('attestUserSession', await attestation(g, 'attested@new.example'), SIGN_IN);
    expect(created).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    const { email_address } = ben();
    const joined = await answerOf('attestUserSession', await attestation(g, email_address), SIGN_IN, 'user');
    expect(joined).toMatchObject({ outcome: { sessionToken: ben().session_token } });
    expect(bodyOf('api_session_v1_Attest')).toMatchObject({ session_jwt: ben().session_jwt });
    const session = { sessionToken: ben().session_token };
    const byVisitor = { ...(await attestation(g, email_address)), session };
    expect(await answerOf('attestUserSession', byVisitor, SIGN_IN)).toMatchObject({
      outcome: { sessionToken: session.sessionToken },
    });
    expect(await outcome(g, 'attestUserSession', byVisitor, { as: 'user' })).toBe('INVALID_INPUT');
  });

  it('reports an unknown profile and an invalid token', async () => {
    const right = await attestation(g, ben().email_address);
    expect(await outcome(g, 'attestUserSession', { ...right, profileId: 'x' }, { as: null })).toBe('NOT_FOUND');
    const token = ben().session_jwt;
    expect(await outcome(g, 'attestUserSession', { ...right, token }, { as: null })).toBe('INVALID_CREDENTIALS');
    expect(seededUser(g, 'Ben').emails).toHaveLength(1);
  });
});
