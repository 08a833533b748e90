/** The metrics interface. Its implementation, prometheus.ts, is imported only if metrics are enabled. */

import type { BreakerState, CallReport } from '../stytch/client/observer.ts';
import type { TrafficClass } from '../stytch/contract/traits.ts';
import type { OperationType, Outcome } from './outcome.ts';
import type { Priority } from './priority.ts';

/** State of admission control. */
export interface AdmissionLoad {
  /** Max concurrent operations. */
  readonly concurrencyLimit: number;
  /** Queued operations. */
  readonly waiting: number;
}

/** Records events. Implementations never throw and never keep client input. */
export interface Metrics {
  /** An operation of a client has started. */
  operationStarted(): void;
  /** An operation has ended after a duration in seconds. */
  ended(kind: OperationType, outcome: Outcome, seconds: number): void;
  /** A limit of the gateway rejected a request; named as in `extensions.limit`. */
  limitExceeded(limit: unknown): void;
  /** A Stytch call has ended. */
  called(report: CallReport): void;
  /** A Stytch call is about to be retried. */
  retried(kind: TrafficClass): void;
  /** A read used the response of an equal read in flight. */
  shared(kind: TrafficClass): void;
  breaker(kind: TrafficClass, state: BreakerState): void;
  /** A loader fetched this number of ids, by one search or by one GET each. */
  batch(ids: number, by: 'search' | 'get'): void;
  /** The document cache was read; `remembered` is true for a hit. */
  document(remembered: boolean): void;
  /** A log line was dropped because the buffer was full. */
  logLineDropped(): void;
  /** An unhandled promise rejection, or an uncaught exception. */
  uncaught(what: 'rejection' | 'exception'): void;
  /** A call waited for the rate limit of its class, in seconds. */
  waited(kind: TrafficClass, seconds: number): void;
  /** A call was rejected because the rate limit would have granted it after its deadline. */
  refused(kind: TrafficClass): void;
  /** Redis did not respond: this gateway counts alone for a while. */
  redisFallback(kind: TrafficClass): void;
  /** Admission control rejected an operation. */
  operationShed(worth: Priority): void;
  /** Sets the source of the readiness gauge, read at each scrape. */
  readiness(ready: () => boolean): void;
  /** Sets the source of the admission control gauges, read at each scrape. */
  load(overload: AdmissionLoad): void;
  /** Sets the source of the remaining calls per class, read at each scrape; `Infinity` without a limit. */
  limiter(left: (kind: TrafficClass) => number): void;
}

/** Used if metrics are disabled. */
export const noMetrics: Metrics = {
  operationStarted() {},
  ended() {},
  limitExceeded() {},
  called() {},
  retried() {},
  shared() {},
  breaker() {},
  batch() {},
  document() {},
  logLineDropped() {},
  uncaught() {},
  waited() {},
  refused() {},
  redisFallback() {},
  operationShed() {},
  readiness() {},
  load() {},
  limiter() {},
};
