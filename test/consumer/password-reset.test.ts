/** Passwords that are set by a mailed link. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passwordFactor } from '../../src/sandbox/shared/kept-password.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { latestSecret } from './operations/magic-link.ts';
import { ADA, resetFor, STRONG_PASSWORD } from './operations/password.ts';
import { BEN, HUGO, NEW, type Passwords, passwordsOf, SIGNED_IN, WEAK, WRONG } from './passwords.ts';

let g: ConsumerGateway;
let passwords: Passwords;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  passwords = passwordsOf(g);
});
afterEach(() => g.close());

describe('startUserPasswordReset', () => {
  const start = (emailAddress: string, input: object = {}, as: ActAs = null) =>
    passwords.answerOf('startUserPasswordReset', { emailAddress, ...input }, as, 'emailId');

  it('returns the same response for known and unknown addresses', async () => {
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

  it('returns the user to servers only', async () => {
    const select = 'user { userId }';
    const emailAddress = ADA.emailAddress;
    expect(await passwords.answerOf('startUserPasswordReset', { emailAddress }, 'server', select)).toMatchObject({
      user: { userId: seededUser(g, 'Ada').user_id },
    });
    const asked = await sendMutation(g, 'startUserPasswordReset', { emailAddress }, { as: null, select });
    expect(asked.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  it('mails two links, one to set a password and one to sign in', async () => {
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
    expect(passwords.lastBodyOf('api_password_v1_passwords_email_ResetStart')).toMatchObject({
      attributes: { ip_address: '127.0.0.1' },
    });
    const token = links[1]?.searchParams.get('token');
    expect(await passwords.answerOf('authenticateUserMagicLink', { token })).toMatchObject(SIGNED_IN);
  });

  it.each<[string, object, string]>([
    ['a URL that is not http or https', { resetPasswordRedirectUrl: 'ftp://app.example' }, 'INVALID_INPUT'],
    ['a lifetime out of bounds', { resetPasswordExpirationMinutes: 4 }, 'INVALID_INPUT'],
    ['a challenge of the wrong length', { codeChallenge: 'short' }, 'INVALID_INPUT'],
    ['a template, from a visitor', { resetPasswordTemplateId: 'x' }, 'UNAUTHENTICATED'],
  ])('rejects %s, and sends no mail', async (_, input, code) => {
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
  const reset = (input: object, as: ActAs = null) =>
    passwords.answerOf('resetUserPassword', { password: STRONG_PASSWORD, ...input }, as);
  const dead = { code: 'INVALID_CREDENTIALS', errorType: 'unable_to_auth_password_reset_token' };

  it('sets the password, verifies the address, ends all sessions and signs in', async () => {
    const { token } = passwords.sessionOf('Hugo', passwordFactor);
    const first = await resetFor(g, HUGO.emailAddress);
    const second = await resetFor(g, HUGO.emailAddress);
    expect(await reset({ token: first })).toMatchObject({
      user: { emailAddresses: [{ verified: true }], password: { requiresReset: false } },
      ...SIGNED_IN,
    });
    expect(passwords.isLive(token)).toBe(false);
    expect(await reset({ token: first })).toMatchObject(dead);
    expect(await reset({ token: second })).toMatchObject(dead);
    expect(await passwords.signIn(HUGO)).toMatchObject(WRONG);
    expect(await passwords.signIn({ ...HUGO, password: STRONG_PASSWORD })).toMatchObject(SIGNED_IN);
  });

  it('sets a first password, and ends a required reset', async () => {
    expect(await reset({ token: await resetFor(g, BEN) })).toMatchObject(SIGNED_IN);
    expect(await passwords.signIn({ emailAddress: BEN, password: STRONG_PASSWORD })).toMatchObject(SIGNED_IN);

    await outcome(g, 'loginOrCreateUserByMagicLink', { emailAddress: HUGO.emailAddress }, { as: null });
    await outcome(g, 'authenticateUserMagicLink', { token: latestSecret(g, HUGO.emailAddress) }, { as: null });
    expect(await passwords.signIn(HUGO)).toMatchObject({ errorType: 'reset_password' });
    expect(await reset({ token: await resetFor(g, HUGO.emailAddress) })).toMatchObject({
      user: { password: { requiresReset: false } },
    });
    expect(await passwords.signIn({ ...HUGO, password: STRONG_PASSWORD })).toMatchObject(SIGNED_IN);
  });

  it('keeps the token valid if the password is rejected', async () => {
    const token = await resetFor(g, ADA.emailAddress);
    expect(await reset({ token, password: WEAK })).toMatchObject({ code: 'INVALID_INPUT', errorType: 'weak_password' });
    expect(await reset({ token, sessionDurationMinutes: 4 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await reset({ token })).toMatchObject(SIGNED_IN);
  });

  it('joins the session of the bearer token, which stays active', async () => {
    const { ada } = g.world.credentials;
    const other = passwords.sessionOf('Ada', passwordFactor);
    expect(await reset({ token: await resetFor(g, ADA.emailAddress) }, 'adaByToken')).toMatchObject({
      outcome: { sessionToken: ada.session_token },
    });
    expect(passwords.isLive(other.token)).toBe(false);
  });

  it('is valid for thirty minutes or the requested time', async () => {
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
    expect(await reset({ token: latestSecret(g, ADA.emailAddress) })).toMatchObject(SIGNED_IN);
  });

  it('requires the verifier of its challenge, and the device if it is bound', async () => {
    const codeVerifier = 'a-verifier-that-the-client-keeps-for-itself-123';
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    await outcome(g, 'startUserPasswordReset', { emailAddress: ADA.emailAddress, codeChallenge }, { as: null });
    const token = latestSecret(g, ADA.emailAddress);
    expect(await reset({ token })).toMatchObject({ errorType: 'pkce_expected_code_verifier' });
    const elsewhere = { attributes: { ipAddress: '203.0.113.9' }, options: { ipMatchRequired: true } };
    expect(await reset({ token, codeVerifier, ...elsewhere }, 'server')).toMatchObject({
      errorType: 'attribute_mismatch',
    });
    expect(await reset({ token, codeVerifier, options: { ipMatchRequired: true } })).toMatchObject(SIGNED_IN);
  });

  it('is invalid once the user’s address has changed, or the user is locked', async () => {
    const token = await resetFor(g, BEN);
    const { user_id: userId } = seededUser(g, 'Ben');
    await outcome(g, 'exchangeUserPrimaryFactor', { userId, factor: { emailAddress: NEW } }, { as: 'server' });
    expect(await reset({ token })).toMatchObject(dead);
    expect(await reset({ token: await resetFor(g, 'carla@nunez.example') })).toMatchObject({ code: 'LOCKED' });
  });
});
