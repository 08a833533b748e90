/** Telemetry of one operation, from request headers to response. */
import type { DocumentNode, GraphQLError } from 'graphql';
import { type CallReport, callFields } from '../stytch/client/observer.ts';
import type { ErrorCode } from '../stytch/error-code.ts';
import type { Log } from '../stytch/log.ts';
import type { CallTrace } from './call-trace.ts';
import { correlationIdOf, REQUEST_ID_HEADER } from './correlation.ts';
import { RequestLog } from './log.ts';
import type { Metrics } from './metrics.ts';
import { isServerFault, type OperationType, type Outcome, toOutcome } from './outcome.ts';
import type { OperationSpan, Tracing } from './tracing.ts';

/** The receivers of operation telemetry. */
export interface TelemetrySinks {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
}

/** Max characters of an operation name; chosen names are shorter. */
const LONGEST_NAME = 64;
/** Max distinct error codes recorded per operation. */
const MOST_CODES = 10;

/**
 * Collects the facts of an operation while it runs, by calls in the order in which the facts become known. Reports to
 * log, metrics and trace once, at the end.
 */
export class OperationTelemetry {
  /** Id of the request, for the caller and the operator. */
  readonly correlationId: string;
  /** Logger of this request. */
  readonly log: Log;
  /** The calls one by one; undefined without X-Explain. */
  callTrace: CallTrace | undefined;
  readonly #listeners: TelemetrySinks;
  readonly #trace: OperationSpan | undefined;
  readonly #begun = performance.now();
  #kind: OperationType = 'unknown';
  #name: string | undefined;
  #caller = 'unknown';
  #calls = 0;
  #over = false;
  /** Outcome of a request whose body contains no operation. */
  #outcome: Outcome = 'BAD_REQUEST';
  #codes: Set<Outcome> | undefined;

  constructor(listeners: TelemetrySinks, headers: { get(name: string): string | null }) {
    this.#listeners = listeners;
    this.correlationId = correlationIdOf(headers.get(REQUEST_ID_HEADER));
    this.log = new RequestLog(listeners.log, this.correlationId);
    this.#trace = listeners.tracing?.begin(headers.get('traceparent'));
    listeners.metrics.operationStarted();
  }

  /**
   * Records which operation of a document runs. Its name is chosen by the author of the document and contains no user
   * data.
   */
  runs(document: DocumentNode, operationName?: string | null): void {
    for (const definition of document.definitions) {
      if (definition.kind !== 'OperationDefinition') continue;
      const name = definition.name?.value;
      if (operationName && name !== operationName) continue;
      this.#kind = definition.operation;
      this.#name = name?.slice(0, LONGEST_NAME);
      return;
    }
  }

  /** Kind of operation; `unknown` until the document is parsed. */
  get kind(): OperationType {
    return this.#kind;
  }

  /** Records the kind of caller, never an identity. */
  calledBy(kind: string): void {
    this.#caller = kind;
  }

  /** Records a finished Stytch call of this operation. */
  readonly observe = (report: CallReport): void => {
    this.#calls += 1;
    this.#trace?.called(report);
    if (report.outcome !== 'ok') logFailedCall(this.log, report);
  };

  /**
   * Records the error of a mutation. It is part of the data for the client, but determines the outcome of the
   * operation.
   */
  readonly refused = (code: ErrorCode): void => {
    this.#codes ??= new Set();
    this.#codes.add(code);
  };

  /** Records the errors of the response. */
  answer(errors: readonly GraphQLError[] = []): void {
    for (const { extensions } of errors) {
      const outcome = toOutcome(extensions['code']);
      this.#codes ??= new Set();
      if (this.#codes.size < MOST_CODES) this.#codes.add(outcome);
      if (outcome === 'LIMIT_EXCEEDED') this.#listeners.metrics.limitExceeded(extensions['limit']);
    }
    const [first = 'ok'] = this.#codes ?? [];
    this.#outcome = first;
  }

  /** Ends the operation when its response is ready. Repeated calls have no effect. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    const { log, metrics } = this.#listeners;
    const milliseconds = performance.now() - this.#begun;
    metrics.ended(this.#kind, this.#outcome, milliseconds / 1_000);
    this.#trace?.end({
      kind: this.#kind,
      name: this.#name,
      caller: this.#caller,
      outcome: this.#outcome,
      correlationId: this.correlationId,
    });
    log.info?.('operation', {
      name: this.#name,
      kind: this.#kind,
      caller: this.#caller,
      outcome: this.#outcome,
      codes: this.#codes && [...this.#codes].join(' '),
      milliseconds: Math.round(milliseconds * 10) / 10,
      calls: this.#calls,
      correlationId: this.correlationId,
      traceId: this.#trace?.traceId,
    });
  }
}

/**
 * Logs a failed call. Client errors, and calls rejected by an open circuit breaker (logged once when it opens), are
 * logged at `debug`. Rate limits and missing project settings are `info`, because visitors can cause them; an invalid
 * project secret has its own line at `error` (project-secret.ts).
 */
function logFailedCall(log: Log, report: CallReport): void {
  const { outcome, attempts } = report;
  const facts = callFields(report);
  const keptBack = outcome === 'UPSTREAM_UNAVAILABLE' && attempts === 0;
  if (outcome === 'RATE_LIMITED' || outcome === 'NOT_CONFIGURED') log.info?.('stytch call failed', facts);
  else if (isServerFault(outcome) && !keptBack) log.warn('stytch call failed', facts);
  else log.debug?.('stytch call failed', facts);
}
