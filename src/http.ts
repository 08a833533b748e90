/** What stands between node's server and GraphQL: how much is taken on, and which way a request goes. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerHeaders, isJson } from './browser.ts';
import type { BodyBudget } from './http/body-budget.ts';
import { createRefusal } from './http/refusal.ts';
import type { Known, Lane } from './lane.ts';
import { Leaver, type Leaving } from './leaving.ts';
import type { Overload, Worth } from './limits/overload.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';

/** What answers. */
export interface Ways {
  readonly lane: Lane;
  /** Answers whatever comes. */
  readonly yoga: RequestListener;
  readonly overload: Overload;
  readonly metrics: Pick<Metrics, 'shed'>;
  readonly bodies: BodyBudget;
  /** Bytes of the largest body. */
  readonly mostBytes: number;
}

/** Seconds after which it makes sense to come back: the loop is looked at fifty times in one. */
const COME_BACK = 1;

const overloaded = Buffer.from(
  JSON.stringify({
    errors: [
      {
        message: 'There is too much to do at the moment. Nothing was done; come back in a second.',
        extensions: { code: 'OVERLOADED', retryAfter: COME_BACK },
      },
    ],
  }),
);
const overloadedHeaders = {
  ...answerHeaders,
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(overloaded.length),
  'retry-after': String(COME_BACK),
};

const refuse = (response: ServerResponse): void => {
  response.writeHead(503, overloadedHeaders).end(overloaded);
};

const refuseSlowBody = createRefusal(
  408,
  'BODY_TIMEOUT',
  'The request body arrived too slowly, and nothing was executed. Send the request again.',
);

/** A signal that ends when the client leaves before its answer is out. */
const leavings = new WeakMap<IncomingMessage, Leaving>();

/** Ends when the client that sent a request has left before its answer was out. */
export const leavingOf = (request: IncomingMessage): Leaving | undefined => leavings.get(request);

function watch(response: ServerResponse): Leaving {
  const leaver = new Leaver();
  response.on('close', () => {
    if (!response.writableFinished) leaver.abort();
  });
  return leaver;
}

/** Answers requests: operations that ran before by the lane, everything else by yoga, and none that would come too late. */
export function createListener({ lane, yoga, overload, metrics, bodies, mostBytes }: Ways): RequestListener {
  /** Runs an operation when there is room, unless its client has left by then. */
  const enter = (worth: Worth, response: ServerResponse, run: () => void): void =>
    overload.enter(worth, {
      begin() {
        if (response.destroyed) return overload.leave();
        response.on('close', overload.leave);
        run();
      },
      refuse() {
        metrics.shed(worth);
        refuse(response);
      },
    });

  const byYoga = (
    request: IncomingMessage,
    response: ServerResponse,
    { body, signal = watch(response) }: { body?: Buffer; signal?: Leaving } = {},
  ): void => {
    leavings.set(request, signal);
    // As frameworks do that have read a body already.
    if (body) Object.assign(request, { body });
    yoga(request, response);
  };

  const byLane = async (known: Known, request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const { headers, socket } = request;
    const signal = watch(response);
    const reply = await lane.answer(known, { headers, remoteAddress: socket.remoteAddress, signal });
    if (!reply) return byYoga(request, response, { body, signal });
    reply.headers['content-length'] = String(Buffer.byteLength(reply.body));
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const known = hasPlainBody(request, body, mostBytes) ? lane.find(parse(body)) : undefined;
    enter(known?.worth ?? 'usual', response, () => {
      if (known) byLane(known, request, response, body).catch(() => response.destroy());
      // Yoga takes an empty body for one that it has to read itself.
      else byYoga(request, response, { body: body.length > 0 ? body : BLANK });
    });
  };

  return (request, response) => {
    if (request.method !== 'POST') return yoga(request, response);
    const length = Number(request.headers['content-length'] ?? 0);
    // Yoga refuses it without reading the body. Of all other requests yoga may read the body, whatever the path.
    if (length > mostBytes || !isJson(request.headers['content-type'] ?? null)) {
      return enter('usual', response, () => byYoga(request, response));
    }
    bodies.receive(request, mostBytes, {
      received: (body) => answer(request, response, body),
      tooSlow: () => refuseSlowBody(response),
    });
  };
}

const BLANK = Buffer.from(' ');

/** Whether the body of a request can be read by the lane; any other is for yoga to read, or to refuse. */
const hasPlainBody = ({ url, headers }: IncomingMessage, body: Buffer, mostBytes: number): boolean =>
  url === GRAPHQL_PATH && headers['content-encoding'] === undefined && body.length <= mostBytes;

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
