import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { impersonationTokenOf } from './operations/impersonation.ts';
import { linkFor } from './operations/magic-link.ts';
import { playProvider } from './operations/play.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

const SELECT = `user { userId } outcome { __typename ... on UserSignedIn { sessionToken session { expiresAt
  authenticationFactors { __typename ... on ImpersonatedFactor { impersonatorEmailAddress } } } } }`;

const actAs = async (first: string, as: ActAs = null, said: object = {}) => {
  const impersonationToken = await impersonationTokenOf(g, first, said);
  const { data } = await sendMutation(
    g,
    'authenticateUserImpersonation',
    { impersonationToken },
    { as, select: SELECT },
  );
  const answer = data?.['authenticateUserImpersonation'] ?? {};
  const { sessionToken = '', session } = answer['outcome'] as { sessionToken: string; session: { expiresAt: string } };
  return { answer, impersonationToken, sessionToken, session };
};

it.each<[ActAs]>([[null], ['ada'], ['server']])(
  'a support agent acts as a user for an hour, for each caller: %s',
  async (as) => {
    const { user_id: userId } = seededUser(g, 'Ben');
    const { answer, session, sessionToken } = await actAs('Ben', as, {
      impersonator_email_address: 'sam@crumb.example',
    });
    expect(answer).toMatchObject({
      user: { userId },
      outcome: {
        __typename: 'UserSignedIn',
        session: {
          authenticationFactors: [{ __typename: 'ImpersonatedFactor', impersonatorEmailAddress: 'sam@crumb.example' }],
        },
      },
    });
    expect(Math.round((Date.parse(session.expiresAt) - Date.now()) / 60_000)).toBe(60);
    const { viewer } = await g.data<{ viewer: object }>('{ viewer { user { userId } } }', {
      as: { token: sessionToken },
    });
    expect(viewer).toEqual({ user: { userId } });
  },
);

it('the token is valid once, within five minutes, and is not logged', async () => {
  const { impersonationToken } = await actAs('Ben');
  const again = await sendMutation(g, 'authenticateUserImpersonation', { impersonationToken }, { as: null });
  expect(again.data?.['authenticateUserImpersonation']).toMatchObject({
    code: 'INVALID_CREDENTIALS',
    errorType: 'unable_to_auth_impersonation_token',
  });
  const late = await impersonationTokenOf(g);
  g.pass({ minutes: 5 });
  expect(await outcome(g, 'authenticateUserImpersonation', { impersonationToken: late }, { as: null })).toBe(
    'INVALID_CREDENTIALS',
  );
  expect(JSON.stringify(g.logged)).not.toContain(impersonationToken);
});

describe('the session of an impersonation', () => {
  const tokenOfBen = async () => (await actAs('Ben')).sessionToken;
  const endOf = () =>
    g.sandbox.store.sessions
      .values()
      .find(({ session }) => session.authentication_factors.some(({ type }) => type === 'impersonated'))?.session
      .expires_at;
  const refused = { code: 'FORBIDDEN', errorType: 'session_not_mutable' };

  it('is authenticated, but not extended', async () => {
    const session = { sessionToken: await tokenOfBen() };
    const end = endOf();
    g.pass({ minutes: 1 });
    const name = 'authenticateUserSession';
    expect(await outcome(g, name, { session }, { as: null })).toBe('AuthenticateUserSessionPayload');
    const { data } = await sendMutation(g, name, { session, sessionDurationMinutes: 60 }, { as: null });
    expect(data?.[name]).toMatchObject(refused);
    expect(endOf()).toBe(end);
  });

  it('is not extended by a sign-in, which uses up no link and leaves the failure count', async () => {
    const as = { token: await tokenOfBen() };
    const end = endOf();
    const token = await linkFor(g);
    const { user_id } = seededUser(g, 'Ben');
    g.sandbox.store.failures.set(user_id, 3);
    g.pass({ minutes: 1 });
    const name = 'authenticateUserMagicLink';
    const { data } = await sendMutation(g, name, { token }, { as });
    expect(data?.[name]).toMatchObject(refused);
    expect(endOf()).toBe(end);
    expect(g.sandbox.store.failures.get(user_id)).toBe(3);
    expect(await outcome(g, name, { token }, { as: null })).toBe('AuthenticateUserMagicLinkPayload');
  });

  it('is not extended by a password reset, which leaves the password unchanged', async () => {
    const as = { token: await tokenOfBen() };
    const link = { token: await linkFor(g), sessionDurationMinutes: null };
    expect(await outcome(g, 'authenticateUserMagicLink', link, { as })).toBe('AuthenticateUserMagicLinkPayload');
    const name = 'resetUserPasswordBySession';
    const { data } = await sendMutation(g, name, { password: 'quiet kettles at the river' }, { as });
    expect(data?.[name]).toMatchObject(refused);
    expect(seededUser(g, 'Ben').password).toBeUndefined();
  });
});

it('impersonation without a valid token is rejected', async () => {
  expect(await outcome(g, 'authenticateUserImpersonation', { impersonationToken: '' }, { as: null })).toBe(
    'UNAUTHENTICATED',
  );
  expect(sent(g)).toEqual([]);
});

it('impersonation of a deleted user is rejected', async () => {
  const impersonationToken = await impersonationTokenOf(g);
  await outcome(g, 'deleteUser', { userId: seededUser(g, 'Ben').user_id }, { as: 'server' });
  expect(await outcome(g, 'authenticateUserImpersonation', { impersonationToken }, { as: null })).toBe(
    'INVALID_CREDENTIALS',
  );
  expect(await playProvider(g, 'impersonation', { user_id: 'user-test-none' })).toMatchObject({
    error_type: 'user_not_found',
  });
});

it('the session may neither add nor remove a factor', async () => {
  const as = { token: (await actAs('Ben')).sessionToken };
  const [email] = seededUser(g, 'Ben').emails;
  expect(await outcome(g, 'deleteUserEmail', { emailId: email?.email_id }, { as })).toBe('FORBIDDEN');
  expect(await outcome(g, 'createUserTotp', {}, { as })).toBe('FORBIDDEN');
  expect(await outcome(g, 'sendUserMagicLink', { emailAddress: 'second@new.example' }, { as })).toBe('FORBIDDEN');
});
