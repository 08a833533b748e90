import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { type ActAs, gatewayOverSandbox, gatewayOverStubs, type SandboxGateway } from '../gateway.ts';
import { SIGN_IN_FIELDS as signedIn } from '../mutation.ts';
import { operations } from '../operations/session.ts';
import { seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let ada: Member;
let liam: Member;
let bank: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ada = seededMember(g, 'ada@fernhill.example');
  liam = seededMember(g, 'liam@fernhill.example');
  bank =
    g.world.organizations.find(({ organization_id }) => organization_id !== ada.organization_id)?.organization_id ?? '';
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
  });
const result = '__typename ... on MutationError { code errorType message }';

/** Sends one of the mutations; `select` is the selection of its payload. */
const send = async (name: string, input: object, select: string, as: ActAs = null) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const document = `mutation ($input: ${type}Input!) { ${name}(input: $input) { ${result} ... on ${type}Payload { ${select} } } }`;
  return g.query<Record<string, Record<string, unknown>>>(document, { variables: { input }, as });
};
const ok = async (name: string, input: object, select: string, as: ActAs = null) => {
  const { data, errors } = await send(name, input, select, as);
  expect(errors).toEqual([]);
  return data?.[name] ?? {};
};
const variablesOf = async (id: string) => (await operations.find((example) => example.id === id)?.variables?.(g)) ?? {};

describe('authenticateMemberSession', () => {
  it('accepts the token itself as proof, and returns all fields of a sign-in', async () => {
    const { token, session } = signIn(liam);
    const answer = await ok(
      'authenticateMemberSession',
      { session: { sessionToken: token } },
      `${signedIn} verdict { authorized }`,
    );
    expect(answer).toEqual({
      __typename: 'AuthenticateMemberSessionPayload',
      member: { memberId: liam.member_id },
      organization: { slug: 'fernhill-bakery' },
      outcome: {
        __typename: 'SignedIn',
        session: { memberSessionId: session.member_session_id },
        sessionToken: token,
        sessionJwt: expect.stringMatching(/^eyJ/),
      },
      verdict: null,
    });
    expect(g.calls.map(({ id, body }) => [id, body])).toEqual([
      ['api_b2b_session_v1_Authenticate', { session_token: token }],
    ]);
  });

  it('renews an expired JWT, and extends the session on request', async () => {
    const { session_jwt: sessionJwt } = g.world.credentials.admin;
    g.pass({ minutes: 10 });
    const { outcome } = await ok(
      'authenticateMemberSession',
      { session: { sessionJwt }, sessionDurationMinutes: 120 },
      'outcome { ... on SignedIn { sessionJwt session { expiresAt lastAccessedAt } } }',
    );
    const { sessionJwt: fresh, session } = outcome as {
      sessionJwt: string;
      session: { expiresAt: string; lastAccessedAt: string };
    };
    expect(fresh).not.toBe(sessionJwt);
    const { expiresAt, lastAccessedAt } = session;
    expect(Date.parse(expiresAt) - Date.parse(lastAccessedAt)).toBe(120 * 60_000);
  });

  it('returns the roles that allow an action, and fails if there are none', async () => {
    const authorizationCheck = { organizationId: ada.organization_id, resourceId: 'document', action: 'publish' };
    const verdict = 'verdict { authorized grantingRoleIds }';
    expect(
      await ok(
        'authenticateMemberSession',
        { session: { sessionToken: signIn(ada).token }, authorizationCheck },
        verdict,
      ),
    ).toMatchObject({ verdict: { authorized: true, grantingRoleIds: ['stytch_admin'] } });
    expect(
      await ok(
        'authenticateMemberSession',
        { session: { sessionToken: signIn(liam).token }, authorizationCheck },
        verdict,
      ),
    ).toMatchObject({ code: 'FORBIDDEN', errorType: 'session_authorization_error' });
  });

  it('never sends the caller’s own session', async () => {
    await ok('authenticateMemberSession', { session: { sessionToken: signIn(liam).token } }, 'requestId', 'admin');
    expect(Object.keys(g.calls[0]?.headers ?? {}).filter((name) => /stytch/i.test(name))).toEqual([]);
  });

  it('returns an invalid token as a result, without repeating it', async () => {
    const answer = await ok(
      'authenticateMemberSession',
      { session: { sessionToken: 'not-a-token-of-anybody' } },
      'requestId',
    );
    expect(answer).toMatchObject({ __typename: 'MutationError', errorType: 'session_not_found' });
    expect(JSON.stringify([answer, g.logged])).not.toContain('not-a-token-of-anybody');
  });
});

