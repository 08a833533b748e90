/** How long a gateway takes to its first answer, and what it holds after ten thousand. */
import { type StubControl, startContestant } from './contestant-runner.ts';
import type { Contestant } from './contestants.ts';
import { runLoad } from './load-generator.ts';
import { b2bQueryNames } from './queries.ts';

const REQUESTS = 10_000;

export interface Startup {
  /** Milliseconds from process start to the first right answer, least first. */
  first: number[];
  /** Megabytes resident after ten thousand lookups. */
  afterLookups: number;
  /** The same after ten thousand requests, all six queries in turn. */
  afterAll: number;
}

/** Starts a gateway several times, and asks two of them ten thousand times. */
export async function measureStartup(
  contestant: Contestant,
  upstream: StubControl,
  { repetitions }: { repetitions: number },
): Promise<Startup> {
  // As an image does while it is built: what Node compiles is kept by a process that ends in peace, and taken by those after it.
  await (await startContestant(contestant, upstream)).running.stop('SIGTERM');
  const first: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const { running, startTook } = await startContestant(contestant, upstream);
    first.push(startTook);
    await running.stop();
  }
  const after = async (names: readonly (typeof b2bQueryNames)[number][]): Promise<number> => {
    const { running, shot } = await startContestant(contestant, upstream);
    try {
      for (const name of names) {
        const question = contestant.question(name, 0);
        if (typeof question === 'string') throw new Error(question);
        await runLoad([shot(question.body)], 16, { requests: REQUESTS / names.length });
      }
      return running.resident();
    } finally {
      await running.stop();
    }
  };
  return {
    first: first.toSorted((a, b) => a - b),
    afterLookups: await after(['Lookup']),
    afterAll: await after(b2bQueryNames),
  };
}
