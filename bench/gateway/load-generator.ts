/**
 * Closed-loop load for one server: each connection sends its next request after the response to the last one. Speaks
 * HTTP on bare sockets, because it shares a core with the stub and must cost little CPU.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** A request that is sent repeatedly. */
export interface RawRequest {
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Results of one interval of load. */
export interface LoadResult {
  /** Number of successful requests. */
  requests: number;
  /** Number of requests that were refused with Retry-After. */
  refused: number;
  seconds: number;
  /** Latency of each successful request in milliseconds, ascending. */
  latencies: readonly number[];
}

/** A received response. */
export interface RawResponse {
  status: number;
  body: string;
}

const HEAD_END = '\r\n\r\n';

/** Incremental parser of one response. */
class ResponseReader {
  #head: string | undefined;
  #received: Buffer[] = [];
  #length = 0;
  #size = 0;
  #chunked = false;
  status = 0;
  /** Seconds of Retry-After in a refusal; 0 if absent. */
  retryAfter = 0;

  /** Consumes bytes; returns true when the response is complete. */
  take(bytes: Buffer): boolean {
    this.#received.push(bytes);
    this.#size += bytes.length;
    if (this.#head === undefined && !this.#readHead()) return false;
    if (!this.#chunked) return this.#size >= this.#length;
    const last = this.#received.at(-1) ?? bytes;
    // The last chunk is `0`; the bytes before it may be split between two packets.
    const tail = last.length >= 7 ? last : Buffer.concat(this.#received);
    return tail.subarray(-7).toString('latin1') === '\r\n0\r\n\r\n';
  }

  #readHead(): boolean {
    const all = this.#received.length === 1 ? (this.#received[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#received);
    this.#received = [all];
    const end = all.indexOf(HEAD_END);
    if (end < 0) return false;
    const head = all.toString('latin1', 0, end).toLowerCase();
    this.#head = head;
    this.status = Number(head.slice(9, 12));
    if (this.status === 503) this.retryAfter = Number(/retry-after: (\d+)/.exec(head)?.[1] ?? 0);
    this.#chunked = head.includes('transfer-encoding: chunked');
    this.#length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
    this.#received = [all.subarray(end + HEAD_END.length)];
    this.#size = this.#received[0]?.length ?? 0;
    return true;
  }

  get size(): number {
    return this.#size;
  }

  get body(): string {
    const raw = Buffer.concat(this.#received);
    return this.#chunked ? dechunk(raw) : raw.toString();
  }
}

function dechunk(raw: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < raw.length) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    parts.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
    if (size === 0) break;
  }
  return Buffer.concat(parts).toString();
}

const bytesOf = ({ port, path, headers, body }: RawRequest): Buffer =>
  Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      ...Object.entries({
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }).map(([name, value]) => `${name}: ${value}`),
      '',
      body,
    ].join('\r\n'),
  );

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Sends a request and waits for the response. Rejects if the connection ends before the response is complete. */
function exchange(socket: Socket, bytes: Buffer): Promise<ResponseReader> {
  return new Promise((resolve, reject) => {
    const reader = new ResponseReader();
    const settle = (act: () => void) => {
      socket.off('data', take);
      socket.off('close', lost);
      act();
    };
    const take = (chunk: Buffer) => {
      if (reader.take(chunk)) settle(() => resolve(reader));
    };
    const lost = () => settle(() => reject(new Error('the contestant hung up')));
    socket.on('data', take);
    socket.on('close', lost);
    socket.write(bytes);
  });
}

/** Sends one request on its own connection. */
export async function sendOnce(shot: RawRequest): Promise<RawResponse> {
  const socket = await open(shot.port);
  try {
    const { status, body } = await exchange(socket, bytesOf(shot));
    return { status, body };
  } finally {
    socket.destroy();
  }
}

/** End of an interval: after a number of seconds or of requests, whichever comes first. */
export interface LoadDuration {
  seconds?: number;
  requests?: number;
  /** Whether the server may refuse (503 with Retry-After, RFC 9110, 10.2.3): the connection then waits that long. */
  mayRefuse?: boolean;
}

/**
 * Loads a server. Rejects as soon as a response is not a success, or differs in length from the first one.
 *
 * @param shots the requests, with responses of equal length; each connection uses its own one, as far as there are
 * enough
 * @param concurrency number of connections that wait for responses at the same time
 */
export async function runLoad(
  shots: readonly RawRequest[],
  concurrency: number,
  { seconds, requests, mayRefuse = false }: LoadDuration,
): Promise<LoadResult> {
  const [first] = shots;
  if (!first) throw new Error('there is nothing to send');
  const bytes = shots.map(bytesOf);
  const sockets = await Promise.all(Array.from({ length: concurrency }, () => open(first.port)));
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + (seconds ?? Number.POSITIVE_INFINITY) * 1000;
  let left = requests ?? Number.POSITIVE_INFINITY;
  let size: number | undefined;
  let refused = 0;

  const drive = async (socket: Socket, index: number) => {
    const sent = bytes[index % bytes.length] ?? Buffer.alloc(0);
    for (let now = performance.now(); now < end && left > 0; ) {
      left -= 1;
      const answer = await exchange(socket, sent);
      const then = performance.now();
      if (mayRefuse && answer.retryAfter > 0) {
        refused += 1;
        await after(Math.max(0, Math.min(end - then, answer.retryAfter * 1000)));
        now = performance.now();
        continue;
      }
      latencies.push(then - now);
      now = then;
      size ??= answer.size;
      if (answer.status !== 200 || answer.size !== size) {
        throw new Error(`an answer differs from the first: ${answer.status}, ${answer.size} bytes instead of ${size}`);
      }
    }
  };
  try {
    await Promise.all(sockets.map(drive));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return {
    requests: latencies.length,
    refused,
    seconds: (performance.now() - begun) / 1000,
    latencies: latencies.toSorted((a, b) => a - b),
  };
}
