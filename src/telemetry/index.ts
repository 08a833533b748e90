/** What an operator sees of the gateway: logs, metrics and traces. */
import type { Server } from 'node:http';
import type { CallObserver } from '../stytch/client/observer.ts';
import type { TrafficClass } from '../stytch/contract/traits.ts';
import type { Log } from '../stytch/log.ts';
import { createLog, type LogLevel, stderrStream } from './log.ts';
import { type Metrics, noMetrics } from './metrics.ts';
import { OperationTelemetry } from './operation-telemetry.ts';
import type { TraceOptions } from './otlp.ts';
import type { Tracing } from './tracing.ts';

/** How much an operator wants to see. */
export interface TelemetryConfig {
  readonly logLevel: LogLevel;
  /** Where metrics are served; nothing is counted where it is undefined. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Where traces are sent; nothing is traced where it is undefined. */
  readonly traces: TraceOptions | undefined;
}

/** All of it in one. */
export interface Telemetry {
  readonly log: Log;
  readonly metrics: Metrics;
  /** What the Stytch client tells of every call, whoever made it. */
  readonly observer: CallObserver;
  /** Follows an operation from its headers on. */
  begin(headers: { get(name: string): string | null }): OperationTelemetry;
  /** Sends what waits to be sent, and lets go of the port. */
  close(): Promise<void>;
}

/** Puts it together from its parts. */
export function telemetryOver(log: Log, metrics: Metrics = noMetrics, tracing?: Tracing, endpoint?: Server): Telemetry {
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
        // Told when it opens and when all is well again, in place of each call that is kept back and of each try between.
        if (state === 'open' && !open.has(kind)) {
          open.add(kind);
          log.warn('stytch is not asked for a while: too many calls failed', { class: kind });
        }
        if (state === 'closed' && open.delete(kind)) log.warn('stytch is asked again', { class: kind });
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
 * Starts what the configuration asks for. What it does not ask for is not even loaded.
 *
 * @param vertical the kind of project, which metrics name
 * @throws the error of the socket, where metrics cannot be served
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
  if (!metrics) return telemetryOver(log, noMetrics, tracing);
  const [{ createPrometheus }, { serveMetrics }] = await Promise.all([
    import('./prometheus.ts'),
    import('./metrics-endpoint.ts'),
  ]);
  const prometheus = createPrometheus(vertical);
  counted = prometheus.metrics;
  return telemetryOver(log, counted, tracing, await serveMetrics(prometheus.registry, metrics));
}
