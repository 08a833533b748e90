/** The refusal of callers who are not known. */
import { GraphQLError } from 'graphql';

/**
 * The challenges of a response with status 401, its `WWW-Authenticate` (RFC 6750, 3): `missing` if no bearer was shown,
 * `invalid` if the bearer is not accepted.
 */
const CHALLENGES = { missing: 'Bearer', invalid: 'Bearer error="invalid_token"' } as const;

/** The refusal of a caller who must be known, and showed no bearer or none that is accepted. */
export const unauthenticated = (message: string, bearer: keyof typeof CHALLENGES): GraphQLError =>
  new GraphQLError(message, {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: { status: 401, headers: { 'www-authenticate': CHALLENGES[bearer] } },
    },
  });
