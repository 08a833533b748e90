/**
 * Load for one server, closed loop: each connection sends its next request when it has the answer to the last. Speaks HTTP
 * on bare sockets, since it shares its core with the stub and must not be what is measured.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** What is sent, over and over. */
export interface RawRequest {
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What one spell of load gave. */
export interface LoadResult {
  /** Requests that were answered. */
  requests: number;
  /** Requests that were refused, with a word on when to come back. */
  refused: number;
  seconds: number;
  /** Milliseconds of each request that was answered, least first. */
  latencies: readonly number[];
}

/** An answer as it came. */
export interface RawResponse {
  status: number;
  body: string;
}

const HEAD_END = '\r\n\r\n';

/** Takes one answer apart as its bytes arrive. */
class ResponseReader {
  #head: string | undefined;
  #received: Buffer[] = [];
  #length = 0;
  #size = 0;
  #chunked = false;
  status = 0;
  /** Seconds after which a server that refuses would have its client come back; 0 where it says nothing. */
  retryAfter = 0;

  /** Takes bytes; true when the answer is whole. */
  take(bytes: Buffer): boolean {
    this.#received.push(bytes);
    this.#size += bytes.length;
    if (this.#head === undefined && !this.#readHead()) return false;
    if (!this.#chunked) return this.#size >= this.#length;
    const last = this.#received.at(-1) ?? bytes;
    // The last chunk is `0`; what comes before it may have been cut between two packets.
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

/** Sends and waits for one answer. Rejects when the connection ends before it is whole. */
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

/** Sends one request on a connection of its own. */
export async function sendOnce(shot: RawRequest): Promise<RawResponse> {
  const socket = await open(shot.port);
  try {
    const { status, body } = await exchange(socket, bytesOf(shot));
    return { status, body };
  } finally {
    socket.destroy();
  }
}

/** When a spell ends: after so many seconds, after so many requests, or whichever comes first. */
export interface LoadDuration {
  seconds?: number;
  requests?: number;
  /** Whether the server may refuse (503 with Retry-After, RFC 9110, 10.2.3): the connection then sends nothing until that has passed. */
  mayRefuse?: boolean;
}

/**
 * Loads a server. Rejects as soon as an answer is not a success, or not as long as the first one was.
 *
 * @param shots what is sent, equally long answers expected: each connection has one of them for itself, as far as they go
 * @param concurrency connections that wait for answers at the same time
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
