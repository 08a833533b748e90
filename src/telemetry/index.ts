/** Telemetry: logs, metrics and traces. */
import type { Server } from 'node:http';
import type { CallObserver } from '../stytch/client/observer.ts';
import type { TrafficClass } from '../stytch/contract/traits.ts';
import type { Log } from '../stytch/log.ts';
import { createLog, type LogLevel, stderrStream } from './log.ts';
import { type Metrics, noMetrics } from './metrics.ts';
import { OperationTelemetry } from './operation-telemetry.ts';
import type { TraceOptions } from './otlp.ts';
import type { Tracing } from './tracing.ts';

/** Settings of telemetry. */
export interface TelemetryConfig {
  readonly logLevel: LogLevel;
  /** Listen address of the metrics endpoint; undefined disables metrics. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** OTLP receiver and sampling ratio; undefined disables traces. */
  readonly traces: TraceOptions | undefined;
}

/** Logs, metrics and traces of a gateway. */
export interface Telemetry {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Observes every Stytch call, including those of the gateway itself. */
  readonly observer: CallObserver;
  /** Starts the telemetry of an operation, given the headers of its request. */
  begin(headers: { get(name: string): string | null }): OperationTelemetry;
  /** Exports the remaining traces and closes the metrics endpoint. */
  close(): Promise<void>;
}

/** Combines log, metrics and traces. */
export function composeTelemetry(
  log: Log,
  metrics: Metrics = noMetrics,
  tracing?: Tracing,
  endpoint?: Server,
): Telemetry {
  const listeners = { log, metrics, tracing };
  const open = new Set<TrafficClass>();
  return {
    log,
    metrics,
    observer: {
      called: metrics.called,
      retried: metrics.retried,
      shared: metrics.shared,
      breaker: (kind, state) => {
        metrics.breaker(kind, state);
        // One line when the breaker opens and one when it closes again; rejected calls and failed probes are not
        // logged.
        if (state === 'open' && !open.has(kind)) {
          open.add(kind);
          log.warn('circuit breaker opened', { class: kind });
        }
        if (state === 'closed' && open.delete(kind)) log.warn('circuit breaker closed', { class: kind });
      },
    },
    begin: (headers) => new OperationTelemetry(listeners, headers),
    close: async () => {
      await tracing?.close();
      endpoint?.close();
      endpoint?.closeAllConnections();
    },
  };
}

/**
 * Creates the telemetry of the settings. Disabled parts are not imported.
 *
 * @param vertical kind of project, a label of the metrics
 * @throws the error of the socket if the metrics port cannot be opened
 */
export async function createTelemetry(
  { logLevel, metrics, traces }: TelemetryConfig,
  vertical: string,
): Promise<Telemetry> {
  let counted = noMetrics;
  const log = createLog(
    logLevel,
    stderrStream(() => counted.logLineDropped()),
  );
  const tracing = traces && (await import('./otlp.ts')).createTracing(traces, log);
  if (!metrics) return composeTelemetry(log, noMetrics, tracing);
  const [{ createPrometheus }, { serveMetrics }] = await Promise.all([
    import('./prometheus.ts'),
    import('./metrics-endpoint.ts'),
  ]);
  const prometheus = createPrometheus(vertical);
  counted = prometheus.metrics;
  return composeTelemetry(log, counted, tracing, await serveMetrics(prometheus.registry, metrics));
}
