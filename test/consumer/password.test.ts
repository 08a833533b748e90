import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiKey } from '../../src/auth/caller.ts';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import { magicLinkFactor } from '../../src/sandbox/consumer/seed/user.ts';
import { passwordFactor } from '../../src/sandbox/shared/kept-password.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { type As, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { attempt, outcome, type Result } from './mutation.ts';
import { secretTo } from './operations/magic-link.ts';
import { ADA, byPassword, resetFor, STRONG } from './operations/password.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

const NEW = 'first@new.example';
const HUGO = { emailAddress: 'hugo@martins.example', password: 'eleven paper lanterns' };
const BEN = 'ben@okafor.example';
const WEAK = 'dragon';

const SIGN_IN = `user { userId status emailAddresses { emailId emailAddress verified } password { requiresReset } }
  userDevice { visitorId } outcome { __typename
  ... on UserSignedIn { sessionToken session { sessionId expiresAt authenticationFactors { type deliveryMethod } } }
  ... on UserAuthenticated { userId } }`;

const answerOf = async (name: string, input: object, as: As = null, select = SIGN_IN): Promise<Result> => {
  const { data, errors } = await attempt(g, name, input, { as, select });
  return data?.[name] ?? { code: String(errors[0]?.extensions.code) };
};
const signIn = (input: object, as: As = null) => answerOf('authenticateUserPassword', input, as);
const lastBodyOf = (operation: string) => g.calls.findLast(({ id }) => id === operation)?.body;
const isLive = (token: string) => g.sandbox.store.sessions.values().some((record) => record.token === token);
const sessionOf = (first: string, ...factors: AuthenticationFactor[]) =>
  startSession(g.sandbox.store, seededUser(g, first), { factors, minutes: 60 });
/** What shows a factor just now. */
const now = (factor: AuthenticationFactor): AuthenticationFactor => ({
  ...factor,
  last_authenticated_at: g.sandbox.store.now().toISOString(),
});

