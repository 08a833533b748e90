import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { recoveryCode } from '../../src/sandbox/b2b/recovery-code.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember } from './harness.ts';

let stytch: Harness;
let ada: Member;
let imogen: Member;
let hiro: Member;
beforeEach(async () => {
  stytch = await startHarness();
  ada = storedMember(stytch.store, bakery, 'ada@fernhill.example');
  imogen = storedMember(stytch.store, bakery, 'imogen@fernhill.example');
  hiro = storedMember(stytch.store, bakery, 'hiro@fernhill.example');
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const get = 'api_b2b_recovery_codes_v1_Get';
const rotate = 'api_b2b_recovery_codes_v1_Rotate';
const recover = 'api_b2b_recovery_codes_v1_Recover';

const keyOf = ({ organization_id, member_id }: Member) => ({ organization_id, member_id });
const codesOf = async (member: Member) => (await stytch.ok(get, keyOf(member))).recovery_codes;
const signedIn = (member: Member) =>
  startSession(stytch.store, member, {
    factors: [
      {
        type: 'magic_link',
        delivery_method: 'email',
        email_factor: { email_id: 'email-test-1', email_address: member.email_address },
      },
    ],
  });
/** A sign-in of Ada at the bakery that needs a second factor. */
const waiting = async () => {
  const adaAtBank = storedMember(stytch.store, 'northgate-bank', ada.email_address);
  const { token: session_token } = signedIn(adaAtBank);
  return (await stytch.ok('api_b2b_session_v1_Exchange', { organization_id: bakery, session_token }))
    .intermediate_session_token;
};

test('the codes of a member are listed, by any id', async () => {
  const answer = await stytch.ok(get, keyOf(ada));
  expect(new Set(answer.recovery_codes).size).toBe(10);
  expect(answer).toMatchObject({ member: { member_id: ada.member_id }, organization: { organization_slug: bakery } });
  const again = await stytch.ok(get, { organization_id: bakery, member_id: 'staff-1' });
  expect(again.recovery_codes).toEqual(answer.recovery_codes);
  await stytch.refused(get, keyOf(hiro), [404, 'recovery_codes_not_found']);
  await stytch.refused(get, { ...keyOf(ada), member_id: 'nobody' }, [404, 'member_not_found']);
});

test('a rotation replaces all codes and invalidates the old ones', async () => {
  const before = await codesOf(ada);
  const { recovery_codes } = await stytch.ok(rotate, keyOf(ada));
  expect(recovery_codes).toHaveLength(10);
  expect(recovery_codes.filter((code) => before.includes(code))).toEqual([]);
  expect(await codesOf(ada)).toEqual(recovery_codes);
  const { token: session_token } = signedIn(ada);
  const [old = ''] = before;
  const [fresh = ''] = recovery_codes;
  await stytch.refused(recover, { ...keyOf(ada), recovery_code: old, session_token }, [
    401,
    'unable_to_authenticate_recovery_code',
  ]);
  await stytch.ok(recover, { ...keyOf(ada), recovery_code: fresh, session_token });
  await stytch.refused(rotate, keyOf(hiro), [404, 'recovery_codes_not_found']);
});

test('a code completes a sign-in; both are used up', async () => {
  const [recovery_code = '', next = ''] = await codesOf(ada);
  const intermediate_session_token = await waiting();
  const input = { ...keyOf(ada), recovery_code, intermediate_session_token };
  await stytch.refused(recover, { ...input, session_duration_minutes: 2 }, [400, 'invalid_session_duration_minutes']);
  const answer = await stytch.ok(recover, { ...input, session_custom_claims: { lost: 'phone' } });
  expect(answer).toMatchObject({
    recovery_codes_remaining: 9,
    member_session: {
      member_id: ada.member_id,
      custom_claims: { lost: 'phone' },
      authentication_factors: [
        { type: 'magic_link' },
        { type: 'recovery_codes', delivery_method: 'recovery_code', recovery_code_factor: {} },
      ],
    },
  });
  await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: answer.session_token });
  expect(await codesOf(ada)).toHaveLength(9);
  expect(await codesOf(ada)).not.toContain(recovery_code);
  const reused = { ...input, intermediate_session_token: await waiting() };
  await stytch.refused(recover, reused, [401, 'unable_to_authenticate_recovery_code']);
  await stytch.refused(recover, { ...input, recovery_code: next }, [404, 'intermediate_session_not_found']);
  expect(await codesOf(ada)).toContain(next);
});

test('one sign-in starts one session, for any number of concurrent codes', async () => {
  const intermediate_session_token = await waiting();
  const codes = await codesOf(ada);
  const settled = await Promise.allSettled(
    codes.map((recovery_code) => stytch.ok(recover, { ...keyOf(ada), recovery_code, intermediate_session_token })),
  );
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await codesOf(ada)).toHaveLength(9);
});

test('all ten codes can be used, then none is left', async () => {
  const { token: session_token } = signedIn(imogen);
  const remaining: number[] = [];
  for (const recovery_code of await codesOf(imogen)) {
    remaining.push(
      (await stytch.ok(recover, { ...keyOf(imogen), recovery_code, session_token })).recovery_codes_remaining,
    );
  }
  expect(remaining).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(await codesOf(imogen)).toEqual([]);
});

test('a code is rejected for other members, sessions and kinds', async () => {
  const [recovery_code = ''] = await codesOf(ada);
  const refused = (input: object, status: number, type: string) =>
    stytch.refused(recover, { ...keyOf(ada), recovery_code, ...input }, [status, type]);
  await refused({}, 400, 'no_session_arguments');
  const { token: session_token } = signedIn(ada);
  await refused({ session_token, intermediate_session_token: 'x' }, 400, 'too_many_session_arguments');
  await refused({ session_token: signedIn(imogen).token }, 403, 'member_session_member_id_mismatch');
  await refused({ session_token, recovery_code: '123456' }, 400, 'totp_code_used_as_recovery_code');
  await refused({ session_token, recovery_code: 'aaaa-bbbb-cccc' }, 401, 'unable_to_authenticate_recovery_code');
  const { token: imogens } = signedIn(imogen);
  await refused({ ...keyOf(imogen), session_token: imogens }, 401, 'unable_to_authenticate_recovery_code');
  const { token: hiros } = signedIn(hiro);
  await refused({ ...keyOf(hiro), session_token: hiros }, 400, 'no_active_recovery_code_backed_factor');
  expect(await codesOf(ada)).toHaveLength(10);
});

test('codes of an enrolment are returned while it is open and valid once it is complete', async () => {
  const { recovery_codes } = await stytch.ok('api_b2b_totp_v1_Create', { ...keyOf(hiro), expiration_minutes: 5 });
  expect(await codesOf(hiro)).toEqual(recovery_codes);
  const [recovery_code = ''] = recovery_codes;
  const { token: session_token } = signedIn(hiro);
  await stytch.refused(recover, { ...keyOf(hiro), recovery_code, session_token }, [
    400,
    'no_active_recovery_code_backed_factor',
  ]);
  stytch.pass({ minutes: 6 });
  await stytch.refused(get, keyOf(hiro), [404, 'recovery_codes_not_found']);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(recoveryCode));
