/**
 * Open-loop load, which does not slow down when the server does, like independent callers: requests have moments
 * at which they are due, and the time each took counts from then, also where it could not be sent so soon.
 */
import { setTimeout as after, setImmediate as turn } from 'node:timers/promises';
import { Pool } from 'undici';

/** A kind of request, and how often it is drawn. */
export interface RequestKind {
  readonly name: string;
  /** How many of all requests are of this kind, in any unit. */
  readonly weight: number;
  /** The headers of its next request. */
  headers(): Readonly<Record<string, string>>;
  /** The body of its next request. */
  body(): string;
  /** Whether an answer is the right one. */
  right(status: number, text: string): boolean;
}

/** What became of one request. */
export interface RequestResult {
  readonly ask: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly right: boolean;
  /** Seconds in the header `retry-after`; undefined where there is none. */
  readonly retryAfter: number | undefined;
  /** Milliseconds from the beginning of the load to the end of its answer. */
  readonly ended: number;
  /** Milliseconds from the moment it was due. */
  readonly milliseconds: number;
  /** Milliseconds by which this generator itself was late: where that is much, nothing else here means anything. */
  readonly late: number;
}

/** How much load. */
export interface OpenLoopOptions {
  /** Requests a second, on average. */
  readonly rate: number;
  readonly seconds: number;
  /** Connections at most; what finds none waits, and its time runs. */
  readonly connections: number;
  /** The same seed gives the same moments and the same requests. */
  readonly seed: number;
}

/** Sends load to a gateway with gaps as chance has them (a Poisson process), and gives what became of every request. */
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
    // Timers have a millisecond; what is due within it may come a little early, which counts for nothing here.
    if (left > 1) await after(left);
    else if (outcomes.length % 16 === 0) await turn();
    outcomes.push(send(pool, draw(asks, chance()), { begun, due }));
  }
  const done = await Promise.all(outcomes);
  await pool.destroy();
  return done;
}

/** Opens every connection beforehand, as a load balancer has them: node accepts one in each turn of its loop, and no more. */
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

/** One of these, by weight. */
function draw(asks: readonly RequestKind[], chance: number): RequestKind {
  const total = asks.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance * total;
  for (const ask of asks) {
    left -= ask.weight;
    if (left < 0) return ask;
  }
  throw new Error('there is something to ask');
}

/** Numbers from 0 to 1 that look like chance and are the same for the same seed (a linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
