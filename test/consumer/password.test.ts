/** Sign-in by a password, its strength, its change and its migration. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiKey } from '../../src/auth/caller.ts';
import { magicLinkFactor } from '../../src/sandbox/consumer/seed/user.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { latestSecret } from './operations/magic-link.ts';
import { ADA, byPassword, STRONG_PASSWORD } from './operations/password.ts';
import { BEN, HUGO, NEW, type Passwords, passwordsOf, SIGN_IN, SIGNED_IN, WEAK, WRONG } from './passwords.ts';

let g: ConsumerGateway;
let passwords: Passwords;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  passwords = passwordsOf(g);
});
afterEach(() => g.close());

describe('createUserWithPassword', () => {
  const create = (input: object = {}, as: ActAs = null) =>
    passwords.answerOf(
      'createUserWithPassword',
      { emailAddress: NEW, password: STRONG_PASSWORD, ...input },
      as,
      `emailId user { userId name { firstName } untrustedMetadata trustedMetadata emailAddresses { emailId emailAddress verified } } ${SIGN_IN}`,
    );

  it('creates a user with an unverified address, and signs in for an hour', async () => {
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
    expect(await passwords.signIn({ emailAddress: NEW.toUpperCase(), password: STRONG_PASSWORD })).toMatchObject(
      SIGNED_IN,
    );
  });

  it('creates no session if the duration is null', async () => {
    expect(await create({ sessionDurationMinutes: null })).toMatchObject({
      outcome: { __typename: 'UserAuthenticated' },
    });
    expect(passwords.lastBodyOf('api_password_v1_Create')).not.toHaveProperty('session_duration_minutes');
  });

  it.each<[string, object, string, string]>([
    ['an address that a user has', { emailAddress: BEN }, 'CONFLICT', 'duplicate_email'],
    ['a weak password', { password: WEAK }, 'INVALID_INPUT', 'weak_password'],
    ['a password that leaked', { password: 'correcthorsebatterystaple' }, 'INVALID_INPUT', 'breached_password'],
    ['a duration out of bounds', { sessionDurationMinutes: 4 }, 'INVALID_INPUT', 'invalid_session_duration_minutes'],
  ])('rejects %s, and creates no user', async (_, input, code, errorType) => {
    const before = g.sandbox.store.users.size;
    expect(await create(input)).toMatchObject({ code, errorType });
    expect(g.sandbox.store.users.size).toBe(before);
  });

  it('accepts trusted metadata from servers only', async () => {
    const trustedMetadata = { plan: 'pro' };
    expect(await create({ trustedMetadata })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await create({ trustedMetadata }, 'ada')).toMatchObject({ code: 'FORBIDDEN' });
    expect(sent(g)).toEqual([]);
    expect(await create({ trustedMetadata }, 'server')).toMatchObject({ user: { trustedMetadata } });
  });
});

describe('authenticateUserPassword', () => {
  it('signs in for an hour', async () => {
    expect(await passwords.signIn(ADA)).toMatchObject({
      user: { userId: seededUser(g, 'Ada').user_id },
      outcome: { session: { authenticationFactors: [{ type: 'PASSWORD' }] } },
    });
    expect(passwords.lastBodyOf('api_password_v1_Authenticate')).toMatchObject({ session_duration_minutes: 60 });
    expect(sent(g)).toEqual(['api_password_v1_Authenticate']);
  });

  it('joins the session of the bearer token', async () => {
    const { ada } = g.world.credentials;
    const answer = await passwords.signIn(ADA, 'ada');
    expect(answer).toMatchObject({ outcome: { sessionToken: ada.session_token } });
    expect(passwords.lastBodyOf('api_password_v1_Authenticate')).toMatchObject({ session_jwt: ada.session_jwt });
  });

  it('joins no session of another user: it signs in the password’s owner', async () => {
    const answer = await passwords.signIn(ADA, 'user');
    expect(answer).toMatchObject({ user: { userId: seededUser(g, 'Ada').user_id } });
    expect(answer['outcome']).not.toMatchObject({ sessionToken: g.world.credentials.user.session_token });
  });

  it('returns the same error for a wrong password, an unknown address and one without a password', async () => {
    const refusals = [];
    for (const emailAddress of [ADA.emailAddress, 'nobody@nowhere.example', BEN]) {
      const { data } = await sendMutation(
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

  it('returns the distinct errors to servers that may search for users', async () => {
    const password = 'not the password';
    expect(await passwords.signIn({ emailAddress: 'nobody@nowhere.example', password }, 'server')).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'email_not_found',
    });
    expect(await passwords.signIn({ emailAddress: BEN, password }, 'server')).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'no_user_password',
    });
  });

  it('is rejected for a locked user, also with a valid password', async () => {
    expect(
      await passwords.signIn({ emailAddress: 'carla@nunez.example', password: 'tea with seven otters' }),
    ).toMatchObject({
      code: 'LOCKED',
      errorType: 'user_lock_limit_reached',
    });
  });

  it('locks a user at Stytch after ten consecutive failures; a success resets the count', async () => {
    const { user_id } = seededUser(g, 'Ada');
    g.sandbox.store.failures.set(user_id, 8);
    expect(await passwords.signIn({ ...ADA, password: 'wrong' })).toMatchObject(WRONG);
    expect(await passwords.signIn(ADA)).toMatchObject(SIGNED_IN);
    expect(g.sandbox.store.failures.has(user_id)).toBe(false);
    g.sandbox.store.failures.set(user_id, 9);
    expect(await passwords.signIn({ ...ADA, password: 'wrong' })).toMatchObject(WRONG);
    expect(await passwords.signIn(ADA)).toMatchObject({ code: 'LOCKED' });
    g.pass({ minutes: 61 });
    expect(await passwords.signIn(ADA)).toMatchObject(SIGNED_IN);
  });

  it.each(['hugo@martins.example', 'nobody@nowhere.example'])(
    'is limited to five a minute for %s, known or not',
    async (emailAddress) => {
      for (let n = 0; n < 5; n++) {
        expect(await passwords.signIn({ emailAddress, password: 'wrong' })).toMatchObject(WRONG);
      }
      const before = sent(g).length;
      expect(await passwords.signIn({ emailAddress, password: 'wrong' })).toMatchObject({ code: 'RATE_LIMITED' });
      expect(sent(g)).toHaveLength(before);
    },
  );

  it('requires a reset of a breached password, and of one set before the address was verified', async () => {
    const leaked = 'correct horse battery staple';
    const hash = createHash('md5').update(leaked).digest('hex');
    await outcome(g, 'migrateUserPassword', { emailAddress: BEN, hashType: 'MD5', hash }, { as: 'server' });
    const reset = { code: 'PRECONDITION_FAILED', errorType: 'reset_password' };
    expect(await passwords.signIn({ emailAddress: BEN, password: leaked })).toMatchObject(reset);

    expect(await passwords.signIn(HUGO)).toMatchObject(SIGNED_IN);
    await outcome(g, 'loginOrCreateUserByMagicLink', { emailAddress: HUGO.emailAddress }, { as: null });
    await outcome(g, 'authenticateUserMagicLink', { token: latestSecret(g, HUGO.emailAddress) }, { as: null });
    expect(await passwords.signIn(HUGO)).toMatchObject(reset);
    expect(await passwords.signIn({ ...HUGO, password: 'wrong' })).toMatchObject(WRONG);
  });

  it('rejects malformed values before any call', async () => {
    expect(await passwords.signIn({ ...ADA, password: ' ' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['password'],
    });
    expect(await passwords.signIn({ ...ADA, emailAddress: 'nobody' })).toMatchObject({ path: ['emailAddress'] });
    expect(sent(g)).toEqual([]);
  });
});

describe('checkPasswordStrength', () => {
  const SELECT =
    'validPassword score breachedPassword strengthPolicy breachDetectionOnCreate feedback { warning suggestions ludsRequirements { hasLowerCase hasUpperCase hasDigit hasSymbol missingComplexity missingCharacters } }';
  const judge = (input: object) => passwords.answerOf('checkPasswordStrength', input, null, SELECT);
  const choose = (password_strength: string) =>
    fetch(`${g.sandbox.origin}/sandbox/settings`, { method: 'PUT', body: JSON.stringify({ password_strength }) });

  it('uses the number of guesses by default', async () => {
    expect(await judge({ password: WEAK })).toMatchObject({
      validPassword: false,
      score: 1,
      strengthPolicy: 'ZXCVBN',
      breachDetectionOnCreate: true,
      feedback: { warning: expect.any(String), suggestions: expect.any(Array), ludsRequirements: null },
    });
    expect(await judge({ password: STRONG_PASSWORD })).toMatchObject({
      validPassword: true,
      feedback: { warning: null, suggestions: [] },
    });
  });

  it('uses kinds of characters if the project is configured so', async () => {
    expect((await choose('luds')).status).toBe(200);
    expect(await judge({ password: STRONG_PASSWORD })).toMatchObject({
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
    expect(
      await outcome(g, 'createUserWithPassword', { emailAddress: NEW, password: STRONG_PASSWORD }, { as: null }),
    ).toBe('INVALID_INPUT');
  });

  it('rejects a breached password only if an address is given', async () => {
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

  it('is public, and counts as no attempt', async () => {
    for (const as of [null, 'ada', 'server'] as const) {
      for (let n = 0; n < 7; n++) {
        const input = { password: STRONG_PASSWORD, emailAddress: NEW };
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
  const migrate = (input: object, as: ActAs = 'server') =>
    passwords.answerOf('migrateUserPassword', { hashType: 'SHA1', hash, ...input }, as, SELECT);

  it('creates the user if the address is unknown', async () => {
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
    expect(await passwords.signIn({ emailAddress: NEW, password: secret })).toMatchObject(SIGNED_IN);
    expect(await passwords.signIn({ emailAddress: NEW, password: `${secret}.` })).toMatchObject(WRONG);
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
  ])('rejects %s, and creates no user', async (_, input, errorType) => {
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

describe('resetUserPasswordByExistingPassword', () => {
  const { emailAddress, password: existingPassword } = ADA;
  const change = (input: object = {}, as: ActAs = null) =>
    passwords.answerOf(
      'resetUserPasswordByExistingPassword',
      { emailAddress, existingPassword, newPassword: STRONG_PASSWORD, ...input },
      as,
    );

  it('sets another password, ends all sessions and signs in', async () => {
    const { ada } = g.world.credentials;
    expect(await change()).toMatchObject(SIGNED_IN);
    expect(passwords.isLive(ada.session_token)).toBe(false);
    expect(await passwords.signIn(ADA)).toMatchObject(WRONG);
    expect(await passwords.signIn({ ...ADA, password: STRONG_PASSWORD })).toMatchObject(SIGNED_IN);
  });

  it('keeps the session of the bearer token', async () => {
    const { ada } = g.world.credentials;
    expect(await change({}, 'adaByToken')).toMatchObject({ outcome: { sessionToken: ada.session_token } });
  });

  it.each<[string, object, object]>([
    ['a wrong password', { existingPassword: 'wrong' }, WRONG],
    ['an unknown address', { emailAddress: 'nobody@nowhere.example' }, WRONG],
    ['an address without a password', { emailAddress: BEN }, WRONG],
    ['a weak new password', { newPassword: WEAK }, { code: 'INVALID_INPUT', errorType: 'weak_password' }],
  ])('rejects %s, and ends no session', async (_, input, refusal) => {
    expect(await change(input)).toMatchObject(refusal);
    expect(passwords.isLive(g.world.credentials.ada.session_token)).toBe(true);
    expect(await passwords.signIn(ADA)).toMatchObject(SIGNED_IN);
  });
});

describe('resetUserPasswordBySession', () => {
  const reset = (input: object, as: ActAs) =>
    passwords.answerOf('resetUserPasswordBySession', { password: STRONG_PASSWORD, ...input }, as);
  const old = { code: 'PRECONDITION_FAILED', errorType: 'session_too_old_to_reset_password' };

  it('sets the password of the calling user, and ends their other sessions', async () => {
    const token = await byPassword(g);
    expect(await reset({}, { token })).toMatchObject({ outcome: { sessionToken: token } });
    expect(passwords.isLive(g.world.credentials.ada.session_token)).toBe(false);
    expect(await passwords.signIn({ ...ADA, password: STRONG_PASSWORD })).toMatchObject(SIGNED_IN);
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
  ])('requires a recent proof as strong as the password: %s', async (_, factor, may) => {
    const { token } = passwords.sessionOf('Ben', passwords.now(factor()));
    expect(await reset({}, { token })).toMatchObject(may ? SIGNED_IN : old);
  });

  it('rejects a proof that is older than five minutes', async () => {
    const token = await byPassword(g);
    g.pass({ minutes: 6 });
    expect(await reset({}, { token })).toMatchObject(old);
    expect(await reset({}, { token: await byPassword(g) })).toMatchObject(SIGNED_IN);
  });

  it('accepts the session of a visitor in the input, and none of a user', async () => {
    const sessionToken = await byPassword(g);
    expect(await reset({}, null)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await reset({ session: { sessionToken } }, 'user')).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['session'],
    });
    expect(sent(g)).not.toContain('api_password_v1_passwords_session_Reset');
    expect(await reset({ session: { sessionToken } }, null)).toMatchObject({ outcome: { sessionToken } });
  });

  it('passes on the session from a server, and is rejected without one', async () => {
    const sessionToken = await byPassword(g);
    expect(await reset({}, 'server')).toMatchObject({ errorType: 'no_session_arguments' });
    expect(await reset({ session: { sessionToken } }, 'server')).toMatchObject({ outcome: { sessionToken } });
  });

  it('checks at Stytch that the session of a JWT is active', async () => {
    const { user } = g.world.credentials;
    await outcome(g, 'revokeUserSession', { sessionToken: user.session_token }, { as: 'user' });
    expect(await reset({}, 'user')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sent(g)).not.toContain('api_password_v1_passwords_session_Reset');
  });

  it('rejects a weak password', async () => {
    expect(await reset({ password: WEAK }, { token: await byPassword(g) })).toMatchObject({
      errorType: 'weak_password',
    });
  });
});

it('a key without a scope signs in by a password, and gets the same errors as a visitor', async () => {
  await g.close();
  const token = 'sgk_without_a_scope';
  const key: ApiKey = {
    name: 'narrow',
    sha256: createHash('sha256').update(token).digest('hex'),
    scopes: ['stytch.project:get'],
  };
  g = await gatewayOverSandbox({ apiKeys: [key] });
  passwords = passwordsOf(g);
  expect(await passwords.signIn(ADA, { token })).toMatchObject(SIGNED_IN);
  expect(await passwords.signIn({ ...ADA, emailAddress: BEN }, { token })).toMatchObject(WRONG);
  const start = await sendMutation(g, 'startUserPasswordReset', { emailAddress: 'x@y.example' }, { as: { token } });
  expect(start.data?.['startUserPasswordReset']).toHaveProperty('__typename', 'StartUserPasswordResetPayload');
});
