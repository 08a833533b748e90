import type { GraphiqlTab } from './graphiql-config.ts';

/** Creates a tab of GraphiQL. */
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

/** Selection of the error of a mutation, within the selection of its result. */
export const mutationError = `    ... on MutationError {
      code
      message
      errorType
    }`;

/**
 * A document whose mutation fails, which shows an error as part of the result.
 *
 * @param mutation field name of the mutation
 * @param payload selection of its payload, as lines of GraphQL
 */
export const failingMutation = (mutation: string, payload: string): string => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return `
# Expected errors of a mutation are part of its
# result: match on "code".
mutation AnError($input: ${type}Input!) {
  ${mutation}(input: $input) {
    ... on ${type}Payload {
${payload}
    }
    ... on MutationError {
      code
      message
      errorType
      statusCode
      requestId
      errorUrl
    }
  }
}
`;
};
