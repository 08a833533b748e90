import { Secret, TOTP, URI } from 'otpauth';
import { encode } from 'uqr';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import { addSecondFactor, findMemberForSecondFactor } from '../../src/sandbox/b2b/second-factor.ts';
import { type Member, secretsOf } from '../../src/sandbox/b2b/store.ts';
import { totp } from '../../src/sandbox/b2b/totp.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
let ada: Member;
let adaAtBank: Member;
let hiro: Member;
let dmitri: Member;
beforeEach(async () => {
  stytch = await startHarness();
  ada = storedMember(stytch.store, bakery, 'ada@fernhill.example');
  adaAtBank = storedMember(stytch.store, bank, 'ada@fernhill.example');
  hiro = storedMember(stytch.store, bakery, 'hiro@fernhill.example');
  dmitri = storedMember(stytch.store, bakery, 'dmitri@fernhill.example');
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const create = 'api_b2b_totp_v1_Create';
const authenticate = 'api_b2b_totp_v1_Authenticate';
const migrate = 'api_b2b_totp_v1_Migrate';
const exchange = 'api_b2b_session_v1_Exchange';

/** The code of an authenticator app, a number of time steps from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: stytch.store.now().getTime() + steps * 30_000,
  });
const seededSecret = ({ member_id }: Member) => secretsOf(stytch.store, member_id).totp?.secret ?? '';
const keyOf = ({ organization_id, member_id }: Member) => ({ organization_id, member_id });
const signedIn = (member: Member, ...more: AuthenticationFactor[]) =>
  startSession(stytch.store, member, {
    factors: [
      {
        type: 'magic_link',
        delivery_method: 'email',
        email_factor: { email_id: 'email-test-1', email_address: member.email_address },
      },
      ...more,
    ],
  });
/** A sign-in of Ada at the bank, which requires a second factor of all members. */
const waiting = async () =>
  (await stytch.ok(exchange, { organization_id: bank, session_token: signedIn(ada).token })).intermediate_session_token;

test('an enrolment returns a secret, its QR code and recovery codes', async () => {
  const { secret, qr_code, recovery_codes, totp_registration_id, member } = await stytch.ok(create, keyOf(hiro));
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(new Set(recovery_codes).size).toBe(10);
  for (const code of recovery_codes) expect(code).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/);
  expect(member.totp_registration_id).toBe('');

  const svg = Buffer.from(qr_code.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
  const uri = new TOTP({ issuer: 'Fernhill Bakery', label: hiro.email_address, secret }).toString();
  expect(URI.parse(uri).secret.base32).toBe(secret);
  // One dark square per module: the picture encodes exactly what an app reads.
  const { size, data } = encode(uri, { border: 4 });
  expect(svg).toContain(`viewBox="0 0 ${size * 10} ${size * 10}"`);
  expect(svg.match(/M\d+,\d+h10v10h-10z/g)).toHaveLength(data.flat().filter(Boolean).length);

  const { token: session_token } = signedIn(hiro);
  const answer = await stytch.ok(authenticate, { ...keyOf(hiro), session_token, code: codeOf(secret) });
  expect(answer.member).toMatchObject({ totp_registration_id, default_mfa_method: 'totp', mfa_enrolled: false });
  const { member: later } = await stytch.ok('api_organization_v1_organizations_members_Get', {
    organization_id: bakery,
    member_id: hiro.member_id,
  });
  expect(later).toEqual(answer.member);
  await stytch.refused(create, keyOf(hiro), [400, 'active_totp_exists']);
});

test('an enrolment stays open for the requested time, then another one may start', async () => {
  for (const expiration_minutes of [4, 1441, 0]) {
    await stytch.refused(create, { ...keyOf(hiro), expiration_minutes }, [400, 'invalid_expiration']);
  }
  const { secret } = await stytch.ok(create, { ...keyOf(hiro), expiration_minutes: 5 });
  await stytch.refused(create, keyOf(hiro), [400, 'pending_totp_exists']);
  await stytch.refused(migrate, { ...keyOf(hiro), secret, recovery_codes: [] }, [400, 'pending_totp_exists']);
  const { token: session_token } = signedIn(hiro);
  stytch.pass({ minutes: 6 });
  await stytch.refused(authenticate, { ...keyOf(hiro), session_token, code: codeOf(secret) }, [401, 'expired_totp']);
  const again = await stytch.ok(create, keyOf(hiro));
  expect(again.secret).not.toBe(secret);
  stytch.pass({ minutes: 50 });
  const old = { ...keyOf(hiro), session_token, code: codeOf(secret) };
  await stytch.refused(authenticate, old, [401, 'unable_to_authenticate_totp']);
  await stytch.ok(authenticate, { ...keyOf(hiro), session_token, code: codeOf(again.secret) });
});

test('an enrolment requires an active member and an allowed method', async () => {
  const priya = storedMember(stytch.store, bakery, 'priya@fernhill.example');
  await stytch.refused(create, keyOf(priya), [400, 'action_available_only_for_active_members']);
  const organization = stytch.store.organizations.get(hiro.organization_id);
  if (!organization) throw new Error('unreachable');
  saveOrganization(stytch.store, { ...organization, mfa_methods: 'RESTRICTED', allowed_mfa_methods: ['sms_otp'] });
  const restricted: [number, string] = [403, 'operation_restricted_by_organization_mfa_methods'];
  await stytch.refused(create, keyOf(hiro), restricted);
  const { token: session_token } = signedIn(ada);
  const use = { ...keyOf(ada), session_token, code: codeOf(seededSecret(ada)) };
  await stytch.refused(authenticate, use, restricted);
  saveMember(stytch.store, { ...hiro, is_breakglass: true });
  await stytch.ok(create, keyOf(hiro));
});

test('a second factor is required before another one is added', async () => {
  await stytch.refused(create, keyOf(dmitri), [400, 'session_enforced_factor_matching_session_required']);
  await stytch.refused(create, { ...keyOf(dmitri), session_token: signedIn(dmitri).token }, [
    400,
    'insufficient_factors',
  ]);
  await stytch.refused(create, { ...keyOf(dmitri), session_token: signedIn(hiro).token }, [
    403,
    'member_session_member_id_mismatch',
  ]);
  // The seeded session of Dmitri started with a link and a texted code.
  const session_token = tokenOf(stytch.store, dmitri.member_id);
  const { secret } = await stytch.ok(create, { ...keyOf(dmitri), session_token });
  const { member } = await stytch.ok(authenticate, { ...keyOf(dmitri), session_token, code: codeOf(secret) });
  expect(member.default_mfa_method).toBe('sms_otp');
});

test('an intermediate session becomes a session with both factors, and is used up', async () => {
  const intermediate_session_token = await waiting();
  const { secret } = await stytch.ok(create, { ...keyOf(adaAtBank), intermediate_session_token });
  const input = { ...keyOf(adaAtBank), intermediate_session_token, code: codeOf(secret) };
  const answer = await stytch.ok(authenticate, {
    ...input,
    set_mfa_enrollment: 'unenroll',
    session_duration_minutes: 45,
    session_custom_claims: { branch: 9 },
  });
  expect(answer).toMatchObject({
    organization: { organization_slug: bank },
    // The bank requires a second factor of all members, whatever their own setting.
    member: { mfa_enrolled: true, default_mfa_method: 'totp' },
    member_session: {
      member_id: adaAtBank.member_id,
      custom_claims: { branch: 9 },
      authentication_factors: [
        { type: 'magic_link' },
        {
          type: 'totp',
          delivery_method: 'authenticator_app',
          authenticator_app_factor: { totp_id: answer.member.totp_registration_id },
        },
      ],
    },
  });
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_jwt: answer.session_jwt });
  stytch.pass({ minutes: 1 });
  const again = { ...input, code: codeOf(secret) };
  await stytch.refused(authenticate, again, [404, 'intermediate_session_not_found']);
  // A sign-in by exchange now returns the app as the next factor.
  const next = await stytch.ok(exchange, { organization_id: bank, session_token: signedIn(ada).token });
  expect(next.mfa_required?.member_options).toEqual({
    mfa_phone_number: '',
    totp_registration_id: answer.member.totp_registration_id,
  });
});

