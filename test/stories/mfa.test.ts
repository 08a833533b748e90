/** An organization requires a second factor; a member enrolls, loses the phone, and signs in with a recovery code. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outbox } from './story.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const SIGNED_IN = `fragment SignedIn on SignIn {
  member { memberId } outcome { __typename
    ... on SignedIn { sessionToken session { authenticationFactors { __typename } } }
    ... on SecondFactorRequired { intermediateSessionToken options { mfaPhoneNumber totpRegistrationId } }
    ... on EnrollmentRequired { intermediateSessionToken } }
}`;
const REFUSED = '... on MutationError { code errorType }';
const member = '$organizationId: ID!, $memberId: ID!';
const key = 'organizationId: $organizationId, memberId: $memberId';

const REQUIRE = `mutation ($organizationId: ID!) {
  updateOrganization(input: { organizationId: $organizationId, mfaPolicy: REQUIRED_FOR_ALL }) {
    ... on UpdateOrganizationPayload { organization { mfaPolicy } } ${REFUSED} } }`;
const SIGN_IN = `mutation {
  authenticateMemberPassword(input: { organizationId: "fernhill-bakery", emailAddress: "benedikt@fernhill.example", password: "rye needs a longer proof" }) {
    ...SignedIn ${REFUSED} }
} ${SIGNED_IN}`;
const TEXT_ME = `mutation (${member}, $token: String!) {
  sendMemberSmsPasscode(input: { ${key}, credential: { intermediateSessionToken: $token }, mfaPhoneNumber: "+14155550142" }) {
    __typename ${REFUSED} } }`;
const TEXTED = `mutation (${member}, $token: String!, $code: String!) {
  authenticateMemberSmsPasscode(input: { ${key}, credential: { intermediateSessionToken: $token }, code: $code }) { ...SignedIn ${REFUSED} }
} ${SIGNED_IN}`;
const ENROLL = `mutation (${member}, $token: String!) {
  createMemberTotp(input: { ${key}, credential: { sessionToken: $token } }) { ... on CreateMemberTotpPayload { secret qrCode recoveryCodes } ${REFUSED} } }`;
const SHOW_APP = `mutation (${member}, $token: String!, $code: String!) {
  authenticateMemberTotp(input: { ${key}, credential: { sessionToken: $token }, code: $code, setDefaultMfa: true }) { ...SignedIn ${REFUSED} }
} ${SIGNED_IN}`;
const RECOVER = `mutation (${member}, $token: String!, $code: String!) {
  recoverMember(input: { ${key}, credential: { intermediateSessionToken: $token }, recoveryCode: $code }) {
    ...SignedIn ... on RecoverMemberPayload { recoveryCodesRemaining } ${REFUSED} }
} ${SIGNED_IN}`;
const ROTATE = `mutation (${member}) {
  rotateRecoveryCodes(input: { ${key} }) { ... on RotateRecoveryCodesPayload { recoveryCodes member { recoveryCodes } } ${REFUSED} } }`;

interface SignedIn {
  outcome: { __typename: string; sessionToken: string; intermediateSessionToken: string };
  member: { memberId: string };
}

it('MFA: required for all, by SMS first, then by an authenticator app with recovery codes', async () => {
  const { organization_id: organizationId } = g.world.credentials.admin;
  const send = async <Answer = Record<string, unknown>>(document: string, variables: object = {}, as: ActAs = null) => {
    const data = await g.data<Record<string, Answer>>(document, { as, variables: { ...variables } });
    const [answer] = Object.values(data);
    if (!answer) throw new Error('a mutation is always answered');
    return answer;
  };
  const signIn = () => send<SignedIn>(SIGN_IN);

  // Before, a password was enough.
  const before = await signIn();
  expect(before.outcome.__typename).toBe('SignedIn');
  const whom = { organizationId, memberId: before.member.memberId };

  expect(await send(REQUIRE, { organizationId }, 'admin')).toEqual({ organization: { mfaPolicy: 'REQUIRED_FOR_ALL' } });

  // The next sign-in returns no session: he has to enroll a second factor.
  const first = await signIn();
  expect(first).toMatchObject({
    outcome: { __typename: 'EnrollmentRequired', intermediateSessionToken: expect.any(String) },
  });
  const token = first.outcome.intermediateSessionToken;
  expect(await send(TEXT_ME, { ...whom, token })).toEqual({ __typename: 'SendMemberSmsPasscodePayload' });
  const [text] = await outbox(g);
  expect(text).toMatchObject({ channel: 'sms', to: '+14155550142' });
  const code = String(text?.['secret']);
  const other = code === '123456' ? '654321' : '123456';
  expect(await send(TEXTED, { ...whom, token, code: other })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  const texted = await send<SignedIn>(TEXTED, { ...whom, token, code });
  expect(texted).toMatchObject({
    outcome: {
      __typename: 'SignedIn',
      sessionToken: expect.any(String),
      session: { authenticationFactors: expect.arrayContaining([{ __typename: 'PhoneNumberFactor' }]) },
    },
  });

  // Signed in with both factors, he enrolls an authenticator app and sends its first passcode.
  const session = { ...whom, token: texted.outcome.sessionToken };
  const app = await send<{ secret: string; recoveryCodes: string[] }>(ENROLL, session);
  const shown = new TOTP({ secret: Secret.fromBase32(app.secret) }).generate();
  expect(await send(SHOW_APP, { ...session, code: shown })).toMatchObject({
    outcome: { session: { authenticationFactors: expect.arrayContaining([{ __typename: 'AuthenticatorAppFactor' }]) } },
  });
  const [lost = '', spare = ''] = app.recoveryCodes;

  // He loses the phone, with app and number. A recovery code replaces them.
  const second = await signIn();
  expect(second).toMatchObject({
    outcome: {
      __typename: 'SecondFactorRequired',
      options: { mfaPhoneNumber: '+14155550142', totpRegistrationId: expect.any(String) },
    },
  });
  const recovered = await send<SignedIn>(RECOVER, {
    ...whom,
    token: second.outcome.intermediateSessionToken,
    code: lost,
  });
  expect(recovered).toMatchObject({
    outcome: { __typename: 'SignedIn' },
    recoveryCodesRemaining: app.recoveryCodes.length - 1,
  });

  // A recovery code is valid once.
  const third = await signIn();
  expect(await send(RECOVER, { ...whom, token: third.outcome.intermediateSessionToken, code: lost })).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });

  // He rotates the codes. The old ones are invalid, the new ones valid.
  const rotated = await send<{ recoveryCodes: string[] }>(ROTATE, whom, { token: recovered.outcome.sessionToken });
  expect(rotated).toEqual({
    recoveryCodes: expect.not.arrayContaining([lost, spare]),
    member: { recoveryCodes: rotated.recoveryCodes },
  });
  expect(await send(RECOVER, { ...whom, token: third.outcome.intermediateSessionToken, code: spare })).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });
  expect(
    await send(RECOVER, { ...whom, token: third.outcome.intermediateSessionToken, code: rotated.recoveryCodes[0] }),
  ).toMatchObject({ outcome: { __typename: 'SignedIn' }, recoveryCodesRemaining: rotated.recoveryCodes.length - 1 });

  // No other caller may rotate his codes, not even an admin.
  expect(await send(ROTATE, whom, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
});
