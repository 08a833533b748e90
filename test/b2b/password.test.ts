import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { addressOf, benedikt, freshSession, STRONG_PASSWORD } from '../operations/password.ts';
import { seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let hiro: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  hiro = seededMember(g, 'hiro@fernhill.example');
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const wrong = { code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' };

describe('checkPasswordStrength', () => {
  const select = `validPassword score breachedPassword breachDetectionOnCreate strengthPolicy
    zxcvbnFeedback { warning suggestions } ludsFeedback { hasDigit }`;

  it('is public', async () => {
    const input = { password: 'dragon1999', emailAddress: 'hiro@fernhill.example' };
    expect(await sendMutationOk(g, 'checkPasswordStrength', input, select)).toEqual({
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
    expect(await sendMutationOk(g, 'checkPasswordStrength', { password: STRONG_PASSWORD }, select)).toMatchObject({
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
      hash: sha512(`${STRONG_PASSWORD}yeast`),
      hashType: 'SHA512',
      sha512Config: { prependSalt: '', appendSalt: 'yeast' },
      name: 'Hiro T.',
      untrustedMetadata: { snake_case: { camelCase: 1 } },
    };
    const select = 'memberCreated member { name passwordId emailAddressVerified } organization { slug }';
    expect(await sendMutationOk(g, 'migrateMemberPassword', input, select, 'server')).toEqual({
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
    const signIn = { ...addressOf(hiro), password: STRONG_PASSWORD };
    expect(await sendMutationOk(g, 'authenticateMemberPassword', signIn, SIGN_IN_FIELDS)).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
    expect(await sendMutationOk(g, 'migrateMemberPassword', input, select, 'server')).toMatchObject({
      code: 'CONFLICT',
    });
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
    await sendMutationOk(g, 'migrateMemberPassword', input, 'requestId', 'server');
    expect(g.calls[0]?.body).toMatchObject(sent);
  });

  it('is for servers', async () => {
    const input = { ...addressOf(hiro), hash: sha512(STRONG_PASSWORD), hashType: 'SHA512' };
    expect(await sendMutationOk(g, 'migrateMemberPassword', input, 'requestId', 'admin')).toMatchObject({
      code: 'FORBIDDEN',
    });
    const { errors } = await sendMutation(g, 'migrateMemberPassword', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});

describe('authenticateMemberPassword', () => {
  it('signs a visitor in', async () => {
    const input = { ...benedikt(g), sessionDurationMinutes: 30, locale: 'PT_BR' };
    expect(await sendMutationOk(g, 'authenticateMemberPassword', input, SIGN_IN_FIELDS)).toEqual({
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
    const ada = { ...addressOf(seededMember(g, 'ada@fernhill.example')), password: 'sourdough at six in the morning' };
    expect(await sendMutationOk(g, 'authenticateMemberPassword', ada, SIGN_IN_FIELDS)).toMatchObject({
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
        sendMutationOk(g, 'authenticateMemberPassword', { organizationId, emailAddress: address, password: 'guess' }),
      ),
    );
    expect(answers).toEqual(answers.map(() => ({ __typename: 'MutationError', ...wrong })));
    const nobody = { organizationId, emailAddress: 'nobody@fernhill.example', password: 'guess' };
    expect(await sendMutationOk(g, 'authenticateMemberPassword', nobody, SIGN_IN_FIELDS, 'member')).toMatchObject(
      wrong,
    );
    // A server may get the distinct error; the existence of an organization is public.
    expect(await sendMutationOk(g, 'authenticateMemberPassword', nobody, SIGN_IN_FIELDS, 'server')).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      await sendMutationOk(
        g,
        'authenticateMemberPassword',
        { ...nobody, organizationId: 'no-such-one' },
        SIGN_IN_FIELDS,
      ),
    ).toMatchObject({ errorType: 'organization_not_found' });
    expect(JSON.stringify(g.logged)).not.toContain('guess');
  });

  it('reserves custom claims for servers', async () => {
    const input = { ...benedikt(g), sessionCustomClaims: { admin: true } };
    const { errors } = await sendMutation(g, 'authenticateMemberPassword', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
    expect(await sendMutationOk(g, 'authenticateMemberPassword', input, SIGN_IN_FIELDS, 'server')).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
  });
});

describe('resetMemberPasswordByExistingPassword', () => {
  it('replaces the password and ends the other sessions', async () => {
    const { password: existingPassword, ...key } = benedikt(g);
    const before = freshSession(g, seededMember(g, 'benedikt@fernhill.example'));
    const input = { ...key, existingPassword, newPassword: STRONG_PASSWORD };
    expect(await sendMutationOk(g, 'resetMemberPasswordByExistingPassword', input, SIGN_IN_FIELDS)).toMatchObject({
      outcome: { sessionToken: expect.any(String) },
    });
    const renew = { session: { sessionToken: before.token } };
    expect(await sendMutationOk(g, 'authenticateMemberSession', renew)).toMatchObject({ __typename: 'MutationError' });
    expect(await sendMutationOk(g, 'resetMemberPasswordByExistingPassword', input)).toMatchObject(wrong);
    expect(
      await sendMutationOk(g, 'authenticateMemberPassword', { ...key, password: STRONG_PASSWORD }),
    ).not.toHaveProperty('code');
  });

  it('rejects a weak password with the reason', async () => {
    const { password: existingPassword, ...key } = benedikt(g);
    const input = { ...key, existingPassword, newPassword: 'bread' };
    expect(await sendMutationOk(g, 'resetMemberPasswordByExistingPassword', input)).toMatchObject({
      code: 'INVALID_INPUT',
      errorType: 'weak_password',
    });
  });
});

describe('resetMemberPasswordBySession', () => {
  it('requires a session with a recent factor', async () => {
    const { token, session } = freshSession(g, hiro);
    const other = freshSession(g, hiro);
    const input = { organizationId: hiro.organization_id, session: { sessionToken: token }, password: STRONG_PASSWORD };
    expect(await sendMutationOk(g, 'resetMemberPasswordBySession', input, SIGN_IN_FIELDS)).toMatchObject({
      outcome: { __typename: 'SignedIn', session: { memberSessionId: session.member_session_id } },
    });
    expect(g.sandbox.store.sessions.has(other.session.member_session_id)).toBe(false);
    g.pass({ minutes: 6 });
    expect(await sendMutationOk(g, 'resetMemberPasswordBySession', input)).toMatchObject({
      errorType: 'session_too_old_to_reset_password',
    });
  });

  it('requires a session', async () => {
    const input = { organizationId: hiro.organization_id, password: STRONG_PASSWORD, session: { sessionToken: '' } };
    const { errors } = await sendMutation(g, 'resetMemberPasswordBySession', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await sendMutationOk(g, 'resetMemberPasswordBySession', input, 'requestId', 'admin')).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked()).toEqual([]);
  });

  it('rejects a session of another organization', async () => {
    const bank = g.world.organizations.find(({ organization_id }) => organization_id !== hiro.organization_id);
    const input = {
      organizationId: bank?.organization_id,
      session: { sessionToken: freshSession(g, hiro).token },
      password: STRONG_PASSWORD,
    };
    expect(await sendMutationOk(g, 'resetMemberPasswordBySession', input)).toMatchObject({
      __typename: 'MutationError',
    });
  });
});
