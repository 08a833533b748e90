/** Negotiates the media type of a response (GraphQL over HTTP, 6.1; RFC 9110, 12.5.1). */
import Negotiator from 'negotiator';
import type { MediaType } from './present.ts';

/** In order of preference for clients that state none. */
const OFFERED = ['application/json', 'application/graphql-response+json'] as const satisfies readonly MediaType[];

/** The `Accept` values of most clients, answered without negotiation. */
const COMMON = new Map<string | null, MediaType>([
  [null, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

/** The media type for an `Accept` header; undefined if the client accepts no GraphQL response. */
export function mediaTypeFor(accept: string | null): MediaType | undefined {
  const common = COMMON.get(accept);
  if (common) return common;
  const wanted = new Negotiator({ headers: { accept: accept?.toLowerCase() } }).mediaType([...OFFERED]);
  return OFFERED.find((mediaType) => mediaType === wanted);
}
