import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outcomeOf, SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { latestSecret } from '../operations/magic-link.ts';
import { memberKeyOf, seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let ada: Member;
let dmitri: Member;
let liam: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ada = seededMember(g, 'ada@fernhill.example');
  dmitri = seededMember(g, 'dmitri@fernhill.example');
  liam = seededMember(g, 'liam@fernhill.example');
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
/** A session of a member with a magic link factor. */
const tokenOf = (member: Member) =>
  startSession(g.sandbox.store, member, {
    factors: [
      {
        type: 'magic_link',
        delivery_method: 'email',
        email_factor: { email_id: 'email-test-1', email_address: member.email_address },
      },
    ],
  }).token;
const mailCode = async (member: Member) => {
  const input = { organizationId: member.organization_id, emailAddress: member.email_address };
  await sendMutationOk(g, 'sendMemberEmailPasscode', input);
  g.calls.length = 0;
  return { ...input, code: latestSecret(g, member.email_address) };
};

describe('a texted passcode', () => {
  const enrolled =
    'member { mfaPhoneNumber mfaPhoneNumberVerified mfaEnrolled defaultMfaMethod } outcome { ... on SignedIn { sessionToken } }';

  it('enrolls a phone: sent by the member for themself, authenticated with their session', async () => {
    const token = tokenOf(liam);
    const mfaPhoneNumber = '+14155550142';
    const sent = await sendMutationOk(
      g,
      'sendMemberSmsPasscode',
      { ...memberKeyOf(liam), mfaPhoneNumber, locale: 'EN' },
      'member { mfaPhoneNumber mfaPhoneNumberVerified } organization { slug }',
      { token },
    );
    expect(sent).toEqual({
      __typename: 'SendMemberSmsPasscodePayload',
      member: { mfaPhoneNumber, mfaPhoneNumberVerified: false },
      organization: { slug: 'fernhill-bakery' },
    });
    expect(g.calls.at(-1)?.body).toEqual({
      organization_id: liam.organization_id,
      member_id: liam.member_id,
      mfa_phone_number: mfaPhoneNumber,
      locale: 'en',
    });
    const code = latestSecret(g, mfaPhoneNumber);
    const credential = { sessionToken: token };
    const input = { ...memberKeyOf(liam), code, credential, setMfaEnrollment: 'ENROLL', setDefaultMfa: true };
    expect(await sendMutationOk(g, 'authenticateMemberSmsPasscode', input, enrolled)).toMatchObject({
      member: { mfaPhoneNumber, mfaPhoneNumberVerified: true, mfaEnrolled: true, defaultMfaMethod: 'SMS_OTP' },
      outcome: { sessionToken: token },
    });
    expect(g.calls.at(-1)?.body).toEqual({
      organization_id: liam.organization_id,
      member_id: liam.member_id,
      code,
      session_token: token,
      set_mfa_enrollment: 'enroll',
      set_default_mfa: true,
    });
    expect(JSON.stringify(g.logged)).not.toContain(code);
  });

  it('completes a sign-in that needs it', async () => {
    const step = await sendMutationOk(g, 'authenticateMemberEmailPasscode', await mailCode(dmitri), SIGN_IN_FIELDS);
    expect(step).toMatchObject({ outcome: { __typename: 'SecondFactorRequired', started: 'SMS_OTP' } });
    const credential = { intermediateSessionToken: outcomeOf(step).intermediateSessionToken };
    // A code was texted already; this one replaces it.
    await sendMutationOk(g, 'sendMemberSmsPasscode', { ...memberKeyOf(dmitri), credential });
    const input = { ...memberKeyOf(dmitri), code: latestSecret(g, dmitri.mfa_phone_number), credential };
    expect(await sendMutationOk(g, 'authenticateMemberSmsPasscode', input, SIGN_IN_FIELDS)).toMatchObject({
      outcome: { __typename: 'SignedIn', sessionToken: expect.any(String) },
      member: { memberId: dmitri.member_id },
    });
  });

  it('that is wrong is an error in the result', async () => {
    const input = { ...memberKeyOf(dmitri), code: '999999', credential: { sessionToken: tokenOf(dmitri) } };
    expect(await sendMutationOk(g, 'authenticateMemberSmsPasscode', input)).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
  });

  it('is sent only for the member of the session, since a number given by others would be a way in', async () => {
    const input = { ...memberKeyOf(liam), mfaPhoneNumber: '+14155550142' };
    for (const as of ['admin', 'member'] as const) {
      expect(await sendMutationOk(g, 'sendMemberSmsPasscode', input, 'requestId', as)).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    for (const [credential, code] of [
      [undefined, 'BAD_USER_INPUT'],
      [{ sessionToken: '' }, 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await sendMutation(g, 'sendMemberSmsPasscode', { ...input, credential });
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
      const shown = { ...memberKeyOf(liam), code: '123456', credential };
      expect((await sendMutation(g, 'authenticateMemberSmsPasscode', shown)).errors[0]?.extensions.code).toBe(code);
    }
    expect(asked()).toEqual([]);
    expect(
      await sendMutationOk(g, 'sendMemberSmsPasscode', { ...input, credential: { sessionToken: tokenOf(ada) } }),
    ).toMatchObject({
      __typename: 'MutationError',
    });
    expect(g.sandbox.store.outbox).toEqual([]);
  });
});

describe('a mailed passcode', () => {
  it('is sent for a visitor, without exposing the receiver', async () => {
    const input = {
      organizationId: liam.organization_id,
      emailAddress: liam.email_address,
      loginTemplateId: 'plain',
      signupTemplateId: 'warm',
      locale: 'ES',
      loginExpirationMinutes: 5,
      signupExpirationMinutes: 6,
    };
    expect(await sendMutationOk(g, 'sendMemberEmailPasscode', input)).toMatchObject({ requestId: expect.any(String) });
    expect(g.calls.map(({ body }) => body)).toEqual([
      {
        organization_id: liam.organization_id,
        email_address: liam.email_address,
        login_template_id: 'plain',
        signup_template_id: 'warm',
        locale: 'es',
        login_expiration_minutes: 5,
        signup_expiration_minutes: 6,
      },
    ]);
    for (const field of ['member { memberId }', 'organization { name }', 'memberCreated']) {
      const { data, errors } = await sendMutation(g, 'sendMemberEmailPasscode', input, `requestId ${field}`);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
      expect(data?.['sendMemberEmailPasscode']).toMatchObject({ [field.split(' ')[0] ?? '']: null });
    }
    const whom = 'member { memberId } organization { slug } memberCreated';
    expect(await sendMutationOk(g, 'sendMemberEmailPasscode', input, whom, 'server')).toMatchObject({
      member: { memberId: liam.member_id },
      memberCreated: false,
    });
  });

  it('is not sent to an unknown address, with the same response for a visitor', async () => {
    const input = { organizationId: liam.organization_id, emailAddress: 'nobody@fernhill.example' };
    expect(await sendMutationOk(g, 'sendMemberEmailPasscode', input)).toEqual({
      __typename: 'SendMemberEmailPasscodePayload',
      requestId: expect.any(String),
    });
    expect(g.sandbox.store.outbox).toEqual([]);
    expect(await sendMutationOk(g, 'sendMemberEmailPasscode', input, 'requestId', 'server')).toMatchObject({
      errorType: 'email_jit_provisioning_not_allowed',
    });
  });

  it('signs in, once', async () => {
    const input = { ...(await mailCode(liam)), sessionDurationMinutes: 30, locale: 'FR' };
    const facts = `${SIGN_IN_FIELDS} methodId memberDevice { visitorId }`;
    expect(await sendMutationOk(g, 'authenticateMemberEmailPasscode', input, facts)).toMatchObject({
      outcome: { __typename: 'SignedIn', sessionJwt: expect.stringMatching(/^eyJ/) },
      member: { memberId: liam.member_id },
      methodId: expect.any(String),
      memberDevice: null,
    });
    expect(g.calls[0]?.body).toEqual({
      organization_id: liam.organization_id,
      email_address: liam.email_address,
      code: input.code,
      session_duration_minutes: 30,
      locale: 'fr',
    });
    const again = await sendMutationOk(g, 'authenticateMemberEmailPasscode', input);
    expect(again).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(JSON.stringify([again, g.logged])).not.toContain(input.code);
  });

  it('that is wrong gets the same error for known and unknown addresses', async () => {
    const guess = { organizationId: liam.organization_id, code: '123456' };
    const answers = await Promise.all(
      [liam.email_address, 'nobody@fernhill.example'].map((emailAddress) =>
        sendMutationOk(g, 'authenticateMemberEmailPasscode', { ...guess, emailAddress }),
      ),
    );
    expect(answers[0]).toMatchObject({ __typename: 'MutationError', code: 'INVALID_CREDENTIALS' });
    expect(answers[1]).toEqual(answers[0]);
  });

  it('is required', async () => {
    const input = { organizationId: liam.organization_id, emailAddress: liam.email_address, code: '' };
    const { errors } = await sendMutation(g, 'authenticateMemberEmailPasscode', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});

describe('discovery by a mailed passcode', () => {
  it('returns the same for every address, and the organizations once the code is used', async () => {
    const { email_address: emailAddress } = liam;
    const input = { emailAddress, loginTemplateId: 'plain', locale: 'EN', discoveryExpirationMinutes: 3 };
    for (const to of [emailAddress, 'nobody@elsewhere.example']) {
      expect(await sendMutationOk(g, 'sendDiscoveryEmailPasscode', { ...input, emailAddress: to })).toEqual({
        __typename: 'SendDiscoveryEmailPasscodePayload',
        requestId: expect.any(String),
      });
    }
    expect(g.calls[0]?.body).toEqual({
      email_address: emailAddress,
      login_template_id: 'plain',
      locale: 'en',
      discovery_expiration_minutes: 3,
    });
    const select = `emailAddress ${SIGN_IN_FIELDS}`;
    const code = latestSecret(g, emailAddress);
    expect(await sendMutationOk(g, 'authenticateDiscoveryEmailPasscode', { emailAddress, code }, select)).toMatchObject(
      {
        emailAddress,
        member: null,
        organization: null,
        outcome: {
          __typename: 'OrganizationRequired',
          intermediateSessionToken: expect.any(String),
          organizations: [{ organization: { slug: 'fernhill-bakery' } }],
        },
      },
    );
    expect(g.calls.at(-1)?.body).toEqual({ email_address: emailAddress, code });
    expect(await sendMutationOk(g, 'authenticateDiscoveryEmailPasscode', { emailAddress, code })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
  });
});
