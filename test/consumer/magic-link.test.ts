import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { type MutationResult, outcome, sendMutation } from './mutation.ts';
import { callSandbox, latestSecret, linkFor } from './operations/magic-link.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

const BEN = 'ben@okafor.example';
const NEW = 'first@new.example';

const answerOf = async (name: string, input: object, select: string, as: ActAs = null): Promise<MutationResult> => {
  const { data } = await sendMutation(g, name, input, { as, select });
  return data?.[name] ?? {};
};
const follow = (token: string, input: object = {}, as: ActAs = null) =>
  answerOf(
    'authenticateUserMagicLink',
    { token, ...input },
    'methodId resetSessions user { userId status emailAddresses { emailAddress verified } password { requiresReset } } outcome { __typename ... on UserSignedIn { sessionToken sessionJwt session { expiresAt attributes { ipAddress } authenticationFactors { __typename } } } }',
    as,
  );
const latestMail = (to: string) => g.sandbox.store.outbox.find((message) => message.to === to);

describe('loginOrCreateUserByMagicLink', () => {
  it('creates a user, whom the link signs in for an hour', async () => {
    const asked = await sendMutation(
      g,
      'loginOrCreateUserByMagicLink',
      { emailAddress: NEW },
      { as: null, select: 'emailId userCreated' },
    );
    const emailId = asked.data?.['loginOrCreateUserByMagicLink']?.['emailId'];
    expect(asked.data?.['loginOrCreateUserByMagicLink']).toMatchObject({ userCreated: null });
    expect(asked.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    const signedIn = await follow(latestSecret(g, NEW));
    expect(signedIn).toMatchObject({
      methodId: emailId,
      resetSessions: false,
      user: { status: 'ACTIVE', emailAddresses: [{ emailAddress: NEW, verified: true }] },
      outcome: {
        __typename: 'UserSignedIn',
        session: {
          attributes: { ipAddress: '127.0.0.1' },
          authenticationFactors: [{ __typename: expect.any(String) }],
        },
      },
    });
    const { session, sessionJwt } = signedIn['outcome'] as { session: { expiresAt: string }; sessionJwt: string };
    expect(Math.round((Date.parse(session.expiresAt) - Date.now()) / 60_000)).toBe(60);
    expect(sent(g)).toEqual(['api_magic_v1_magic_links_email_LoginOrCreate', 'api_magic_v1_Authenticate']);
    const { viewer } = await g.data<{ viewer: object }>('{ viewer { kind user { status } } }', {
      as: { token: sessionJwt },
    });
    expect(viewer).toEqual({ kind: 'USER', user: { status: 'ACTIVE' } });
  });

  it('mails the login link to active users and the sign-up link to all others, each with its URL', async () => {
    const input = {
      loginMagicLinkUrl: 'https://app.example/login?from=mail',
      signupMagicLinkUrl: 'https://app.example/welcome',
      locale: 'FR',
    };
    const mailed = [];
    for (const emailAddress of [BEN, NEW, 'dmitri@volkov.example']) {
      await outcome(g, 'loginOrCreateUserByMagicLink', { emailAddress, ...input }, { as: null });
      const { subject, link = '' } = latestMail(emailAddress) ?? {};
      mailed.push([subject, new URL(link).pathname, new URL(link).searchParams.get('stytch_token_type')]);
    }
    const signup = ['Terminez votre inscription', '/welcome', 'magic_links'];
    expect(mailed).toEqual([['Connectez-vous', '/login', 'magic_links'], signup, signup]);
  });

  it('returns the created user to servers, pending on request', async () => {
    const select = 'userCreated user { status }';
    const first = await answerOf(
      'loginOrCreateUserByMagicLink',
      { emailAddress: NEW, createUserAsPending: true },
      select,
      'server',
    );
    expect(first).toMatchObject({ userCreated: true, user: { status: 'PENDING' } });
    const again = await answerOf('loginOrCreateUserByMagicLink', { emailAddress: NEW }, select, 'server');
    expect(again).toMatchObject({ userCreated: false, user: { status: 'PENDING' } });
    expect(await follow(latestSecret(g, NEW))).toMatchObject({ user: { status: 'ACTIVE' } });
  });

  it.each<[string, object, string, string]>([
    ['loginMagicLinkUrl', { loginMagicLinkUrl: 'ftp://app.example' }, 'INVALID_INPUT', 'loginMagicLinkUrl'],
    ['loginExpirationMinutes', { loginExpirationMinutes: 4 }, 'INVALID_INPUT', ''],
    ['signupExpirationMinutes', { signupExpirationMinutes: 10_081 }, 'INVALID_INPUT', ''],
    ['codeChallenge', { codeChallenge: 'short' }, 'INVALID_INPUT', 'codeChallenge'],
    ['emailAddress', { emailAddress: 'nobody' }, 'INVALID_INPUT', 'emailAddress'],
  ])('rejects an invalid %s, and creates no user', async (_, input, code, place) => {
    const before = g.sandbox.store.users.size;
    const answer = await answerOf('loginOrCreateUserByMagicLink', { emailAddress: NEW, ...input }, 'requestId');
    expect(answer.code).toBe(code);
    if (place) expect(answer['path']).toEqual([place]);
    expect(g.sandbox.store.users.size).toBe(before);
  });
});

describe('a link', () => {
  it('is valid once', async () => {
    const token = await linkFor(g);
    expect(await follow(token)).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    expect(await follow(token)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'unable_to_auth_magic_link' });
  });

  it.each<[string, string, object, number]>([
    ['for login', BEN, {}, 60],
    ['for login, with a given expiration', BEN, { login_expiration_minutes: 5 }, 5],
    ['for sign-up', NEW, {}, 10_080],
  ])('%s expires', async (_, email, sentAlong, minutes) => {
    const mail = () => callSandbox(g, '/v1/magic_links/email/login_or_create', { email, ...sentAlong });
    await mail();
    g.pass({ minutes: minutes - 1 });
    expect(await follow(latestSecret(g, email))).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    await mail();
    g.pass({ minutes });
    expect(await follow(latestSecret(g, email))).toMatchObject({ errorType: 'unable_to_auth_magic_link' });
  });

  it('is invalid once the user’s address has changed', async () => {
    const token = await linkFor(g);
    const { user_id: userId } = seededUser(g, 'Ben');
    await outcome(g, 'exchangeUserPrimaryFactor', { userId, factor: { emailAddress: NEW } }, { as: 'server' });
    expect(await follow(token)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('requires the verifier of its challenge, and is not used up by a wrong one', async () => {
    const codeVerifier = 'a-verifier-that-the-client-keeps-for-itself-123';
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    await outcome(g, 'sendUserMagicLink', { emailAddress: BEN, codeChallenge }, { as: null });
    const token = latestSecret(g, BEN);
    expect(await follow(token)).toMatchObject({ errorType: 'pkce_expected_code_verifier' });
    expect(await follow(token, { codeVerifier: `${codeVerifier}4` })).toMatchObject({ errorType: 'pkce_mismatch' });
    expect(await follow(token, { codeVerifier })).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    const plain = await linkFor(g);
    expect(await follow(plain, { codeVerifier })).toMatchObject({ errorType: 'pkce_did_not_expect_code_verifier' });
  });

  it.each(['ipMatchRequired', 'userAgentMatchRequired'])('can be bound to the device by %s', async (option) => {
    const ask = (headers: Record<string, string>, query: string, variables: object = {}) =>
      g
        .fetch(
          new Request(`${g.address}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify({ query, variables }),
          }),
        )
        .then((response) => response.json());
    await g.close();
    g = await gatewayOverSandbox({ trustProxy: 1 });
    const home = { 'x-forwarded-for': '2001:db8::1', 'user-agent': 'phone' };
    const thief = { 'x-forwarded-for': '2001:db8::2', 'user-agent': 'other phone' };
    await ask(home, `mutation { sendUserMagicLink(input: { emailAddress: "${BEN}" }) { __typename } }`);
    const input = { token: latestSecret(g, BEN), options: { [option]: true } };
    const document = `mutation ($input: AuthenticateUserMagicLinkInput!) { it: authenticateUserMagicLink(input: $input) {
      __typename ... on MutationError { code errorType } } }`;
    expect(await ask(thief, document, { input })).toMatchObject({
      data: { it: { code: 'INVALID_CREDENTIALS', errorType: 'attribute_mismatch' } },
    });
    expect(await ask(home, document, { input })).toMatchObject({
      data: { it: { __typename: 'AuthenticateUserMagicLinkPayload' } },
    });
  });

  it('of a locked user does not sign in', async () => {
    expect(await follow(await linkFor(g, 'carla@nunez.example'))).toMatchObject({
      code: 'LOCKED',
      errorType: 'user_lock_limit_reached',
    });
  });

  it('to an unverified address with a password ends other sessions and invalidates the password', async () => {
    const hugo = seededUser(g, 'Hugo');
    const email = hugo.emails[0]?.email ?? '';
    const stranger = await callSandbox(g, '/v1/magic_links', { user_id: hugo.user_id }).then((answer) =>
      follow((answer as { token: string }).token),
    );
    const { sessionJwt, sessionToken } = stranger['outcome'] as { sessionJwt: string; sessionToken: string };
    expect(stranger).toMatchObject({ resetSessions: false, user: { emailAddresses: [{ verified: false }] } });
    expect(await follow(await linkFor(g, email))).toMatchObject({
      resetSessions: true,
      user: { userId: hugo.user_id, emailAddresses: [{ verified: true }], password: { requiresReset: true } },
    });
    const refused = await g.query('{ viewer { user { userId } } }', { as: { token: sessionToken } });
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(sessionJwt).not.toBe('');
    // The address is now verified, so the next link resets nothing.
    expect(await follow(await linkFor(g, email))).toMatchObject({ resetSessions: false });
  });
});

describe('sendUserMagicLink', () => {
  const mine = 'user { emailAddresses { emailAddress verified } }';
  const addresses = async () => {
    const { viewer } = await g.data<{ viewer: { user: { emailAddresses: object[] } } }>(`{ viewer { ${mine} } }`, {
      as: 'user',
    });
    return viewer.user.emailAddresses;
  };

  it('adds a new address to the calling user, for five minutes unless the link is used', async () => {
    const add = () => outcome(g, 'sendUserMagicLink', { emailAddress: NEW }, { as: 'user' });
    const verified = { emailAddress: BEN, verified: true };
    expect(await add()).toBe('SendUserMagicLinkPayload');
    expect(await addresses()).toEqual([verified, { emailAddress: NEW, verified: false }]);
    g.pass({ minutes: 6 });
    expect(await addresses()).toEqual([verified]);
    expect(await follow(latestSecret(g, NEW), {}, 'user')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await add();
    expect(await follow(latestSecret(g, NEW), {}, 'user')).toMatchObject({
      user: { userId: seededUser(g, 'Ben').user_id },
    });
    g.pass({ minutes: 6 });
    expect(await addresses()).toEqual([verified, { emailAddress: NEW, verified: true }]);
  });

  it('adds one address at a time', async () => {
    await outcome(g, 'sendUserMagicLink', { emailAddress: NEW }, { as: 'user' });
    const { data } = await sendMutation(g, 'sendUserMagicLink', { emailAddress: 'second@new.example' }, { as: 'user' });
    expect(data?.['sendUserMagicLink']).toMatchObject({ code: 'CONFLICT', errorType: 'too_many_unverified_factors' });
  });

  it('never adds the address of another user', async () => {
    expect(await outcome(g, 'sendUserMagicLink', { emailAddress: 'ada@lovelace.example' }, { as: 'user' })).toBe(
      'SendUserMagicLinkPayload',
    );
    expect(await addresses()).toHaveLength(1);
    expect(latestMail('ada@lovelace.example')).toBeUndefined();
  });

  it('needs no step-up for an address of the user', async () => {
    const { token } = [...g.sandbox.store.sessions.values()].find(
      ({ session }) =>
        session.user_id === seededUser(g, 'Ada').user_id && session.authentication_factors[0]?.type === 'otp',
    ) ?? { token: '' };
    expect(await outcome(g, 'sendUserMagicLink', { emailAddress: 'ADA@lovelace.example' }, { as: { token } })).toBe(
      'SendUserMagicLinkPayload',
    );
    expect(await outcome(g, 'sendUserMagicLink', { emailAddress: NEW }, { as: { token } })).toBe('PRECONDITION_FAILED');
    expect(await outcome(g, 'sendUserMagicLink', { emailAddress: NEW }, { as: 'ada' })).toBe(
      'SendUserMagicLinkPayload',
    );
  });

  it('adds an address to the user whom a server names', async () => {
    const { user_id: userId } = seededUser(g, 'Ben');
    const answer = await answerOf('sendUserMagicLink', { emailAddress: NEW, userId }, 'user { userId }', 'server');
    expect(answer).toMatchObject({ user: { userId } });
    expect(await addresses()).toHaveLength(2);
  });
});

describe('magic link mutations for servers', () => {
  const forServers: [string, () => object][] = [
    ['createUserMagicLink', () => ({ userId: seededUser(g, 'Ben').user_id })],
    ['inviteUser', () => ({ emailAddress: NEW })],
    ['revokeUserInvitation', () => ({ emailAddress: NEW })],
  ];
  it.each(forServers)('%s rejects users and visitors', async (name, input) => {
    expect(await outcome(g, name, input(), { as: 'ada' })).toBe('FORBIDDEN');
    expect(await outcome(g, name, input(), { as: null })).toBe('UNAUTHENTICATED');
    expect(sent(g)).toEqual([]);
  });

  it('createUserMagicLink returns a token that signs in and verifies no address', async () => {
    const hugo = seededUser(g, 'Hugo');
    const created = await answerOf(
      'createUserMagicLink',
      { userId: hugo.user_id, expirationMinutes: 5 },
      'token user { userId }',
      'server',
    );
    expect(created).toMatchObject({ user: { userId: hugo.user_id } });
    const signedIn = await follow(String(created['token']));
    expect(signedIn).toMatchObject({ resetSessions: false, user: { emailAddresses: [{ verified: false }] } });
    expect(signedIn).toMatchObject({
      outcome: { session: { authenticationFactors: [{ __typename: 'EmbeddableMagicLinkFactor' }] } },
    });
  });

  it('inviteUser creates a pending user, whom the link activates', async () => {
    const input = {
      emailAddress: NEW,
      name: { firstName: 'In' },
      trustedMetadata: { plan: 'pro' },
      inviteMagicLinkUrl: 'https://app.example/invited',
    };
    const select = 'emailId user { status name { firstName } trustedMetadata }';
    const invited = await answerOf('inviteUser', input, select, 'server');
    expect(invited).toMatchObject({
      user: { status: 'PENDING', name: { firstName: 'In' }, trustedMetadata: { plan: 'pro' } },
    });
    expect(new URL(latestMail(NEW)?.link ?? '').pathname).toBe('/invited');
    // Another invitation sends another mail to the same user.
    expect(await answerOf('inviteUser', { emailAddress: NEW }, select, 'server')).toEqual(invited);
    expect(await follow(latestSecret(g, NEW))).toMatchObject({ user: { status: 'ACTIVE' } });
    expect(await outcome(g, 'inviteUser', { emailAddress: NEW }, { as: 'server' })).toBe('CONFLICT');
  });

  it('revokeUserInvitation invalidates the links, and deletes a user who was only invited', async () => {
    await outcome(g, 'inviteUser', { emailAddress: NEW }, { as: 'server' });
    const token = latestSecret(g, NEW);
    const revoke = () => outcome(g, 'revokeUserInvitation', { emailAddress: NEW }, { as: 'server' });
    expect(await revoke()).toBe('RevokeUserInvitationPayload');
    expect(await follow(token)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(g.sandbox.store.users.values().some(({ emails }) => emails.some(({ email }) => email === NEW))).toBe(false);
    expect(await revoke()).toBe('NOT_FOUND');
  });
});

describe('a project without default redirect URLs', () => {
  const URL_OF_APP = 'https://app.example/in';
  beforeEach(async () => {
    await fetch(`${g.sandbox.origin}/sandbox/settings`, { method: 'PUT', body: '{"default_redirect_urls":false}' });
  });

  const links = { loginMagicLinkUrl: URL_OF_APP, signupMagicLinkUrl: URL_OF_APP };
  const reset = { resetPasswordRedirectUrl: URL_OF_APP, loginRedirectUrl: URL_OF_APP };
  it.each<[string, string, Record<string, string>, string, ActAs]>([
    ['loginOrCreateUserByMagicLink', 'loginMagicLinkUrl', links, 'no_login_redirect_url', null],
    ['loginOrCreateUserByMagicLink', 'signupMagicLinkUrl', links, 'no_signup_redirect_url', null],
    ['sendUserMagicLink', 'loginMagicLinkUrl', links, 'no_login_redirect_url', null],
    ['sendUserMagicLink', 'signupMagicLinkUrl', links, 'no_signup_redirect_url', null],
    ['startUserPasswordReset', 'resetPasswordRedirectUrl', reset, 'no_password_reset_redirect_url', null],
    ['startUserPasswordReset', 'loginRedirectUrl', reset, 'no_login_redirect_url', null],
    ['inviteUser', 'inviteMagicLinkUrl', { inviteMagicLinkUrl: URL_OF_APP }, 'no_invite_redirect_url', 'server'],
  ])('rejects %s without %s, for known and unknown addresses alike', async (name, left, urls, errorType, as) => {
    const { [left]: _, ...others } = urls;
    const users = g.sandbox.store.users.size;
    for (const emailAddress of [BEN, NEW]) {
      const { data } = await sendMutation(g, name, { emailAddress, ...others }, { as });
      expect(data?.[name]).toMatchObject({ code: 'NOT_CONFIGURED', errorType });
    }
    expect(g.sandbox.store.outbox).toEqual([]);
    expect(g.sandbox.store.users.size).toBe(users);
    const emailAddress = name === 'inviteUser' ? NEW : BEN;
    expect(await outcome(g, name, { emailAddress, ...urls }, { as })).toMatch(/Payload$/);
    expect(latestMail(emailAddress)?.link).toContain(`${URL_OF_APP}?`);
  });
});
