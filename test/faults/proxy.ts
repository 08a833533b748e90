/**
 * A faulty proxy between the gateway and a Stytch, on a real socket. It passes everything on until it is told to fail, and
 * counts what came in, what it delivered, and what it delivered twice.
 *
 * A write that carries the word `marker-<number>` in its path or body is told apart from every other, so "delivered twice"
 * is measured and not inferred.
 */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Pool } from 'undici';
import { restOperation } from '../../src/stytch/contract/operation.ts';
import type { RestMethod } from '../../src/stytch/contract/types.ts';
import { routeOf } from '../contract.ts';

/** A request as it came in. */
export interface ReceivedRequest {
  /** The operation's id in the contract. */
  readonly id: string;
  readonly writes: boolean;
  readonly path: string;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  /** When the gateway hung up before it was answered. */
  leftAt?: number;
}

/** What Stytch answered. */
export interface ProxiedResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** One request under a fault: what a kind of fault may do with it. */
export interface FaultExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Passes the request on, which counts as delivered, and gives what Stytch answered. */
  deliver(): Promise<ProxiedResponse>;
  /** Answers the gateway. */
  answer(answer: ProxiedResponse): void;
}

/** A kind of fault: everything that happens to one request. The kinds are in kinds.ts. */
export type FaultKind = (exchange: FaultExchange) => Promise<void> | void;

/** Which requests a fault befalls; all of them where nothing is said. */
export interface FaultMatch {
  /** Only this operation, by its id in the contract. */
  operation?: string;
  /** Only paths, with their queries, that hold this text. */
  path?: string;
  /** Only requests whose path or body holds this text. */
  text?: string;
  /** Only writes, or only reads. */
  writes?: boolean;
  /** Only so many of a connection's requests and the ones after it: 2 spares the first. */
  fromOnConnection?: number;
  /** Only the first so many that match. */
  times?: number;
  /** Only this share of them, drawn by the proxy's generator. */
  share?: number;
  /** Spares the next request for a path after one that it befell: what is sent again gets through. */
  sparesRepeated?: boolean;
}

/** The proxy and its counts. */
export interface FaultyProxy {
  readonly origin: string;
  /** Begins a fault; of several that match, the first that was begun decides. The answer ends it. */
  fail(kind: FaultKind, match?: FaultMatch): () => void;
  /** Ends every fault, and lets connections in again. */
  heal(): Promise<void>;
  /** Refuses connections and breaks those that are open, until `heal`. */
  goDown(): Promise<void>;
  /** Ends in order every connection that is open. */
  hangUp(): void;
  /** Takes connections, but says nothing on new ones until `heal`. */
  swallow(): void;
  /** Requests since the last `forget`, oldest first. */
  readonly received: ReceivedRequest[];
  /** What was passed on since the last `forget`. */
  delivered(): { reads: number; writes: number; twice: number };
  /** How often the write with this marker was passed on. */
  deliveriesOf(marker: string): number;
  /** Connections of the gateway that are open at the moment. */
  connections(): number;
  /** Begins to count anew. */
  forget(): void;
  close(): Promise<void>;
}

interface Rule {
  kind: FaultKind;
  match: FaultMatch;
  befallen: number;
  /** Paths whose last request it befell. */
  readonly last: Set<string>;
}

