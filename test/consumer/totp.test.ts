import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import { magicLinkFactor } from '../../src/sandbox/consumer/seed/user.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { appOf, shownBy } from './operations/totp.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

/** A session of a seeded user with a magic link factor only. */
const mailed = (first: string, ...more: AuthenticationFactor[]) => {
  const user = seededUser(g, first);
  return startSession(g.sandbox.store, user, { factors: [magicLinkFactor(user), ...more], minutes: 60 });
};
const byMail = (first: string): ActAs => ({ token: mailed(first).token });
const idOf = (first: string) => seededUser(g, first).user_id;
const bodyOf = (operation: string) => g.calls.find(({ id }) => id === operation)?.body;
const lastBodyOf = (operation: string) => g.calls.findLast(({ id }) => id === operation)?.body;

const CREATE = 'totpId secret qrCode recoveryCodes user { userId totps { totpId verified } }';
const SIGN_IN = `totpId user { userId totps { verified } } userDevice { visitorId } outcome { __typename
  ... on UserSignedIn { sessionToken session { sessionId expiresAt authenticationFactors { __typename type } } }
  ... on UserAuthenticated { userId } }`;
const wrong = (right: string) => (right === '123456' ? '654321' : '123456');

describe('createUserTotp', () => {
  it('starts an enrolment of the calling user, which the first passcode completes', async () => {
    const ben = seededUser(g, 'Ben');
    const begun = await sendMutation(g, 'createUserTotp', { expirationMinutes: 30 }, { as: 'user', select: CREATE });
    const { totpId, secret, qrCode, recoveryCodes, user } = begun.data?.['createUserTotp'] ?? {};
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(qrCode).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(recoveryCodes).toHaveLength(10);
    expect(user).toEqual({ userId: ben.user_id, totps: [{ totpId, verified: false }] });
    expect(bodyOf('api_totp_v1_Create')).toEqual({ user_id: ben.user_id, expiration_minutes: 30 });

    const totpCode = shownBy(g, String(secret));
    const shown = await sendMutation(g, 'authenticateUserTotp', { totpCode }, { as: 'user', select: SIGN_IN });
    expect(shown.data?.['authenticateUserTotp']).toMatchObject({
      totpId,
      user: { userId: ben.user_id, totps: [{ verified: true }] },
      outcome: {
        __typename: 'UserSignedIn',
        session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { __typename: 'AuthenticatorAppFactor' }] },
      },
    });
  });

  it('uses the calling user, and accepts an id from servers only', async () => {
    const userId = idOf('Ben');
    expect(await outcome(g, 'createUserTotp', { userId }, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, 'createUserTotp', { userId }, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, 'createUserTotp', {}, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, 'createUserTotp', {}, { as: 'server' })).toBe('INVALID_INPUT');
    expect(sent(g)).toEqual([]);
    expect(await outcome(g, 'createUserTotp', { userId }, { as: 'server' })).toBe('CreateUserTotpPayload');
    expect(sent(g)).toEqual(['api_totp_v1_Create']);
  });

  it('requires step-up of a user with two kinds of factors', async () => {
    const farid = await sendMutation(g, 'createUserTotp', {}, { as: byMail('Farid') });
    expect(farid.data?.['createUserTotp']).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'insufficient_factors',
    });
    const impersonated = { type: 'impersonated', delivery_method: 'impersonation' } as const;
    expect(await outcome(g, 'createUserTotp', {}, { as: { token: mailed('Ben', impersonated).token } })).toBe(
      'FORBIDDEN',
    );
    expect(sent(g)).not.toContain('api_totp_v1_Create');
  });

  it.each<[string, () => [input: object, as: ActAs], string, string]>([
    ['an active app', () => [{}, 'ada'], 'CONFLICT', 'active_totp_exists'],
    ['an expiration out of bounds', () => [{ expirationMinutes: 4 }, 'user'], 'INVALID_INPUT', 'invalid_expiration'],
    [
      'a pending user',
      () => [{ userId: idOf('Dmitri') }, 'server'],
      'PRECONDITION_FAILED',
      'action_available_only_for_active_members',
    ],
  ])('reports %s', async (_, make, code, errorType) => {
    const [input, as] = make();
    const { data } = await sendMutation(g, 'createUserTotp', input, { as });
    expect(data?.['createUserTotp']).toMatchObject({ code, errorType });
  });

  it('reports an open enrolment, until it expires', async () => {
    await sendMutation(g, 'createUserTotp', {}, { as: 'user' });
    const again = await sendMutation(g, 'createUserTotp', {}, { as: 'user' });
    expect(again.data?.['createUserTotp']).toMatchObject({ code: 'CONFLICT', errorType: 'pending_totp_exists' });
  });
});

