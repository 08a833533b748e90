/** The UNAUTHENTICATED error. */
import { GraphQLError } from 'graphql';

/**
 * Values of `WWW-Authenticate` in a response with status 401 (RFC 6750, section 3): `missing` if no bearer token was
 * sent, `invalid` if it was rejected.
 */
const CHALLENGES = { missing: 'Bearer', invalid: 'Bearer error="invalid_token"' } as const;

/** Creates the error for a caller without a bearer token, or with a rejected one, if the field needs a known caller. */
export const unauthenticated = (message: string, bearer: keyof typeof CHALLENGES): GraphQLError =>
  new GraphQLError(message, {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: { status: 401, headers: { 'www-authenticate': CHALLENGES[bearer] } },
    },
  });
