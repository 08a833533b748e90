/**
 * T54, T55, T56: rules of all user sign-ins, tested with magic links: the acting session, inputs for servers only,
 * counting, enumeration prevention.
 */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replacing, stytchError } from '../safety/replaced.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { linkFor } from './operations/magic-link.ts';

const BEN = 'ben@okafor.example';
const AUTHENTICATE = 'api_magic_v1_Authenticate';
const SEND = 'api_magic_v1_magic_links_email_Send';
const CHECK = 'api_session_v1_Authenticate';

const keyOf = (...scopes: string[]) => {
  const token = `sgk_${scopes.join('_').replaceAll(/\W/g, '_')}`;
  return { name: token, sha256: createHash('sha256').update(token).digest('hex'), scopes, token };
};
const foreign = keyOf('document:read');
const sender = keyOf('stytch.user:send');
const searcher = keyOf('stytch.user:search');

let g: ConsumerGateway;
const open = async (settings: Parameters<typeof gatewayOverSandbox>[0] = {}) => {
  await g?.close();
  g = await gatewayOverSandbox({ apiKeys: [foreign, sender, searcher], ...settings });
};
beforeEach(async () => {
  g = await gatewayOverSandbox({ apiKeys: [foreign, sender, searcher] });
});
afterEach(() => g.close());

/** The body of the last request of an operation. */
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body as Record<string, unknown> | undefined;
const SIGN_IN =
  'user { userId } outcome { __typename ... on UserSignedIn { sessionToken session { sessionId authenticationFactors { __typename } } } ... on UserAuthenticated { userId } }';
const signIn = async (input: object, as: ActAs = null) => {
  const { data } = await sendMutation(g, 'authenticateUserMagicLink', input, { as, select: SIGN_IN });
  return data?.['authenticateUserMagicLink'] ?? {};
};
const send = (input: object, as: ActAs = null) => outcome(g, 'sendUserMagicLink', input, { as });
const SENT = 'SendUserMagicLinkPayload';

describe('the length of a session', () => {
  it('is an hour by default', async () => {
    expect(await signIn({ token: await linkFor(g) })).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    expect(bodyOf(AUTHENTICATE)).toMatchObject({ session_duration_minutes: 60 });
    await signIn({ token: await linkFor(g), sessionDurationMinutes: 30 });
    expect(bodyOf(AUTHENTICATE)).toMatchObject({ session_duration_minutes: 30 });
  });

  it('is none for null: the user is returned without a session', async () => {
    const { user_id: userId } = seededUser(g, 'Ben');
    expect(await signIn({ token: await linkFor(g), sessionDurationMinutes: null })).toMatchObject({
      outcome: { __typename: 'UserAuthenticated', userId },
      user: { userId },
    });
    expect(bodyOf(AUTHENTICATE)).not.toHaveProperty('session_duration_minutes');
  });
});

