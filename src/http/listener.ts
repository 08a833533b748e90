/** The first stage of a request: the Node listener, which reads a body once and applies admission control. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ClientRequest } from '../graphql/admit.ts';
import type { GraphqlRequest, Pipeline } from '../graphql/pipeline.ts';
import type { RenderedResponse } from '../graphql/present.ts';
import { asksSomething, readAddress } from '../graphql/query-string.ts';
import type { AdmissionControl } from '../limits/admission-control.ts';
import { type AbortSignalLike, AbortSource } from '../stytch/client/abort.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Priority } from '../telemetry/priority.ts';
import type { BodyBudget } from './body-budget.ts';
import { compressed } from './compress.ts';
import { overloaded } from './overloaded.ts';
import { createRefusal } from './refusal.ts';
import { isJsonContentType } from './security-headers.ts';
import { bodyTooLarge, parseBody } from './web-body.ts';

/** Dependencies of the listener. */
export interface ListenerOptions {
  readonly pipeline: Pipeline;
  /** GraphQL path. */
  readonly path: string;
  /** Whether large responses are compressed. */
  readonly compresses: boolean;
  /** Handles requests that are not GraphQL: GraphiQL, probes and rejections. */
  readonly yoga: RequestListener;
  readonly clientOf: (request: IncomingMessage, signal: AbortSignalLike) => ClientRequest;
  readonly overload: AdmissionControl;
  readonly metrics: Pick<Metrics, 'operationShed'>;
  readonly bodies: BodyBudget;
  /** Max bytes of a body. */
  readonly mostBytes: number;
}

const shed = (response: ServerResponse): void => {
  response.writeHead(overloaded.status, overloaded.headers).end(overloaded.body);
};

const refuseSlowBody = createRefusal(
  408,
  'BODY_TIMEOUT',
  'The request body arrived too slowly, and nothing was executed. Send the request again.',
);

/** A signal that is aborted when the client disconnects before its response is complete. */
function disconnected(response: ServerResponse): AbortSignalLike {
  const leaver = new AbortSource();
  response.on('close', () => {
    if (!response.writableFinished) leaver.abort();
  });
  return leaver;
}

function write(response: ServerResponse, { status, headers, cookies, body }: RenderedResponse): void {
  headers['content-length'] = String(Buffer.byteLength(body));
  if (cookies) response.setHeader('set-cookie', cookies);
  response.writeHead(status, headers).end(body);
}

/** Creates the listener: passes requests to the pipeline if admission control accepts them. */
export function createListener(options: ListenerOptions): RequestListener {
  const { pipeline, path, compresses, yoga, clientOf, overload, metrics, bodies, mostBytes } = options;

  /** Starts a request when admission control grants it, unless the client has disconnected by then. */
  const enter = (priority: Priority, response: ServerResponse, begin: () => void): void =>
    overload.acquire(priority, {
      begin() {
        if (response.destroyed) return overload.release();
        response.on('close', overload.release);
        begin();
      },
      refuse() {
        metrics.operationShed(priority);
        shed(response);
      },
    });

  const answer = (client: ClientRequest, response: ServerResponse, request: GraphqlRequest): void => {
    enter(request.priority, response, () => {
      const rendering = pipeline.answer(request, client);
      const body = compresses ? rendering.then((rendered) => compressed(rendered, client.headers)) : rendering;
      body.then(
        (rendered) => write(response, rendered),
        () => response.destroy(),
      );
    });
  };

  return (request, response) => {
    const { url = '' } = request;
    if (isQueryByGet(request, path)) {
      const client = clientOf(request, disconnected(response));
      return answer(
        client,
        response,
        pipeline.read(() => readAddress(url), true),
      );
    }
    if (!isPlainPost(request, path)) return yoga(request, response);
    const client = clientOf(request, disconnected(response));
    const tooLarge = (): void => {
      const rendered = pipeline.refuse(bodyTooLarge(mostBytes), client);
      // The rest of the body is not read.
      rendered.headers['connection'] = 'close';
      write(response, rendered);
    };
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLarge();
    bodies.receive(request, mostBytes, {
      received: (body) =>
        body.length > mostBytes
          ? tooLarge()
          : answer(
              client,
              response,
              pipeline.read(() => parseBody(body)),
            ),
      tooSlow: () => refuseSlowBody(response),
    });
  };
}

/** Whether a request is a GET or HEAD that names a document. HEAD gets the same response without a body. */
const isQueryByGet = ({ method, url = '' }: IncomingMessage, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') && url.startsWith(`${path}?`) && asksSomething(url);

/** Whether a request is a POST of JSON to the GraphQL path, without a content coding. An empty header is none. */
const isPlainPost = ({ method, url = '', headers }: IncomingMessage, path: string): boolean =>
  method === 'POST' &&
  (url === path || url.startsWith(`${path}?`)) &&
  !headers['content-encoding'] &&
  isJsonContentType(headers['content-type'] ?? null);
