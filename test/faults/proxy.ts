/**
 * A faulty proxy between the gateway and a Stytch, on a real socket. It forwards requests until a test injects a fault,
 * and counts the requests that it received, delivered, and delivered twice.
 *
 * A write with the text `marker-<number>` in its path or body is distinguished from every other, so that a double
 * delivery is measured and not inferred.
 */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Pool } from 'undici';
import { restOperation } from '../../src/stytch/contract/operation.ts';
import type { RestMethod } from '../../src/stytch/contract/types.ts';
import { routeOf } from '../contract.ts';

/** A received request. */
export interface ReceivedRequest {
  /** The operation's id in the contract. */
  readonly id: string;
  readonly writes: boolean;
  readonly path: string;
  /** Time of receipt, in milliseconds since the epoch. */
  readonly at: number;
  /** Time at which the gateway disconnected before the response. */
  leftAt?: number;
}

/** The response of Stytch. */
export interface ProxiedResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** One request under a fault, with the actions of a kind of fault. */
export interface FaultExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Forwards the request, which counts as delivered, and returns Stytch's response. */
  deliver(): Promise<ProxiedResponse>;
  /** Responds to the gateway. */
  answer(answer: ProxiedResponse): void;
}

/** A kind of fault: the handling of one request. The kinds are in kinds.ts. */
export type FaultKind = (exchange: FaultExchange) => Promise<void> | void;

/** Filter of the requests that a fault affects. Default: all. */
export interface FaultMatch {
  /** Only this operation, by its id in the contract. */
  operation?: string;
  /** Only paths, including the query, that contain this text. */
  path?: string;
  /** Only requests whose path or body contains this text. */
  text?: string;
  /** Only writes, or only reads. */
  writes?: boolean;
  /** Only the requests of a connection from this number on: 2 skips the first. */
  fromOnConnection?: number;
  /** Only the first matching requests, up to this number. */
  times?: number;
  /** Only this fraction of them, drawn by the proxy's random generator. */
  share?: number;
  /** Skips the next request for a path after an affected one, so that a retry succeeds. */
  sparesRepeated?: boolean;
}

/** The proxy and its counts. */
export interface FaultyProxy {
  readonly origin: string;
  /** Adds a fault; of several that match, the oldest applies. The returned function removes it. */
  fail(kind: FaultKind, match?: FaultMatch): () => void;
  /** Removes every fault, and accepts connections again. */
  heal(): Promise<void>;
  /** Refuses connections and resets open ones, until `heal`. */
  goDown(): Promise<void>;
  /** Closes all open connections cleanly. */
  hangUp(): void;
  /** Accepts connections, but sends no response on new ones until `heal`. */
  swallow(): void;
  /** Requests after the last `forget`, oldest first. */
  readonly received: ReceivedRequest[];
  /** Number of delivered requests after the last `forget`. */
  delivered(): { reads: number; writes: number; twice: number };
  /** Number of deliveries of the write with this marker. */
  deliveriesOf(marker: string): number;
  /** Number of open connections of the gateway. */
  connections(): number;
  /** Resets the counts. */
  forget(): void;
  close(): Promise<void>;
}

interface Rule {
  kind: FaultKind;
  match: FaultMatch;
  befallen: number;
  /** Paths whose last request was affected. */
  readonly last: Set<string>;
}

/** Starts a proxy in front of a Stytch. The seed decides which requests a fraction affects. */
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
      // The gateway disconnected while its request was being read.
      socket.destroy();
    }
  });
  // The proxy sends no keep-alive timeout, so that the gateway reuses connections that may be closed.
  http.keepAliveTimeout = 0;
  http.requestTimeout = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    // Received bytes are discarded, so that the end of the connection is noticed.
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

/** Hop-by-hop headers, which are not forwarded. */
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

/** Pseudorandom numbers from 0 to 1, equal for equal seeds (a linear congruential generator). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
