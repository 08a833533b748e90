/** Sessions of members: listed, authenticated, extended and revoked. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveMember } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { mintIdToken } from '../../src/sandbox/shared/tokens.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';
import {
  authenticate,
  bakery,
  bank,
  exchange,
  get,
  membersOf,
  minutesLeft,
  revoke,
  sessionOperations,
  signedIn,
} from './sessions.ts';

let stytch: Harness;
let ada: Member;
let adaAtBank: Member;
let benedikt: Member;
let esperanza: Member;
beforeAll(async () => {
  stytch = await startHarness();
  ({ ada, adaAtBank, benedikt, esperanza } = membersOf(stytch));
});
afterAll(() => stytch.close());

test('a member’s active sessions are listed, newest first', async () => {
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

test('a session is authenticated by exactly one of token and JWT', async () => {
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

test('the expiry of a session changes only on request, within limits', async () => {
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

test('an expired JWT is renewed while its session is active', async () => {
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

test('custom claims merge, null removes one, reserved ones are ignored, and the JWT has them', async () => {
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

test('an authorization check returns the granting roles or an error', async () => {
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

test('a denied authorization check leaves the session unchanged', async () => {
  const { token: session_token, session: before } = signedIn(stytch.store, benedikt);
  const authorization_check = { organization_id: bakery, resource_id: 'invoice', action: 'pay' };
  await stytch.refused(authenticate, { session_token, session_duration_minutes: 500, authorization_check }, [
    403,
    'session_authorization_error',
  ]);
  expect(stytch.store.sessions.get(before.member_session_id)?.session).toEqual(before);
});

test('a session is revoked by id, token or JWT, and all of a member together', async () => {
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
])('a revocation of %j is rejected', async (input, status, type) => {
  await stytch.refused(revoke, input, [status, type]);
});

test('members revoke their own sessions; those of others only with the permission', async () => {
  const own = signedIn(stytch.store, esperanza);
  const second = signedIn(stytch.store, esperanza);
  const theirs = signedIn(stytch.store, benedikt);
  const foreign = signedIn(stytch.store, adaAtBank);
  const { session_jwt } = await stytch.ok(authenticate, { session_token: theirs.token });
  const asPlain = { session: own.token };
  const chiara = storedMember(stytch.store, bakery, 'chiara@fernhill.example');
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
  // A forged JWT of the caller's own session passes the permission check and fails on its signature.
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

test('the sessions of a deleted member end immediately', async () => {
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

test('every operation of the domain succeeds at least once', () => expectAllAnswered(sessionOperations));
