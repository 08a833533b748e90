import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import { returnFromProvider, seededConnection } from '../operations/sso.ts';

let g: SandboxGateway;
/** The bakery's connection: every person who signs in by it becomes a member. */
let connectionId: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  const { organization_id: organizationId } = g.world.credentials.admin;
  const { createOidcConnection: begun } = await g.data<{
    createOidcConnection: { oidcConnection: { connectionId: string } };
  }>(
    `mutation ($organizationId: ID!) { createOidcConnection(input: { organizationId: $organizationId }) {
      ... on CreateOidcConnectionPayload { oidcConnection { connectionId } } } }`,
    { variables: { organizationId } },
  );
  connectionId = begun.oidcConnection.connectionId;
  await g.data(
    `mutation ($organizationId: ID!, $connectionId: ID!) { updateOidcConnection(input: {
      organizationId: $organizationId, connectionId: $connectionId
      issuer: "https://login.fernhill.example", clientId: "bakery", clientSecret: "flour"
    }) { __typename } }`,
    { variables: { organizationId, connectionId } },
  );
  g.calls.length = 0;
});
afterEach(() => g.close());
const asked = () => g.calls.map(({ id }) => id);

const document = `mutation ($input: AuthenticateMemberSsoInput!) { authenticateMemberSso(input: $input) {
  ... on SignIn { member { emailAddress ssoRegistrations { connectionId } } organization { slug } ${OUTCOME}
    outcome { ... on SignedIn { session { authenticationFactors { __typename ... on SsoFactor { connectionId } } } } } }
  ... on AuthenticateMemberSsoPayload { memberDevice { visitorId } }
  ... on MutationError { code errorType } } }`;

const signIn = async (input: object) => {
  const data = await g.data<{ authenticateMemberSso: Record<string, unknown> }>(document, {
    variables: { input },
    as: null,
  });
  return data.authenticateMemberSso;
};

describe('a sign-in through a connection', () => {
  it('creates a member for a new person, signs them in, and is valid once', async () => {
    const ssoToken = returnFromProvider(g, {
      connection_id: connectionId,
      email_address: 'new@fernhill.example',
      name: 'New',
    });
    const input = { ssoToken, sessionDurationMinutes: 30 };
    expect(await signIn(input)).toMatchObject({
      member: { emailAddress: 'new@fernhill.example', ssoRegistrations: [{ connectionId }] },
      organization: { slug: 'fernhill-bakery' },
      outcome: {
        __typename: 'SignedIn',
        sessionToken: expect.any(String),
        sessionJwt: expect.any(String),
        session: { authenticationFactors: [{ __typename: 'SsoFactor', connectionId }] },
      },
      memberDevice: null,
    });
    expect(g.calls[0]?.body).toEqual({ sso_token: ssoToken, session_duration_minutes: 30 });
    expect(await signIn(input)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'sso_token_not_found' });
    expect(asked()).toEqual(['api_sso_v1_Authenticate', 'api_sso_v1_Authenticate']);
    expect(JSON.stringify(g.logged)).not.toContain(ssoToken);
  });

  it('returns the second factor, in the requested language', async () => {
    const { connectionId: bank } = seededConnection(g, 'saml');
    const ssoToken = returnFromProvider(g, { connection_id: bank, email_address: 'viktor.petrov@northgate.example' });
    expect(await signIn({ ssoToken, locale: 'PT_BR' })).toMatchObject({
      outcome: {
        __typename: 'SecondFactorRequired',
        intermediateSessionToken: expect.any(String),
        options: { totpRegistrationId: expect.any(String) },
      },
    });
    expect(g.calls[0]?.body).toMatchObject({ locale: 'pt-br' });
  });

  it('with PKCE requires the verifier of the same device', async () => {
    const verifier = 'a-verifier-that-never-left-the-browser-0123456789';
    const from = {
      connection_id: connectionId,
      email_address: 'ada@fernhill.example',
      pkce_code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    };
    expect(await signIn({ ssoToken: returnFromProvider(g, from) })).toHaveProperty('errorType');
    expect(await signIn({ ssoToken: returnFromProvider(g, from), codeVerifier: verifier })).toMatchObject({
      member: { emailAddress: 'ada@fernhill.example' },
    });
    expect(g.calls.at(-1)?.body).toMatchObject({ pkce_code_verifier: verifier });
  });

  it('has custom claims from servers only', async () => {
    const input = { ssoToken: 'x', sessionCustomClaims: { admin: true } };
    const { errors } = await g.query(document, { variables: { input }, as: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