/** Starts a proxy before a Stytch. The seed decides which requests a share befalls. */
export async function startProxy(target: string, seed = 1): Promise<FaultyProxy> {
  const stytch = new Pool(target);
  const draw = seededRandom(seed);
  const sockets = new Set<Socket>();
  const requestsOn = new WeakMap<Socket, number>();
  const received: ReceivedRequest[] = [];
  const markers = new Map<string, number>();
  const delivered = { reads: 0, writes: 0 };
  let rules: Rule[] = [];
  let swallows = false;

  const befalls = (rule: Rule, { id, writes, path }: ReceivedRequest, onConnection: number, sent: string): boolean => {
    const { operation = id, writes: kind = writes, fromOnConnection = 1, times = Infinity, share = 1 } = rule.match;
    if (operation !== id || kind !== writes || onConnection < fromOnConnection || rule.befallen >= times) return false;
    if (!path.includes(rule.match.path ?? '') || !`${path} ${sent}`.includes(rule.match.text ?? '')) return false;
    if (rule.match.sparesRepeated && rule.last.delete(path)) return false;
    return share === 1 || draw() < share;
  };

  const http = createHttpServer(async (request, response) => {
    const { socket, method = 'GET', url = '/' } = request;
    const onConnection = (requestsOn.get(socket) ?? 0) + 1;
    requestsOn.set(socket, onConnection);
    const route = routeOf(method, new URL(url, target).pathname);
    const { reads } = restOperation(route.method as RestMethod, route.path);
    const entry: ReceivedRequest = { id: route.id, writes: !reads, path: url, at: Date.now() };
    received.push(entry);
    response.on('close', () => {
      if (!response.writableEnded) entry.leftAt = Date.now();
    });
    const answer = ({ status, headers, body }: ProxiedResponse): void => {
      if (!response.destroyed) response.writeHead(status, headers).end(body);
    };
    let body: Promise<string> | undefined;
    const bodyOf = (): Promise<string> => {
      body ??= textOf(request);
      return body;
    };
    const deliver = async (): Promise<ProxiedResponse> => {
      const sent = await bodyOf();
      delivered[entry.writes ? 'writes' : 'reads'] += 1;
      for (const marker of entry.writes ? new Set(`${url} ${sent}`.match(/marker-\d+/g)) : [])
        markers.set(marker, (markers.get(marker) ?? 0) + 1);
      return passOn(stytch, request, sent);
    };
    const text = rules.some(({ match }) => match.text !== undefined) ? await bodyOf().catch(() => '') : '';
    const rule = rules.find((each) => befalls(each, entry, onConnection, text));
    if (rule) {
      rule.befallen += 1;
      rule.last.add(url);
    }
    const { kind } = rule ?? { kind: passThrough };
    try {
      await kind({ request, response, socket, deliver, answer });
    } catch {
      // The gateway hung up while its request was being read.
      socket.destroy();
    }
  });
  // The other side is never told how long a connection is kept, and finds out the hard way.
  http.keepAliveTimeout = 0;
  http.requestTimeout = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    // Read and thrown away, so that the other side's end is seen.
    if (swallows) socket.resume();
    else http.emit('connection', socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };

  return {
    origin: `http://127.0.0.1:${port}`,
    fail: (kind, match = {}) => {
      const rule = { kind, match, befallen: 0, last: new Set<string>() };
      rules.push(rule);
      return () => {
        rules = rules.filter((each) => each !== rule);
      };
    },
    heal: async () => {
      rules = [];
      swallows = false;
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    goDown: stop,
    hangUp: () => {
      for (const socket of sockets) socket.end();
    },
    swallow: () => {
      swallows = true;
    },
    received,
    delivered: () => ({ ...delivered, twice: [...markers.values()].filter((times) => times > 1).length }),
    deliveriesOf: (marker) => markers.get(marker) ?? 0,
    connections: () => sockets.size,
    forget: () => {
      received.length = 0;
      markers.clear();
      delivered.reads = 0;
      delivered.writes = 0;
    },
    close: async () => {
      if (server.listening) await stop();
      await stytch.destroy();
    },
  };
}

const passThrough: FaultKind = async ({ deliver, answer }) => answer(await deliver());

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Headers that belong to one connection, not to what is passed on over another. */
const ofConnection = new Set(['connection', 'keep-alive', 'host', 'content-length', 'transfer-encoding', 'date']);

const passedOn = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ofConnection.has(name) ? [] : [[name, String(value)]],
    ),
  );

async function passOn(stytch: Pool, { method = 'GET', url = '/', headers }: IncomingMessage, sent: string) {
  const {
    statusCode,
    headers: answered,
    body,
  } = await stytch.request({
    method: method as Uppercase<RestMethod>,
    path: url,
    headers: passedOn(headers),
    body: sent === '' ? null : sent,
  });
  return { status: statusCode, headers: passedOn(answered), body: Buffer.from(await body.arrayBuffer()) };
}

/** Numbers from 0 to 1 that look like chance and are the same for the same seed (a linear congruential generator). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
