import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { expect } from 'vitest';
import { SERVER_KEY } from '../../gateway.ts';
import { graphql } from '../gql/gql.ts';
import { clientTest } from '../harness.ts';

const test = clientTest('Apollo Client');

const Team = graphql(`
  query Team($organizationId: String!, $after: String) {
    organization(organizationId: $organizationId) {
      id
      members(first: 4, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
    }
  }
`);

test('turns the pages of a connection', async ({ g }) => {
  const client = new ApolloClient({
    link: new HttpLink({ uri: g.endpoint, headers: { authorization: `Bearer ${SERVER_KEY}` } }),
    cache: new InMemoryCache({ typePolicies: { Organization: { fields: { members: relayStylePagination() } } } }),
  });
  const variables = { organizationId: 'fernhill-bakery' };
  const { data } = await client.query({ query: Team, variables });
  expect(data?.organization?.members?.edges).toHaveLength(4);
});
