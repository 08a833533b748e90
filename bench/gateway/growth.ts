/** How cost grows: with the members in an answer, and with the number of different documents. */
import type { RunningContestant } from './contestant-runner.ts';
import { runLoad, sendOnce } from './load-generator.ts';
import { membersQuery, queryFor } from './queries.ts';
import { median } from './statistics.ts';

const SIZES = [1, 10, 100, 1_000];
/** Different documents: far more than any client has. */
const TEXTS = 1_000;
/** Rounds of all texts: what is kept for each would show as growth in every round. In the first of them V8 lets its heap grow. */
const ROUNDS = 12;

export interface Growth {
  /** Microseconds of CPU for each member in an answer, by the members of one answer. */
  members: { size: number; cpu: number }[];
  /** Megabytes resident: before, and after each round of a thousand texts that were never seen before. */
  texts: number[];
}

/** Measures one gateway. */
export async function measureGrowth(
  { shot, running }: RunningContestant,
  { repetitions, seconds }: { repetitions: number; seconds: number },
): Promise<Growth> {
  const spells = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  for (const size of SIZES) await runLoad([shot(membersQuery(size))], 4, { seconds: 1 });
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const [size, costs] of spells) {
      const before = running.cpu();
      const { requests } = await runLoad([shot(membersQuery(size))], 1, { seconds });
      costs.push((running.cpu() - before) / requests / size);
    }
  }
  const texts = [running.resident()];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let text = 0; text < TEXTS; text += 1) {
      const query = queryFor('Deep', 0);
      const { status } = await sendOnce(shot({ ...query, query: `${query.query} # ${round} ${text}` }));
      if (status !== 200) throw new Error(`a document that was not seen before got ${status}`);
    }
    texts.push(running.resident());
  }
  return { members: Array.from(spells, ([size, costs]) => ({ size, cpu: median(costs) })), texts };
}
