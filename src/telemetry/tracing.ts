/** What is traced. Who traces stands in otlp.ts, which is loaded only where traces are sent somewhere. */
import type { CallReport } from '../stytch/client/observer.ts';
import type { OperationType, Outcome } from './outcome.ts';

/** What a trace says of an operation: no ids of people, and nothing that was sent. */
export interface OperationSpanData {
  readonly kind: OperationType;
  readonly name: string | undefined;
  readonly caller: string;
  readonly outcome: Outcome;
  readonly correlationId: string;
}

/** The span of one operation. */
export interface OperationSpan {
  readonly traceId: string;
  /** Adds a span for a call that is over. */
  called(report: CallReport): void;
  end(facts: OperationSpanData): void;
}

/** Traces operations and their calls to Stytch. */
export interface Tracing {
  /** Begins the span of an operation, below the one that a W3C `traceparent` names. */
  begin(traceparent: string | null): OperationSpan;
  /** Sends what is left. */
  close(): Promise<void>;
}
