/** Which media type a response has, by what the client accepts (GraphQL over HTTP, 6.1; RFC 9110, 12.5.1). */
import Negotiator from 'negotiator';
import type { MediaType } from './present.ts';

/** In the order of preference where the client has none. */
const OFFERED = ['application/json', 'application/graphql-response+json'] as const satisfies readonly MediaType[];

/** What most clients send; the others are negotiated. */
const COMMON = new Map<string | null, MediaType>([
  [null, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

/** The media type for a value of `Accept`; undefined where the client accepts no GraphQL response. */
export function mediaTypeFor(accept: string | null): MediaType | undefined {
  const common = COMMON.get(accept);
  if (common) return common;
  const wanted = new Negotiator({ headers: { accept: accept?.toLowerCase() } }).mediaType([...OFFERED]);
  return OFFERED.find((mediaType) => mediaType === wanted);
}
