/**
 * Batches of requests are rejected. A batching client expects one response per request and would report a wrong length
 * for a single error, so each request of the batch gets the error.
 */
import type { RenderedResponse } from './present.ts';

/**
 * Maximum number of requests in a batch that get an error each. A longer batch gets one error, which prevents a large
 * response to a small body.
 */
export const MAX_ANSWERED_BATCH = 50;

/** Number of errors in the response to a batch. Undefined for a single request and for a batch above the maximum. */
export const batchLength = (body: unknown): number | undefined =>
  Array.isArray(body) && body.length > 0 && body.length <= MAX_ANSWERED_BATCH ? body.length : undefined;

/** The response to a batch: a list that repeats the same body. */
export const repeated = (response: RenderedResponse, length: number | undefined): RenderedResponse =>
  length === undefined ? response : { ...response, body: `[${Array(length).fill(response.body).join(',')}]` };
