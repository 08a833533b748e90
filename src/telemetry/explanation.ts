/** The content of `extensions.explain`. Types only, since GraphiQL shows it as well. */
import type { Outcome } from './outcome.ts';

/** One call, as `extensions.explain` shows it. */
export interface TracedCall {
  /** The operation's id in the contract. */
  readonly operation: string;
  readonly method: string;
  /** Path template, such as `/v1/b2b/organizations/{organization_id}`. */
  readonly path: string;
  /** 1 for calls that depend on no other, n + 1 for those that wait for a call of round n. */
  readonly round: number;
  /** Response names of the fields that want it, without positions in lists; empty for the check of the caller. */
  readonly fields: readonly string[];
  /** Ids that a loader batched into the call; 0 for a call that is not made by ids. */
  readonly batchedIds: number;
  /** Whether an equal call of another request of the caller was in flight, and its response is used. */
  readonly shared: boolean;
  /** `ok`, the code of its error, or `unfinished` if the response of the request did not wait for it. */
  readonly outcome: 'unfinished' | Outcome;
  /** HTTP status; null if there was no response. */
  readonly status: number | null;
  /** Times it was sent: 0 if it was refused before that, or shared; more than 1 with retries. */
  readonly attempts: number;
  /** When it began, in milliseconds since the trace began. */
  readonly startMs: number;
  /** Duration with every wait, in milliseconds; null while unfinished. */
  readonly ms: number | null;
  /** Stytch's id of the call. */
  readonly requestId: string | null;
}

/** Lookups that needed no call, since another response held the object. */
export interface ReusedObjects {
  readonly field: string;
  /** The operation that would have been called. */
  readonly operation: string | null;
  readonly count: number;
}

/** What may be counted of a request, the limit, and the field that most of it comes from. */
interface ExplainedCost {
  readonly estimated: number;
  readonly limit: number;
  readonly dearest: { readonly path: string; readonly count: number };
}

/** The content of `extensions.explain`. */
export interface Explanation {
  /** The cost by which the request was admitted or refused; null if it was refused before its cost was counted. */
  readonly cost: { readonly calls: ExplainedCost; readonly objects: ExplainedCost } | null;
  readonly calls: readonly TracedCall[];
  readonly reused: readonly ReusedObjects[];
}
