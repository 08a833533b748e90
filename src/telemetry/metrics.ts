/** What is counted. Who counts stands in prometheus.ts, which is loaded only where somebody reads it. */

import type { BreakerState, CallReport } from '../stytch/client/observer.ts';
import type { TrafficClass } from '../stytch/contract/traits.ts';
import type { OperationType, Outcome } from './outcome.ts';
import type { Priority } from './priority.ts';

/** How full admission control is. */
export interface AdmissionLoad {
  /** Operations that may run at a time. */
  readonly concurrencyLimit: number;
  /** Operations that wait to begin. */
  readonly waiting: number;
}

/** Takes note of what happens. None of it throws, and none of it keeps what a caller sent. */
export interface Metrics {
  /** An operation of a client has begun. */
  begun(): void;
  /** An operation is over, after so many seconds. */
  ended(kind: OperationType, outcome: Outcome, seconds: number): void;
  /** A request was refused by one of our limits, named as in its error. */
  limited(limit: unknown): void;
  /** A call to Stytch is over. */
  called(report: CallReport): void;
  /** A call is about to be sent once more. */
  retried(kind: TrafficClass): void;
  /** A read was answered by an equal one that was under way. */
  shared(kind: TrafficClass): void;
  breaker(kind: TrafficClass, state: BreakerState): void;
  /** A loader asked for so many ids at a time, by one search or a GET for each. */
  batch(ids: number, by: 'search' | 'get'): void;
  /** A document was looked for among those that are remembered parsed. */
  document(remembered: boolean): void;
  /** A log line was lost because too many waited. */
  logLineDropped(): void;
  /** Something happened that nobody caught: a promise failed with nobody waiting for it, or an error came out of any call. */
  uncaught(what: 'rejection' | 'exception'): void;
  /** A call waited so many seconds for its turn within the limit of its class. */
  waited(kind: TrafficClass, seconds: number): void;
  /** A call was refused, because its turn would have come too late. */
  refused(kind: TrafficClass): void;
  /** Redis did not answer: this gateway counts alone for a while. */
  alone(kind: TrafficClass): void;
  /** An operation was refused because there was too much to do. */
  shed(worth: Priority): void;
  /** Where to look, when the metrics are read, for whether requests should be sent here. */
  readiness(ready: () => boolean): void;
  /** Where to look, when the metrics are read, for how much is being done. */
  load(overload: AdmissionLoad): void;
  /** Where to look, when the metrics are read, for how many calls a limit leaves; `Infinity` where there is none. */
  limiter(left: (kind: TrafficClass) => number): void;
}

/** Where nobody reads metrics. */
export const noMetrics: Metrics = {
  begun() {},
  ended() {},
  limited() {},
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
  alone() {},
  shed() {},
  readiness() {},
  load() {},
  limiter() {},
};
