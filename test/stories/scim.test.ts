/** An organization connects its identity provider and later changes the provider's token without an interruption. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

/** What the identity provider does: push users to where the connection says, with the token it was given. */
const push = async (baseUrl: string, token: string) =>
  (await fetch(`${baseUrl}/Users`, { headers: { authorization: `Bearer ${token}` } })).status;

interface Created {
  scimConnection: { connectionId: string; baseUrl: string; status: string };
  bearerToken: string;
}

it('SCIM: connected, token rotated with both valid in between, old one refused', async () => {
  const { organization_id: organizationId } = g.world.credentials.admin;
  const { createScimConnection: created } = await g.data<{ createScimConnection: Created }>(
    `mutation ($organizationId: ID!) {
      createScimConnection(input: { organizationId: $organizationId, displayName: "Okta", identityProvider: OKTA }) {
        ... on CreateScimConnectionPayload { bearerToken scimConnection { connectionId baseUrl status } }
        ... on MutationError { code message }
      }
    }`,
    { as: 'admin', variables: { organizationId } },
  );
  const { connectionId, baseUrl } = created.scimConnection;
  const variables = { organizationId, connectionId };
  expect(created.scimConnection.status).toBe('ACTIVE');
  expect(await push(baseUrl, created.bearerToken)).toBe(200);

  // The token is shown once: whoever looks later sees its last four characters.
  const look = `query ($organizationId: ID!) {
    organization(by: { id: $organizationId }) { scimConnection { bearerTokenLastFour nextBearerTokenLastFour } }
  }`;
  const seen = await g.data(look, { as: 'admin', variables: { organizationId } });
  expect(seen).toEqual({
    organization: {
      scimConnection: { bearerTokenLastFour: created.bearerToken.slice(-4), nextBearerTokenLastFour: null },
    },
  });

  const { startScimTokenRotation: started } = await g.data<{ startScimTokenRotation: { nextBearerToken: string } }>(
    `mutation ($organizationId: ID!, $connectionId: ID!) {
      startScimTokenRotation(input: { organizationId: $organizationId, connectionId: $connectionId }) {
        ... on StartScimTokenRotationPayload { nextBearerToken } ... on MutationError { code message }
      }
    }`,
    { as: 'admin', variables },
  );
  expect(await push(baseUrl, created.bearerToken)).toBe(200);
  expect(await push(baseUrl, started.nextBearerToken)).toBe(200);

  const complete = `mutation ($organizationId: ID!, $connectionId: ID!) {
    completeScimTokenRotation(input: { organizationId: $organizationId, connectionId: $connectionId }) {
      ... on CompleteScimTokenRotationPayload { scimConnection { bearerTokenLastFour } } ... on MutationError { errorType }
    }
  }`;
  expect(await g.data(complete, { as: 'admin', variables })).toEqual({
    completeScimTokenRotation: { scimConnection: { bearerTokenLastFour: started.nextBearerToken.slice(-4) } },
  });
  expect(await push(baseUrl, created.bearerToken)).toBe(401);
  expect(await push(baseUrl, started.nextBearerToken)).toBe(200);
  expect(await g.data(complete, { as: 'admin', variables })).toEqual({
    completeScimTokenRotation: { errorType: 'scim_connection_not_rotating_token' },
  });

  // A plain member learns nothing of it.
  const { data, errors } = await g.query(look, { as: 'member', variables: { organizationId } });
  expect(data).toEqual({ organization: { scimConnection: null } });
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
});
