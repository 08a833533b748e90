/** Errors of a mutation whose change was made: the client must not take them for a refusal. */
import type { GraphQLError } from 'graphql';

const MESSAGES: Readonly<Record<string, string>> = {
  BAD_UPSTREAM_RESPONSE: 'The change was made, but the response of Stytch could not be read.',
  INTERNAL_SERVER_ERROR: 'The change was made, but its result could not be shown: something went wrong in the gateway.',
};

/**
 * Says of an error below a root field of a mutation that the change was made: a payload is only shown after that. What went
 * wrong before is a result of the mutation, or an error at the root field itself.
 */
export function afterChange(error: GraphQLError): GraphQLError {
  const message = MESSAGES[String(error.extensions['code'])];
  if (message && error.path && error.path.length > 1) error.message = message;
  return error;
}
