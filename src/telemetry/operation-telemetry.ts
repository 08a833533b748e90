/** One operation of a client, followed from its first header to its answer. */
import type { DocumentNode, GraphQLError } from 'graphql';
import { type CallReport, callFields } from '../stytch/client/observer.ts';
import type { ErrorCode } from '../stytch/error-code.ts';
import type { Log } from '../stytch/log.ts';
import type { CallTrace } from './call-trace.ts';
import { correlationIdOf, REQUEST_ID_HEADER } from './correlation.ts';
import { RequestLog } from './log.ts';
import type { Metrics } from './metrics.ts';
import { isFault, type OperationType, type Outcome, outcomeOf } from './outcome.ts';
import type { OperationSpan, Tracing } from './tracing.ts';

/** Who hears of operations. */
export interface TelemetrySinks {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
}

/** Characters of an operation's name that are written: names that people give are shorter. */
const LONGEST_NAME = 64;
/** Different codes of one operation that are written. */
const MOST_CODES = 10;

/**
 * What is known of an operation while it runs. Filled in by plain calls, in the order in which things become known, so that
 * whatever serves requests can do so; tells log, metrics and trace at the end, once.
 */
export class OperationTelemetry {
  /** The id by which the caller and the operator speak of this request. */
  readonly correlationId: string;
  /** The log of this request. */
  readonly log: Log;
  /** The calls one by one; undefined unless the request asked for it. */
  callTrace: CallTrace | undefined;
  readonly #listeners: TelemetrySinks;
  readonly #trace: OperationSpan | undefined;
  readonly #begun = performance.now();
  #kind: OperationType = 'unknown';
  #name: string | undefined;
  #caller = 'unknown';
  #calls = 0;
  #over = false;
  /** What it is while no answer is known: the body held nothing to run. */
  #outcome: Outcome = 'BAD_REQUEST';
  #codes: Set<Outcome> | undefined;

  constructor(listeners: TelemetrySinks, headers: { get(name: string): string | null }) {
    this.#listeners = listeners;
    this.correlationId = correlationIdOf(headers.get(REQUEST_ID_HEADER));
    this.log = new RequestLog(listeners.log, this.correlationId);
    this.#trace = listeners.tracing?.begin(headers.get('traceparent'));
    listeners.metrics.begun();
  }

  /** Which operation of a document runs. Its name is what the author of the document called it, and no value of anybody's. */
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

  /** Query or mutation; `unknown` until that is read. */
  get kind(): OperationType {
    return this.#kind;
  }

  /** What kind of caller it is. Never who. */
  calledBy(kind: string): void {
    this.#caller = kind;
  }

  /** A call to Stytch that was made for it is over. */
  readonly observe = (report: CallReport): void => {
    this.#calls += 1;
    this.#trace?.called(report);
    if (report.outcome !== 'ok') logFailedCall(this.log, report);
  };

  /** A mutation came to an error: data to the client, and all the same how the operation went. */
  readonly refused = (code: ErrorCode): void => {
    this.#codes ??= new Set();
    this.#codes.add(code);
  };

  /** The answer is known, with its errors if it has any. */
  answer(errors: readonly GraphQLError[] = []): void {
    for (const { extensions } of errors) {
      const outcome = outcomeOf(extensions['code']);
      this.#codes ??= new Set();
      if (this.#codes.size < MOST_CODES) this.#codes.add(outcome);
      if (outcome === 'LIMIT_EXCEEDED') this.#listeners.metrics.limited(extensions['limit']);
    }
    const [first = 'ok'] = this.#codes ?? [];
    this.#outcome = first;
  }

  /** The answer is on its way. */
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
 * One line a failed call. What Stytch refuses because of what a caller asked is no concern of the operator's, and neither is
 * each call that an open breaker kept back, which is told once: both show at `debug` alone. A limit and a missing setting are
 * `info`, since a visitor can run into them; a wrong project secret has a line at `error` (project-secret.ts).
 */
function logFailedCall(log: Log, report: CallReport): void {
  const { outcome, attempts } = report;
  const facts = callFields(report);
  const keptBack = outcome === 'UPSTREAM_UNAVAILABLE' && attempts === 0;
  if (outcome === 'RATE_LIMITED' || outcome === 'NOT_CONFIGURED') log.info?.('stytch call failed', facts);
  else if (isFault(outcome) && !keptBack) log.warn('stytch call failed', facts);
  else log.debug?.('stytch call failed', facts);
}
