import type { TrafficClass } from '../contract/traits.ts';
import type { ErrorCode } from '../error-code.ts';
import type { ConnectionCause } from './connection-cause.ts';

/** How one call to Stytch went, all its attempts together. */
export interface CallReport {
  /** The operation's id in the contract. */
  readonly operation: string;
  readonly class: TrafficClass;
  /** `ok`, or what the caller was told. */
  readonly outcome: 'ok' | ErrorCode;
  /** HTTP status of the last answer; undefined where none came. */
  readonly status: number | undefined;
  /** Stytch's id of the call, for its support. */
  readonly requestId: string | undefined;
  /** Stytch's own word for what went wrong. */
  readonly errorType: string | undefined;
  /** Host that was asked. */
  readonly host: string;
  /** Why the connection failed, if it did. */
  readonly cause: ConnectionCause | undefined;
  /** How often it was sent; 0 where it was refused before that. */
  readonly attempts: number;
  /** When it began, in milliseconds since the epoch. */
  readonly begun: number;
  /** How long it took, with every wait. */
  readonly seconds: number;
}

/** What a log line says of a failed call. */
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
  // A host that answered under a request id is Stytch, and need not be named.
  host: requestId === undefined ? host : undefined,
  cause,
  attempts,
});

/** A breaker lets everything through (closed), nothing (open), or one call to see how things are (half open). */
export type BreakerState = 'closed' | 'open' | 'halfOpen';

/** Whoever wants to know how calls go, for logs, metrics and traces. Its functions must not throw. */
export interface CallObserver {
  /** A call is over. */
  called(report: CallReport): void;
  /** A call is about to be sent once more. */
  retried(kind: TrafficClass): void;
  /** A breaker changed its state. */
  breaker(kind: TrafficClass, state: BreakerState): void;
  /** A read was answered by an equal one that was under way. */
  shared(kind: TrafficClass): void;
}