test('of two requests with the same intermediate session only one gets a session', async () => {
  const sent = { ...keyOf(adaAtBank), intermediate_session_token: await waiting() };
  const [first, second] = [
    await findMemberForSecondFactor(stytch.store, sent),
    await findMemberForSecondFactor(stytch.store, sent),
  ];
  const factor: AuthenticationFactor = { type: 'totp', delivery_method: 'authenticator_app' };
  const wanted = { minutes: undefined, claims: undefined };
  addSecondFactor(stytch.store, first, factor, wanted);
  expect(() => addSecondFactor(stytch.store, second, factor, wanted)).toThrow('was used already');
});

test('an intermediate session lasts ten minutes', async () => {
  const intermediate_session_token = await waiting();
  const { secret } = await stytch.ok(create, { ...keyOf(adaAtBank), intermediate_session_token });
  stytch.pass({ minutes: 11 });
  await stytch.refused(authenticate, { ...keyOf(adaAtBank), intermediate_session_token, code: codeOf(secret) }, [
    404,
    'intermediate_session_not_found',
  ]);
});

test('an active session gets the factor, and another code refreshes it', async () => {
  const { session, token: session_token } = signedIn(ada);
  const input = { ...keyOf(ada), session_token };
  const first = await stytch.ok(authenticate, { ...input, code: codeOf(seededSecret(ada)) });
  expect(first.session_token).toBe(session_token);
  expect(first.member_session).toMatchObject({
    member_session_id: session.member_session_id,
    expires_at: session.expires_at,
  });
  expect(first.member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'totp']);
  stytch.pass({ minutes: 2 });
  const second = await stytch.ok(authenticate, { ...input, code: codeOf(seededSecret(ada)) });
  const [before, after] = [first, second].map(({ member_session }) => member_session?.authentication_factors[1]);
  expect(second.member_session?.authentication_factors).toHaveLength(2);
  expect(after?.created_at).toBe(before?.created_at);
  expect(after?.last_authenticated_at).not.toBe(before?.last_authenticated_at);
});

