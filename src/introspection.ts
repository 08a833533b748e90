import { useDisableIntrospection } from '@graphql-yoga/plugin-disable-introspection';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from './auth/caller.ts';

/** Who may ask for the schema: everybody, whoever is known, or nobody. */
export type Introspection = 'on' | 'callers' | 'off';

/**
 * Closes introspection to those who may not have it. Who is calling is found out here already, before a document is
 * validated, so that a token that has expired is told so whatever is asked.
 */
export const introspectionPlugin = (allowed: Introspection, callerOf: (request: Request) => Promise<Caller>): Plugin =>
  useDisableIntrospection({
    isDisabled: async (request) => {
      const { kind } = await callerOf(request);
      return allowed === 'off' || (allowed === 'callers' && kind === 'visitor');
    },
  });