const SIGNED_IN = { outcome: { __typename: 'UserSignedIn' } };
const WRONG = { code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' };

describe('createUserWithPassword', () => {
  const create = (input: object = {}, as: As = null) =>
    answerOf(
      'createUserWithPassword',
      { emailAddress: NEW, password: STRONG, ...input },
      as,
      `emailId user { userId name { firstName } untrustedMetadata trustedMetadata emailAddresses { emailId emailAddress verified } } ${SIGN_IN}`,
    );

  it('creates a user whose address is not verified, and signs in for an hour', async () => {
    const created = await create({ name: { firstName: 'First' }, untrustedMetadata: { theme: 'dark' } });
    expect(created).toMatchObject({
      user: {
        status: 'ACTIVE',
        name: { firstName: 'First' },
        untrustedMetadata: { theme: 'dark' },
        emailAddresses: [{ emailId: created['emailId'], emailAddress: NEW, verified: false }],
        password: { requiresReset: false },
      },
      outcome: {
        __typename: 'UserSignedIn',
        session: { authenticationFactors: [{ type: 'PASSWORD', deliveryMethod: 'KNOWLEDGE' }] },
      },
    });
    const { session } = created['outcome'] as { session: { expiresAt: string } };
    expect(Math.round((Date.parse(session.expiresAt) - Date.now()) / 60_000)).toBe(60);
    expect(await signIn({ emailAddress: NEW.toUpperCase(), password: STRONG })).toMatchObject(SIGNED_IN);
  });

  it('creates no session where none is wanted', async () => {
    expect(await create({ sessionDurationMinutes: null })).toMatchObject({
      outcome: { __typename: 'UserAuthenticated' },
    });
    expect(lastBodyOf('api_password_v1_Create')).not.toHaveProperty('session_duration_minutes');
  });

  it.each<[string, object, string, string]>([
    ['an address that a user has', { emailAddress: BEN }, 'CONFLICT', 'duplicate_email'],
    ['a weak password', { password: WEAK }, 'INVALID_INPUT', 'weak_password'],
    ['a password that leaked', { password: 'correcthorsebatterystaple' }, 'INVALID_INPUT', 'breached_password'],
    ['a duration out of bounds', { sessionDurationMinutes: 4 }, 'INVALID_INPUT', 'invalid_session_duration_minutes'],
  ])('refuses %s, and creates nobody', async (_, input, code, errorType) => {
    const before = g.sandbox.store.users.size;
    expect(await create(input)).toMatchObject({ code, errorType });
    expect(g.sandbox.store.users.size).toBe(before);
  });

  it('takes trusted metadata from servers alone', async () => {
    const trustedMetadata = { plan: 'pro' };
    expect(await create({ trustedMetadata })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await create({ trustedMetadata }, 'ada')).toMatchObject({ code: 'FORBIDDEN' });
    expect(sent(g)).toEqual([]);
    expect(await create({ trustedMetadata }, 'server')).toMatchObject({ user: { trustedMetadata } });
  });
});

describe('authenticateUserPassword', () => {
  it('signs in for an hour', async () => {
    expect(await signIn(ADA)).toMatchObject({
      user: { userId: seededUser(g, 'Ada').user_id },
      outcome: { session: { authenticationFactors: [{ type: 'PASSWORD' }] } },
    });
    expect(lastBodyOf('api_password_v1_Authenticate')).toMatchObject({ session_duration_minutes: 60 });
    expect(sent(g)).toEqual(['api_password_v1_Authenticate']);
  });

  it('joins the session of the bearer', async () => {
    const { ada } = g.world.credentials;
    const answer = await signIn(ADA, 'ada');
    expect(answer).toMatchObject({ outcome: { sessionToken: ada.session_token } });
    expect(lastBodyOf('api_password_v1_Authenticate')).toMatchObject({ session_jwt: ada.session_jwt });
  });

  it('joins no session of somebody else: it is a sign-in of whose password it is', async () => {
    const answer = await signIn(ADA, 'user');
    expect(answer).toMatchObject({ user: { userId: seededUser(g, 'Ada').user_id } });
    expect(answer['outcome']).not.toMatchObject({ sessionToken: g.world.credentials.user.session_token });
  });

  it('says the same of a wrong password, of an address that nobody has and of one without a password', async () => {
    const refusals = [];
    for (const emailAddress of [ADA.emailAddress, 'nobody@nowhere.example', BEN]) {
      const { data } = await attempt(
        g,
        'authenticateUserPassword',
        { emailAddress, password: 'not the password' },
        { as: null, select: 'requestId } ... on MutationError { message statusCode errorUrl' },
      );
      refusals.push(data?.['authenticateUserPassword']);
    }
    expect(refusals[0]).toMatchObject(WRONG);
    expect(refusals[1]).toEqual(refusals[0]);
    expect(refusals[2]).toEqual(refusals[0]);
  });

  it('tells servers that may search for users which of the three it is', async () => {
    const password = 'not the password';
    expect(await signIn({ emailAddress: 'nobody@nowhere.example', password }, 'server')).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'email_not_found',
    });
    expect(await signIn({ emailAddress: BEN, password }, 'server')).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'no_user_password',
    });
  });

  it('is refused of a locked user, also with the right password', async () => {
    expect(await signIn({ emailAddress: 'carla@nunez.example', password: 'tea with seven otters' })).toMatchObject({
      code: 'LOCKED',
      errorType: 'user_lock_limit_reached',
    });
  });

  it('ten wrong ones in a row lock a user at Stytch; a right one begins the count anew', async () => {
    const { user_id } = seededUser(g, 'Ada');
    g.sandbox.store.failures.set(user_id, 8);
    expect(await signIn({ ...ADA, password: 'wrong' })).toMatchObject(WRONG);
    expect(await signIn(ADA)).toMatchObject(SIGNED_IN);
    expect(g.sandbox.store.failures.has(user_id)).toBe(false);
    g.sandbox.store.failures.set(user_id, 9);
    expect(await signIn({ ...ADA, password: 'wrong' })).toMatchObject(WRONG);
    expect(await signIn(ADA)).toMatchObject({ code: 'LOCKED' });
    g.pass({ minutes: 61 });
    expect(await signIn(ADA)).toMatchObject(SIGNED_IN);
  });

  it.each(['hugo@martins.example', 'nobody@nowhere.example'])(
    'is limited to five a minute for %s, known or not',
    async (emailAddress) => {
      for (let n = 0; n < 5; n++) {
        expect(await signIn({ emailAddress, password: 'wrong' })).toMatchObject(WRONG);
      }
      const before = sent(g).length;
      expect(await signIn({ emailAddress, password: 'wrong' })).toMatchObject({ code: 'RATE_LIMITED' });
      expect(sent(g)).toHaveLength(before);
    },
  );

  it('demands a reset of a password that leaked, and of one that a stranger may have set', async () => {
    const leaked = 'correct horse battery staple';
    const hash = createHash('md5').update(leaked).digest('hex');
    await outcome(g, 'migrateUserPassword', { emailAddress: BEN, hashType: 'MD5', hash }, { as: 'server' });
    const reset = { code: 'PRECONDITION_FAILED', errorType: 'reset_password' };
    expect(await signIn({ emailAddress: BEN, password: leaked })).toMatchObject(reset);

    expect(await signIn(HUGO)).toMatchObject(SIGNED_IN);
    await outcome(g, 'loginOrCreateUserByMagicLink', { emailAddress: HUGO.emailAddress }, { as: null });
    await outcome(g, 'authenticateUserMagicLink', { token: secretTo(g, HUGO.emailAddress) }, { as: null });
    expect(await signIn(HUGO)).toMatchObject(reset);
    expect(await signIn({ ...HUGO, password: 'wrong' })).toMatchObject(WRONG);
  });

  it('refuses what is no password before any call', async () => {
    expect(await signIn({ ...ADA, password: ' ' })).toMatchObject({ code: 'INVALID_INPUT', path: ['password'] });
    expect(await signIn({ ...ADA, emailAddress: 'nobody' })).toMatchObject({ path: ['emailAddress'] });
    expect(sent(g)).toEqual([]);
  });
});

