import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import { magicLinkFactor } from '../../src/sandbox/consumer/seed/user.ts';
import { type AuthenticationFactor, timestamp } from '../../src/sandbox/store.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { type MutationResult, outcome, sendMutation } from './mutation.ts';
import { oauthTokenOf } from './operations/oauth.ts';

const scoped = { token: 'sgk_attacher', scopes: ['stytch.user:create.oauth-registration'] };
const apiKeys = [{ ...scoped, name: 'attacher', sha256: createHash('sha256').update(scoped.token).digest('hex') }];

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ apiKeys });
});
afterEach(() => g.close());

const ATTACH = 'startUserOauthAttachment';
const AUTHENTICATE = 'authenticateUserOauth';
const idOf = (first: string) => seededUser(g, first).user_id;
const answerOf = async (name: string, input: object, select: string, as: ActAs = null): Promise<MutationResult> => {
  const { data } = await sendMutation(g, name, input, { as, select });
  return data?.[name] ?? {};
};
const attach = (input: object, as: ActAs = 'user') =>
  answerOf(ATTACH, { provider: 'GITHUB', ...input }, 'oauthAttachToken', as);
const signIn = (token: string, input: object = {}, as: ActAs = null) =>
  answerOf(
    AUTHENTICATE,
    { token, ...input },
    `provider providerSubject oauthUserRegistrationId resetSessions
     providerValues { accessToken refreshToken idToken scopes expiresAt }
     user { userId emailAddresses { emailAddress verified } oauthRegistrations { oauthUserRegistrationId } }
     outcome { __typename ... on UserAuthenticated { userId }
       ... on UserSignedIn { sessionToken session { expiresAt authenticationFactors { type deliveryMethod } } } }`,
    as,
  );
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body as Record<string, unknown> | undefined;
const SENT = { attach: 'api_oauth_v1_Attach', authenticate: 'api_oauth_v1_Authenticate' };

/** A bearer token of a user whose session has one factor. */
const sessionOf = (first: string, factor: AuthenticationFactor, at = new Date()): { token: string } => {
  const moment = timestamp(at);
  const factors = [{ ...factor, created_at: moment, updated_at: moment, last_authenticated_at: moment }];
  return { token: startSession(g.sandbox.store, seededUser(g, first), { factors, minutes: 60 }).token };
};

