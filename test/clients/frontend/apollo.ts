import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import type { Session } from 'stytch-graphql/session';

export const createApolloClient = (url: string, session: Session, possibleTypes: Record<string, string[]>) =>
  new ApolloClient({
    link: new HttpLink({ uri: url, fetch: session.fetch }),
    cache: new InMemoryCache({ possibleTypes }),
  });
