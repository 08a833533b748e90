import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import type { IntrospectionQuery } from 'graphql';
import type { Session } from 'stytch-graphql/session';

export const createUrqlClient = (url: string, session: Session, schema: IntrospectionQuery) =>
  new Client({ url, fetch: session.fetch, exchanges: [cacheExchange({ schema }), fetchExchange] });