describe('checkPasswordStrength', () => {
  const SELECT =
    'validPassword score breachedPassword strengthPolicy breachDetectionOnCreate feedback { warning suggestions ludsRequirements { hasLowerCase hasUpperCase hasDigit hasSymbol missingComplexity missingCharacters } }';
  const judge = (input: object) => answerOf('checkPasswordStrength', input, null, SELECT);
  const choose = (password_strength: string) =>
    fetch(`${g.sandbox.origin}/sandbox/settings`, { method: 'PUT', body: JSON.stringify({ password_strength }) });

  it('judges by guesses, unless the project says otherwise', async () => {
    expect(await judge({ password: WEAK })).toMatchObject({
      validPassword: false,
      score: 1,
      strengthPolicy: 'ZXCVBN',
      breachDetectionOnCreate: true,
      feedback: { warning: expect.any(String), suggestions: expect.any(Array), ludsRequirements: null },
    });
    expect(await judge({ password: STRONG })).toMatchObject({
      validPassword: true,
      feedback: { warning: null, suggestions: [] },
    });
  });

  it('judges by kinds of characters where the project says so', async () => {
    expect((await choose('luds')).status).toBe(200);
    expect(await judge({ password: STRONG })).toMatchObject({
      validPassword: false,
      strengthPolicy: 'LUDS',
      feedback: {
        warning: null,
        suggestions: [],
        ludsRequirements: {
          hasLowerCase: true,
          hasUpperCase: false,
          hasDigit: false,
          hasSymbol: true,
          missingComplexity: 1,
          missingCharacters: 0,
        },
      },
    });
    expect(await judge({ password: 'Dragon12' })).toMatchObject({ validPassword: true });
    expect(await outcome(g, 'createUserWithPassword', { emailAddress: NEW, password: STRONG }, { as: null })).toBe(
      'INVALID_INPUT',
    );
  });

  it('counts a leak against a password only where an address comes with it', async () => {
    const password = 'correct horse battery staple';
    await choose('luds');
    expect(await judge({ password: 'P@ssword123' })).toMatchObject({ validPassword: true, breachedPassword: true });
    expect(await judge({ password: 'P@ssword123', emailAddress: NEW })).toMatchObject({ validPassword: false });
    await choose('zxcvbn');
    expect(await judge({ password, emailAddress: NEW })).toMatchObject({
      validPassword: false,
      breachedPassword: true,
    });
  });

  it('is for everybody, and counts as no attempt', async () => {
    for (const as of [null, 'ada', 'server'] as const) {
      for (let n = 0; n < 7; n++) {
        const input = { password: STRONG, emailAddress: NEW };
        expect(await outcome(g, 'checkPasswordStrength', input, { as })).toBe('CheckPasswordStrengthPayload');
      }
    }
  });
});

