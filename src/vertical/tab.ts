import type { GraphiqlTab } from './graphiql-config.ts';

/** A tab that GraphiQL opens with. */
export const tab = (
  credential: string,
  operationName: string,
  query: string,
  variables?: Record<string, unknown>,
): GraphiqlTab => ({
  operationName,
  query: query.trimStart(),
  variables: variables ? JSON.stringify(variables, null, 2) : '',
  credential,
});
