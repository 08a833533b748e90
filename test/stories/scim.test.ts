/**
 * An organization connects its identity provider, which manages the members, and later rotates the provider's token
 * without an interruption.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

interface Created {
  scimConnection: { connectionId: string; baseUrl: string; status: string };
  bearerToken: string;
}

let g: SandboxGateway;
let organizationId: string;
let created: Created;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  organizationId = g.world.credentials.admin.organization_id;
  const data = await g.data<{ createScimConnection: Created }>(
    `mutation ($organizationId: ID!) {
      createScimConnection(input: { organizationId: $organizationId, displayName: "Okta", identityProvider: OKTA }) {
        ... on CreateScimConnectionPayload { bearerToken scimConnection { connectionId baseUrl status } }
        ... on MutationError { code message }
      }
    }`,
    { as: 'admin', variables: { organizationId } },
  );
  created = data.createScimConnection;
});
afterAll(() => g.close());

/** Calls the SCIM endpoint of the connection with the token, as the identity provider does. */
const provision = async (baseUrl: string, token: string, method = 'GET', path = '/Users', body?: object) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const response = await fetch(baseUrl + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: response.status, body: (await response.json()) as { id?: string } };
};

const push = async (baseUrl: string, token: string) => (await provision(baseUrl, token)).status;

it('SCIM: provisions a member with the role of a group, then deactivates them', async () => {
  const { connectionId, baseUrl } = created.scimConnection;
  const person = { userName: 'odile@fernhill.example', displayName: 'Odile Marchetti' };
  const { id = '' } = (await provision(baseUrl, created.bearerToken, 'POST', '/Users', person)).body;
  const group = { displayName: 'Bakers', members: [{ value: id }] };
  const { id: groupId } = (await provision(baseUrl, created.bearerToken, 'POST', '/Groups', group)).body;
  const updated = await g.data(
    `mutation ($input: UpdateScimConnectionInput!) {
      updateScimConnection(input: $input) { __typename ... on MutationError { message } }
    }`,
    {
      as: 'admin',
      variables: {
        input: {
          organizationId,
          connectionId,
          groupImplicitRoleAssignments: [{ groupId, groupName: 'Bakers', roleId: 'editor' }],
        },
      },
    },
  );
  expect(updated).toEqual({ updateScimConnection: { __typename: 'UpdateScimConnectionPayload' } });

  const look = `query ($organizationId: ID!, $id: ID!) {
    member(organizationId: $organizationId, by: { id: $id }) {
      name status roles { roleId } scimRegistration { attributes { active groups { display } } }
    }
  }`;
  expect(await g.data(look, { as: 'admin', variables: { organizationId, id } })).toEqual({
    member: {
      name: 'Odile Marchetti',
      status: 'ACTIVE',
      roles: [{ roleId: 'stytch_member' }, { roleId: 'editor' }],
      scimRegistration: { attributes: { active: true, groups: [{ display: 'Bakers' }] } },
    },
  });

  const leave = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { active: false } }],
  };
  expect((await provision(baseUrl, created.bearerToken, 'PATCH', `/Users/${id}`, leave)).status).toBe(200);
  const { data } = await g.query(look, { as: 'admin', variables: { organizationId, id } });
  expect(data).toEqual({ member: null });
});

it('SCIM: connects, rotates the token with both valid meanwhile, then rejects the old one', async () => {
  const { connectionId, baseUrl } = created.scimConnection;
  const variables = { organizationId, connectionId };
  expect(created.scimConnection.status).toBe('ACTIVE');
  expect(await push(baseUrl, created.bearerToken)).toBe(200);

  // The token is returned once: later queries return its last four characters.
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

  // A member without the right cannot query the connection.
  const { data, errors } = await g.query(look, { as: 'member', variables: { organizationId } });
  expect(data).toEqual({ organization: { scimConnection: null } });
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
});
