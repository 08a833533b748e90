/** The content of `extensions.explain`. Types only, because GraphiQL imports this file too. */
import type { Outcome } from './outcome.ts';

/** One Stytch call in `extensions.explain`. */
export interface TracedCall {
  /** Operation id in the contract. */
  readonly operation: string;
  readonly method: string;
  /** Path template, such as `/v1/b2b/organizations/{organization_id}`. */
  readonly path: string;
  /** 1 for calls that depend on no other call, n + 1 for calls that depend on a call of round n. */
  readonly round: number;
  /** Response names of the fields that need the call, without list indexes; empty for the check of the caller. */
  readonly fields: readonly string[];
  /** Number of ids that a loader batched into the call; 0 for a call that is not made by ids. */
  readonly batchedIds: number;
  /**
   * Whether the call was deduplicated: the response of an equal call, in flight for another request of the caller, was
   * used.
   */
  readonly shared: boolean;
  /** `ok`, the error code, or `unfinished` if the response of the request did not wait for the call. */
  readonly outcome: 'unfinished' | Outcome;
  /** HTTP status; null without a response. */
  readonly status: number | null;
  /** Number of attempts: 0 if the call was rejected before it was sent, or deduplicated; more than 1 with retries. */
  readonly attempts: number;
  /** Start of the call in milliseconds since the start of the trace. */
  readonly startMs: number;
  /** Duration in milliseconds with all waits; null while unfinished. */
  readonly ms: number | null;
  /** Stytch's request id; null without a response. */
  readonly requestId: string | null;
}

/** Lookups that needed no call, because another response contained the object. */
export interface ReusedObjects {
  readonly field: string;
  /** The operation that would have been called. */
  readonly operation: string | null;
  readonly count: number;
}

/** An estimated cost, its limit, and the field that contributes most. */
interface ExplainedCost {
  readonly estimated: number;
  readonly limit: number;
  readonly dearest: { readonly path: string; readonly count: number };
}

/** The content of `extensions.explain`. */
export interface Explanation {
  /**
   * The estimated cost, by which the request was admitted or rejected; null if the request was rejected before its cost
   * was estimated.
   */
  readonly cost: { readonly calls: ExplainedCost; readonly objects: ExplainedCost } | null;
  readonly calls: readonly TracedCall[];
  readonly reused: readonly ReusedObjects[];
}
