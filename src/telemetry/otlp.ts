/** Traces over OTLP. Imported only if traces are enabled. */
import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  type Context as SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import manifest from '../../package.json' with { type: 'json' };
import { connectionCause } from '../stytch/client/connection-cause.ts';
import type { CallReport } from '../stytch/client/observer.ts';
import type { Log } from '../stytch/log.ts';
import { isServerFault } from './outcome.ts';
import type { OperationSpan, OperationSpanData, Tracing } from './tracing.ts';

/** Settings of traces. */
export interface TraceOptions {
  /** Base URL of an OTLP/HTTP receiver, such as `http://localhost:4318`; traces are sent to `v1/traces` below it. */
  readonly endpoint: string;
  /** Sampling ratio of root traces. The decision of an incoming `traceparent` is kept. */
  readonly share: number;
}

/** Timeout of an export in milliseconds, which also bounds the shutdown if the receiver does not respond. */
const TIMEOUT = 2_000;

/** Creates the export of traces. Spans that cannot be sent are dropped; the queue is bounded. */
export function createTracing({ endpoint, share }: TraceOptions, log: Log): Tracing {
  const base = endpoint.endsWith('/') ? endpoint : `${endpoint}/`;
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', base).href, timeoutMillis: TIMEOUT });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': manifest.name, 'service.version': manifest.version }))
      // Variables of operators besides the endpoint: OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES.
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: telling(exporter, new URL(base).host, log),
        exportTimeoutMillis: 2 * TIMEOUT,
      }),
    ],
  });
  const tracer = provider.getTracer('stytch-graphql');
  return {
    begin: (traceparent) => new OtlpTrace(tracer, traceparent),
    // Failed exports have already been logged.
    close: () => provider.shutdown().catch(() => {}),
  };
}

/** Wraps an exporter: logs the first failed export and the recovery. */
function telling(exporter: SpanExporter, host: string, log: Log): SpanExporter {
  let failing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined || result.code !== 0;
        if (failed && !failing) {
          log.warn('trace export failed', {
            host,
            cause: connectionCause(result.error),
          });
        }
        if (!failed && failing) log.info?.('trace export recovered');
        failing = failed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

/** `traceparent` of version 00 (W3C Trace Context, 3.2); later versions begin with the same fields. */
const parentForm = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

function parentOf(traceparent: string | null): SpanContext {
  const [, traceId, spanId, flags] = parentForm.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  // Ids of zeros are invalid; the API ignores such a parent.
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

class OtlpTrace implements OperationSpan {
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #context: SpanContext;

  constructor(tracer: Tracer, traceparent: string | null) {
    const parent = parentOf(traceparent);
    this.#tracer = tracer;
    this.#span = tracer.startSpan('graphql', { kind: SpanKind.SERVER }, parent);
    this.#context = trace.setSpan(parent, this.#span);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  called({ operation, class: kind, outcome, status, requestId, attempts, begun, seconds }: CallReport): void {
    const attributes: Attributes = { 'stytch.operation': operation, 'stytch.class': kind, 'stytch.attempts': attempts };
    if (status !== undefined) attributes['http.response.status_code'] = status;
    if (requestId !== undefined) attributes['stytch.request_id'] = requestId;
    if (outcome !== 'ok') attributes['error.type'] = outcome;
    const span = this.#tracer.startSpan(
      operation,
      { kind: SpanKind.CLIENT, startTime: begun, attributes },
      this.#context,
    );
    if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(begun + seconds * 1_000);
  }

  end({ kind, name, caller, outcome, correlationId }: OperationSpanData): void {
    this.#span.updateName(kind);
    this.#span.setAttributes({
      'graphql.operation.type': kind,
      ...(name === undefined ? {} : { 'graphql.operation.name': name }),
      ...(outcome === 'ok' ? {} : { 'error.type': outcome }),
      'stytch_graphql.caller': caller,
      'stytch_graphql.correlation_id': correlationId,
    });
    // The span of a server has the status error only for server faults, not for rejected requests (OpenTelemetry
    // semantic conventions for HTTP).
    if (isServerFault(outcome)) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}
