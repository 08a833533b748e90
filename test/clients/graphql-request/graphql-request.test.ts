import { GraphQLClient } from 'graphql-request';
import { expect } from 'vitest';
import { SERVER_KEY } from '../../gateway.ts';
import { graphql } from '../gql/gql.ts';
import { clientTest } from '../harness.ts';

const test = clientTest('graphql-request');

const RenameOrganization = graphql(`
  mutation RenameOrganization($organizationId: String!, $name: String!) {
    updateOrganization(input: { organizationId: $organizationId, name: $name }) {
      __typename
      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }
      ... on MutationError { code errorType }
    }
  }
`);

test('narrows a result by its type', async ({ g }) => {
  const client = new GraphQLClient(g.endpoint, { headers: { authorization: `Bearer ${SERVER_KEY}` } });
  const organizationId = g.world.credentials.admin.organization_id;
  const { updateOrganization: renamed } = await client.request(RenameOrganization, { organizationId, name: 'Renamed' });
  if (renamed?.__typename !== 'UpdateOrganizationPayload') throw new Error(renamed?.code);
  expect(renamed.organization.name).toBe('Renamed');
  expect(g.received).toHaveLength(1);
});
