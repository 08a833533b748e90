import { randomUUID } from 'node:crypto';

/** The header by which a request is known, on its way in and out. */
export const REQUEST_ID_HEADER = 'x-request-id';

/**
 * What proxies and clients write as an id: UUIDs, trace ids, ULIDs. No underscores, dots or signs, so neither an API key nor
 * a JWT nor an address passes for one.
 */
const plainId = /^[A-Za-z0-9-]{8,64}$/;

/** The id of a request: the one it came with, if that is a plain one, else a new one. */
export const correlationIdOf = (given: string | null): string =>
  given !== null && plainId.test(given) ? given : randomUUID();
