/** Metrics for Prometheus. Imported only if metrics are enabled. */
import { performance } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import manifest from '../../package.json' with { type: 'json' };
import type { BreakerState } from '../stytch/client/observer.ts';
import { operations } from '../stytch/contract/operations.ts';
import { TRAFFIC_CLASSES, type TrafficClass } from '../stytch/contract/traits.ts';
import {
  BufferedCounter,
  BufferedHistogram,
  type BufferedSeries,
  type CounterCell,
  getOrCreate,
} from './buffered-metrics.ts';
import type { AdmissionLoad, Metrics } from './metrics.ts';
import { type OperationType, type Outcome, toOutcome } from './outcome.ts';
import { PRIORITIES } from './priority.ts';

/** Histogram buckets in seconds. A lookup takes 0.02 to 0.2, a large search up to 9; the default deadline is 10. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Histogram buckets of batch sizes. A search returns at most 1,000 objects. */
const IDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** Label of values outside a closed set. */
const OTHER = 'other';
const operationIds: ReadonlySet<string> = new Set(Object.values(operations).map(({ id }) => id));
/** The limits in `extensions.limit` of LIMIT_EXCEEDED. */
const limits: ReadonlySet<unknown> = new Set([
  'aliases',
  'body',
  'calls',
  'depth',
  'directives',
  'fields',
  'json',
  'list',
  'nodes',
  'tokens',
]);

const breakerStates: Readonly<Record<BreakerState, number>> = { closed: 0, halfOpen: 1, open: 2 };

/** Metrics of the calls of one operation. */
interface Calls {
  readonly labels: { readonly operation: string; readonly class: TrafficClass };
  readonly seconds: BufferedSeries<'operation' | 'class'>;
  readonly outcomes: Map<Outcome, CounterCell>;
}

/** Metrics and their registry, which Prometheus scrapes. */
export interface Prometheus {
  readonly metrics: Metrics;
  readonly registry: Registry;
}

/**
 * Creates all metrics with the value zero.
 *
 * @param vertical kind of project, a label of `stytch_graphql_build_info`
 */
