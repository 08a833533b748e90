/** Sessions from access tokens of connected apps, from trusted auth tokens and from tokens of another system. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import type { OperationId } from '../../src/sandbox/handler.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { mint, mintAccessToken, mintM2mToken, mintTrustedToken } from '../../src/sandbox/shared/tokens.ts';
import { consentKey } from '../../src/sandbox/store.ts';
import { expectAllAnswered, type Harness, startHarness, tokenOf } from './harness.ts';
import {
  attest,
  authenticate,
  bakery,
  bank,
  exchangeAccessToken,
  foreignTokenOperations,
  membersOf,
  migrate,
  minutesLeft,
  password,
  signedIn,
} from './sessions.ts';

let stytch: Harness;
let ada: Member;
let benedikt: Member;
beforeAll(async () => {
  stytch = await startHarness();
  ({ ada, benedikt } = membersOf(stytch));
});
afterAll(() => stytch.close());

const desktop = seedId('connected-app', 'crumb-desktop');

test('an access token with full access is exchanged for a session, once', async () => {
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

test('other tokens are not exchanged for a session', async () => {
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

test('a trusted auth token starts a session or joins one', async () => {
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

test('a trusted auth token with any invalid claim is rejected', async () => {
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

test('a session of another system is migrated', async () => {
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

test('every operation of the domain succeeds at least once', () => expectAllAnswered(foreignTokenOperations));
