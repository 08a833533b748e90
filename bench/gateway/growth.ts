/** Growth of cost with the number of members in a response, and with the number of different documents. */
import type { RunningContestant } from './contestant-runner.ts';
import { runLoad, sendOnce } from './load-generator.ts';
import { membersQuery, queryFor } from './queries.ts';
import { median } from './statistics.ts';

const SIZES = [1, 10, 100, 1_000];
/** Number of different documents: far more than any client has. */
const TEXTS = 1_000;
/** Rounds of all documents: a leak would show as growth in every round. In the first rounds V8 lets its heap grow. */
const ROUNDS = 12;

export interface Growth {
  /** CPU in microseconds per member of a response, by the number of members. */
  members: { size: number; cpu: number }[];
  /** Resident megabytes: before, and after each round of a thousand new documents. */
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
