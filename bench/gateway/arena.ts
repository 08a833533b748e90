/** The stub and the contestants, running, each where it belongs; and one question put to one of them. */

import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { freePort } from '../../test/port.ts';
import type { Contestant, Question } from './contestants.ts';
import { type Answer, ask, type Shot } from './generator.ts';
import { type Running, start } from './process.ts';
import type { Query, QueryName } from './queries.ts';
import type { Tally } from './upstream.ts';

/** Which core is whose. The generator is this process; it shares a core with the stub. */
export const cores = { generator: 0, server: 1 };

/** The stub, as the bench steers it. */
export interface Upstream {
  origin: string;
  /** Begins a new tally, with so many milliseconds before each answer from now on. */
  reset(delay?: number): Promise<void>;
  tally(): Promise<Tally>;
  stop(): Promise<void>;
}

/** How long something may take to answer for the first time, in milliseconds. */
const PATIENCE = 30_000;

/** Waits until something holds, however often it fails before that. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`${what} did not answer in ${PATIENCE / 1000} s`);
    await wait(5);
  }
}

/** Starts the stub. */
export async function startUpstream(): Promise<Upstream> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const script = fileURLToPath(new URL('upstream.ts', import.meta.url));
  const running = start(
    { file: process.execPath, arguments: [script], environment: { PORT: String(port) } },
    cores.generator,
  );
  await until('the stub', async () => (await fetch(`${origin}/bench`)).ok);
  return {
    origin,
    reset: async (delay = 0) => {
      await fetch(`${origin}/bench?delay=${delay}`, { method: 'PUT' });
    },
    tally: async () => (await (await fetch(`${origin}/bench`)).json()) as Tally,
    stop: running.stop,
  };
}

/** A contestant that runs. */
export interface Entrant {
  contestant: Contestant;
  running: Running;
  /** What is sent to it for a question. */
  shot(body: Query): Shot;
  /** Milliseconds from its start to its first right answer. */
  startTook: number;
}

const dataOf = ({ status, body }: Answer): unknown => {
  const answer = JSON.parse(body) as { data?: unknown; errors?: { message: string }[] };
  if (status !== 200 || answer.errors) {
    throw new Error(`status ${status}: ${answer.errors?.map(({ message }) => message).join('; ') ?? 'no error'}`);
  }
  return answer.data;
};

/** Puts one question; gives the data, in the shape of this gateway's graph. */
export const put = async (entrant: Pick<Entrant, 'shot'>, { body, read }: Question): Promise<unknown> =>
  read(dataOf(await ask(entrant.shot(body))));

/** Starts a contestant and waits until it answers a question right. */
export async function enter(contestant: Contestant, upstream: Upstream, core = cores.server): Promise<Entrant> {
  const port = await freePort();
  const begun = performance.now();
  const running = start(contestant.program(port, upstream.origin), core);
  const { path, headers } = contestant;
  const shot = (body: Query): Shot => ({ port, path, headers, body: JSON.stringify(body) });
  const first = contestant.question('Lookup');
  let told: unknown;
  await until(contestant.name, async () => {
    if (!running.alive()) throw new Error('it has ended');
    try {
      return typeof first === 'string' || (await put({ shot }, first)) !== null;
    } catch (cause) {
      told = cause;
      throw cause;
    }
  }).catch(async (cause: unknown) => {
    await running.stop();
    throw new Error(`${cause instanceof Error ? cause.message : cause}`, { cause: told });
  });
  return { contestant, running, shot, startTook: performance.now() - begun };
}

/** What one contestant makes of one query. */
export type Verdict =
  | { kind: 'right'; question: Question; calls: number; rounds: number }
  | { kind: 'out'; reason: string };

/** Milliseconds before each answer while rounds are counted: calls that go out together begin well within it. */
const ROUND_DELAY = 40;

/** Puts a query once, holds the answer against the limit's, and counts what it took upstream. */
export async function judge(
  entrant: Entrant,
  name: QueryName,
  expected: unknown,
  upstream: Upstream,
): Promise<Verdict> {
  const question = entrant.contestant.question(name);
  if (typeof question === 'string') return { kind: 'out', reason: question };
  try {
    // Once beforehand, so that what is fetched once and kept is here.
    await put(entrant, question);
    await upstream.reset(ROUND_DELAY);
    const data = await put(entrant, question);
    const { calls, rounds } = await upstream.tally();
    if (expected !== undefined && !isDeepStrictEqual(data, expected))
      return { kind: 'out', reason: 'answers otherwise' };
    return { kind: 'right', question, calls: Object.values(calls).reduce((sum, count) => sum + count, 0), rounds };
  } catch (cause) {
    return { kind: 'out', reason: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    await upstream.reset();
  }
}
