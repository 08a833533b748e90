import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { expect } from 'vitest';
import { SERVER_KEY } from '../../gateway.ts';
import { graphql } from '../gql/gql.ts';
import { clientTest } from '../harness.ts';

const test = clientTest('urql');

const Names = graphql(`
  query Names($organizationId: String!) {
    organization(organizationId: $organizationId) { id members(first: 4) { nodes { id name } } }
  }
`);

test('reads', async ({ g }) => {
  const client = new Client({
    url: g.endpoint,
    exchanges: [cacheExchange({}), fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${SERVER_KEY}` } },
  });
  const { data, error } = await client.query(Names, { organizationId: 'fernhill-bakery' });
  expect(error).toBeUndefined();
  expect(data?.organization?.members?.nodes).toHaveLength(4);
});