describe('migrateUserPassword', () => {
  const secret = 'the old system knew this one';
  const hash = createHash('sha1').update(secret).digest('hex');
  const SELECT =
    'emailId userCreated user { userId roleIds externalId trustedMetadata name { firstName } emailAddresses { emailId verified } phoneNumbers { phoneNumber verified } }';
  const migrate = (input: object, as: As = 'server') =>
    answerOf('migrateUserPassword', { hashType: 'SHA1', hash, ...input }, as, SELECT);

  it('creates the user where nobody has the address', async () => {
    const created = await migrate({
      emailAddress: NEW,
      externalId: 'legacy|77',
      roleIds: ['editor'],
      name: { firstName: 'New' },
      trustedMetadata: { plan: 'pro' },
      phoneNumber: '+14155550177',
      setPhoneNumberVerified: true,
    });
    expect(created).toMatchObject({
      userCreated: true,
      user: {
        externalId: 'legacy|77',
        roleIds: ['stytch_user', 'editor'],
        trustedMetadata: { plan: 'pro' },
        name: { firstName: 'New' },
        emailAddresses: [{ emailId: created['emailId'], verified: false }],
        phoneNumbers: [{ phoneNumber: '+14155550177', verified: true }],
      },
    });
    expect(await signIn({ emailAddress: NEW, password: secret })).toMatchObject(SIGNED_IN);
    expect(await signIn({ emailAddress: NEW, password: `${secret}.` })).toMatchObject(WRONG);
  });

  it('gives a user their first password, and an external id only to a new user', async () => {
    const ben = seededUser(g, 'Ben');
    expect(await migrate({ emailAddress: BEN, externalId: 'other', setEmailVerified: true })).toMatchObject({
      userCreated: false,
      user: { userId: ben.user_id, externalId: null, emailAddresses: [{ verified: true }] },
    });
    expect(await migrate({ emailAddress: BEN })).toMatchObject({
      code: 'CONFLICT',
      errorType: 'password_already_exists',
    });
  });

  it.each<[string, object, string]>([
    ['the number of another user', { phoneNumber: '+14155550101' }, 'duplicate_phone_number'],
    ['the external id of another user', { externalId: 'crm-1006' }, 'duplicate_user_external_id'],
    ['an unknown role', { roleIds: ['nonsense'] }, 'invalid_role'],
    ['a malformed hash', { hash: 'no hex' }, 'invalid_sha_1_hash'],
  ])('refuses %s, and creates nobody', async (_, input, errorType) => {
    const before = g.sandbox.store.users.size;
    expect(await migrate({ emailAddress: NEW, ...input })).toMatchObject({ errorType });
    expect(g.sandbox.store.users.size).toBe(before);
  });

  it('is for servers with the scope', async () => {
    expect(await migrate({ emailAddress: NEW }, 'ada')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await migrate({ emailAddress: NEW }, null)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sent(g)).toEqual([]);
  });
});

