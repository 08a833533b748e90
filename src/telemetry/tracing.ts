/** The tracing interface. Its implementation, otlp.ts, is imported only if traces are enabled. */
import type { CallReport } from '../stytch/client/observer.ts';
import type { OperationType, Outcome } from './outcome.ts';

/** Attributes of an operation span: no ids of people and no input values. */
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
  /** Adds a child span for a finished call. */
  called(report: CallReport): void;
  end(facts: OperationSpanData): void;
}

/** Traces operations and their Stytch calls. */
export interface Tracing {
  /** Starts the span of an operation, as a child of the span in a W3C `traceparent`. */
  begin(traceparent: string | null): OperationSpan;
  /** Exports the remaining spans. */
  close(): Promise<void>;
}