describe('authenticateUserTotp', () => {
  const authenticate = async (input: object, as: ActAs = 'adaByToken') =>
    (await sendMutation(g, 'authenticateUserTotp', input, { as, select: SIGN_IN })).data?.['authenticateUserTotp'];
  const ofAda = () => ({ totpCode: shownBy(g, appOf(g, 'Ada').secret) });

  it('adds the app to the session of the bearer token, and sends the caller’s own id', async () => {
    const { record } = { record: mailed('Ada') };
    expect(await authenticate(ofAda(), { token: record.token })).toMatchObject({
      outcome: {
        sessionToken: record.token,
        session: {
          sessionId: record.session.session_id,
          authenticationFactors: [{ type: 'MAGIC_LINK' }, { type: 'TOTP' }],
        },
      },
    });
    expect(bodyOf('api_totp_v1_Authenticate')).toEqual({
      user_id: idOf('Ada'),
      session_token: record.token,
      session_duration_minutes: 60,
      totp_code: expect.any(String),
    });
  });

  it('adds it to a session in the input of a caller without a bearer token', async () => {
    const { token, session } = mailed('Ada');
    expect(await authenticate({ ...ofAda(), session: { sessionToken: token } }, null)).toMatchObject({
      outcome: { session: { sessionId: session.session_id } },
    });
    expect(sent(g)).toEqual(['api_session_v1_Authenticate', 'api_totp_v1_Authenticate']);
    expect(bodyOf('api_totp_v1_Authenticate')).toMatchObject({ user_id: idOf('Ada'), session_token: token });
  });

  it('is UNAUTHENTICATED without a session, for valid and invalid codes, without a call', async () => {
    expect(await outcome(g, 'authenticateUserTotp', ofAda(), { as: null })).toBe('UNAUTHENTICATED');
    const named = { ...ofAda(), userId: idOf('Ada') };
    expect(await outcome(g, 'authenticateUserTotp', named, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, 'authenticateUserTotp', named, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, 'recoverUser', { recoveryCode: 'a', userId: idOf('Ada') }, { as: 'ada' })).toBe(
      'FORBIDDEN',
    );
    expect(sent(g)).toEqual([]);
    const foreign = { ...ofAda(), userId: idOf('Ada'), session: { sessionToken: mailed('Ben').token } };
    expect(await outcome(g, 'authenticateUserTotp', foreign, { as: null })).toBe('UNAUTHENTICATED');
    expect(sent(g)).not.toContain('api_totp_v1_Authenticate');
  });

  it('rejects a session beside a bearer token, and an ended session', async () => {
    const session = { sessionToken: mailed('Ada').token };
    expect(await authenticate({ ...ofAda(), session })).toMatchObject({ code: 'INVALID_INPUT', path: ['session'] });
    const over = { sessionToken: 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3Ft0' };
    expect(await authenticate({ ...ofAda(), session: over }, null)).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      path: ['session'],
    });
    expect(sent(g)).not.toContain('api_totp_v1_Authenticate');
  });

  it('permits servers to omit the session, and reports to them a user without an app', async () => {
    const server = { ...ofAda(), userId: idOf('Ada'), sessionDurationMinutes: null };
    expect(await authenticate(server, 'server')).toMatchObject({
      outcome: { __typename: 'UserAuthenticated', userId: idOf('Ada') },
    });
    expect(bodyOf('api_totp_v1_Authenticate')).toEqual({ user_id: idOf('Ada'), totp_code: expect.any(String) });
    expect(await authenticate(ofAda(), 'server')).toMatchObject({ code: 'INVALID_INPUT', path: ['userId'] });
    const none = { totpCode: '123456', userId: idOf('Ben') };
    expect(await authenticate(none, 'server')).toMatchObject({ code: 'NOT_FOUND', errorType: 'totp_not_found' });
    expect(await authenticate({ totpCode: '123456' }, 'user')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it.each<[string, () => string, string]>([
    ['a wrong code', () => wrong(shownBy(g, appOf(g, 'Ada').secret)), 'unable_to_authenticate_totp'],
    ['a code other than six digits', () => '12345', 'invalid_totp_code'],
    ['a recovery code', () => appOf(g, 'Ada').recovery_codes[0] ?? '', 'recovery_code_used_as_totp_code'],
  ])('reports %s', async (_, code, errorType) => {
    expect(await authenticate({ totpCode: code() })).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType });
  });

  it('accepts a code once, and none of an expired enrolment', async () => {
    const code = ofAda();
    expect(await authenticate(code)).toHaveProperty('outcome');
    expect(await authenticate(code)).toMatchObject({ errorType: 'totp_code_already_authenticated' });
    const begun = await sendMutation(g, 'createUserTotp', { expirationMinutes: 5 }, { as: 'user', select: 'secret' });
    const secret = String(begun.data?.['createUserTotp']?.['secret']);
    g.pass({ minutes: 6 });
    const late = { totpCode: shownBy(g, secret), userId: idOf('Ben') };
    expect(await authenticate(late, 'server')).toMatchObject({ errorType: 'expired_totp' });
  });

  it('counts wrong codes by user: the sixth is not sent', async () => {
    const totpCode = wrong(shownBy(g, appOf(g, 'Ada').secret));
    const codes: unknown[] = [];
    for (let n = 0; n < 6; n += 1) codes.push((await authenticate({ totpCode }))?.code);
    expect(codes).toEqual([...Array(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
    expect(sent(g).filter((id) => id === 'api_totp_v1_Authenticate')).toHaveLength(5);
    // Recovery codes are counted together with passcodes; another user is not affected.
    expect(await outcome(g, 'recoverUser', { recoveryCode: 'aaaa-bbbb-cccc' }, { as: 'adaByToken' })).toBe(
      'RATE_LIMITED',
    );
    expect(await authenticate({ totpCode }, 'user')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });
});

describe('recoverUser', () => {
  const recover = async (input: object, as: ActAs = 'adaByToken') =>
    (await sendMutation(g, 'recoverUser', input, { as, select: SIGN_IN })).data?.['recoverUser'];

  it('uses a code up, and adds it to the session', async () => {
    const [recoveryCode, ...left] = appOf(g, 'Ada').recovery_codes;
    const { token } = mailed('Ada');
    expect(await recover({ recoveryCode }, { token })).toMatchObject({
      totpId: appOf(g, 'Ada').totp_id,
      outcome: {
        sessionToken: token,
        session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { __typename: 'RecoveryCodeFactor' }] },
      },
    });
    expect(lastBodyOf('api_totp_v1_Recover')).toMatchObject({ user_id: idOf('Ada'), session_token: token });
    expect(appOf(g, 'Ada').recovery_codes).toEqual(left);
    expect(await recover({ recoveryCode }, { token })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      errorType: 'unable_to_authenticate_recovery_code',
    });
  });

  it('keeps the code if no session is started', async () => {
    const [recoveryCode] = appOf(g, 'Ada').recovery_codes;
    expect(await recover({ recoveryCode, sessionDurationMinutes: 1 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(appOf(g, 'Ada').recovery_codes).toContain(recoveryCode);
  });

  it('is UNAUTHENTICATED without a session, without a call', async () => {
    const [recoveryCode] = appOf(g, 'Ada').recovery_codes;
    expect(await outcome(g, 'recoverUser', { recoveryCode }, { as: null })).toBe('UNAUTHENTICATED');
    expect(sent(g)).toEqual([]);
  });

  it('reports a passcode in place of a recovery code, and a user without an active app', async () => {
    expect(await recover({ recoveryCode: '123456' })).toMatchObject({ errorType: 'totp_code_used_as_recovery_code' });
    expect(await recover({ recoveryCode: 'aaaa-bbbb-cccc' }, 'user')).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'no_active_recovery_code_backed_factor',
    });
  });
});