describe('startUserPasswordReset', () => {
  const start = (emailAddress: string, input: object = {}, as: As = null) =>
    answerOf('startUserPasswordReset', { emailAddress, ...input }, as, 'emailId');

  it('answers the same whether anybody has the address or not', async () => {
    const known = await start(ADA.emailAddress);
    const unknown = await start('nobody@nowhere.example');
    expect(known).toEqual({
      __typename: 'StartUserPasswordResetPayload',
      emailId: seededUser(g, 'Ada').emails[0]?.email_id,
    });
    expect(unknown).toEqual({ ...known, emailId: expect.stringMatching(/^email-test-[0-9a-f-]{36}$/) });
    expect(await start('nobody@nowhere.example', {}, 'user')).toEqual(unknown);
    expect(await start('nobody@nowhere.example', {}, 'server')).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'email_not_found',
    });
  });

  it('tells servers alone whom it is for', async () => {
    const select = 'user { userId }';
    const emailAddress = ADA.emailAddress;
    expect(await answerOf('startUserPasswordReset', { emailAddress }, 'server', select)).toMatchObject({
      user: { userId: seededUser(g, 'Ada').user_id },
    });
    const asked = await attempt(g, 'startUserPasswordReset', { emailAddress }, { as: null, select });
    expect(asked.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  it('mails two links, one to set a password by and one to sign in by', async () => {
    await start(ADA.emailAddress, {
      resetPasswordRedirectUrl: 'https://app.example/reset?a=1',
      loginRedirectUrl: 'https://app.example/login',
      locale: 'ES',
    });
    const [message] = g.sandbox.store.outbox;
    const links = [message?.link, message?.login_link].map((link) => new URL(link ?? ''));
    expect(message?.subject).toBe('Elige una contraseña nueva');
    expect(links.map(({ pathname }) => pathname)).toEqual(['/reset', '/login']);
    expect(links.map(({ searchParams }) => searchParams.get('stytch_token_type'))).toEqual(['reset_password', 'login']);
    expect(lastBodyOf('api_password_v1_passwords_email_ResetStart')).toMatchObject({
      attributes: { ip_address: '127.0.0.1' },
    });
    const token = links[1]?.searchParams.get('token');
    expect(await answerOf('authenticateUserMagicLink', { token })).toMatchObject(SIGNED_IN);
  });

  it.each<[string, object, string]>([
    ['an address that is none of the web', { resetPasswordRedirectUrl: 'ftp://app.example' }, 'INVALID_INPUT'],
    ['a lifetime out of bounds', { resetPasswordExpirationMinutes: 4 }, 'INVALID_INPUT'],
    ['a challenge that is no hash', { codeChallenge: 'short' }, 'INVALID_INPUT'],
    ['a template, from a visitor', { resetPasswordTemplateId: 'x' }, 'UNAUTHENTICATED'],
  ])('refuses %s, and mails nothing', async (_, input, code) => {
    expect(await start(ADA.emailAddress, input)).toMatchObject({ code });
    expect(g.sandbox.store.outbox).toEqual([]);
  });

  it('counts as a message to the address', async () => {
    for (let n = 0; n < 5; n++) await start('nobody@nowhere.example');
    const before = sent(g).length;
    expect(await start('nobody@nowhere.example')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(sent(g)).toHaveLength(before);
  });
});

describe('resetUserPassword', () => {
  const reset = (input: object, as: As = null) => answerOf('resetUserPassword', { password: STRONG, ...input }, as);
  const dead = { code: 'INVALID_CREDENTIALS', errorType: 'unable_to_auth_password_reset_token' };

  it('sets the password, verifies the address, ends all sessions and signs in', async () => {
    const { token } = sessionOf('Hugo', passwordFactor);
    const first = await resetFor(g, HUGO.emailAddress);
    const second = await resetFor(g, HUGO.emailAddress);
    expect(await reset({ token: first })).toMatchObject({
      user: { emailAddresses: [{ verified: true }], password: { requiresReset: false } },
      ...SIGNED_IN,
    });
    expect(isLive(token)).toBe(false);
    expect(await reset({ token: first })).toMatchObject(dead);
    expect(await reset({ token: second })).toMatchObject(dead);
    expect(await signIn(HUGO)).toMatchObject(WRONG);
    expect(await signIn({ ...HUGO, password: STRONG })).toMatchObject(SIGNED_IN);
  });

  it('is the way to a first password, and out of a demanded reset', async () => {
    expect(await reset({ token: await resetFor(g, BEN) })).toMatchObject(SIGNED_IN);
    expect(await signIn({ emailAddress: BEN, password: STRONG })).toMatchObject(SIGNED_IN);

    await outcome(g, 'loginOrCreateUserByMagicLink', { emailAddress: HUGO.emailAddress }, { as: null });
    await outcome(g, 'authenticateUserMagicLink', { token: secretTo(g, HUGO.emailAddress) }, { as: null });
    expect(await signIn(HUGO)).toMatchObject({ errorType: 'reset_password' });
    expect(await reset({ token: await resetFor(g, HUGO.emailAddress) })).toMatchObject({
      user: { password: { requiresReset: false } },
    });
    expect(await signIn({ ...HUGO, password: STRONG })).toMatchObject(SIGNED_IN);
  });

  it('keeps the token where the password is refused', async () => {
    const token = await resetFor(g, ADA.emailAddress);
    expect(await reset({ token, password: WEAK })).toMatchObject({ code: 'INVALID_INPUT', errorType: 'weak_password' });
    expect(await reset({ token, sessionDurationMinutes: 4 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await reset({ token })).toMatchObject(SIGNED_IN);
  });

  it('joins the session of the bearer, which goes on', async () => {
    const { ada } = g.world.credentials;
    const other = sessionOf('Ada', passwordFactor);
    expect(await reset({ token: await resetFor(g, ADA.emailAddress) }, 'adaByToken')).toMatchObject({
      outcome: { sessionToken: ada.session_token },
    });
    expect(isLive(other.token)).toBe(false);
  });

  it('works for thirty minutes, or as long as was said', async () => {
    const token = await resetFor(g, ADA.emailAddress);
    g.pass({ minutes: 30 });
    expect(await reset({ token })).toMatchObject(dead);
    await outcome(
      g,
      'startUserPasswordReset',
      { emailAddress: ADA.emailAddress, resetPasswordExpirationMinutes: 60 },
      { as: null },
    );
    g.pass({ minutes: 59 });
    expect(await reset({ token: secretTo(g, ADA.emailAddress) })).toMatchObject(SIGNED_IN);
  });

  it('asks for the verifier of its challenge, and for the device if that is demanded', async () => {
    const codeVerifier = 'a-verifier-that-the-client-keeps-for-itself-123';
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    await outcome(g, 'startUserPasswordReset', { emailAddress: ADA.emailAddress, codeChallenge }, { as: null });
    const token = secretTo(g, ADA.emailAddress);
    expect(await reset({ token })).toMatchObject({ errorType: 'pkce_expected_code_verifier' });
    const elsewhere = { attributes: { ipAddress: '203.0.113.9' }, options: { ipMatchRequired: true } };
    expect(await reset({ token, codeVerifier, ...elsewhere }, 'server')).toMatchObject({
      errorType: 'attribute_mismatch',
    });
    expect(await reset({ token, codeVerifier, options: { ipMatchRequired: true } })).toMatchObject(SIGNED_IN);
  });

  it('is nobody’s once the user does not have the address any more, or is locked', async () => {
    const token = await resetFor(g, BEN);
    const { user_id: userId } = seededUser(g, 'Ben');
    await outcome(g, 'exchangeUserPrimaryFactor', { userId, factor: { emailAddress: NEW } }, { as: 'server' });
    expect(await reset({ token })).toMatchObject(dead);
    expect(await reset({ token: await resetFor(g, 'carla@nunez.example') })).toMatchObject({ code: 'LOCKED' });
  });
});

describe('resetUserPasswordByExistingPassword', () => {
  const { emailAddress, password: existingPassword } = ADA;
  const change = (input: object = {}, as: As = null) =>
    answerOf(
      'resetUserPasswordByExistingPassword',
      { emailAddress, existingPassword, newPassword: STRONG, ...input },
      as,
    );

  it('sets another password, ends all sessions and signs in', async () => {
    const { ada } = g.world.credentials;
    expect(await change()).toMatchObject(SIGNED_IN);
    expect(isLive(ada.session_token)).toBe(false);
    expect(await signIn(ADA)).toMatchObject(WRONG);
    expect(await signIn({ ...ADA, password: STRONG })).toMatchObject(SIGNED_IN);
  });

  it('keeps the session of the bearer', async () => {
    const { ada } = g.world.credentials;
    expect(await change({}, 'adaByToken')).toMatchObject({ outcome: { sessionToken: ada.session_token } });
  });

  it.each<[string, object, object]>([
    ['a wrong password', { existingPassword: 'wrong' }, WRONG],
    ['an address that nobody has', { emailAddress: 'nobody@nowhere.example' }, WRONG],
    ['an address without a password', { emailAddress: BEN }, WRONG],
    ['a weak new password', { newPassword: WEAK }, { code: 'INVALID_INPUT', errorType: 'weak_password' }],
  ])('refuses %s, and ends nothing', async (_, input, refusal) => {
    expect(await change(input)).toMatchObject(refusal);
    expect(isLive(g.world.credentials.ada.session_token)).toBe(true);
    expect(await signIn(ADA)).toMatchObject(SIGNED_IN);
  });
});

describe('resetUserPasswordBySession', () => {
  const reset = (input: object, as: As) => answerOf('resetUserPasswordBySession', { password: STRONG, ...input }, as);
  const old = { code: 'PRECONDITION_FAILED', errorType: 'session_too_old_to_reset_password' };

  it('sets the password of the user who calls, and ends their other sessions', async () => {
    const token = await byPassword(g);
    expect(await reset({}, { token })).toMatchObject({ outcome: { sessionToken: token } });
    expect(isLive(g.world.credentials.ada.session_token)).toBe(false);
    expect(await signIn({ ...ADA, password: STRONG })).toMatchObject(SIGNED_IN);
  });

  it.each<[string, () => AuthenticationFactor, boolean]>([
    ['a link by mail', () => magicLinkFactor(seededUser(g, 'Ben')), true],
    ['a passcode by mail', () => ({ type: 'email_otp', delivery_method: 'email' }), true],
    [
      'an embeddable link',
      () => ({ type: 'magic_link', delivery_method: 'embedded', embeddable_magic_link_factor: { embedded_id: 'x' } }),
      false,
    ],
    ['a passcode by text', () => ({ type: 'otp', delivery_method: 'sms' }), false],
    ['an impersonation', () => ({ type: 'impersonated', delivery_method: 'impersonation' }), false],
  ])('rests on a proof that is as good as the password: %s', async (_, factor, may) => {
    const { token } = sessionOf('Ben', now(factor()));
    expect(await reset({}, { token })).toMatchObject(may ? SIGNED_IN : old);
  });

  it('takes no proof that is older than five minutes', async () => {
    const token = await byPassword(g);
    g.pass({ minutes: 6 });
    expect(await reset({}, { token })).toMatchObject(old);
    expect(await reset({}, { token: await byPassword(g) })).toMatchObject(SIGNED_IN);
  });

  it('takes the session of a visitor from the input, and none of a user', async () => {
    const sessionToken = await byPassword(g);
    expect(await reset({}, null)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await reset({ session: { sessionToken } }, 'user')).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['session'],
    });
    expect(sent(g)).not.toContain('api_password_v1_passwords_session_Reset');
    expect(await reset({ session: { sessionToken } }, null)).toMatchObject({ outcome: { sessionToken } });
  });

  it('passes on the session that a server gives, and is refused without one', async () => {
    const sessionToken = await byPassword(g);
    expect(await reset({}, 'server')).toMatchObject({ errorType: 'no_session_arguments' });
    expect(await reset({ session: { sessionToken } }, 'server')).toMatchObject({ outcome: { sessionToken } });
  });

  it('asks Stytch whether the session behind a JWT still stands', async () => {
    const { user } = g.world.credentials;
    await outcome(g, 'revokeUserSession', { sessionToken: user.session_token }, { as: 'user' });
    expect(await reset({}, 'user')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sent(g)).not.toContain('api_password_v1_passwords_session_Reset');
  });

  it('refuses a weak password', async () => {
    expect(await reset({ password: WEAK }, { token: await byPassword(g) })).toMatchObject({
      errorType: 'weak_password',
    });
  });
});

it('a key without a scope signs in by a password, and is told no more than a visitor', async () => {
  await g.close();
  const token = 'sgk_without_a_scope';
  const key: ApiKey = {
    name: 'narrow',
    sha256: createHash('sha256').update(token).digest('hex'),
    scopes: ['stytch.project:get'],
  };
  g = await gatewayOverSandbox({ apiKeys: [key] });
  expect(await signIn(ADA, { token })).toMatchObject(SIGNED_IN);
  expect(await signIn({ ...ADA, emailAddress: BEN }, { token })).toMatchObject(WRONG);
  const start = await attempt(g, 'startUserPasswordReset', { emailAddress: 'x@y.example' }, { as: { token } });
  expect(start.data?.['startUserPasswordReset']).toHaveProperty('__typename', 'StartUserPasswordResetPayload');
});
