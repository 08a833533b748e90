import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import possibleTypes from 'stytch-graphql/schema/b2b.possibleTypes.json';
import { session } from './session.ts';

/** A client for one visit, so that nobody finds what another person read. */
export const createClient = (): ApolloClient =>
  new ApolloClient({
    // The session’s fetch sends the JWT along and renews it.
    link: new HttpLink({ uri: '/graphql', fetch: session.fetch }),
    cache: new InMemoryCache({
      possibleTypes,
      // Whatever has an `id` in the graph is one thing in the cache, whoever asked for it. Pages are put together.
      typePolicies: { Organization: { fields: { members: relayStylePagination(['filter']) } } },
    }),
  });
