import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { attempt, SIGN_IN, send } from '../mutation.ts';
import { addressOf, benedikt, freshSession, STRONG } from '../operations/password.ts';
import { memberCalled } from '../operations/totp.ts';

let g: SandboxGateway;
let hiro: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  hiro = memberCalled(g, 'hiro@fernhill.example');
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const wrong = { code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' };

describe('checkPasswordStrength', () => {
  const select = `validPassword score breachedPassword breachDetectionOnCreate strengthPolicy
    zxcvbnFeedback { warning suggestions } ludsFeedback { hasDigit }`;

  it('is public', async () => {
    const input = { password: 'dragon1999', emailAddress: 'hiro@fernhill.example' };
    expect(await send(g, 'checkPasswordStrength', input, select)).toEqual({
      __typename: 'CheckPasswordStrengthPayload',
      validPassword: false,
      score: 1,
      breachedPassword: false,
      breachDetectionOnCreate: true,
      strengthPolicy: 'ZXCVBN',
      zxcvbnFeedback: { warning: expect.any(String), suggestions: expect.arrayContaining([expect.any(String)]) },
      ludsFeedback: { hasDigit: true },
    });
    expect(g.calls[0]?.body).toEqual({ password: 'dragon1999', email_address: 'hiro@fernhill.example' });
    expect(await send(g, 'checkPasswordStrength', { password: STRONG }, select)).toMatchObject({
      validPassword: true,
      zxcvbnFeedback: { warning: null, suggestions: [] },
    });
    expect(JSON.stringify(g.logged)).not.toContain('dragon1999');
  });
});

describe('migrateMemberPassword', () => {
  const salt = Buffer.from('flour').toString('base64');
  const sha512 = (text: string) => createHash('sha512').update(text).digest('hex');

  it('imports a hash, which is then valid for sign-in', async () => {
    const input = {
      ...addressOf(hiro),
      hash: sha512(`${STRONG}yeast`),
      hashType: 'SHA512',
      sha512Config: { prependSalt: '', appendSalt: 'yeast' },
      name: 'Hiro T.',
      untrustedMetadata: { snake_case: { camelCase: 1 } },
    };
    const select = 'memberCreated member { name passwordId emailAddressVerified } organization { slug }';
    expect(await send(g, 'migrateMemberPassword', input, select, 'server')).toEqual({
      __typename: 'MigrateMemberPasswordPayload',
      memberCreated: false,
      member: { name: 'Hiro T.', passwordId: expect.any(String), emailAddressVerified: true },
      organization: { slug: 'fernhill-bakery' },
    });
    expect(g.calls[0]?.body).toMatchObject({
      hash_type: 'sha_512',
      sha_512_config: { prepend_salt: '', append_salt: 'yeast' },
      untrusted_metadata: { snake_case: { camelCase: 1 } },
    });
    const signIn = { ...addressOf(hiro), password: STRONG };
    expect(await send(g, 'authenticateMemberPassword', signIn, SIGN_IN)).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
    expect(await send(g, 'migrateMemberPassword', input, select, 'server')).toMatchObject({ code: 'CONFLICT' });
  });

  it.each([
    [
      'MD5',
      { md5Config: { prependSalt: 'a', appendSalt: 'b' } },
      { md_5_config: { prepend_salt: 'a', append_salt: 'b' } },
    ],
    [
      'SHA1',
      { sha1Config: { prependSalt: 'a', appendSalt: '' } },
      { sha_1_config: { prepend_salt: 'a', append_salt: '' } },
    ],
    [
      'ARGON2ID',
      { argon2Config: { salt: 'saltsalt', iterationAmount: 1, memory: 64, threads: 1, keyLength: 16 } },
      { argon_2_config: { salt: 'saltsalt', iteration_amount: 1, memory: 64, threads: 1, key_length: 16 } },
    ],
    [
      'SCRYPT',
      { scryptConfig: { salt, nParameter: 16, rParameter: 8, pParameter: 1, keyLength: 16 } },
      { scrypt_config: { salt, n_parameter: 16, r_parameter: 8, p_parameter: 1, key_length: 16 } },
    ],
    [
      'PBKDF2',
      { pbkdf2Config: { salt, iterationAmount: 10, keyLength: 16 } },
      { pbkdf_2_config: { salt, iteration_amount: 10, key_length: 16, algorithm: 'sha256' } },
    ],
  ])('sends the config of %s under its wire names', async (hashType, given, sent) => {
    const input = { ...addressOf(hiro), hash: 'AAAA', hashType, ...given };
    await send(g, 'migrateMemberPassword', input, 'requestId', 'server');
    expect(g.calls[0]?.body).toMatchObject(sent);
  });

  it('is for servers', async () => {
    const input = { ...addressOf(hiro), hash: sha512(STRONG), hashType: 'SHA512' };
    expect(await send(g, 'migrateMemberPassword', input, 'requestId', 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    const { errors } = await attempt(g, 'migrateMemberPassword', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});

describe('authenticateMemberPassword', () => {
  it('signs a visitor in', async () => {
    const input = { ...benedikt(g), sessionDurationMinutes: 30, locale: 'PT_BR' };
    expect(await send(g, 'authenticateMemberPassword', input, SIGN_IN)).toEqual({
      __typename: 'AuthenticateMemberPasswordPayload',
      member: { memberId: expect.any(String) },
      organization: { slug: 'fernhill-bakery' },
      outcome: {
        __typename: 'SignedIn',
        session: { memberSessionId: expect.any(String) },
        sessionToken: expect.any(String),
        sessionJwt: expect.stringMatching(/^eyJ/),
      },
    });
    expect(g.calls[0]?.body).toEqual({
      organization_id: input.organizationId,
      email_address: input.emailAddress,
      password: input.password,
      session_duration_minutes: 30,
      locale: 'pt-br',
    });
  });

  it('returns the missing second factor', async () => {
    const ada = { ...addressOf(memberCalled(g, 'ada@fernhill.example')), password: 'sourdough at six in the morning' };
    expect(await send(g, 'authenticateMemberPassword', ada, SIGN_IN)).toMatchObject({
      outcome: {
        __typename: 'SecondFactorRequired',
        intermediateSessionToken: expect.any(String),
        options: { totpRegistrationId: expect.any(String) },
      },
    });
  });

  it('returns the same error for a wrong password, a member without one and an unknown address', async () => {
    const { organizationId, emailAddress } = benedikt(g);
    const answers = await Promise.all(
      [emailAddress, hiro.email_address, 'nobody@fernhill.example'].map((address) =>
        send(g, 'authenticateMemberPassword', { organizationId, emailAddress: address, password: 'guess' }),
      ),
    );
    expect(answers).toEqual(answers.map(() => ({ __typename: 'MutationError', ...wrong })));
    const nobody = { organizationId, emailAddress: 'nobody@fernhill.example', password: 'guess' };
    expect(await send(g, 'authenticateMemberPassword', nobody, SIGN_IN, 'member')).toMatchObject(wrong);
    // A server may get the distinct error; the existence of an organization is public.
    expect(await send(g, 'authenticateMemberPassword', nobody, SIGN_IN, 'server')).toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await send(g, 'authenticateMemberPassword', { ...nobody, organizationId: 'no-such-one' }, SIGN_IN),
    ).toMatchObject({ errorType: 'organization_not_found' });
    expect(JSON.stringify(g.logged)).not.toContain('guess');
  });

  it('reserves custom claims for servers', async () => {
    const input = { ...benedikt(g), sessionCustomClaims: { admin: true } };
    const { errors } = await attempt(g, 'authenticateMemberPassword', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
    expect(await send(g, 'authenticateMemberPassword', input, SIGN_IN, 'server')).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
  });
});

describe('resetMemberPasswordByExistingPassword', () => {
  it('replaces the password and ends the other sessions', async () => {
    const { password: existingPassword, ...key } = benedikt(g);
    const before = freshSession(g, memberCalled(g, 'benedikt@fernhill.example'));
    const input = { ...key, existingPassword, newPassword: STRONG };
    expect(await send(g, 'resetMemberPasswordByExistingPassword', input, SIGN_IN)).toMatchObject({
      outcome: { sessionToken: expect.any(String) },
    });
    const renew = { session: { sessionToken: before.token } };
    expect(await send(g, 'authenticateMemberSession', renew)).toMatchObject({ __typename: 'MutationError' });
    expect(await send(g, 'resetMemberPasswordByExistingPassword', input)).toMatchObject(wrong);
    expect(await send(g, 'authenticateMemberPassword', { ...key, password: STRONG })).not.toHaveProperty('code');
  });

  it('rejects a weak password with the reason', async () => {
    const { password: existingPassword, ...key } = benedikt(g);
    const input = { ...key, existingPassword, newPassword: 'bread' };
    expect(await send(g, 'resetMemberPasswordByExistingPassword', input)).toMatchObject({
      code: 'INVALID_INPUT',
      errorType: 'weak_password',
    });
  });
});

describe('resetMemberPasswordBySession', () => {
  it('requires a session with a recent factor', async () => {
    const { token, session } = freshSession(g, hiro);
    const other = freshSession(g, hiro);
    const input = { organizationId: hiro.organization_id, session: { sessionToken: token }, password: STRONG };
    expect(await send(g, 'resetMemberPasswordBySession', input, SIGN_IN)).toMatchObject({
      outcome: { __typename: 'SignedIn', session: { memberSessionId: session.member_session_id } },
    });
    expect(g.sandbox.store.sessions.has(other.session.member_session_id)).toBe(false);
    g.pass({ minutes: 6 });
    expect(await send(g, 'resetMemberPasswordBySession', input)).toMatchObject({
      errorType: 'session_too_old_to_reset_password',
    });
  });

  it('requires a session', async () => {
    const input = { organizationId: hiro.organization_id, password: STRONG, session: { sessionToken: '' } };
    const { errors } = await attempt(g, 'resetMemberPasswordBySession', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await send(g, 'resetMemberPasswordBySession', input, 'requestId', 'admin')).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked()).toEqual([]);
  });

  it('rejects a session of another organization', async () => {
    const bank = g.world.organizations.find(({ organization_id }) => organization_id !== hiro.organization_id);
    const input = {
      organizationId: bank?.organization_id,
      session: { sessionToken: freshSession(g, hiro).token },
      password: STRONG,
    };
    expect(await send(g, 'resetMemberPasswordBySession', input)).toMatchObject({ __typename: 'MutationError' });
  });
});
