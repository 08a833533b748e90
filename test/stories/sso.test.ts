/** Members of an organization sign in through its own identity provider. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

interface Connection {
  connectionId: string;
  status: string;
  isDefault: boolean | null;
}

/** Simulates the identity provider and the browser: a person returns with a token to be authenticated. */
const arrive = async (connectionId: string, person: { email_address: string; name: string }) => {
  const response = await fetch(`${g.sandbox.origin}/sandbox/identity-provider`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ connection_id: connectionId, ...person }),
  });
  const { sso_token } = (await response.json()) as { sso_token: string };
  return sso_token;
};

it('SSO: an OIDC connection, sign-in with JIT provisioning, the default connection cannot be deleted', async () => {
  const { organization_id: organizationId } = g.world.credentials.admin;
  const { createOidcConnection: created } = await g.data<{ createOidcConnection: { oidcConnection: Connection } }>(
    `mutation ($organizationId: ID!) {
      createOidcConnection(input: { organizationId: $organizationId, displayName: "Okta" }) {
        ... on CreateOidcConnectionPayload { oidcConnection { connectionId status isDefault } } ... on MutationError { message }
      }
    }`,
    { as: 'admin', variables: { organizationId } },
  );
  const { connectionId } = created.oidcConnection;
  expect(created.oidcConnection.status).toBe('PENDING');

  const configured = await g.data(
    `mutation ($organizationId: ID!, $connectionId: ID!) {
      updateOidcConnection(input: {
        organizationId: $organizationId, connectionId: $connectionId
        clientId: "client-1", clientSecret: "kept-by-stytch", issuer: "https://idp.example.com"
        authorizationUrl: "https://idp.example.com/authorize", tokenUrl: "https://idp.example.com/token"
        userinfoUrl: "https://idp.example.com/userinfo", jwksUrl: "https://idp.example.com/jwks"
      }) { ... on UpdateOidcConnectionPayload { oidcConnection { status } } ... on MutationError { message } }
    }`,
    { as: 'admin', variables: { organizationId, connectionId } },
  );
  expect(configured).toEqual({ updateOidcConnection: { oidcConnection: { status: 'ACTIVE' } } });

  const listed = await g.data<{ organization: { ssoConnections: (Connection & { __typename: string })[] } }>(
    `query ($organizationId: ID!) {
      organization(by: { id: $organizationId }) { ssoConnections { __typename connectionId status isDefault } }
    }`,
    { as: 'admin', variables: { organizationId } },
  );
  expect(listed.organization.ssoConnections).toContainEqual({
    __typename: 'OidcConnection',
    connectionId,
    status: 'ACTIVE',
    isDefault: true,
  });

  // A person unknown to the organization signs in through it, and becomes a member.
  const newcomer = { email_address: 'grace@fernhill.example', name: 'Grace Hopper' };
  const authenticate = `mutation ($ssoToken: String!) {
    authenticateMemberSso(input: { ssoToken: $ssoToken }) {
      ... on SignIn { outcome { ... on SignedIn { sessionJwt } } member { memberId name emailAddress status } }
      ... on MutationError { code errorType message }
    }
  }`;
  const ssoToken = await arrive(connectionId, newcomer);
  const { authenticateMemberSso: signedIn } = await g.data<{
    authenticateMemberSso: { outcome: { sessionJwt: string }; member: { memberId: string; name: string } };
  }>(authenticate, { as: null, variables: { ssoToken } });
  expect(signedIn).toMatchObject({
    outcome: { sessionJwt: expect.any(String) },
    member: { name: newcomer.name, emailAddress: newcomer.email_address, status: 'ACTIVE' },
  });
  expect(
    await g.data('{ viewer { kind organization { organizationId } } }', { as: { token: signedIn.outcome.sessionJwt } }),
  ).toEqual({ viewer: { kind: 'MEMBER', organization: { organizationId } } });

  // The token is valid once.
  const again = await g.data<{ authenticateMemberSso: { code: string } }>(authenticate, {
    as: null,
    variables: { ssoToken },
  });
  expect(again.authenticateMemberSso.code).toBe('INVALID_CREDENTIALS');

  // The default connection cannot be deleted until another one, or none, is the default.
  const remove = `mutation ($organizationId: ID!, $connectionId: ID!) {
    deleteSsoConnection(input: { organizationId: $organizationId, connectionId: $connectionId }) {
      ... on DeleteSsoConnectionPayload { connectionId } ... on MutationError { errorType }
    }
  }`;
  const variables = { organizationId, connectionId };
  expect(await g.data(remove, { as: 'admin', variables })).toEqual({
    deleteSsoConnection: { errorType: 'cannot_delete_default_sso_connection' },
  });
  await g.data(
    `mutation ($organizationId: ID!) {
      updateOrganization(input: { organizationId: $organizationId, ssoDefaultConnectionId: "" }) {
        ... on UpdateOrganizationPayload { organization { ssoDefaultConnectionId } } ... on MutationError { message }
      }
    }`,
    { as: 'admin', variables: { organizationId } },
  );
  expect(await g.data(remove, { as: 'admin', variables })).toEqual({ deleteSsoConnection: { connectionId } });
});
