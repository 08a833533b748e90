/**
 * Batches of requests, which are refused. A batching client counts the responses: one error for all would reach it as a wrong
 * length, so each request of the batch gets the error.
 */
import type { RenderedResponse } from './present.ts';

/** Requests in a batch that are answered one by one; a longer batch gets one error, so that no small body has a huge response. */
export const MAX_ANSWERED_BATCH = 50;

/** How many errors answer a body; undefined if it is no batch, or too long a one. */
export const batchLength = (body: unknown): number | undefined =>
  Array.isArray(body) && body.length > 0 && body.length <= MAX_ANSWERED_BATCH ? body.length : undefined;

/** The response to a batch: a list of the same body. */
export const repeated = (response: RenderedResponse, length: number | undefined): RenderedResponse =>
  length === undefined ? response : { ...response, body: `[${Array(length).fill(response.body).join(',')}]` };