test('a code is valid once, in its half minute and one to either side', async () => {
  const input = { ...keyOf(ada), session_token: signedIn(ada).token };
  const secret = seededSecret(ada);
  const refused = (code: string, status: number, type: string) =>
    stytch.refused(authenticate, { ...input, code }, [status, type]);
  // Code by code, so that the clock does not cross a step in between.
  const far = [-3, 3].map((steps) => codeOf(secret, steps));
  for (const code of far) await refused(code, 401, 'unable_to_authenticate_totp');
  const code = codeOf(secret);
  await stytch.ok(authenticate, { ...input, code });
  await refused(code, 400, 'totp_code_already_authenticated');
  await refused(codeOf(secret, -1), 400, 'totp_code_already_authenticated');
  stytch.pass({ minutes: 1 });
  const next = codeOf(secret);
  await stytch.ok(authenticate, { ...input, code: next });
  const other = { ...keyOf(ada), session_token: signedIn(ada).token };
  await stytch.refused(authenticate, { ...other, code: next }, [400, 'totp_code_already_authenticated']);
  await refused('12345', 400, 'invalid_totp_code');
  await refused('', 400, 'invalid_totp_code');
  const [recovery = ''] = secretsOf(stytch.store, ada.member_id).recovery_codes;
  await refused(recovery, 400, 'recovery_code_used_as_totp_code');
});

