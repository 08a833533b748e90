/** Errors of a mutation whose write succeeded: the client must not take them for a rejection. */
import type { GraphQLError } from 'graphql';

const MESSAGES: Readonly<Record<string, string>> = {
  BAD_UPSTREAM_RESPONSE: 'The change was made, but the response of Stytch could not be read.',
  INTERNAL_SERVER_ERROR: 'The change was made, but its result could not be returned: internal error in the gateway.',
};

/**
 * Rewrites the message of an error below a root field of a mutation: the write succeeded, because a payload is
 * completed only after it. An earlier error is in the payload of the mutation, or is located at the root field itself.
 */
export function afterChange(error: GraphQLError): GraphQLError {
  const message = MESSAGES[String(error.extensions['code'])];
  if (message && error.path && error.path.length > 1) error.message = message;
  return error;
}
