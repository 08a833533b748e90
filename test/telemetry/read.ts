/** Readers of logs, metrics and traces: only the receivers are fake. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLog, type LogLevel } from '../../src/telemetry/log.ts';

/** A line of the log. */
export type LogLine = Record<string, unknown> & { level: string; message: string };

/** A log that stores its lines. */
export function recordingLog(level: LogLevel = 'debug') {
  const text: string[] = [];
  const log = createLog(level, { write: (line) => text.push(line) });
  return { log, text, lines: () => text.map((line) => JSON.parse(line) as LogLine) };
}

/** A span as sent over the network. */
export interface ExportedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code?: number };
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

interface Exported {
  resourceSpans: {
    resource: { attributes: ExportedSpan['attributes'] };
    scopeSpans: { spans: ExportedSpan[] }[];
  }[];
}

/** A receiver of OTLP that stores what it receives. */
export async function startCollector() {
  const bodies: string[] = [];
  const paths: string[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    paths.push(request.url ?? '');
    if (status === 200) bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const exported = () =>
    bodies.map((body) => JSON.parse(body) as Exported).flatMap(({ resourceSpans }) => resourceSpans);
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    /** Sets the status of all later responses. */
    answer: (next: number) => {
      status = next;
    },
    paths,
    text: () => bodies.join('\n'),
    spans: () => exported().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resources: () => exported().map(({ resource }) => attributesOf(resource)),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The attributes of a span or a resource, by name. */
export const attributesOf = ({
  attributes,
}: Pick<ExportedSpan, 'attributes'>): Record<string, string | number | undefined> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
