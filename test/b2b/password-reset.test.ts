import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveOrganization } from '../../src/sandbox/b2b/save.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import {
  acrossOrganizations,
  addressOf,
  benedikt,
  freshSession,
  latestMailToken,
  STRONG_PASSWORD,
} from '../operations/password.ts';
import { seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let hiro: Member;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  hiro = seededMember(g, 'hiro@fernhill.example');
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const start = (input: object, select = 'requestId', as: 'admin' | 'server' | null = null) =>
  sendMutationOk(g, 'startMemberPasswordReset', input, select, as);

describe('startMemberPasswordReset', () => {
  it('mails a link for any caller', async () => {
    const input = {
      ...addressOf(hiro),
      resetPasswordRedirectUrl: 'https://crumb.example/reset',
      loginRedirectUrl: 'https://crumb.example/login',
      resetPasswordExpirationMinutes: 5,
      locale: 'ES',
    };
    expect(await start(input)).toEqual({
      __typename: 'StartMemberPasswordResetPayload',
      requestId: expect.any(String),
    });
    expect(g.calls[0]?.body).toEqual({
      organization_id: hiro.organization_id,
      email_address: hiro.email_address,
      reset_password_redirect_url: 'https://crumb.example/reset',
      login_redirect_url: 'https://crumb.example/login',
      reset_password_expiration_minutes: 5,
      locale: 'es',
    });
    expect(g.sandbox.store.outbox[0]).toMatchObject({
      to: hiro.email_address,
      link: expect.stringContaining('https://crumb.example/reset?'),
    });
    g.pass({ minutes: 6 });
    const late = { passwordResetToken: latestMailToken(g), password: STRONG_PASSWORD };
    expect(await sendMutationOk(g, 'resetMemberPassword', late)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('returns the member to servers only', async () => {
    const select = 'emailId member { memberId }';
    expect(await start(addressOf(hiro), select, 'server')).toMatchObject({
      emailId: expect.any(String),
      member: { memberId: hiro.member_id },
    });
    for (const [as, code] of [
      [null, 'UNAUTHENTICATED'],
      ['admin', 'FORBIDDEN'],
    ] as const) {
      const { data, errors } = await sendMutation(
        g,
        'startMemberPasswordReset',
        addressOf(hiro),
        `requestId ${select}`,
        as,
      );
      expect(data).toEqual({
        startMemberPasswordReset: {
          __typename: 'StartMemberPasswordResetPayload',
          requestId: expect.any(String),
          emailId: null,
          member: null,
        },
      });
      expect(Object.fromEntries(errors.map(({ path, extensions }) => [path?.at(-1), extensions.code]))).toEqual({
        emailId: code,
        member: code,
      });
    }
  });

  it('returns the same for known and unknown addresses', async () => {
    const nobody = { ...addressOf(hiro), emailAddress: 'nobody@fernhill.example' };
    const { member: _, ...same } = await start(addressOf(hiro));
    expect(await start(nobody)).toEqual({ ...same, requestId: expect.any(String) });
    expect(await start(nobody, 'requestId', 'server')).toMatchObject({ errorType: 'email_not_found' });

    // A method that the organization forbids is an error of a known address only.
    const bakery = g.sandbox.store.organizations.get(hiro.organization_id);
    if (bakery) {
      const allowed_auth_methods = ['magic_link'];
      saveOrganization(g.sandbox.store, { ...bakery, auth_methods: 'RESTRICTED', allowed_auth_methods });
    }
    const mails = g.sandbox.store.outbox.length;
    expect(await start(addressOf(hiro))).toMatchObject({ __typename: 'StartMemberPasswordResetPayload' });
    expect(await start(addressOf(hiro), 'requestId', 'server')).toMatchObject({ code: 'FORBIDDEN' });
    expect(g.sandbox.store.outbox).toHaveLength(mails);
    // A visitor can cause this, so it is `info`: test/telemetry/visitor.test.ts.
    expect(g.logged).toEqual([]);
  });

  it('reports an invalid request', async () => {
    expect(await start({ ...addressOf(hiro), resetPasswordExpirationMinutes: 1 })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await start({ ...addressOf(hiro), organizationId: 'no-such-one' })).toMatchObject({
      errorType: 'organization_not_found',
    });
  });
});

describe('resetMemberPassword', () => {
  it('sets the password by the mailed token, once, and ends other sessions', async () => {
    const before = freshSession(g, hiro);
    await start(addressOf(hiro));
    const input = { passwordResetToken: latestMailToken(g), password: STRONG_PASSWORD };
    expect(await sendMutationOk(g, 'resetMemberPassword', input, `${SIGN_IN_FIELDS} emailId`)).toMatchObject({
      outcome: { __typename: 'SignedIn', sessionToken: expect.any(String) },
      member: { memberId: hiro.member_id },
      emailId: expect.any(String),
    });
    expect(g.sandbox.store.sessions.has(before.session.member_session_id)).toBe(false);
    expect(await sendMutationOk(g, 'resetMemberPassword', input)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(JSON.stringify(g.logged)).not.toContain(STRONG_PASSWORD);
  });

  it('requires the PKCE verifier', async () => {
    const codeVerifier = 'flour-water-salt-and-time-flour-water-salt-and-time';
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    await start({ ...addressOf(hiro), codeChallenge });
    const input = { passwordResetToken: latestMailToken(g), password: STRONG_PASSWORD };
    expect(await sendMutationOk(g, 'resetMemberPassword', input)).toMatchObject({
      errorType: 'pkce_expected_code_verifier',
    });
    expect(await sendMutationOk(g, 'resetMemberPassword', { ...input, codeVerifier }, SIGN_IN_FIELDS)).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
  });

  it('requires a token', async () => {
    const { errors } = await sendMutation(g, 'resetMemberPassword', {
      passwordResetToken: '',
      password: STRONG_PASSWORD,
    });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});

describe('requireMemberPasswordReset', () => {
  const select = 'member { passwordId } organization { slug }';

  it('invalidates a password in all organizations that share it', async () => {
    acrossOrganizations(g);
    const { password, ...key } = benedikt(g);
    expect(await sendMutationOk(g, 'requireMemberPasswordReset', key, select, 'admin')).toEqual({
      __typename: 'RequireMemberPasswordResetPayload',
      member: { passwordId: null },
      organization: { slug: 'fernhill-bakery' },
    });
    const jwt = g.world.credentials.admin.session_jwt;
    expect(g.calls[0]?.headers).toMatchObject({ 'X-Stytch-Member-SessionJWT': jwt });
    expect(await sendMutationOk(g, 'authenticateMemberPassword', { ...key, password })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
  });

  it('accepts the address alone from servers only', async () => {
    acrossOrganizations(g);
    const { emailAddress } = benedikt(g);
    expect(await sendMutationOk(g, 'requireMemberPasswordReset', { emailAddress }, select, 'server')).toEqual({
      __typename: 'RequireMemberPasswordResetPayload',
      member: null,
      organization: null,
    });
  });

  it('requires the permission, in the own organization', async () => {
    acrossOrganizations(g);
    const { emailAddress, organizationId } = benedikt(g);
    const bank = g.world.organizations.find(({ organization_id }) => organization_id !== organizationId);
    const foreign = { emailAddress, organizationId: bank?.organization_id };
    for (const [as, input] of [
      ['member', { emailAddress, organizationId }],
      ['admin', { emailAddress }],
      ['admin', foreign],
    ] as const) {
      expect(await sendMutationOk(g, 'requireMemberPasswordReset', input, select, as)).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    const { errors } = await sendMutation(g, 'requireMemberPasswordReset', { emailAddress, organizationId });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
