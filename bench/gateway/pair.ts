/** Two processes against one. It takes four cores: one for each server, one for the stub, one for the generator. */
import { cpus } from 'node:os';
import { enter, type Upstream } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { median } from './figures.ts';
import { load } from './generator.ts';
import { VARIANTS } from './world.ts';

const CORES = 4;

/** How many times the requests of one process two of them answered in the same time, or why that was not measured. */
export type Pair = { kind: 'measured'; times: number } | { kind: 'out'; reason: string };

/** Measures in turns, so that whoever else uses the machine disturbs both alike. */
export async function measurePair(
  contestant: Contestant,
  upstream: Upstream,
  { repetitions, seconds }: { repetitions: number; seconds: number },
): Promise<Pair> {
  const cores = cpus().length;
  if (cores < CORES) return { kind: 'out', reason: `it takes ${CORES} cores, and here are ${cores}` };
  const entrants = [await enter(contestant, upstream, 2), await enter(contestant, upstream, 3)] as const;
  const shots = (index: 0 | 1) =>
    Array.from({ length: VARIANTS }, (_, variant) => {
      const question = contestant.question('Deep', variant);
      if (typeof question === 'string') throw new Error(question);
      return entrants[index].shot(question.body, variant);
    });
  try {
    const one = async () => (await load(shots(0), 32, { seconds })).requests / seconds;
    const both = async () => {
      const spells = await Promise.all([load(shots(0), 32, { seconds }), load(shots(1), 32, { seconds })]);
      return spells.reduce((sum, { requests }) => sum + requests, 0) / seconds;
    };
    await both();
    const times: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) times.push((await both()) / (await one()));
    return { kind: 'measured', times: median(times) };
  } finally {
    for (const { running } of entrants) await running.stop();
  }
}