describe('the acting session', () => {
  it.each<[ActAs, 'session_jwt' | 'session_token']>([
    ['ada', 'session_jwt'],
    ['adaByToken', 'session_token'],
  ])('of a user is that of the bearer token: %s sends %s, and the factor joins it', async (as, name) => {
    const result = await signIn({ token: await linkFor(g, 'ada@lovelace.example') }, as);
    expect(bodyOf(AUTHENTICATE)).toMatchObject({ [name]: g.world.credentials.ada[name] });
    expect(result).toMatchObject({ outcome: { sessionToken: g.world.credentials.ada.session_token } });
  });

  it('is rejected in the input of a user', async () => {
    const session = { sessionToken: g.world.credentials.user.session_token };
    const { data } = await sendMutation(g, 'sendUserMagicLink', { emailAddress: BEN, session });
    expect(data?.['sendUserMagicLink']).toMatchObject({ code: 'INVALID_INPUT', path: ['session'] });
    expect(sent(g)).toEqual([]);
  });

  it('of a visitor is checked once, and sent with the call', async () => {
    const { session_token: sessionToken } = g.world.credentials.user;
    expect(await signIn({ token: await linkFor(g), session: { sessionToken } })).toMatchObject({
      outcome: { sessionToken },
    });
    expect(sent(g)).toEqual([CHECK, AUTHENTICATE]);
    expect(bodyOf(CHECK)).toEqual({ session_token: sessionToken });
    expect(bodyOf(AUTHENTICATE)).toMatchObject({ session_token: sessionToken });
  });

  it('of a visitor is checked once by its JWT too, with or without step-up, without repeated reads', async () => {
    const session = { sessionJwt: g.world.credentials.user.session_jwt };
    expect(await send({ emailAddress: 'ben@elsewhere.example', session })).toBe(SENT);
    expect(sent(g)).toEqual([CHECK, SEND]);
    expect(bodyOf(SEND)).toMatchObject({ session_jwt: session.sessionJwt });
  });

  it('of a visitor applies the rules for users: a new address requires step-up', async () => {
    const { token } = [...g.sandbox.store.sessions.values()].find(
      ({ session }) =>
        session.user_id === seededUser(g, 'Ada').user_id && session.authentication_factors[0]?.type === 'otp',
    ) ?? { token: '' };
    const input = { emailAddress: 'ada@elsewhere.example', session: { sessionToken: token } };
    const { data } = await sendMutation(g, 'sendUserMagicLink', input, { as: null });
    expect(data?.['sendUserMagicLink']).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'insufficient_factors',
    });
    expect(sent(g)).toEqual([CHECK]);
  });

  it('of a visitor that has ended is an error, makes no other call and counts as an attempt', async () => {
    const session = { sessionToken: 'no-session-of-anybody' };
    for (let n = 0; n < 5; n++) expect(await send({ emailAddress: BEN, session })).toBe('INVALID_CREDENTIALS');
    expect(await send({ emailAddress: BEN, session })).toBe('RATE_LIMITED');
    expect(new Set(sent(g))).toEqual(new Set([CHECK]));
  });

  it('of a server is passed on unchanged', async () => {
    const { session_token: sessionToken } = g.world.credentials.user;
    expect(await send({ emailAddress: 'ben@elsewhere.example', session: { sessionToken } }, 'server')).toBe(SENT);
    expect(sent(g)).toEqual([SEND]);
    expect(bodyOf(SEND)).toMatchObject({ session_token: sessionToken });
  });

  it('that has ended is UNAUTHENTICATED if it is that of the bearer token', async () => {
    const token = await linkFor(g, 'ada@lovelace.example');
    const { user_id } = g.world.credentials.ada;
    for (const [id, { session }] of g.sandbox.store.sessions) {
      if (session.user_id === user_id) g.sandbox.store.sessions.delete(id);
    }
    expect(await outcome(g, 'authenticateUserMagicLink', { token })).toBe('UNAUTHENTICATED');
    // The link was not used up.
    expect(await outcome(g, 'authenticateUserMagicLink', { token }, { as: null })).toMatch(/Payload$/);
  });

  it('of another user is ignored: the link identifies the user', async () => {
    const { user_id: userId } = seededUser(g, 'Ben');
    const result = await signIn({ token: await linkFor(g) }, 'ada');
    expect(result).toMatchObject({ user: { userId }, outcome: { __typename: 'UserSignedIn' } });
    const { outcome: signedIn } = result as { outcome: { sessionToken: string } };
    expect(signedIn.sessionToken).not.toBe(g.world.credentials.ada.session_token);
  });
});

