import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { printSdl } from '../../schema/print-sdl.ts';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { type Member, secretsOf } from '../../src/sandbox/b2b/store.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { memberKeyOf, seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let ada: Member;
let imogen: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ada = seededMember(g, 'ada@fernhill.example');
  imogen = seededMember(g, 'imogen@fernhill.example');
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const signIn = (member: Member) =>
  startSession(g.sandbox.store, member, { factors: [{ type: 'password', delivery_method: 'knowledge' }] }).token;
const codesOf = ({ member_id }: Member) => secretsOf(g.sandbox.store, member_id).recovery_codes;

const result = '__typename ... on MutationError { code errorType }';
const read = `query ($organizationId: ID!, $memberId: ID!) {
  member(organizationId: $organizationId, by: { id: $memberId }) { recoveryCodes }
}`;
const rotate = `mutation ($input: RotateRecoveryCodesInput!) { rotateRecoveryCodes(input: $input) { ${result}
  ... on RotateRecoveryCodesPayload { recoveryCodes member { memberId recoveryCodes } organization { slug } } } }`;
const recover = `mutation ($input: RecoverMemberInput!) { recoverMember(input: $input) { ${result}
  ... on RecoverMemberPayload { recoveryCodesRemaining outcome { ... on SignedIn { sessionToken session { authenticationFactors { __typename type } } } } } } }`;

const send = async (document: string, input: object, as: ActAs) => {
  const { data, errors } = await g.query<Record<string, Record<string, unknown>>>(document, {
    variables: { input },
    as,
  });
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0] ?? {};
};

describe('Member.recoveryCodes', () => {
  it('returns the remaining codes to the member and servers, and is marked as secret', async () => {
    const expected = { member: { recoveryCodes: codesOf(imogen) } };
    expect(codesOf(imogen)).toHaveLength(10);
    expect(await g.data(read, { variables: memberKeyOf(imogen), as: { token: signIn(imogen) } })).toEqual(expected);
    expect(await g.data(read, { variables: memberKeyOf(imogen) })).toEqual(expected);
    expect(printSdl(schema)).toContain('recoveryCodes: [String!] @secret');
  });

  it('is null without an authenticator app', async () => {
    const hiro = seededMember(g, 'hiro@fernhill.example');
    expect(await g.data(read, { variables: memberKeyOf(hiro) })).toEqual({ member: { recoveryCodes: null } });
  });

  it('returns FORBIDDEN to other callers, even an admin, without fetching the codes', async () => {
    const { data, errors } = await g.query(read, { variables: memberKeyOf(imogen), as: 'admin' });
    expect(data).toEqual({ member: { recoveryCodes: null } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(asked()).not.toContain('api_b2b_recovery_codes_v1_Get');
  });
});

describe('rotateRecoveryCodes', () => {
  it('returns new codes, also to a later read', async () => {
    const before = codesOf(imogen);
    const answer = await send(rotate, memberKeyOf(imogen), { token: signIn(imogen) });
    expect(answer).toMatchObject({ member: { memberId: imogen.member_id }, organization: { slug: 'fernhill-bakery' } });
    expect(answer['recoveryCodes']).toEqual(codesOf(imogen));
    expect(answer['member']).toMatchObject({ recoveryCodes: codesOf(imogen) });
    expect(codesOf(imogen)).not.toEqual(before);
  });

  it('is for the member and for servers', async () => {
    for (const as of ['admin', 'member'] as const) {
      expect(await send(rotate, memberKeyOf(imogen), as)).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { errors } = await g.query(rotate, { variables: { input: memberKeyOf(imogen) }, as: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
    expect(await send(rotate, memberKeyOf(imogen), 'server')).toMatchObject({
      __typename: 'RotateRecoveryCodesPayload',
    });
  });
});

describe('recoverMember', () => {
  it('uses a code up once', async () => {
    const sessionToken = signIn(ada);
    const [recoveryCode = ''] = codesOf(ada);
    const input = { ...memberKeyOf(ada), recoveryCode, credential: { sessionToken } };
    expect(await send(recover, input, null)).toMatchObject({
      recoveryCodesRemaining: 9,
      outcome: {
        sessionToken,
        session: {
          authenticationFactors: [{ type: 'PASSWORD' }, { __typename: 'RecoveryCodeFactor', type: 'RECOVERY_CODES' }],
        },
      },
    });
    expect(await send(recover, input, null)).toMatchObject({ errorType: 'unable_to_authenticate_recovery_code' });
    expect(JSON.stringify(g.logged)).not.toContain(recoveryCode);
  });

  it('requires the sign-in that the code joins', async () => {
    const input = { ...memberKeyOf(ada), recoveryCode: codesOf(ada)[0], credential: { sessionToken: '' } };
    const { errors } = await g.query(recover, { variables: { input }, as: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await send(recover, input, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(asked()).toEqual([]);
  });
});
