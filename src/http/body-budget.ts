/**
 * Bounds the memory of all request bodies that are being received, and the time that each of them may take.
 *
 * - Above `maxBytes` for all bodies together, the bodies that take longest are ended until the rest fits. A new body is
 *   therefore never refused because of old ones.
 * - A body must arrive at `minBytesPerSecond`. It may fall behind by `graceMs`, then it is ended.
 *
 * A body counts from its first byte until it is complete, refused, ended or aborted.
 */
import type { IncomingMessage } from 'node:http';

/** Bounds of the bodies that are received at the same time. */
export interface BodyBudgetOptions {
  /** Bytes of all incomplete bodies together. */
  readonly maxBytes: number;
  /** Minimum rate of a body. */
  readonly minBytesPerSecond?: number;
  /** Milliseconds that a body may fall behind the minimum rate; also the time in which its first byte must arrive. */
  readonly graceMs?: number;
}

/**
 * Receives the outcome of one body. At most one of the two is called, once; neither if the client disconnects first.
 */
export interface BodyReceiver {
  /** The body is complete, or exceeds its own `maxBytes`: then these are the bytes received so far. */
  received(body: Buffer): void;
  /** The body arrived too slowly. The received bytes and the rest are discarded. */
  tooSlow(): void;
}

/** Receives request bodies within the bounds. */
export interface BodyBudget {
  /** Reads the body of a request, of which no byte has been read. */
  receive(request: IncomingMessage, maxBytes: number, receiver: BodyReceiver): void;
  /** Bytes of all incomplete bodies together. */
  readonly heldBytes: number;
}

/** 32 MB: 128 bodies of the largest size (`MAX_BODY_BYTES`) at the same time. */
export const MAX_BUFFERED_BODY_BYTES = 32 * 1024 * 1024;

/** 16 kB/s: the largest body (256 kB) takes 16 s at this rate, and Node ends every request after 20 s. */
const MIN_BYTES_PER_SECOND = 16 * 1024;
/** Two seconds: long enough to send a lost packet again twice. */
const GRACE_MS = 2_000;
/** Milliseconds between two checks of the rate. */
const CHECK_MS = 250;
/**
 * Memory of a chunk beside its bytes: the objects that Node allocates for it. A body may arrive in chunks of one byte.
 */
const CHUNK_OVERHEAD_BYTES = 512;

/** Memory of a request without its body: socket, parser, headers, request and response. Measured: 6 to 15 kB. */
const REQUEST_OVERHEAD_BYTES = 16 * 1024;

/** Creates an empty budget. Its timer runs only while bodies are incomplete and keeps no process alive. */
export function createBodyBudget({
  maxBytes: budgetBytes,
  minBytesPerSecond = MIN_BYTES_PER_SECOND,
  graceMs = GRACE_MS,
}: BodyBudgetOptions): BodyBudget {
  const incomplete = new Set<IncompleteBody>();
  let heldBytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const release = (body: IncompleteBody): void => {
    if (incomplete.delete(body)) heldBytes -= body.heldBytes;
  };
  const end = (body: IncompleteBody): void => {
    release(body);
    body.discard();
    body.receiver.tooSlow();
  };
  /**
   * The oldest body of those that hold at least half of an average body. These hold more than half of the memory, so a new
   * body is never the oldest of them, and a small one is spared.
   */
  const slowest = (): IncompleteBody | undefined => {
    const share = heldBytes / incomplete.size / 2;
    // A set keeps its order, here by age.
    for (const body of incomplete) if (body.heldBytes >= share) return body;
    return undefined;
  };
  const endSlowest = (): void => {
    for (let body = slowest(); body && heldBytes > budgetBytes; body = slowest()) end(body);
  };
  // Counts checks instead of time: if the event loop was blocked, the gateway is late and not the client.
  const check = (): void => {
    for (const body of incomplete) {
      body.patienceMs -= CHECK_MS;
      if (body.patienceMs <= 0) end(body);
    }
    if (incomplete.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    receive(request, maxBytes, receiver) {
      const body = new IncompleteBody(request, receiver, graceMs);
      incomplete.add(body);
      heldBytes += body.heldBytes;
      if (heldBytes > budgetBytes) endSlowest();
      timer ??= setInterval(check, CHECK_MS).unref();
      request.on('data', (chunk: Buffer) => {
        // The rest of a rejected body is discarded.
        if (!incomplete.has(body)) return free(chunk);
        heldBytes += body.add(chunk);
        body.patienceMs = Math.min(graceMs, body.patienceMs + (chunk.length * 1_000) / minBytesPerSecond);
        if (body.length > maxBytes) {
          release(body);
          receiver.received(body.bytes());
        } else if (heldBytes > budgetBytes) endSlowest();
      });
      request.on('end', () => {
        if (!incomplete.has(body)) return;
        release(body);
        receiver.received(body.bytes());
      });
      // A client that disconnects gets no response.
      request.on('error', () => {});
      request.on('close', () => release(body));
    },
    get heldBytes() {
      return heldBytes;
    },
  };
}

/** A body whose end has not arrived. */
class IncompleteBody {
  readonly request: IncomingMessage;
  readonly receiver: BodyReceiver;
  /** Milliseconds until the body has fallen too far behind. */
  patienceMs: number;
  length = 0;
  heldBytes = REQUEST_OVERHEAD_BYTES;
  #chunks: Buffer[] = [];

  constructor(request: IncomingMessage, receiver: BodyReceiver, patienceMs: number) {
    this.request = request;
    this.receiver = receiver;
    this.patienceMs = patienceMs;
  }

  /** @returns by how many bytes `heldBytes` grew */
  add(chunk: Buffer): number {
    const more = chunk.length + CHUNK_OVERHEAD_BYTES;
    this.#chunks.push(chunk);
    this.length += chunk.length;
    this.heldBytes += more;
    return more;
  }

  bytes(): Buffer {
    const [first] = this.#chunks;
    const whole = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [];
    return whole;
  }

  /** Frees the memory immediately. Garbage collection may run only a hundred megabytes later. */
  discard(): void {
    for (const chunk of this.#chunks) free(chunk);
    this.#chunks = [];
  }
}

/** Frees the memory of a chunk immediately. Garbage collection may run only a hundred megabytes later. */
function free({ buffer, length }: Buffer): void {
  // Node allocates a separate buffer for each chunk.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
