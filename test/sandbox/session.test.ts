import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { saveMember, saveOrganization } from '../../src/sandbox/b2b/save.ts';
import { session } from '../../src/sandbox/b2b/session.ts';
import type { Member, Store } from '../../src/sandbox/b2b/store.ts';
import type { OperationId } from '../../src/sandbox/domain.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { mint, mintAccessToken, mintIdToken, mintM2mToken, mintTrustedToken } from '../../src/sandbox/shared/tokens.ts';
import { type AuthenticationFactor, consentKey } from '../../src/sandbox/store.ts';
import { expectAllAnswered, type Harness, memberCalled, startHarness, tokenOf } from './harness.ts';

let stytch: Harness;
let ada: Member;
let adaAtBank: Member;
let benedikt: Member;
let esperanza: Member;
beforeAll(async () => {
  stytch = await startHarness();
  const at = (slug: string, email: string) => memberCalled(stytch.store, slug, email);
  ada = at(bakery, 'ada@fernhill.example');
  adaAtBank = at(bank, 'ada@fernhill.example');
  benedikt = at(bakery, 'benedikt@fernhill.example');
  esperanza = at(bakery, 'esperanza@fernhill.example');
});
afterAll(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const get = 'api_b2b_session_v1_Get';
const authenticate = 'api_b2b_session_v1_Authenticate';
const revoke = 'api_b2b_session_v1_Revoke';
const exchange = 'api_b2b_session_v1_Exchange';
const exchangeAccessToken = 'api_b2b_session_v1_ExchangeAccessToken';
const attest = 'api_b2b_session_v1_Attest';
const migrate = 'api_b2b_session_v1_Migrate';

const byEmail = ({ email_address }: Member): AuthenticationFactor => ({
  type: 'magic_link',
  delivery_method: 'email',
  email_factor: { email_id: 'email-test-1', email_address },
});
const password: AuthenticationFactor = { type: 'password', delivery_method: 'knowledge' };
const signedIn = (store: Store, member: Member, ...factors: AuthenticationFactor[]) =>
  startSession(store, member, { factors: factors.length > 0 ? factors : [byEmail(member)] });
const minutesLeft = ({ store }: Harness, moment = '') =>
  Math.round((Date.parse(moment) - store.now().getTime()) / 60_000);

test('a member’s live sessions are listed, newest first', async () => {
  const other = await startHarness();
  const key = { organization_id: bakery, member_id: 'staff-1' };
  const before = await other.ok(get, key);
  expect(before.member_sessions).toHaveLength(2);
  const fresh = signedIn(other.store, ada);
  const { member_sessions } = await other.ok(get, key);
  expect(member_sessions[0]?.member_session_id).toBe(fresh.session.member_session_id);
  const started = member_sessions.map(({ started_at }) => started_at);
  expect(started).toEqual(started.toSorted().toReversed());
  other.pass({ minutes: 61 });
  expect((await other.ok(get, key)).member_sessions).toEqual(before.member_sessions);
  await other.refused(get, { ...key, member_id: 'nobody' }, [404, 'member_not_found']);
  await other.refused(get, { ...key, organization_id: 'nobody' }, [404, 'organization_not_found']);
  await other.refused(get, { organization_id: bakery }, [400, 'invalid_argument']);
  await other.close();
});

test('a session is authenticated by token or JWT, exactly one', async () => {
  const session_token = tokenOf(stytch.store, ada.member_id);
  const byToken = await stytch.ok(authenticate, { session_token });
  const byJwt = await stytch.ok(authenticate, { session_jwt: byToken.session_jwt });
  for (const answer of [byToken, byJwt]) {
    expect(answer).toMatchObject({
      session_token,
      member: { member_id: ada.member_id },
      organization: { organization_slug: bakery },
      member_session: { roles: ['stytch_member', 'stytch_admin'] },
    });
    expect(answer).not.toHaveProperty('verdict');
  }
  await stytch.refused(authenticate, {}, [400, 'no_session_arguments']);
  await stytch.refused(authenticate, { session_token, session_jwt: byJwt.session_jwt }, [
    400,
    'too_many_session_arguments',
  ]);
  await stytch.refused(authenticate, { session_token: 'unknown' }, [404, 'session_not_found']);
  await stytch.refused(authenticate, { session_jwt: 'a.b.c' }, [401, 'unable_to_parse_session_jwt']);
  const idToken = await mintIdToken(stytch.store, ada.member_id, stytch.store.projectId);
  await stytch.refused(authenticate, { session_jwt: idToken }, [401, 'jwt_invalid_claims']);
});

test('the end of a session moves only when asked, within limits', async () => {
  const other = await startHarness();
  const { token: session_token } = signedIn(other.store, ada);
  other.pass({ minutes: 30 });
  const left = async (input: object) => {
    const { member_session } = await other.ok(authenticate, { session_token, ...input });
    expect(Math.abs(minutesLeft(other, member_session.last_accessed_at))).toBe(0);
    return minutesLeft(other, member_session.expires_at);
  };
  expect(await left({})).toBe(30);
  expect(await left({ session_duration_minutes: 5 })).toBe(5);
  expect(await left({ session_duration_minutes: 527_040 })).toBe(527_040);
  for (const session_duration_minutes of [4, 0, -1, 527_041]) {
    await other.refused(authenticate, { session_token, session_duration_minutes }, [
      400,
      'invalid_session_duration_minutes',
    ]);
  }
  expect(await left({ session_duration_minutes: 60 })).toBe(60);
  other.pass({ minutes: 61 });
  await other.refused(authenticate, { session_token }, [404, 'session_not_found']);
  await other.close();
});

test('an expired JWT renews itself while its session stands, and no longer', async () => {
  const other = await startHarness();
  const { token: session_token } = signedIn(other.store, ada);
  const { session_jwt } = await other.ok(authenticate, { session_token });
  other.pass({ minutes: 10 });
  const renewed = await other.ok(authenticate, { session_jwt });
  expect(renewed.session_jwt).not.toBe(session_jwt);
  await other.refused(exchange, { organization_id: bank, session_jwt }, [401, 'jwt_invalid_claims']);
  await other.refused(authenticate, { session_jwt: `${session_jwt.slice(0, -8)}AAAAAAAA` }, [
    401,
    'unable_to_parse_session_jwt',
  ]);
  other.pass({ minutes: 55 });
  await other.refused(authenticate, { session_jwt: renewed.session_jwt }, [404, 'session_not_found']);
  await other.close();
});

test('custom claims merge, null removes, reserved ones are passed over, and the JWT has them', async () => {
  const { token: session_token } = signedIn(stytch.store, ada);
  const claims = async (session_custom_claims: Record<string, unknown>) =>
    (await stytch.ok(authenticate, { session_token, session_custom_claims })).member_session.custom_claims;
  expect(await claims({ shift: 'early', till: { number: 4 }, sub: 'somebody', exp: 1 })).toEqual({
    shift: 'early',
    till: { number: 4 },
  });
  expect(await claims({ shift: 'late' })).toEqual({ shift: 'late', till: { number: 4 } });
  expect(await claims({ till: null })).toEqual({ shift: 'late' });
  const { session_jwt } = await stytch.ok(authenticate, { session_token });
  const payload = JSON.parse(Buffer.from(session_jwt.split('.')[1] ?? '', 'base64url').toString());
  expect(payload).toMatchObject({ shift: 'late', sub: ada.member_id });
  await stytch.refused(authenticate, { session_token, session_custom_claims: { big: 'x'.repeat(4096) } }, [
    400,
    'custom_claims_too_large',
  ]);
  expect(await claims({ shift: null })).toBeUndefined();
});

test('an authorization check answers the granting roles or refuses', async () => {
  const { token: session_token } = signedIn(stytch.store, benedikt);
  const check = (authorization_check: object) => ({ session_token, authorization_check });
  const write = { organization_id: benedikt.organization_id, resource_id: 'document', action: 'write' };
  const granted = await stytch.ok(authenticate, { session_token, authorization_check: write });
  expect(granted.verdict).toEqual({ authorized: true, granting_roles: ['editor'] });
  const read = await stytch.ok(authenticate, { session_token, authorization_check: { ...write, action: 'read' } });
  expect(read.verdict?.granting_roles).toEqual(['stytch_member', 'editor']);
  for (const wrong of [{ action: 'publish' }, { resource_id: 'invoice' }, { resource_id: 'moon' }]) {
    await stytch.refused(authenticate, check({ ...write, ...wrong }), [403, 'session_authorization_error']);
  }
  for (const organization_id of [adaAtBank.organization_id, 'nobody']) {
    await stytch.refused(authenticate, check({ ...write, organization_id }), [
      403,
      'session_authorization_tenancy_error',
    ]);
  }
});

test('a refused authorization check leaves the session as it was', async () => {
  const { token: session_token, session: before } = signedIn(stytch.store, benedikt);
  const authorization_check = { organization_id: bakery, resource_id: 'invoice', action: 'pay' };
  await stytch.refused(authenticate, { session_token, session_duration_minutes: 500, authorization_check }, [
    403,
    'session_authorization_error',
  ]);
  expect(stytch.store.sessions.get(before.member_session_id)?.session).toEqual(before);
});

test('a session ends by id, token or JWT, and all of a member at once', async () => {
  const gone = async (session_token: string) =>
    stytch.refused(authenticate, { session_token }, [404, 'session_not_found']);
  const [byId, byToken, byJwt, ...rest] = Array.from({ length: 5 }, () => signedIn(stytch.store, esperanza));
  if (!byId || !byToken || !byJwt) throw new Error('unreachable');
  const { session_jwt } = await stytch.ok(authenticate, { session_token: byJwt.token });

  await stytch.ok(revoke, { member_session_id: byId.session.member_session_id });
  await gone(byId.token);
  await stytch.ok(revoke, { session_token: byToken.token });
  await gone(byToken.token);
  await stytch.ok(revoke, { session_jwt });
  await gone(byJwt.token);
  await stytch.refused(revoke, { session_jwt }, [404, 'session_not_found']);
  for (const { token } of rest) await stytch.ok(authenticate, { session_token: token });
  await stytch.ok(revoke, { member_id: esperanza.member_id });
  for (const { token } of rest) await gone(token);
  expect((await stytch.ok(get, { organization_id: bakery, member_id: esperanza.member_id })).member_sessions).toEqual(
    [],
  );
});

test.each([
  [{}, 400, 'no_session_revoke_arguments'],
  [{ member_session_id: '' }, 400, 'no_session_revoke_arguments'],
  [{ member_session_id: 'a', session_token: 'b' }, 400, 'too_many_session_revoke_arguments'],
  [{ member_session_id: 'nothing' }, 404, 'session_not_found'],
  [{ session_token: 'nothing' }, 404, 'session_not_found'],
  [{ session_jwt: 'nothing' }, 401, 'unable_to_parse_session_jwt'],
  [{ member_id: 'nobody' }, 404, 'member_not_found'],
])('a revocation of %j is refused', async (input, status, type) => {
  await stytch.refused(revoke, input, [status, type]);
});

test('a member ends their own sessions; those of others only with the permission', async () => {
  const own = signedIn(stytch.store, esperanza);
  const second = signedIn(stytch.store, esperanza);
  const theirs = signedIn(stytch.store, benedikt);
  const foreign = signedIn(stytch.store, adaAtBank);
  const { session_jwt } = await stytch.ok(authenticate, { session_token: theirs.token });
  const asPlain = { session: own.token };
  const chiara = memberCalled(stytch.store, bakery, 'chiara@fernhill.example');
  const asManager = { session: tokenOf(stytch.store, chiara.member_id) };

  for (const input of [
    { member_session_id: theirs.session.member_session_id },
    { session_token: theirs.token },
    { session_jwt },
    { member_id: benedikt.member_id },
    { member_session_id: 'nothing' },
  ]) {
    await stytch.refused(revoke, input, [403, 'session_authorization_error'], asPlain);
  }
  // A JWT that only claims to be one's own gets past the permission and fails on its signature.
  const [head, , signature] = session_jwt.split('.');
  const payload = Buffer.from(JSON.stringify({ sub: esperanza.member_id })).toString('base64url');
  await stytch.refused(
    revoke,
    { session_jwt: `${head}.${payload}.${signature}` },
    [401, 'unable_to_parse_session_jwt'],
    asPlain,
  );
  await stytch.refused(
    revoke,
    { session_token: foreign.token },
    [403, 'session_authorization_tenancy_error'],
    asManager,
  );
  await stytch.ok(authenticate, { session_token: theirs.token });

  await stytch.ok(revoke, { session_jwt }, asManager);
  await stytch.refused(authenticate, { session_token: theirs.token }, [404, 'session_not_found']);
  await stytch.ok(revoke, { member_session_id: second.session.member_session_id }, asPlain);
  await stytch.ok(revoke, { member_id: esperanza.member_id }, asPlain);
  await stytch.refused(revoke, { member_id: esperanza.member_id }, [404, 'session_not_found'], asPlain);
});

test('an exchange into an organization that asks for no more gives a session there, beside the old one', async () => {
  const other = await startHarness();
  // The address is proven, the bank's demand for a second factor is lifted.
  const organization = other.store.organizations.get(adaAtBank.organization_id);
  if (!organization) throw new Error('unreachable');
  saveOrganization(other.store, { ...organization, mfa_policy: 'OPTIONAL' });
  saveMember(other.store, { ...adaAtBank, status: 'invited' });
  const { token: session_token } = signedIn(other.store, ada, byEmail(ada), password);

  const answer = await other.ok(exchange, {
    organization_id: bank,
    session_token,
    session_duration_minutes: 90,
    session_custom_claims: { from: 'bakery' },
  });
  expect(answer).toMatchObject({
    member_authenticated: true,
    intermediate_session_token: '',
    member: { member_id: adaAtBank.member_id, status: 'active', email_address_verified: true },
    organization: { organization_slug: bank },
    member_session: {
      organization_id: adaAtBank.organization_id,
      roles: ['stytch_member', 'auditor'],
      custom_claims: { from: 'bakery' },
    },
  });
  expect(answer.member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link']);
  expect(answer).not.toHaveProperty('mfa_required');
  expect(minutesLeft(other, answer.member_session?.expires_at)).toBe(90);
  const there = await other.ok(authenticate, { session_jwt: answer.session_jwt });
  expect(there.member.member_id).toBe(adaAtBank.member_id);
  expect((await other.ok(authenticate, { session_token })).member.member_id).toBe(ada.member_id);
  await other.close();
});

test('an exchange stops at a second factor that the organization or the member asks for', async () => {
  const toBank = await stytch.ok(exchange, { organization_id: bank, session_token: signedIn(stytch.store, ada).token });
  expect(toBank).toMatchObject({ member_authenticated: false, session_token: '', session_jwt: '', mfa_required: {} });
  expect(toBank.intermediate_session_token).not.toBe('');
  expect(toBank).not.toHaveProperty('member_session');
  expect(toBank.mfa_required).toEqual({});
  await stytch.refused(authenticate, { session_token: toBank.intermediate_session_token }, [404, 'session_not_found']);

  const { token: session_token } = signedIn(stytch.store, adaAtBank);
  const home = await stytch.ok(exchange, { organization_id: bakery, session_token });
  expect(home.mfa_required).toEqual({
    member_options: { mfa_phone_number: '+14155550101', totp_registration_id: ada.totp_registration_id },
  });
  expect(stytch.store.outbox).toEqual([]);

  saveMember(stytch.store, { ...ada, default_mfa_method: 'sms_otp' });
  const texted = await stytch.ok(exchange, { organization_id: bakery, session_token, locale: 'es' });
  expect(texted.mfa_required?.secondary_auth_initiated).toBe('sms_otp');
  const [message] = stytch.store.outbox;
  expect(message).toMatchObject({ channel: 'sms', to: '+14155550101', subject: 'Tu código de acceso' });
  expect(message?.secret).toMatch(/^\d{6}$/);
  expect(stytch.store.phoneCodes.get(ada.member_id)?.code).toBe(message?.secret);
  saveMember(stytch.store, ada);
});

test('an exchange stops at a first factor that the organization does not take', async () => {
  const other = await startHarness();
  saveMember(other.store, { ...adaAtBank, is_breakglass: false, status: 'invited' });
  const viaLink = await other.ok(exchange, { organization_id: bank, session_token: signedIn(other.store, ada).token });
  expect(viaLink).toMatchObject({
    member_authenticated: false,
    member: { status: 'invited' },
    primary_required: { allowed_auth_methods: ['sso', 'google_oauth', 'password'] },
  });
  expect(viaLink).not.toHaveProperty('mfa_required');

  // GitHub does not vouch for the address, so something has to that does.
  const github: AuthenticationFactor = {
    type: 'oauth',
    delivery_method: 'oauth_github',
    github_oauth_factor: { id: 'oauth-member-test-1', provider_subject: '1' },
  };
  const viaGithub = await other.ok(exchange, {
    organization_id: bank,
    session_token: signedIn(other.store, ada, github).token,
  });
  expect(viaGithub.primary_required).toEqual({ allowed_auth_methods: ['google_oauth'] });
  const [carried] = other.store.intermediateSessions.get(viaGithub.intermediate_session_token)?.factors ?? [];
  expect(carried).toMatchObject({ delivery_method: 'oauth_exchange_github', github_oauth_exchange_factor: {} });
  expect(carried).not.toHaveProperty('github_oauth_factor');
  await other.refused(
    'api_b2b_totp_v1_Authenticate',
    {
      organization_id: bank,
      member_id: adaAtBank.member_id,
      code: '000000',
      intermediate_session_token: viaGithub.intermediate_session_token,
    },
    [400, 'action_available_only_once_primary_authentication_is_met'],
  );
  await other.close();
});

test('an exchange needs a person of that address there and a factor that means something there', async () => {
  const { token: session_token } = signedIn(stytch.store, benedikt);
  const refused = (input: object, status: number, type: string) =>
    stytch.refused(exchange, { ...input }, [status, type]);
  await refused({ organization_id: bank, session_token }, 404, 'member_does_not_exist_in_organization');
  await refused({ organization_id: 'nobody', session_token }, 404, 'organization_not_found');
  await refused({ organization_id: bank }, 400, 'no_session_arguments');
  await refused({ organization_id: bank, session_token: 'unknown' }, 404, 'session_not_found');
  const byPassword = signedIn(stytch.store, ada, password).token;
  await refused({ organization_id: bank, session_token: byPassword }, 400, 'insufficient_factors_for_session_exchange');
  // A link to an address she has since given up.
  const outdated = signedIn(stytch.store, ada, byEmail({ ...ada, email_address: 'a.okafor@oldmail.example' })).token;
  await refused({ organization_id: bank, session_token: outdated }, 400, 'insufficient_factors_for_session_exchange');
  const adas = signedIn(stytch.store, ada).token;
  await refused(
    { organization_id: bank, session_token: adas, session_duration_minutes: 3 },
    400,
    'invalid_session_duration_minutes',
  );
});

const desktop = seedId('connected-app', 'crumb-desktop');

test('an access token with full access becomes a session, once', async () => {
  const of = { personId: ada.member_id, clientId: desktop, scopes: ['openid', 'full_access'] };
  const access_token = await mintAccessToken(stytch.store, of);
  await stytch.refused(exchangeAccessToken, { access_token, session_duration_minutes: 1 }, [
    400,
    'invalid_session_duration_minutes',
  ]);
  const answers = await Promise.allSettled(
    Array.from({ length: 4 }, () => stytch.ok(exchangeAccessToken, { access_token, session_duration_minutes: 20 })),
  );
  const [won, ...more] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(more).toEqual([]);
  expect(won?.member_session).toMatchObject({
    member_id: ada.member_id,
    authentication_factors: [
      {
        type: 'oauth',
        delivery_method: 'oauth_access_token_exchange',
        oauth_access_token_exchange_factor: { client_id: desktop },
      },
    ],
  });
  expect(minutesLeft(stytch, won?.member_session?.expires_at)).toBe(20);
  await stytch.refused(exchangeAccessToken, { access_token }, [401, 'idp_access_token_could_not_be_exchanged']);
});

test('other tokens do not become a session', async () => {
  const other = await startHarness();
  const of = { personId: ada.member_id, clientId: desktop, scopes: ['openid', 'full_access'] };
  const refused = async (token: Promise<string> | string, status: number, type: string) =>
    other.refused(exchangeAccessToken, { access_token: await token }, [status, type]);
  const invalid = 'oauth_access_token_exchange_token_invalid_grant';
  const old = await mintAccessToken(other.store, of);
  other.pass({ minutes: 6 });
  await refused(old, 401, 'oauth_access_token_exchange_token_too_old');
  await refused(
    mintAccessToken(other.store, { ...of, scopes: ['openid'] }),
    403,
    'oauth_access_token_exchange_missing_full_access',
  );
  const { session_jwt } = await other.ok(authenticate, { session_token: tokenOf(other.store, ada.member_id) });
  await refused(session_jwt, 401, invalid);
  await refused(mintM2mToken(other.store, desktop, ['full_access']), 401, invalid);
  await refused(mint(other.store, { ...of, iss: 'https://elsewhere.example' }), 401, invalid);
  await refused('a.b.c', 401, invalid);
  await refused(mintAccessToken(other.store, { ...of, clientId: seedId('connected-app', 'ledgerly') }), 401, invalid);
  await refused(mintAccessToken(other.store, { ...of, clientId: 'unknown' }), 401, invalid);
  await refused(
    mintAccessToken(other.store, { ...of, personId: benedikt.member_id }),
    401,
    'connected_app_consent_revoked',
  );
  const consent = { member_id: ada.member_id, organization_id: ada.organization_id, client_id: desktop };
  const granted_at = '2024-10-05T12:00:00Z';
  other.store.consents.set(consentKey(ada.member_id, desktop), { ...consent, scopes: ['openid'], granted_at });
  await refused(mintAccessToken(other.store, of), 401, 'connected_app_consent_revoked');
  await other.close();
});

const profile = { issuer: 'https://payroll.example', audience: 'stytch-graphql-sandbox' };
const profile_id = 'trusted-auth-token-profile-test-payroll';

test('a trusted auth token becomes a session or joins one', async () => {
  const { store } = stytch;
  const token = await mintTrustedToken(store, profile, { email: 'Benedikt@fernhill.example', jti: 'payroll-7' });
  const factor = {
    type: 'trusted_auth_token',
    delivery_method: 'trusted_token_exchange',
    trusted_auth_token_factor: { token_id: 'payroll-7' },
  };
  const fresh = await stytch.ok(attest, { profile_id, token, organization_id: bakery, session_duration_minutes: 30 });
  expect(fresh).toMatchObject({ member_id: benedikt.member_id, member_session: { authentication_factors: [factor] } });
  expect(minutesLeft(stytch, fresh.member_session.expires_at)).toBe(30);

  const before = signedIn(store, benedikt, password);
  const input = { profile_id, organization_id: bakery, session_token: before.token };
  await stytch.refused(attest, { ...input, token }, [401, 'invalid_trusted_auth_token']);
  const second = await mintTrustedToken(store, profile, { email: 'Benedikt@fernhill.example', jti: 'payroll-8' });
  const joined = await stytch.ok(attest, { ...input, token: second });
  expect(joined.member_session).toMatchObject({
    member_session_id: before.session.member_session_id,
    authentication_factors: [password, { ...factor, trusted_auth_token_factor: { token_id: 'payroll-8' } }],
    expires_at: before.session.expires_at,
  });
  const claimed = await mintTrustedToken(store, profile, {
    email: 'benedikt@fernhill.example',
    organization_id: benedikt.organization_id,
  });
  expect((await stytch.ok(attest, { profile_id, token: claimed })).member_id).toBe(benedikt.member_id);
});

test('a trusted auth token is refused when anything about it is wrong', async () => {
  const { store } = stytch;
  const email = 'benedikt@fernhill.example';
  const token = await mintTrustedToken(store, profile, { email });
  const refused = (input: object, status: number, type: string, id: OperationId = attest) =>
    stytch.refused(id, { profile_id, organization_id: bakery, token, ...input }, [status, type]);
  const wrong = async (claims: object, of = profile, life = {}) =>
    refused(
      { token: await mintTrustedToken(store, of, { email, ...claims }, life) },
      401,
      'invalid_trusted_auth_token',
    );

  await refused({ profile_id: 'unknown' }, 404, 'trusted_token_profile_not_found');
  await wrong({}, { ...profile, issuer: 'https://elsewhere.example' });
  await wrong({}, { ...profile, audience: 'somebody' });
  await wrong({}, profile, { seconds: -10 });
  await wrong({ email: 7 });
  await refused({ token: 'a.b.c' }, 401, 'invalid_trusted_auth_token');
  await refused({ organization_id: undefined }, 400, 'token_missing_organization_id_claim');
  const claimed = await mintTrustedToken(store, profile, { email, organization_id: benedikt.organization_id });
  await refused({ token: claimed, organization_id: bank }, 400, 'invalid_token_organization_id_claim');
  await refused({ organization_id: bank }, 404, 'member_not_found');
  const svens = await mintTrustedToken(store, profile, { email: 'sven@fernhill.example' });
  await refused({ token: svens }, 404, 'member_not_found');
  const { token: session_token } = signedIn(store, ada);
  await refused({ session_token }, 403, 'member_session_member_id_mismatch');
  await refused({ session_token: 'unknown' }, 404, 'session_not_found');
});

test('a session of an old system is migrated', async () => {
  const input = { session_token: 'legacy-session-of-liam', organization_id: bakery };
  const answer = await stytch.ok(migrate, input);
  expect(answer).toMatchObject({
    member: { email_address: 'liam@fernhill.example' },
    member_session: { authentication_factors: [{ type: 'imported', delivery_method: 'imported_auth0' }] },
  });
  await stytch.ok(authenticate, { session_token: answer.session_token });
  await stytch.refused(migrate, { ...input, session_token: 'x' }, [400, 'migrate_from_external_unexpected_response']);
  await stytch.refused(migrate, { ...input, organization_id: bank }, [
    404,
    'migrate_from_external_email_does_not_exist',
  ]);
});

test('the sessions of whoever is deleted end at once', async () => {
  const other = await startHarness();
  const { token: session_token } = signedIn(other.store, benedikt);
  saveMember(other.store, { ...benedikt, status: 'deleted' });
  await other.refused(authenticate, { session_token }, [404, 'session_not_found']);
  await other.close();
});

test('the public keys are those of this project', async () => {
  const { projectId: project_id } = stytch.store;
  expect((await stytch.ok('api_b2b_session_v1_GetJWKS', { project_id })).keys).toHaveLength(1);
});

test('every operation was answered', () => expectAllAnswered(session));
