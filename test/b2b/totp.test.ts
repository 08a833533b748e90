import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { OUTCOME, outcomeOf } from '../mutation.ts';
import { memberKeyOf, seededMember, totpCodeOf, totpSecretOf } from '../operations/totp.ts';

let g: SandboxGateway;
let ada: Member;
let hiro: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ada = seededMember(g, 'ada@fernhill.example');
  hiro = seededMember(g, 'hiro@fernhill.example');
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const signIn = (member: Member) =>
  startSession(g.sandbox.store, member, {
    factors: [
      {
        type: 'magic_link',
        delivery_method: 'email',
        email_factor: { email_id: 'email-test-1', email_address: member.email_address },
      },
    ],
  }).token;
const result = '__typename ... on MutationError { code errorType }';
const create = `mutation ($input: CreateMemberTotpInput!) { createMemberTotp(input: $input) { ${result}
  ... on CreateMemberTotpPayload { totpRegistrationId secret qrCode recoveryCodes member { memberId } organization { slug } } } }`;
const authenticate = `mutation ($input: AuthenticateMemberTotpInput!) { authenticateMemberTotp(input: $input) { ${result}
  ... on AuthenticateMemberTotpPayload { member { mfaEnrolled } ${OUTCOME} outcome { ... on SignedIn { session { authenticationFactors { __typename } } } } memberDevice { visitorId } } } }`;
const migrate = `mutation ($input: MigrateMemberTotpInput!) { migrateMemberTotp(input: $input) { ${result}
  ... on MigrateMemberTotpPayload { totpRegistrationId recoveryCodes member { memberId } } } }`;

const send = async (document: string, input: object, as: ActAs) => {
  const { data, errors } = await g.query<Record<string, Record<string, unknown>>>(document, {
    variables: { input },
    as,
  });
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0] ?? {};
};

describe('an authenticator app', () => {
  it('is enrolled by the member and confirmed by its first passcode', async () => {
    const token = signIn(hiro);
    const enrolled = await send(create, { ...memberKeyOf(hiro), expirationMinutes: 10 }, { token });
    expect(enrolled).toMatchObject({
      totpRegistrationId: expect.any(String),
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      qrCode: expect.any(String),
      member: { memberId: hiro.member_id },
      organization: { slug: 'fernhill-bakery' },
    });
    expect(enrolled['recoveryCodes']).toHaveLength(10);
    expect(g.calls.at(-1)?.body).toEqual({
      organization_id: hiro.organization_id,
      member_id: hiro.member_id,
      expiration_minutes: 10,
    });

    const code = totpCodeOf(g, String(enrolled['secret']));
    const credential = { sessionToken: token };
    const input = { ...memberKeyOf(hiro), code, credential, setMfaEnrollment: 'ENROLL', setDefaultMfa: true };
    expect(await send(authenticate, input, null)).toMatchObject({
      outcome: {
        sessionToken: token,
        session: { authenticationFactors: [{ __typename: 'EmailFactor' }, { __typename: 'AuthenticatorAppFactor' }] },
      },
      member: { mfaEnrolled: true },
      memberDevice: null,
    });
    expect(g.calls.at(-1)?.body).toMatchObject({ set_mfa_enrollment: 'enroll', set_default_mfa: true });
    expect(JSON.stringify(g.logged)).not.toContain(code);
  });

  it('is enrolled by a visitor only with a token of a sign-in', async () => {
    const { errors } = await g.query(create, { variables: { input: memberKeyOf(hiro) }, as: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
    expect(await send(create, { ...memberKeyOf(hiro), credential: { sessionToken: 'nobody’s' } }, null)).toMatchObject({
      __typename: 'MutationError',
    });
    expect(
      await send(create, { ...memberKeyOf(hiro), credential: { sessionToken: signIn(hiro) } }, null),
    ).toMatchObject({
      totpRegistrationId: expect.any(String),
    });
  });

  it('is never enrolled for another member, even by an admin', async () => {
    for (const as of ['admin', 'member'] as const) {
      expect(await send(create, memberKeyOf(hiro), as)).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(asked()).toEqual([]);
  });
});

describe('a passcode', () => {
  it('requires the sign-in that it joins', async () => {
    const input = { ...memberKeyOf(ada), code: totpCodeOf(g, totpSecretOf(g, ada)), credential: { sessionToken: '' } };
    const { errors } = await g.query(authenticate, { variables: { input }, as: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await send(authenticate, input, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(asked()).toEqual([]);
  });

  it('that is wrong is an error in the result', async () => {
    const input = { ...memberKeyOf(ada), code: '000000', credential: { sessionToken: signIn(ada) } };
    expect(await send(authenticate, input, null)).toMatchObject({
      __typename: 'MutationError',
      errorType: 'unable_to_authenticate_totp',
    });
  });

  it('completes a sign-in that needs it', async () => {
    const bank = g.world.organizations.find(({ organization_id }) => organization_id !== ada.organization_id);
    const exchange = `mutation ($input: ExchangeMemberSessionInput!) { exchangeMemberSession(input: $input) { ${result}
      ... on ExchangeMemberSessionPayload { member { memberId } ${OUTCOME} } } }`;
    const step = await send(
      exchange,
      { organizationId: bank?.organization_id, session: { sessionToken: signIn(ada) } },
      null,
    );
    expect(step).toMatchObject({ outcome: { __typename: 'EnrollmentRequired', options: null } });
    const { memberId } = step['member'] as { memberId: string };
    const { intermediateSessionToken } = outcomeOf(step);
    const credential = { intermediateSessionToken };
    const key = { organizationId: bank?.organization_id, memberId };
    const { secret } = await send(create, { ...key, credential }, null);
    const input = { ...key, code: totpCodeOf(g, String(secret)), credential };
    expect(await send(authenticate, input, null)).toMatchObject({
      outcome: { sessionToken: expect.any(String), sessionJwt: expect.any(String) },
    });
  });
});

describe('migrateMemberTotp', () => {
  it('is for servers, and keeps the migrated codes', async () => {
    const input = {
      ...memberKeyOf(hiro),
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      recoveryCodes: ['aaaa-bbbb-cccc'],
    };
    for (const as of ['admin', { token: signIn(hiro) }] as const) {
      g.calls.length = 0;
      expect(await send(migrate, input, as)).toMatchObject({ code: 'FORBIDDEN' });
      expect(asked()).not.toContain('api_b2b_totp_v1_Migrate');
    }
    expect(await send(migrate, input, 'server')).toMatchObject({
      recoveryCodes: ['aaaa-bbbb-cccc'],
      member: { memberId: hiro.member_id },
    });
  });
});
