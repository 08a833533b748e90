/**
 * Open-loop load, which does not slow down with the server, like independent callers: each request has a scheduled
 * time, and its latency is measured from that time, even if it could not be sent then.
 */
import { setTimeout as after, setImmediate as turn } from 'node:timers/promises';
import { Pool } from 'undici';

/** A kind of request, and how often it is drawn. */
export interface RequestKind {
  readonly name: string;
  /** Weight of this kind among all requests, in any unit. */
  readonly weight: number;
  /** The headers of the next request of this kind. */
  headers(): Readonly<Record<string, string>>;
  /** The body of the next request of this kind. */
  body(): string;
  /** Whether a response is correct. */
  right(status: number, text: string): boolean;
}

/** The outcome of one request. */
export interface RequestResult {
  readonly ask: string;
  /** HTTP status; 0 without a response. */
  readonly status: number;
  readonly right: boolean;
  /** Seconds in the header `retry-after`; undefined if absent. */
  readonly retryAfter: number | undefined;
  /** Milliseconds from the start of the load to the end of the response. */
  readonly ended: number;
  /** Milliseconds from the scheduled time. */
  readonly milliseconds: number;
  /** Milliseconds by which the generator was late. If this is large, all other figures are invalid. */
  readonly late: number;
}

/** Parameters of a load. */
export interface OpenLoopOptions {
  /** Mean rate, in requests per second. */
  readonly rate: number;
  readonly seconds: number;
  /** Maximum number of connections. A request without one waits, and its latency counts. */
  readonly connections: number;
  /** Seed: equal seeds give equal schedules and requests. */
  readonly seed: number;
}

/** Sends load to a gateway at random intervals (a Poisson process), and returns the outcome of every request. */
export async function runOpenLoop(
  origin: string,
  asks: readonly RequestKind[],
  load: OpenLoopOptions,
): Promise<RequestResult[]> {
  const chance = seededRandom(load.seed);
  const pool = new Pool(origin, {
    connections: load.connections,
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
    keepAliveTimeout: 60_000,
  });
  await connect(pool, load.connections);
  const outcomes: Promise<RequestResult>[] = [];
  const begun = performance.now();
  let due = begun;
  for (;;) {
    due -= (Math.log(1 - chance()) / load.rate) * 1000;
    if (due > begun + load.seconds * 1000) break;
    const left = due - performance.now();
    // Timers have a resolution of one millisecond; a request may be sent early by less than that.
    if (left > 1) await after(left);
    else if (outcomes.length % 16 === 0) await turn();
    outcomes.push(send(pool, draw(asks, chance()), { begun, due }));
  }
  const done = await Promise.all(outcomes);
  await pool.destroy();
  return done;
}

/** Opens every connection beforehand, like a load balancer: Node accepts only one per loop iteration. */
async function connect(pool: Pool, connections: number): Promise<void> {
  const asked = Array.from({ length: connections }, async () => {
    const { body } = await pool.request({ path: '/live', method: 'GET' });
    await body.dump();
  });
  await Promise.all(asked);
}

async function send(
  pool: Pool,
  ask: RequestKind,
  { begun, due }: { begun: number; due: number },
): Promise<RequestResult> {
  const late = Math.max(0, performance.now() - due);
  const outcome = (status: number, right: boolean, retryAfter?: number): RequestResult => ({
    ask: ask.name,
    status,
    right,
    retryAfter,
    ended: performance.now() - begun,
    milliseconds: performance.now() - due,
    late,
  });
  try {
    const { statusCode, headers, body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ask.headers() },
      body: ask.body(),
    });
    const text = await body.text();
    const { 'retry-after': retryAfter } = headers;
    return outcome(statusCode, ask.right(statusCode, text), retryAfter === undefined ? undefined : Number(retryAfter));
  } catch {
    return outcome(0, false);
  }
}

/** One kind of request, drawn by weight. */
function draw(asks: readonly RequestKind[], chance: number): RequestKind {
  const total = asks.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance * total;
  for (const ask of asks) {
    left -= ask.weight;
    if (left < 0) return ask;
  }
  throw new Error('there is something to ask');
}

/** Pseudorandom numbers from 0 to 1, equal for equal seeds (a linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