describe('custom claims', () => {
  const claims = { sessionCustomClaims: { plan_tier: 'gold' } };

  it('are set by servers, and sent unchanged', async () => {
    const { token } = signIn(liam);
    const answer = await ok(
      'authenticateMemberSession',
      { session: { sessionToken: token }, ...claims },
      'outcome { ... on SignedIn { session { customClaims } } }',
      'server',
    );
    expect(answer).toMatchObject({ outcome: { session: { customClaims: { plan_tier: 'gold' } } } });
    expect(g.calls[0]?.body).toEqual({ session_token: token, session_custom_claims: { plan_tier: 'gold' } });
    const none = { session: { sessionToken: token }, sessionCustomClaims: { plan_tier: null } };
    expect(
      await ok('authenticateMemberSession', none, 'outcome { ... on SignedIn { session { customClaims } } }', 'server'),
    ).toMatchObject({
      outcome: { session: { customClaims: null } },
    });
  });

  it.each([
    ['authenticateMemberSession', { session: { sessionToken: 'x' } }],
    ['exchangeMemberSession', { session: { sessionToken: 'x' }, organizationId: 'y' }],
    ['exchangeMemberAccessToken', { accessToken: 'x' }],
    ['attestMemberSession', { profileId: 'x', token: 'y' }],
    [
      'authenticateMemberTotp',
      {
        organizationId: 'x',
        memberId: 'member-test-00000000-0000-4000-8000-000000000000',
        code: '0',
        credential: { sessionToken: 'z' },
      },
    ],
    [
      'recoverMember',
      {
        organizationId: 'x',
        memberId: 'member-test-00000000-0000-4000-8000-000000000000',
        recoveryCode: '0',
        credential: { sessionToken: 'z' },
      },
    ],
  ])('of %s are rejected from members and visitors', async (name, input) => {
    const visitor = await send(name, { ...input, ...claims }, 'requestId');
    expect(visitor.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await ok(name, { ...input, ...claims }, 'requestId', 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(asked()).toEqual([]);
  });
});

describe('without a proof', () => {
  it.each([
    ['authenticateMemberSession', { session: { sessionToken: '' } }],
    ['authenticateMemberSession', { session: { sessionJwt: '' } }],
    ['exchangeMemberSession', { organizationId: 'x', session: { sessionToken: '' } }],
    ['exchangeMemberAccessToken', { accessToken: '' }],
    ['attestMemberSession', { profileId: 'x', token: '' }],
    [
      'migrateMemberSession',
      {
        organizationId: 'organization-test-00000000-0000-4000-8000-000000000000',
        sessionToken: 'a token of another system',
      },
    ],
  ])('%s %o is rejected without a call', async (name, input) => {
    expect((await send(name, input, 'requestId')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await ok(name, input, 'requestId', 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(asked()).toEqual([]);
  });
});

describe('a required session', () => {
  it.each([
    ['authenticateMemberSession', {}],
    ['exchangeMemberSession', { organizationId: 'x' }],
    ['resetMemberPasswordBySession', { organizationId: 'x', password: 'y' }],
  ])('is BAD_USER_INPUT of %s unless exactly one token is given', async (name, input) => {
    const token = 'some-token-of-somebody';
    const both = { sessionToken: token, sessionJwt: token };
    for (const session of [undefined, null, {}, { sessionToken: null }, both, { ...both, sessionJwt: null }]) {
      for (const as of [null, 'admin', 'server'] as const) {
        const { errors } = await send(name, { ...input, session }, 'requestId', as);
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
        expect(JSON.stringify([errors, g.logged])).not.toContain(token);
      }
    }
    expect(asked()).toEqual([]);
  });
});

describe('exchangeMemberSession', () => {
  const step = 'memberDevice { visitorId }';

  it('returns the missing factors before there is a session in the other organization', async () => {
    const { token } = signIn(ada);
    const answer = await ok(
      'exchangeMemberSession',
      { session: { sessionToken: token }, organizationId: bank, locale: 'PT_BR' },
      `${signedIn} ${step}`,
    );
    expect(answer).toMatchObject({
      organization: { slug: 'northgate-bank' },
      outcome: { __typename: 'EnrollmentRequired', intermediateSessionToken: expect.any(String), options: null },
      memberDevice: null,
    });
    expect(g.calls[0]?.body).toEqual({ session_token: token, organization_id: bank, locale: 'pt-br' });
  });

  it('is complete if no factor is missing', async () => {
    const { token } = signIn(liam);
    const input = { session: { sessionToken: token }, organizationId: 'fernhill-bakery' };
    expect(await ok('exchangeMemberSession', input, `${signedIn} ${step}`)).toMatchObject({
      member: { memberId: liam.member_id },
      outcome: {
        __typename: 'SignedIn',
        session: { memberSessionId: expect.any(String) },
        sessionToken: expect.any(String),
        sessionJwt: expect.any(String),
      },
    });
  });
});

describe('proofs of other issuers', () => {
  it('an access token of a connected app is exchanged for a session once', async () => {
    const variables = await variablesOf('api_b2b_session_v1_ExchangeAccessToken');
    const factors =
      'member { memberId } outcome { ... on SignedIn { session { authenticationFactors { __typename ... on OauthAccessTokenExchangeFactor { clientId } } } } }';
    expect(await ok('exchangeMemberAccessToken', variables, factors)).toMatchObject({
      member: { memberId: ada.member_id },
      outcome: {
        session: {
          authenticationFactors: [{ __typename: 'OauthAccessTokenExchangeFactor', clientId: expect.any(String) }],
        },
      },
    });
    expect(await ok('exchangeMemberAccessToken', variables, factors)).toMatchObject({ __typename: 'MutationError' });
  });

  it('a trusted auth token signs in, or adds to a session', async () => {
    const variables = await variablesOf('api_b2b_session_v1_Attest');
    const factors =
      'outcome { ... on SignedIn { session { memberSessionId authenticationFactors { __typename type } } } }';
    expect(await ok('attestMemberSession', variables, factors)).toMatchObject({
      outcome: {
        session: { authenticationFactors: [{ __typename: 'TrustedAuthTokenFactor', type: 'TRUSTED_AUTH_TOKEN' }] },
      },
    });
    const { token, session } = signIn(ada);
    const fresh = await variablesOf('api_b2b_session_v1_Attest');
    expect(await ok('attestMemberSession', { ...fresh, session: { sessionToken: token } }, factors)).toMatchObject({
      outcome: {
        session: {
          memberSessionId: session.member_session_id,
          authenticationFactors: [{ type: 'MAGIC_LINK' }, { type: 'TRUSTED_AUTH_TOKEN' }],
        },
      },
    });
  });

  it('a session of another system is migrated by servers', async () => {
    const variables = {
      ...(await variablesOf('api_b2b_session_v1_Migrate')),
      sessionToken: 'legacy-session-of-liam',
      sessionDurationMinutes: 30,
    };
    expect(await ok('migrateMemberSession', variables, signedIn, 'server')).toMatchObject({
      member: { memberId: liam.member_id },
      outcome: { sessionToken: expect.any(String) },
    });
    expect(g.calls[0]?.body).toEqual({
      organization_id: liam.organization_id,
      session_token: 'legacy-session-of-liam',
      session_duration_minutes: 30,
    });
  });
});

describe('rare responses', () => {
  it('a device, a factor of an unknown kind and odd values are returned without errors elsewhere', async () => {
    const s = await gatewayOverStubs();
    try {
      const { member_session, ...rest } = {
        member_session: { ...signIn(liam).session },
        member: liam,
        organization: g.sandbox.store.organizations.get(liam.organization_id),
      };
      s.stytch.intercept({ path: '/v1/b2b/sessions/exchange_access_token', method: 'POST' }).reply(200, {
        ...rest,
        status_code: 200,
        request_id: 'request-id-test-1',
        member_id: liam.member_id,
        session_token: 'token',
        session_jwt: 'not a jwt',
        member_session: {
          ...member_session,
          started_at: 'yesterday',
          authentication_factors: [
            { type: 'telepathy', delivery_method: 'brainwaves', created_at: '' },
            { type: 'oauth', delivery_method: 'oauth_github', github_oauth_factor: { id: '', provider_subject: '7' } },
            {
              type: 'email_otp',
              delivery_method: 'email',
              email_factor: { email_id: 'email-test-1', email_address: '?' },
            },
          ],
        },
        member_device: {
          visitor_id: 'visitor-test-1',
          visitor_id_details: { is_new: true, first_seen_at: '2026-01-01T00:00:00Z' },
          ip_address: '203.0.113.7',
          ip_geo_country: 'NO',
          ip_geo_country_details: { is_new: false, last_seen_at: '2026-01-01T00:00:00Z' },
        },
      });
      const data = await s.data(
        `mutation { exchangeMemberAccessToken(input: { accessToken: "a.b.c", telemetryId: "telemetry" }) { ${result}
          ... on ExchangeMemberAccessTokenPayload {
            outcome { ... on SignedIn { sessionToken sessionJwt
            session { startedAt authenticationFactors {
              __typename type deliveryMethod createdAt
              ... on OauthFactor { provider registrationId providerSubject emailId } ... on EmailFactor { emailId emailAddress }
            } } } }
            memberDevice {
              visitorId visitorIdDetails { isNew firstSeenAt lastSeenAt } ipAddress ipAddressDetails { isNew }
              ipGeoCity ipGeoRegion ipGeoCountry ipGeoCountryDetails { isNew }
            }
          } } }`,
        { as: null },
      );
      expect(data['exchangeMemberAccessToken']).toEqual({
        __typename: 'ExchangeMemberAccessTokenPayload',
        outcome: {
          sessionToken: 'token',
          sessionJwt: 'not a jwt',
          session: {
            startedAt: null,
            authenticationFactors: [
              { __typename: 'PlainFactor', type: 'UNKNOWN', deliveryMethod: 'UNKNOWN', createdAt: null },
              {
                __typename: 'OauthFactor',
                type: 'OAUTH',
                deliveryMethod: 'OAUTH_GITHUB',
                createdAt: null,
                provider: 'GITHUB',
                registrationId: null,
                providerSubject: '7',
                emailId: null,
              },
              {
                __typename: 'EmailFactor',
                type: 'EMAIL_OTP',
                deliveryMethod: 'EMAIL',
                createdAt: null,
                emailId: 'email-test-1',
                emailAddress: '?',
              },
            ],
          },
        },
        memberDevice: {
          visitorId: 'visitor-test-1',
          visitorIdDetails: { isNew: true, firstSeenAt: '2026-01-01T00:00:00Z', lastSeenAt: null },
          ipAddress: '203.0.113.7',
          ipAddressDetails: null,
          ipGeoCity: null,
          ipGeoRegion: null,
          ipGeoCountry: 'NO',
          ipGeoCountryDetails: { isNew: false },
        },
      });
    } finally {
      await s.close();
    }
  });
});

describe('an ended session in the input', () => {
  const dead = 'no-such-session-token-0000000000';

  it.each([
    ['authenticateMemberSession', () => ({ session: { sessionToken: dead } })],
    ['exchangeMemberSession', () => ({ organizationId: bank, session: { sessionToken: dead } })],
    [
      'attestMemberSession',
      async () => ({ ...(await variablesOf('api_b2b_session_v1_Attest')), session: { sessionToken: dead } }),
    ],
    [
      'authorizeConnectedApp',
      () => ({
        consentGranted: true,
        clientId: g.sandbox.store.connectedApps.keys().next().value,
        redirectUri: 'https://app.example/callback',
        scopes: ['openid'],
        member: { sessionToken: dead },
      }),
    ],
  ])('is INVALID_CREDENTIALS of %s, not UNAUTHENTICATED as for the bearer token', async (name, input) => {
    for (const as of ['server', null] as const) {
      const { data, errors } = await send(name, await input(), 'requestId', as);
      expect(errors).toEqual([]);
      expect(data?.[name]).toMatchObject({ __typename: 'MutationError', code: 'INVALID_CREDENTIALS' });
    }
  });
});