describe('inputs for servers', () => {
  const userId = () => seededUser(g, 'Ada').user_id;
  const session = () => ({ sessionToken: g.world.credentials.user.session_token });
  it.each<[string, ActAs, () => object, string]>([
    ['an id, from a visitor', null, () => ({ userId: userId() }), 'UNAUTHENTICATED'],
    [
      'an id beside a session, from a visitor',
      null,
      () => ({ userId: userId(), session: session() }),
      'UNAUTHENTICATED',
    ],
    ['her own id, from a user', 'ada', () => ({ userId: userId() }), 'FORBIDDEN'],
    ['an id, from a server without the scope', { token: foreign.token }, () => ({ userId: userId() }), 'FORBIDDEN'],
    ['a template, from a visitor', null, () => ({ loginTemplateId: 'x' }), 'UNAUTHENTICATED'],
    ['a template, from a user', 'ada', () => ({ loginTemplateId: 'x' }), 'FORBIDDEN'],
    [
      'an address of a device, from a visitor',
      null,
      () => ({ attributes: { ipAddress: '192.0.2.9' } }),
      'UNAUTHENTICATED',
    ],
    ['an address of a device, from a user', 'ada', () => ({ attributes: { ipAddress: '192.0.2.9' } }), 'FORBIDDEN'],
  ])('%s are rejected, and no call is made', async (_, as, input, code) => {
    expect(await send({ emailAddress: 'new@elsewhere.example', ...input() }, as)).toBe(code);
    expect(sent(g)).toEqual([]);
  });

  it('are sent for a server with the scope', async () => {
    const input = {
      userId: seededUser(g, 'Ben').user_id,
      attributes: { ipAddress: '192.0.2.9' },
      loginTemplateId: 'x',
    };
    expect(await send({ emailAddress: 'new@elsewhere.example', ...input }, { token: sender.token })).toBe(SENT);
    expect(bodyOf(SEND)).toMatchObject({
      user_id: input.userId,
      attributes: { ip_address: '192.0.2.9' },
      login_template_id: 'x',
    });
  });

  it('reserve session claims for servers, for callers with a proof too', async () => {
    const input = { token: await linkFor(g), sessionCustomClaims: { plan: 'pro' } };
    const refused = async (as: ActAs) => outcome(g, 'authenticateUserMagicLink', input, { as });
    expect([await refused(null), await refused('ada'), await refused({ token: foreign.token })]).toEqual([
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
    expect(sent(g)).toEqual([]);
    expect(await refused('server')).toMatch(/Payload$/);
  });

  it('are not required of a server without any scope, which may do what visitors may', async () => {
    expect(await send({ emailAddress: BEN }, { token: foreign.token })).toBe(SENT);
  });
});

describe('attributes', () => {
  const post = (headers: Record<string, string>) =>
    g.fetch(
      new Request(`${g.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({
          query: `mutation { sendUserMagicLink(input: { emailAddress: "${BEN}" }) { __typename } }`,
        }),
      }),
    );

  it('are the full address and the User-Agent of the request, for a visitor and for a user', async () => {
    await open({ trustProxy: 1 });
    const headers = { 'x-forwarded-for': '2001:DB8:1:2:3:4:5:6', 'user-agent': 'Mozilla/5.0 (test)' };
    const expected = { ip_address: '2001:db8:1:2:3:4:5:6', user_agent: 'Mozilla/5.0 (test)' };
    await post(headers);
    expect(bodyOf(SEND)).toMatchObject({ attributes: expected });
    const { session_token } = g.world.credentials.user;
    await post({ ...headers, authorization: `Bearer ${session_token}` });
    expect(bodyOf(SEND)).toMatchObject({ attributes: expected, session_token });
  });

  it('are not set for a server, which acts for others', async () => {
    await post({ authorization: 'Bearer sgk_sandbox_admin', 'user-agent': 'a backend' });
    expect(bodyOf(SEND)).not.toHaveProperty('attributes');
  });
});

describe('an expired bearer token', () => {
  it('does not prevent a sign-in', async () => {
    const as = { token: 'an-old-session-token-that-is-over' };
    expect(await outcome(g, 'loginOrCreateUserByMagicLink', { emailAddress: BEN }, { as })).toMatch(/Payload$/);
    expect(await outcome(g, 'authenticateUserMagicLink', { token: await linkFor(g) }, { as })).toMatch(/Payload$/);
  });
});

describe('counting', () => {
  it.each(['sendUserMagicLink', 'loginOrCreateUserByMagicLink'])(
    '%s: five mails a minute to an address, in any spelling',
    async (name) => {
      for (let n = 0; n < 5; n++)
        expect(await outcome(g, name, { emailAddress: BEN }, { as: null })).toMatch(/Payload$/);
      const refused = await outcome(g, name, { emailAddress: 'BEN@okafor.example' }, { as: null });
      expect(refused).toBe('RATE_LIMITED');
      expect(await outcome(g, name, { emailAddress: 'emi@elsewhere.example' }, { as: null })).toMatch(/Payload$/);
      expect(sent(g)).toHaveLength(6);
    },
  );

  it('permits one sign-in per document', async () => {
    const one = 'authenticateUserMagicLink(input: { token: "aaaaaaaaaaaaaaaaaaaa" }) { __typename }';
    const { errors } = await g.query(`mutation { a: ${one} b: ${one} }`, { as: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['TOO_MANY_SIGN_INS']);
  });
});

describe('enumeration prevention', () => {
  /** The payload for a mail to an address. */
  const answerTo = async (emailAddress: string, as: ActAs = null) => {
    const { data } = await sendMutation(g, 'sendUserMagicLink', { emailAddress }, { as, select: 'emailId' });
    return data?.['sendUserMagicLink'];
  };

  it('returns for an unknown address the fields of a known one, with a stable id', async () => {
    const known = await answerTo(BEN);
    const unknown = await answerTo('nobody@elsewhere.example');
    expect(Object.keys(unknown ?? {})).toEqual(Object.keys(known ?? {}));
    const form = /^email-test-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect([known?.['emailId'], unknown?.['emailId']]).toEqual([
      expect.stringMatching(form),
      expect.stringMatching(form),
    ]);
    expect(await answerTo('NOBODY@elsewhere.example')).toEqual(unknown);
    expect(await answerTo('no-one@elsewhere.example')).not.toEqual(unknown);
  });

  it('derives made-up ids from the project secret', async () => {
    const before = await answerTo('nobody@elsewhere.example');
    const { createMadeUpIds } = await import('../../src/sign-in/made-up-id.ts');
    const other = createMadeUpIds(Buffer.alloc(32), 'project-live-1')('email', 'nobody@elsewhere.example');
    expect(other).toMatch(/^email-live-/);
    expect(other.slice(-36)).not.toBe(String(before?.['emailId']).slice(-36));
  });

  it('returns to a user the same for the address of another user', async () => {
    expect(await answerTo(BEN, 'adaByToken')).toMatchObject({
      __typename: SENT,
      emailId: expect.stringMatching(/^email-test-/),
    });
    expect(g.calls.at(-1)).toMatchObject({ id: SEND, status: 400 });
  });

  it('exposes unknown addresses to a server that may search for users', async () => {
    expect(await send({ emailAddress: 'nobody@elsewhere.example' }, { token: searcher.token })).toBe('NOT_FOUND');
    expect(await send({ emailAddress: 'nobody@elsewhere.example' }, { token: sender.token })).toBe(SENT);
  });

  it.each([
    ['user_lock_limit_reached', 429, SENT],
    ['inactive_email', 400, SENT],
    ['duplicate_email', 400, SENT],
    ['too_many_unverified_factors', 400, 'CONFLICT'],
    ['invalid_login_magic_link_url', 400, 'INVALID_INPUT'],
    ['too_many_requests', 429, 'RATE_LIMITED'],
  ])('of %s: a visitor gets a success for errors that depend on the address', async (type, status, expected) => {
    await open({
      timeout: 2_000,
      between: replacing((_, path) => (path.endsWith('/email/send') ? stytchError(status, type) : undefined)),
    });
    expect(await send({ emailAddress: BEN })).toBe(expected);
  });

  it('exposes the receiver of a mail to servers only', async () => {
    const select = 'emailId user { userId }';
    const input = { emailAddress: BEN };
    const asServer = await sendMutation(g, 'sendUserMagicLink', input, { as: 'server', select });
    expect(asServer.data?.['sendUserMagicLink']).toMatchObject({ user: { userId: seededUser(g, 'Ben').user_id } });
    for (const as of [null, 'user'] as const) {
      const { data, errors } = await sendMutation(g, 'sendUserMagicLink', input, { as, select });
      expect(data?.['sendUserMagicLink']).toMatchObject({ user: null });
      expect(errors).toHaveLength(1);
    }
  });

  it('returns one message for a wrong link, and Stytch’s to servers that may search', async () => {
    const token = 'aaaaaaaaaaaaaaaaaaaaaaaa';
    const codesOf = async (as: ActAs) => {
      const { data } = await sendMutation(g, 'authenticateUserMagicLink', { token }, { as });
      return data?.['authenticateUserMagicLink'];
    };
    expect(await codesOf(null)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' });
    expect(await codesOf('server')).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'magic_link_not_found' });
  });
});