test('of many concurrent requests with one code, one succeeds', async () => {
  const code = codeOf(seededSecret(ada));
  const attempts = Array.from({ length: 6 }, () =>
    stytch.ok(authenticate, { ...keyOf(ada), session_token: signedIn(ada).token, code }),
  );
  const settled = await Promise.allSettled(attempts);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('exactly one session is required, of the same member in the same organization', async () => {
  const code = codeOf(seededSecret(ada));
  const refused = (input: object, status: number, type: string) =>
    stytch.refused(authenticate, { ...keyOf(ada), code, ...input }, [status, type]);
  await refused({}, 400, 'no_session_arguments');
  const { token: session_token } = signedIn(ada);
  await refused({ session_token, intermediate_session_token: await waiting() }, 400, 'too_many_session_arguments');
  await refused({ session_token: signedIn(hiro).token }, 403, 'member_session_member_id_mismatch');
  await refused({ session_token: signedIn(adaAtBank).token }, 403, 'member_session_member_id_mismatch');
  await refused(
    { intermediate_session_token: await waiting() },
    400,
    'invalid_intermediate_session_token_for_organization',
  );
  const ursula = storedMember(stytch.store, bank, 'ursula.hartmann@northgate.example');
  await stytch.refused(
    authenticate,
    {
      ...keyOf(ursula),
      code: codeOf(seededSecret(ursula)),
      intermediate_session_token: await waiting(),
    },
    [403, 'member_session_member_id_mismatch'],
  );
  await refused({ session_token: 'unknown' }, 404, 'session_not_found');
  await refused({ intermediate_session_token: 'unknown' }, 404, 'intermediate_session_not_found');
  await refused({ organization_id: bank, session_token }, 404, 'member_not_found');
  const hiros = { ...keyOf(hiro), session_token: signedIn(hiro).token, code };
  await stytch.refused(authenticate, hiros, [404, 'totp_not_found']);
  // After all of these errors the code is still valid.
  await stytch.ok(authenticate, { ...keyOf(ada), code, session_token });
});

test('an invalid duration or claim uses up neither the code nor the sign-in', async () => {
  const intermediate_session_token = await waiting();
  const { secret } = await stytch.ok(create, { ...keyOf(adaAtBank), intermediate_session_token });
  const input = { ...keyOf(adaAtBank), intermediate_session_token, code: codeOf(secret) };
  await stytch.refused(authenticate, { ...input, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  await stytch.refused(authenticate, { ...input, session_custom_claims: { big: 'x'.repeat(5000) } }, [
    400,
    'custom_claims_too_large',
  ]);
  await stytch.refused(authenticate, { ...input, set_mfa_enrollment: 'maybe' }, [400, 'invalid_argument']);
  await stytch.ok(authenticate, input);
});

test('a code can change the enrolment and the default method', async () => {
  saveMember(stytch.store, { ...ada, default_mfa_method: 'sms_otp' });
  const use = async (choices: object) => {
    stytch.pass({ minutes: 1 });
    const code = codeOf(seededSecret(ada));
    const input = { ...keyOf(ada), session_token: signedIn(ada).token, code, ...choices };
    const { mfa_enrolled, default_mfa_method } = (await stytch.ok(authenticate, input)).member;
    return [mfa_enrolled, default_mfa_method];
  };
  expect(await use({})).toEqual([true, 'sms_otp']);
  expect(await use({ set_mfa_enrollment: 'unenroll' })).toEqual([false, 'sms_otp']);
  expect(await use({ set_default_mfa: false })).toEqual([false, 'sms_otp']);
  expect(await use({ set_mfa_enrollment: 'enroll', set_default_mfa: true })).toEqual([true, 'totp']);
});

test('a migrated app keeps its secret, and its recovery codes if any', async () => {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const given = ['old-code-1', 'old-code-2'];
  const taken = await stytch.ok(migrate, { ...keyOf(hiro), secret, recovery_codes: given });
  expect(taken.recovery_codes).toEqual(given);
  expect(taken.member).toMatchObject({
    totp_registration_id: taken.totp_registration_id,
    default_mfa_method: 'totp',
    mfa_enrolled: false,
  });
  await stytch.ok(authenticate, { ...keyOf(hiro), session_token: signedIn(hiro).token, code: codeOf(secret) });
  await stytch.refused(migrate, { ...keyOf(hiro), secret, recovery_codes: [] }, [400, 'active_totp_exists']);

  const greta = storedMember(stytch.store, bakery, 'greta@fernhill.example');
  const lower = await stytch.ok(migrate, { ...keyOf(greta), secret: secret.toLowerCase(), recovery_codes: [] });
  expect(new Set(lower.recovery_codes).size).toBe(10);
  await stytch.ok(authenticate, { ...keyOf(greta), session_token: signedIn(greta).token, code: codeOf(secret) });

  const jonas = storedMember(stytch.store, bakery, 'jonas@fernhill.example');
  for (const wrong of ['', 'short', 'not base32 at all, 0189!']) {
    await stytch.refused(migrate, { ...keyOf(jonas), secret: wrong, recovery_codes: [] }, [400, 'invalid_argument']);
  }
  await stytch.refused(migrate, { ...keyOf(jonas), secret, recovery_codes: [''] }, [400, 'invalid_recovery_code']);
});

test('deletion of an app deletes its recovery codes, and another may follow', async () => {
  await stytch.ok('api_organization_v1_organizations_members_DeleteTOTP', keyOf(ada));
  const use = { ...keyOf(ada), session_token: signedIn(ada).token, code: '123456' };
  await stytch.refused(authenticate, use, [404, 'totp_not_found']);
  await stytch.refused('api_b2b_recovery_codes_v1_Get', keyOf(ada), [404, 'recovery_codes_not_found']);
  await stytch.ok(create, { ...keyOf(ada), session_token: tokenOf(stytch.store, ada.member_id) });
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(totp));
