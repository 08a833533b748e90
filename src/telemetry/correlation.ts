import { randomUUID } from 'node:crypto';

/** The header with the id of a request, in requests and responses. */
export const REQUEST_ID_HEADER = 'x-request-id';

/**
 * Valid ids: UUIDs, trace ids, ULIDs. Underscores, dots and `@` are excluded, so that API keys, JWTs and email
 * addresses are invalid.
 */
const plainId = /^[A-Za-z0-9-]{8,64}$/;

/** Returns the id of a request: the given id if it is valid, otherwise a new UUID. */
export const correlationIdOf = (given: string | null): string =>
  given !== null && plainId.test(given) ? given : randomUUID();