describe('startUserOauthAttachment', () => {
  it('uses the calling user, by their session', async () => {
    const { oauthAttachToken } = await attach({});
    expect(oauthAttachToken).toMatch(/^[\w-]{40,}$/);
    expect(bodyOf(SENT.attach)).toEqual({ provider: 'github', session_jwt: g.world.credentials.user.session_jwt });
    expect(g.sandbox.store.oauthAttachments.get(String(oauthAttachToken))).toMatchObject({ user_id: idOf('Ben') });
  });

  it.each<[string, ActAs, () => object]>([
    ['a visitor by a session', null, () => ({ session: { sessionToken: g.world.credentials.user.session_token } })],
    ['a server by an id', 'server', () => ({ userId: idOf('Ben') })],
    ['a server by a session', 'server', () => ({ session: { sessionToken: g.world.credentials.user.session_token } })],
    ['a server with the permission', { token: scoped.token }, () => ({ userId: idOf('Ben') })],
  ])('accepts %s', async (_, as, who) => {
    const { oauthAttachToken } = await attach(who(), as);
    expect(g.sandbox.store.oauthAttachments.get(String(oauthAttachToken))).toMatchObject({ user_id: idOf('Ben') });
  });

  it('accepts a user id from servers only, and one session only', async () => {
    const input = { provider: 'GITHUB', userId: idOf('Ada') };
    expect(await outcome(g, ATTACH, input, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, ATTACH, { ...input, userId: idOf('Ben') }, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, ATTACH, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, ATTACH, { provider: 'GITHUB' }, { as: null })).toBe('UNAUTHENTICATED');
    const session = { sessionToken: g.world.credentials.user.session_token };
    expect(await attach({ session }, 'user')).toMatchObject({ code: 'INVALID_INPUT', path: ['session'] });
    expect(sent(g)).not.toContain(SENT.attach);
  });

  it('requires step-up for a user with two kinds of factors, also in a visitor’s input', async () => {
    const ada = seededUser(g, 'Ada');
    const byMail = sessionOf('Ada', magicLinkFactor(ada));
    const refusal = { code: 'PRECONDITION_FAILED', errorType: 'insufficient_factors' };
    expect(await attach({}, byMail)).toMatchObject(refusal);
    expect(await attach({ session: { sessionToken: byMail.token } }, null)).toMatchObject(refusal);
    expect(
      await attach({}, sessionOf('Ben', { type: 'impersonated', delivery_method: 'impersonation' })),
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(sent(g)).not.toContain(SENT.attach);
    expect(await attach({}, 'adaByToken')).toMatchObject({ oauthAttachToken: expect.any(String) });
  });

  it('waits for the check of the session at Stytch', async () => {
    g.sandbox.store.sessions.clear();
    expect(await outcome(g, ATTACH, { provider: 'GITHUB' }, { as: 'user' })).toBe('UNAUTHENTICATED');
    expect(sent(g)).not.toContain(SENT.attach);
  });

  it.each([
    ['UNKNOWN', 'provider'],
    ['HUBSPOT', ''],
  ])('of %s is INVALID_INPUT', async (provider, place) => {
    const answer = await attach({ provider });
    expect(answer.code).toBe('INVALID_INPUT');
    if (place) expect(answer['path']).toEqual([place]);
  });

  it('of a server that names no user, or two, is INVALID_INPUT', async () => {
    expect(await attach({}, 'server')).toMatchObject({
      code: 'INVALID_INPUT',
      errorType: 'no_user_selection_arguments',
    });
    const session = { sessionToken: g.world.credentials.user.session_token };
    expect(await attach({ userId: idOf('Ada'), session }, 'server')).toMatchObject({
      errorType: 'too_many_user_selection_arguments',
    });
  });
});

describe('authenticateUserOauth', () => {
  it('signs a new user in for an hour, and returns the provider’s tokens once', async () => {
    const token = await oauthTokenOf(g, {
      provider: 'linkedin',
      email_address: 'new@person.example',
      name: 'New Person',
    });
    const answer = await signIn(token);
    expect(answer).toMatchObject({
      provider: 'LINKEDIN',
      resetSessions: false,
      providerValues: {
        accessToken: expect.any(String),
        refreshToken: expect.any(String),
        idToken: expect.stringContaining('.'),
        scopes: ['openid', 'email', 'profile'],
        expiresAt: expect.any(String),
      },
      user: {
        emailAddresses: [{ emailAddress: 'new@person.example', verified: true }],
        oauthRegistrations: [{ oauthUserRegistrationId: answer['oauthUserRegistrationId'] }],
      },
      outcome: {
        __typename: 'UserSignedIn',
        session: { authenticationFactors: [{ type: 'OAUTH', deliveryMethod: 'OAUTH_LINKEDIN' }] },
      },
    });
    const { session } = answer['outcome'] as { session: { expiresAt: string } };
    expect(Math.round((Date.parse(session.expiresAt) - Date.now()) / 60_000)).toBe(60);
    expect(bodyOf(SENT.authenticate)).toEqual({ token, session_duration_minutes: 60 });
  });

  it('starts no session if none is requested', async () => {
    const token = await oauthTokenOf(g, { email_address: 'ben@okafor.example' });
    expect(await signIn(token, { sessionDurationMinutes: null })).toMatchObject({
      outcome: { __typename: 'UserAuthenticated', userId: idOf('Ben') },
    });
  });

  it('joins the session of a user, to whom the account is added', async () => {
    const { oauthAttachToken } = await attach({}, 'user');
    const account = { provider: 'github', provider_subject: 'gh-1', email_verified: false };
    const token = await oauthTokenOf(g, { ...account, oauth_attach_token: oauthAttachToken });
    const joined = await signIn(token, {}, 'user');
    expect(joined).toMatchObject({
      provider: 'GITHUB',
      user: { userId: idOf('Ben') },
      outcome: { sessionToken: g.world.credentials.user.session_token },
    });
    expect(await signIn(await oauthTokenOf(g, account))).toMatchObject({ user: { userId: idOf('Ben') } });
    const stranger = await signIn(await oauthTokenOf(g, { ...account, provider_subject: 'gh-2' }));
    expect((stranger['user'] as { userId: string }).userId).not.toBe(idOf('Ben'));
  });

  it('with another user’s account starts a session of that user and joins none', async () => {
    const token = await oauthTokenOf(g, { email_address: 'ada@lovelace.example' });
    const answer = await signIn(token, {}, 'user');
    expect(answer).toMatchObject({ user: { userId: idOf('Ada') }, outcome: { __typename: 'UserSignedIn' } });
    expect((answer['outcome'] as { sessionToken: string }).sessionToken).not.toBe(
      g.world.credentials.user.session_token,
    );
  });

  it('rejects an account that another user has', async () => {
    const account = { provider: 'github', provider_subject: 'gh-1', email_verified: false };
    await signIn(
      await oauthTokenOf(g, { ...account, oauth_attach_token: (await attach({}, 'user'))['oauthAttachToken'] }),
    );
    const { oauthAttachToken } = await attach({}, 'adaByToken');
    const token = await oauthTokenOf(g, { ...account, oauth_attach_token: oauthAttachToken });
    expect(await signIn(token)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'invalid_oauth_attach_token' });
  });

  it('reports that other sessions ended if the address was not verified', async () => {
    const hugo = seededUser(g, 'Hugo');
    const stranger = startSession(g.sandbox.store, hugo, { factors: [], minutes: 60 });
    const token = await oauthTokenOf(g, { email_address: hugo.emails[0]?.email });
    expect(await signIn(token)).toMatchObject({ resetSessions: true, user: { userId: hugo.user_id } });
    expect(g.sandbox.store.sessions.has(stranger.session.session_id)).toBe(false);
  });

  it('is INVALID_CREDENTIALS for a wrong, used or expired token', async () => {
    const token = await oauthTokenOf(g, { email_address: 'ben@okafor.example' });
    await signIn(token);
    for (const wrong of [token, 'x'.repeat(43)]) {
      expect(await signIn(wrong)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'oauth_token_not_found' });
    }
    const late = await oauthTokenOf(g, { email_address: 'ben@okafor.example' });
    g.sandbox.clock.advance(301_000);
    expect(await signIn(late)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'expired_oauth_response' });
  });

  it('requires the verifier of its challenge', async () => {
    const code_challenge = createHash('sha256').update('verifier').digest('base64url');
    const token = await oauthTokenOf(g, { email_address: 'ben@okafor.example', code_challenge });
    expect(await signIn(token)).toMatchObject({ code: expect.any(String), errorType: 'pkce_expected_code_verifier' });
    expect(await signIn(token, { codeVerifier: 'verifier' })).toMatchObject({ user: { userId: idOf('Ben') } });
  });

  it('accepts claims from servers only', async () => {
    const input = { token: 'x'.repeat(43), sessionCustomClaims: { plan: 'pro' } };
    expect(await outcome(g, AUTHENTICATE, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, AUTHENTICATE, input, { as: 'user' })).toBe('FORBIDDEN');
    expect(sent(g)).toEqual([]);
  });
});
