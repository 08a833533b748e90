/** Starts the stub and the contestants, each pinned to its core, sends queries to them and compares their responses. */
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { freePort } from '../../test/port.ts';
import type { Contestant, ContestantRequest } from './contestants.ts';
import { type RawRequest, type RawResponse, sendOnce } from './load-generator.ts';
import { type RunningProgram, spawnProgram } from './process.ts';
import { type BenchQuery, type QueryName, queryNames } from './queries.ts';
import type { StubCounts } from './stub.ts';
import { VARIANTS } from './world.ts';

/** Core of each process. The generator is this process; it shares a core with the stub. */
export const cores = { generator: 0, server: 1 };

/** Handle with which the bench controls the stub. */
export interface StubControl {
  origin: string;
  /** Resets the counts, and sets the delay before each response, in milliseconds. */
  reset(delay?: number): Promise<void>;
  tally(): Promise<StubCounts>;
  stop(): Promise<void>;
}

/** Timeout for the first response of a program, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Waits until `works` resolves. Rejects after the timeout or if the program has ended, with the last error as the
 * cause.
 */
async function until(running: RunningProgram, works: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      await works();
      return;
    } catch (cause) {
      if (!running.alive()) throw new Error('it does not start here (BENCH_DEBUG=1 shows what it says)');
      if (Date.now() > end) {
        const fault = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`no right answer in ${PATIENCE / 1000} s: ${fault}`);
      }
    }
    await wait(5);
  }
}

/** Starts the stub. */
export async function startUpstream(): Promise<StubControl> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const script = fileURLToPath(new URL('stub.ts', import.meta.url));
  const running = spawnProgram(
    { file: process.execPath, arguments: [script], environment: { PORT: String(port) } },
    cores.generator,
  );
  await until(running, () => fetch(`${origin}/bench`));
  return {
    origin,
    reset: async (delay = 0) => {
      await fetch(`${origin}/bench?delay=${delay}`, { method: 'PUT' });
    },
    tally: async () => (await (await fetch(`${origin}/bench`)).json()) as StubCounts,
    stop: running.stop,
  };
}

/** A running contestant. */
export interface RunningContestant {
  contestant: Contestant;
  running: RunningProgram;
  /** The request for a query, with the credentials of a variant. */
  shot(body: BenchQuery, variant?: number): RawRequest;
  /** Time from process start to the first correct response, in milliseconds. */
  startTook: number;
}

const dataOf = ({ status, body }: RawResponse): unknown => {
  const answer = JSON.parse(body) as { data?: unknown; errors?: { message: string }[] };
  if (status !== 200 || answer.errors) {
    throw new Error(`status ${status}: ${answer.errors?.map(({ message }) => message).join('; ') ?? 'no error'}`);
  }
  return answer.data;
};

/** Sends one query; returns the data in the shape of this gateway's graph. */
export const askContestant = async (
  entrant: Pick<RunningContestant, 'shot'>,
  { body, read }: ContestantRequest,
): Promise<unknown> => read(dataOf(await sendOnce(entrant.shot(body))));

/**
 * Starts a contestant and waits for its first correct response.
 *
 * @throws Error with the reason if the contestant cannot take part
 */
export async function startContestant(
  contestant: Contestant,
  upstream: StubControl,
  core = cores.server,
): Promise<RunningContestant> {
  const port = await freePort();
  const { path, headers } = contestant;
  const shot = (body: BenchQuery, variant = 0): RawRequest => ({
    port,
    path,
    headers: headers(variant),
    body: JSON.stringify(body),
  });
  const first = queryNames.map((name) => contestant.question(name, 0)).find((question) => typeof question !== 'string');
  if (!first) throw new Error('it can be asked nothing');
  const begun = performance.now();
  const running = spawnProgram(contestant.program(port, upstream.origin), core);
  try {
    await until(running, () => askContestant({ shot }, first));
  } catch (cause) {
    await running.stop();
    throw cause;
  }
  return { contestant, running, shot, startTook: performance.now() - begun };
}

/** Whether the responses of one contestant to one query are correct. `shots` are the requests of the variants. */
export type AnswerCheck =
  | { kind: 'right'; shots: readonly RawRequest[]; calls: number; rounds: number }
  | { kind: 'out'; reason: string };

/** Delay before each response while rounds are counted, in milliseconds: parallel calls begin well within it. */
const ROUND_DELAY = 40;

/** The data that the baseline returns for a variant of a query. */
export async function referenceAnswer(
  { contestant, shot }: RunningContestant,
  name: QueryName,
  variant: number,
): Promise<unknown> {
  const question = contestant.question(name, variant);
  if (typeof question === 'string') throw new Error(question);
  return askContestant({ shot }, question);
}

/**
 * Compares the responses to two variants of a query with those of the baseline, and counts the calls and rounds of one.
 */
export async function checkAnswers(
  { contestant, shot }: RunningContestant,
  baseline: RunningContestant,
  name: QueryName,
  upstream: StubControl,
): Promise<AnswerCheck> {
  const questions: ContestantRequest[] = [];
  for (let variant = 0; variant < VARIANTS; variant += 1) {
    const question = contestant.question(name, variant);
    if (typeof question === 'string') return { kind: 'out', reason: question };
    questions.push(question);
  }
  const right = async (variant: number): Promise<boolean> => {
    const question = questions[variant];
    if (!question) return false;
    const data = await askContestant({ shot: (body) => shot(body, variant) }, question);
    return isDeepStrictEqual(data, await referenceAnswer(baseline, name, variant));
  };
  try {
    // Warm-up, so that values that are fetched once are cached.
    if (!(await right(0)) || !(await right(1))) return { kind: 'out', reason: 'answers otherwise' };
    await upstream.reset(ROUND_DELAY);
    if (questions[0]) await askContestant({ shot }, questions[0]);
    const { calls, rounds } = await upstream.tally();
    return {
      kind: 'right',
      shots: questions.map(({ body }, variant) => shot(body, variant)),
      calls: Object.values(calls).reduce((sum, count) => sum + count, 0),
      rounds,
    };
  } catch (cause) {
    return { kind: 'out', reason: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    await upstream.reset();
  }
}
