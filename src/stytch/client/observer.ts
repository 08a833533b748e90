import type { TrafficClass } from '../contract/traits.ts';
import type { ErrorCode } from '../error-code.ts';
import type { ConnectionCause } from './connection-cause.ts';

/** Report of one call to Stytch, including all its attempts. */
export interface CallReport {
  /** Operation id in the contract. */
  readonly operation: string;
  readonly class: TrafficClass;
  /** `ok`, or the error code that the caller receives. */
  readonly outcome: 'ok' | ErrorCode;
  /** HTTP status of the last response; undefined without one. */
  readonly status: number | undefined;
  /** Stytch's request id, for its support. */
  readonly requestId: string | undefined;
  /** Stytch's `error_type`. */
  readonly errorType: string | undefined;
  /** Host of the call. */
  readonly host: string;
  /** Why the connection failed; undefined if it did not. */
  readonly cause: ConnectionCause | undefined;
  /** Number of attempts; 0 if the call was rejected before it was sent. */
  readonly attempts: number;
  /** Start, in milliseconds since the epoch. */
  readonly begun: number;
  /** Duration in seconds, including every wait. */
  readonly seconds: number;
}

/** Log fields of a failed call. */
export const callFields = ({
  operation,
  outcome,
  errorType,
  status,
  requestId,
  host,
  cause,
  attempts,
}: CallReport) => ({
  operation,
  code: outcome,
  errorType,
  statusCode: status,
  requestId,
  // A response with a request id came from Stytch itself, so the host is redundant.
  host: requestId === undefined ? host : undefined,
  cause,
  attempts,
});

/** Circuit breaker: all calls pass (closed), none (open), or one probe (half open). */
export type BreakerState = 'closed' | 'open' | 'halfOpen';

/** Observer of calls, for logs, metrics and traces. Its functions must not throw. */
export interface CallObserver {
  /** A call ended. */
  called(report: CallReport): void;
  /** A call is about to be retried. */
  retried(kind: TrafficClass): void;
  /** A circuit breaker changed its state. */
  breaker(kind: TrafficClass, state: BreakerState): void;
  /** A read shares the call of an equal read in flight. */
  shared(kind: TrafficClass): void;
}
