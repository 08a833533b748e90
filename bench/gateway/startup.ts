/** Time of a gateway to its first response, and memory after ten thousand requests. */
import { type StubControl, startContestant } from './contestant-runner.ts';
import type { Contestant } from './contestants.ts';
import { runLoad } from './load-generator.ts';
import { b2bQueryNames } from './queries.ts';

const REQUESTS = 10_000;

export interface Startup {
  /** Times from process start to the first correct response in milliseconds, ascending. */
  first: number[];
  /** Resident megabytes after ten thousand lookups. */
  afterLookups: number;
  /** Resident megabytes after ten thousand requests of all six queries in turn. */
  afterAll: number;
}

/** Starts a gateway several times, and sends ten thousand requests to two of them. */
export async function measureStartup(
  contestant: Contestant,
  upstream: StubControl,
  { repetitions }: { repetitions: number },
): Promise<Startup> {
  // Like the build of an image: Node's compile cache is written by a process that exits normally, and read by later
  // ones.
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
