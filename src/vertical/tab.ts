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

/** An error of a mutation that is part of its result, within the selection of a payload. */
export const mutationError = `    ... on MutationError {
      code
      message
      errorType
    }`;

/**
 * A mutation that fails, to show an error that is part of its result.
 *
 * @param mutation its name in the graph
 * @param payload what is selected of its payload, in lines of GraphQL
 */
export const failingMutation = (mutation: string, payload: string): string => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return `
# What can be expected to go wrong in a mutation
# is part of its answer: match on "code".
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
