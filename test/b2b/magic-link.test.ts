import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { latestSecret } from '../operations/magic-link.ts';
import { seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let ada: Member;
let liam: Member;
let bakery: string;
let bank: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ada = seededMember(g, 'ada@fernhill.example');
  liam = seededMember(g, 'liam@fernhill.example');
  bakery = liam.organization_id;
  bank = g.world.organizations.find(({ organization_id }) => organization_id !== bakery)?.organization_id ?? '';
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const toLiam = () => ({ organizationId: bakery, emailAddress: liam.email_address });
/** A session of a member with a magic link factor. */
const tokenOf = ({ email_address, ...member }: Member) =>
  startSession(
    g.sandbox.store,
    { ...member, email_address },
    {
      factors: [
        { type: 'magic_link', delivery_method: 'email', email_factor: { email_id: 'email-test-1', email_address } },
      ],
    },
  ).token;

describe('sendMemberMagicLink', () => {
  it('mails a link for a visitor and returns the receiver to a server', async () => {
    const input = {
      ...toLiam(),
      loginRedirectUrl: 'https://crumb.example/login',
      signupRedirectUrl: 'https://crumb.example/signup',
      loginTemplateId: 'plain',
      signupTemplateId: 'warm',
      locale: 'FR',
      loginExpirationMinutes: 10,
      signupExpirationMinutes: 20,
    };
    expect(await sendMutationOk(g, 'sendMemberMagicLink', input)).toEqual({
      __typename: 'SendMemberMagicLinkPayload',
      requestId: expect.any(String),
    });
    expect(g.calls.map(({ id, body }) => [id, body])).toEqual([
      [
        'api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup',
        {
          organization_id: bakery,
          email_address: liam.email_address,
          login_redirect_url: 'https://crumb.example/login',
          signup_redirect_url: 'https://crumb.example/signup',
          login_template_id: 'plain',
          signup_template_id: 'warm',
          locale: 'fr',
          login_expiration_minutes: 10,
          signup_expiration_minutes: 20,
        },
      ],
    ]);
    expect(g.sandbox.store.outbox[0]?.link).toContain('https://crumb.example/login?');

    const whom = 'member { memberId } organization { slug } memberCreated';
    expect(await sendMutationOk(g, 'sendMemberMagicLink', toLiam(), whom, 'server')).toMatchObject({
      member: { memberId: liam.member_id },
      organization: { slug: 'fernhill-bakery' },
      memberCreated: false,
    });
  });

  it.each(['member { memberId }', 'organization { name }', 'memberCreated'])(
    'exposes %s to servers only',
    async (field) => {
      for (const [as, code] of [
        [null, 'UNAUTHENTICATED'],
        ['member', 'FORBIDDEN'],
        ['admin', 'FORBIDDEN'],
      ] as const) {
        const { data, errors } = await sendMutation(g, 'sendMemberMagicLink', toLiam(), `requestId ${field}`, as);
        expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
        const [name = ''] = field.split(' ');
        expect(data?.['sendMemberMagicLink']).toMatchObject({ requestId: expect.any(String), [name]: null });
      }
    },
  );

  it('returns the same for an unknown address, except to servers', async () => {
    const nobody = { organizationId: bakery, emailAddress: 'nobody@fernhill.example' };
    for (const as of [null, 'member'] as const) {
      expect(await sendMutationOk(g, 'sendMemberMagicLink', nobody, 'requestId', as)).toEqual({
        __typename: 'SendMemberMagicLinkPayload',
        requestId: expect.any(String),
      });
    }
    expect(g.sandbox.store.outbox).toEqual([]);
    expect(await sendMutationOk(g, 'sendMemberMagicLink', nobody, 'requestId', 'server')).toMatchObject({
      code: 'FORBIDDEN',
      errorType: 'email_jit_provisioning_not_allowed',
    });
    expect(JSON.stringify(g.logged)).not.toContain('nobody@fernhill.example');
  });

  it('still reports an invalid request', async () => {
    expect(await sendMutationOk(g, 'sendMemberMagicLink', { ...toLiam(), loginExpirationMinutes: 1 })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await sendMutationOk(g, 'sendMemberMagicLink', { ...toLiam(), emailAddress: 'liam' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    const elsewhere = { ...toLiam(), organizationId: 'no-such-organization' };
    expect(await sendMutationOk(g, 'sendMemberMagicLink', elsewhere)).toMatchObject({
      errorType: 'organization_not_found',
    });
  });
});

describe('authenticateMemberMagicLink', () => {
  const linkFor = async (input: object = {}) => {
    await sendMutationOk(g, 'sendMemberMagicLink', { ...toLiam(), ...input });
    g.calls.length = 0;
    return latestSecret(g, liam.email_address);
  };
  const expiry = 'outcome { ... on SecondFactorRequired { intermediateSessionTokenExpiresAt } }';
  const facts = `${SIGN_IN_FIELDS} ${expiry} methodId memberDevice { visitorId }`;

  it('signs in, once', async () => {
    const token = await linkFor();
    const input = { token, sessionDurationMinutes: 30, locale: 'ES' };
    expect(await sendMutationOk(g, 'authenticateMemberMagicLink', input, facts)).toEqual({
      __typename: 'AuthenticateMemberMagicLinkPayload',
      member: { memberId: liam.member_id },
      organization: { slug: 'fernhill-bakery' },
      outcome: {
        __typename: 'SignedIn',
        session: { memberSessionId: expect.any(String) },
        sessionToken: expect.any(String),
        sessionJwt: expect.stringMatching(/^eyJ/),
      },
      methodId: expect.any(String),
      memberDevice: null,
    });
    expect(g.calls.map(({ body }) => body)).toEqual([
      { magic_links_token: token, session_duration_minutes: 30, locale: 'es' },
    ]);
    const again = await sendMutationOk(g, 'authenticateMemberMagicLink', input);
    expect(again).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'unable_to_auth_magic_link' });
    expect(JSON.stringify([again, g.logged])).not.toContain(token);
  });

  it('adds a factor to a session of the same member', async () => {
    const sessionToken = tokenOf(liam);
    const input = { token: await linkFor(), session: { sessionToken } };
    expect(await sendMutationOk(g, 'authenticateMemberMagicLink', input, SIGN_IN_FIELDS)).toMatchObject({
      outcome: { sessionToken },
    });
  });

  it('returns the required second factor', async () => {
    await sendMutationOk(g, 'sendMemberMagicLink', { organizationId: bakery, emailAddress: ada.email_address });
    const token = latestSecret(g, ada.email_address);
    expect(await sendMutationOk(g, 'authenticateMemberMagicLink', { token }, facts)).toMatchObject({
      outcome: {
        __typename: 'SecondFactorRequired',
        intermediateSessionToken: expect.any(String),
        intermediateSessionTokenExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        options: { totpRegistrationId: ada.totp_registration_id },
      },
    });
  });

  it("requires the PKCE verifier of the link's request", async () => {
    const codeVerifier = randomBytes(32).toString('base64url');
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const token = await linkFor({ codeChallenge });
    for (const wrong of [{}, { codeVerifier: 'guessed' }]) {
      expect(await sendMutationOk(g, 'authenticateMemberMagicLink', { token, ...wrong })).toMatchObject({
        __typename: 'MutationError',
      });
    }
    expect(
      await sendMutationOk(g, 'authenticateMemberMagicLink', { token, codeVerifier }, SIGN_IN_FIELDS),
    ).toMatchObject({
      outcome: { __typename: 'SignedIn' },
    });
    expect(JSON.stringify(g.logged)).not.toContain(codeVerifier);
  });

  it('requires a token, and reserves custom claims for servers', async () => {
    const { errors } = await sendMutation(g, 'authenticateMemberMagicLink', { token: '' });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const token = await linkFor();
    const claims = { token, sessionCustomClaims: { plan: 'gold' } };
    expect(await sendMutationOk(g, 'authenticateMemberMagicLink', claims, 'requestId', 'admin')).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked()).toEqual([]);
    const select = 'outcome { ... on SignedIn { session { customClaims } } }';
    expect(await sendMutationOk(g, 'authenticateMemberMagicLink', claims, select, 'server')).toMatchObject({
      outcome: { session: { customClaims: { plan: 'gold' } } },
    });
  });
});

describe('inviteMember', () => {
  const quinn = () => ({ organizationId: bakery, emailAddress: 'quinn@elsewhere.example', name: 'Quinn' });
  const invited =
    'member { memberId name status emailAddress roles { roleId } untrustedMetadata } organization { slug }';

  it('is permitted to an admin, in their own name and with their session', async () => {
    const input = {
      ...quinn(),
      roleIds: ['editor'],
      untrustedMetadata: { theme: 'dark' },
      inviteRedirectUrl: 'https://crumb.example/welcome',
      inviteTemplateId: 'plain',
      inviteExpirationMinutes: 60,
      locale: 'PT_BR',
    };
    const answer = await sendMutationOk(g, 'inviteMember', input, invited, 'admin');
    expect(answer).toMatchObject({
      member: {
        name: 'Quinn',
        status: 'INVITED',
        emailAddress: 'quinn@elsewhere.example',
        roles: expect.arrayContaining([{ roleId: 'editor' }]),
        untrustedMetadata: { theme: 'dark' },
      },
      organization: { slug: 'fernhill-bakery' },
    });
    const [call] = g.calls;
    expect(call?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.admin.session_jwt);
    expect(call?.body).toEqual({
      organization_id: bakery,
      email_address: 'quinn@elsewhere.example',
      name: 'Quinn',
      roles: ['editor'],
      untrusted_metadata: { theme: 'dark' },
      invite_redirect_url: 'https://crumb.example/welcome',
      invite_template_id: 'plain',
      invite_expiration_minutes: 60,
      locale: 'pt-br',
      invited_by_member_id: ada.member_id,
    });
  });

  it('is permitted to a server for a member, with metadata', async () => {
    const input = { ...quinn(), invitedByMemberId: liam.member_id, trustedMetadata: { seat_number: 7 } };
    expect(await sendMutationOk(g, 'inviteMember', input, 'member { trustedMetadata }', 'server')).toMatchObject({
      member: { trustedMetadata: { seat_number: 7 } },
    });
    expect(g.calls[0]?.body).toMatchObject({ invited_by_member_id: liam.member_id });
    expect(Object.keys(g.calls[0]?.headers ?? {}).filter((name) => /stytch/i.test(name))).toEqual([]);
  });

  it('requires the permission to create members, and for roles the permission to assign them', async () => {
    const token = tokenOf(seededMember(g, 'chiara@fernhill.example'));
    expect(
      await sendMutationOk(g, 'inviteMember', { ...quinn(), roleIds: ['stytch_admin'] }, 'requestId', { token }),
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked()).not.toContain('api_b2b_magic_v1_b2b_magic_links_email_Invite');
    expect(await sendMutationOk(g, 'inviteMember', quinn(), invited, { token })).toMatchObject({
      member: { status: 'INVITED' },
    });
  });

  it('is rejected for all other callers, before any call', async () => {
    const { errors } = await sendMutation(g, 'inviteMember', quinn());
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const forbidden = { code: 'FORBIDDEN' };
    expect(await sendMutationOk(g, 'inviteMember', quinn(), 'requestId', 'member')).toMatchObject(forbidden);
    for (const input of [
      { ...quinn(), organizationId: bank },
      { ...quinn(), trustedMetadata: { seat_number: 7 } },
      { ...quinn(), invitedByMemberId: liam.member_id },
    ]) {
      expect(await sendMutationOk(g, 'inviteMember', input, 'requestId', 'admin')).toMatchObject(forbidden);
    }
    expect(asked()).toEqual([]);
  });
});

describe('discovery by magic link', () => {
  it('sends mail to any address, without exposing its owner', async () => {
    for (const emailAddress of [liam.email_address, 'nobody@elsewhere.example']) {
      expect(await sendMutationOk(g, 'sendDiscoveryMagicLink', { emailAddress })).toEqual({
        __typename: 'SendDiscoveryMagicLinkPayload',
        requestId: expect.any(String),
      });
    }
    const input = {
      emailAddress: liam.email_address,
      discoveryRedirectUrl: 'https://crumb.example/discover',
      loginTemplateId: 'plain',
      locale: 'EN',
      discoveryExpirationMinutes: 15,
    };
    g.calls.length = 0;
    await sendMutationOk(g, 'sendDiscoveryMagicLink', input);
    expect(g.calls.map(({ body }) => body)).toEqual([
      {
        email_address: liam.email_address,
        discovery_redirect_url: 'https://crumb.example/discover',
        login_template_id: 'plain',
        locale: 'en',
        discovery_expiration_minutes: 15,
      },
    ]);
  });

  it("returns the person's organizations once the link is used", async () => {
    await sendMutationOk(g, 'sendDiscoveryMagicLink', { emailAddress: liam.email_address });
    const token = latestSecret(g, liam.email_address);
    g.calls.length = 0;
    const select = `emailAddress outcome { __typename ... on OrganizationRequired { intermediateSessionToken organizations {
      nextStep organization { slug } membership { type member { memberId } emailDomain oauthTenant { provider } } primaryRequired { allowedAuthMethods } mfaRequired { secondaryAuthInitiated } } } }`;
    expect(await sendMutationOk(g, 'authenticateDiscoveryMagicLink', { token }, select)).toEqual({
      __typename: 'AuthenticateDiscoveryMagicLinkPayload',
      emailAddress: liam.email_address,
      outcome: {
        __typename: 'OrganizationRequired',
        intermediateSessionToken: expect.any(String),
        organizations: [
          {
            nextStep: 'NOTHING',
            organization: { slug: 'fernhill-bakery' },
            membership: {
              type: 'ACTIVE_MEMBER',
              member: { memberId: liam.member_id },
              emailDomain: null,
              oauthTenant: null,
            },
            primaryRequired: null,
            mfaRequired: null,
          },
        ],
      },
    });
    expect(g.calls.map(({ body }) => body)).toEqual([{ discovery_magic_links_token: token }]);
    expect(await sendMutationOk(g, 'authenticateDiscoveryMagicLink', { token })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
  });

  it('requires a token', async () => {
    const { errors } = await sendMutation(g, 'authenticateDiscoveryMagicLink', { token: '' });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