export function createPrometheus(vertical: string): Prometheus {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'stytch_graphql_build_info',
    help: 'Always 1. Labels: version of the gateway, kind of project.',
    labelNames: ['version', 'vertical'],
    registers,
  }).set({ version: manifest.version, vertical }, 1);
  let ready = () => false;
  new Gauge({
    name: 'stytch_graphql_ready',
    help: '1 while GET /ready returns 200, otherwise 0.',
    registers,
    collect() {
      this.set(ready() ? 1 : 0);
    },
  });

  let inFlight = 0;
  new Gauge({
    name: 'stytch_graphql_operations_in_flight',
    help: 'Running operations.',
    registers,
    collect() {
      this.set(inFlight);
    },
  });
  let lastLook = performance.eventLoopUtilization();
  new Gauge({
    name: 'stytch_graphql_event_loop_utilization',
    help: 'Ratio of busy time of the event loop since the last scrape.',
    registers,
    collect() {
      const look = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(look, lastLook).utilization);
      lastLook = look;
    },
  });
  const operationSeconds = new BufferedHistogram({
    name: 'stytch_graphql_operation_duration_seconds',
    help: 'Duration of operations until the response was ready.',
    labelNames: ['kind', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const exceeded = new Counter({
    name: 'stytch_graphql_limit_exceeded_total',
    help: 'Requests rejected by a limit of the gateway.',
    labelNames: ['limit'],
    registers,
  });
  const calls = new BufferedCounter({
    name: 'stytch_graphql_upstream_calls_total',
    help: 'Stytch calls by operation; retries are not counted separately.',
    labelNames: ['operation', 'class', 'outcome'],
    registers,
  });
  const callSeconds = new BufferedHistogram({
    name: 'stytch_graphql_upstream_call_duration_seconds',
    help: 'Duration of Stytch calls with all waits and attempts.',
    labelNames: ['operation', 'class'],
    buckets: SECONDS,
    registers,
  });
  const classCounter = (name: string, help: string) =>
    new Counter({ name: `stytch_graphql_upstream_${name}`, help, labelNames: ['class'], registers });
  const retries = classCounter('retries_total', 'Retries of Stytch calls.');
  const shared = classCounter('deduplicated_reads_total', 'Reads that used the response of an equal read in flight.');
  const breaker = new Gauge({
    name: 'stytch_graphql_upstream_breaker_state',
    help: 'State of the circuit breaker: 0 closed, 1 half-open, 2 open.',
    labelNames: ['class'],
    registers,
  });
  const refusals = classCounter(
    'limiter_refused_total',
    'Calls rejected because the rate limit would have granted them after their deadline.',
  );
  const alone = classCounter(
    'limiter_redis_fallback_total',
    'Calls counted by this process alone because Redis did not respond.',
  );
  const waits = new BufferedHistogram({
    name: 'stytch_graphql_upstream_limiter_wait_seconds',
    help: 'Time that calls waited for the rate limit.',
    labelNames: ['class'],
    buckets: SECONDS,
    registers,
  });
  let leftOf: (kind: TrafficClass) => number = () => Number.POSITIVE_INFINITY;
  new Gauge({
    name: 'stytch_graphql_upstream_limiter_remaining',
    help: 'Remaining calls of the rate limit of a class.',
    labelNames: ['class'],
    registers,
    collect() {
      for (const kind of TRAFFIC_CLASSES) {
        const left = leftOf(kind);
        if (Number.isFinite(left)) this.set({ class: kind }, left);
      }
    },
  });
  const shed = new Counter({
    name: 'stytch_graphql_operations_shed_total',
    help: 'Operations rejected by admission control, by priority.',
    labelNames: ['worth'],
    registers,
  });
  for (const worth of PRIORITIES) shed.inc({ worth }, 0);
  let overload: AdmissionLoad | undefined;
  new Gauge({
    name: 'stytch_graphql_operations_concurrency_limit',
    help: 'Max concurrent operations; lowered under event-loop lag.',
    registers,
    collect() {
      if (overload) this.set(overload.concurrencyLimit);
    },
  });
  new Gauge({
    name: 'stytch_graphql_operations_waiting',
    help: 'Queued operations.',
    registers,
    collect() {
      if (overload) this.set(overload.waiting);
    },
  });
  const batches = new BufferedHistogram({
    name: 'stytch_graphql_loader_batch_size',
    help: 'Ids per batch of a loader, fetched by one search or by one GET each.',
    labelNames: ['by'],
    buckets: IDS,
    registers,
  });
  const documents = new BufferedCounter({
    name: 'stytch_graphql_documents_total',
    help: 'Lookups in the document cache.',
    labelNames: ['cache'],
    registers,
  });
  const linesLost = new Counter({
    name: 'stytch_graphql_log_lines_lost_total',
    help: 'Log lines dropped because the buffer was full.',
    registers,
  });
  const uncaught = new Counter({
    name: 'stytch_graphql_uncaught_total',
    help: 'Unhandled promise rejections, and uncaught exceptions, which shut the process down.',
    labelNames: ['what'],
    registers,
  });
  for (const what of ['rejection', 'exception']) uncaught.inc({ what }, 0);

  const bySearch = batches.series({ by: 'search' });
  const byGet = batches.series({ by: 'get' });
  const remembered = documents.cell({ cache: 'hit' });
  const parsed = documents.cell({ cache: 'miss' });
  const waitsOf = new Map(TRAFFIC_CLASSES.map((kind) => [kind, waits.series({ class: kind })]));

  const operationsOf = new Map<OperationType, Map<Outcome, BufferedSeries<'kind' | 'outcome'>>>();
  const firstOperation = (kind: OperationType, outcome: Outcome): BufferedSeries<'kind' | 'outcome'> => {
    const known = outcome === 'ok' ? outcome : toOutcome(outcome);
    const outcomes = getOrCreate(operationsOf, kind, () => new Map());
    return getOrCreate(outcomes, known, () => operationSeconds.series({ kind, outcome: known }));
  };

  const callsOf = new Map<string, Calls>();
  const firstCall = (id: string, kind: TrafficClass): Calls => {
    const operation = operationIds.has(id) ? id : OTHER;
    const labels = { operation, class: kind };
    return getOrCreate(callsOf, operation, () => ({
      labels,
      seconds: callSeconds.series(labels),
      outcomes: new Map(),
    }));
  };
  const firstOutcome = ({ labels, outcomes }: Calls, outcome: Outcome): CounterCell => {
    const known = outcome === 'ok' ? outcome : toOutcome(outcome);
    return getOrCreate(outcomes, known, () => calls.cell({ ...labels, outcome: known }));
  };

  for (const kind of TRAFFIC_CLASSES) {
    breaker.set({ class: kind }, breakerStates.closed);
    // Initialized with 0, because Prometheus sees no increase in a counter whose first value is 1.
    for (const counter of [retries, shared, refusals, alone]) counter.inc({ class: kind }, 0);
  }

  return {
    registry,
    metrics: {
      operationStarted: () => {
        inFlight += 1;
      },
      ended: (kind, outcome, seconds) => {
        inFlight -= 1;
        (operationsOf.get(kind)?.get(outcome) ?? firstOperation(kind, outcome)).observe(seconds);
      },
      limitExceeded: (limit) => exceeded.inc({ limit: typeof limit === 'string' && limits.has(limit) ? limit : OTHER }),
      called: ({ operation: id, class: kind, outcome, seconds }) => {
        const of = callsOf.get(id) ?? firstCall(id, kind);
        (of.outcomes.get(outcome) ?? firstOutcome(of, outcome)).count += 1;
        of.seconds.observe(seconds);
      },
      retried: (kind) => retries.inc({ class: kind }),
      shared: (kind) => shared.inc({ class: kind }),
      breaker: (kind, state) => breaker.set({ class: kind }, breakerStates[state]),
      batch: (ids, by) => (by === 'search' ? bySearch : byGet).observe(ids),
      document: (wasRemembered) => {
        (wasRemembered ? remembered : parsed).count += 1;
      },
      logLineDropped: () => linesLost.inc(),
      uncaught: (what) => uncaught.inc({ what }),
      waited: (kind, seconds) => waitsOf.get(kind)?.observe(seconds),
      refused: (kind) => refusals.inc({ class: kind }),
      redisFallback: (kind) => alone.inc({ class: kind }),
      operationShed: (worth) => shed.inc({ worth }),
      readiness: (watched) => {
        ready = watched;
      },
      load: (watched) => {
        overload = watched;
      },
      limiter: (left) => {
        leftOf = left;
      },
    },
  };
}
