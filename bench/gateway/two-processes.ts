/**
 * Two processes against one. With four cores their throughput is compared: one core for each server, one for the stub,
 * one for the generator. With two cores, where generator and stub share a core with the second server, the CPU per
 * request of the first server is compared. Without interference two processes have twice the throughput of one.
 */
import { cpus } from 'node:os';
import { cores, type RunningContestant, type StubControl, startContestant } from './contestant-runner.ts';
import type { Contestant } from './contestants.ts';
import { runLoad } from './load-generator.ts';
import { repeatedQuery } from './queries.ts';
import { median } from './statistics.ts';
import { VARIANTS } from './world.ts';

/** Duration of the warm-up of both, in seconds. */
const WARM = 8;
/** Concurrent requests per process, few enough that none is refused. */
const CONNECTIONS = 16;

/**
 * Throughput of two processes as a multiple of that of one: by successful requests, which is valid if each had its own
 * core (`apart`), and by CPU per request. Or the reason why it was not measured.
 */
export type TwoProcessResult =
  | { kind: 'measured'; answers: number; cost: number; apart: boolean }
  | { kind: 'out'; reason: string };

/** An interval: requests per second of all servers, and CPU per request of the first one in microseconds. */
interface Spell {
  perSecond: number;
  cpu: number;
}

/** Measures one and two processes in turns, so that other load on the machine affects both alike. */
export async function measureTwoProcesses(
  contestant: Contestant,
  upstream: StubControl,
  { repetitions, seconds }: { repetitions: number; seconds: number },
): Promise<TwoProcessResult> {
  const many = cpus().length;
  if (many < 2) return { kind: 'out', reason: 'it takes two cores' };
  const [first, second] = many < 4 ? [cores.server, cores.generator] : [2, 3];
  const pair = [
    await startContestant(contestant, upstream, first),
    await startContestant(contestant, upstream, second),
  ] as const;
  const shots = ({ shot }: RunningContestant) =>
    Array.from({ length: VARIANTS }, (_, variant) => shot(repeatedQuery(variant), variant));
  const run = async ([one, ...others]: readonly [RunningContestant, ...RunningContestant[]]): Promise<Spell> => {
    const before = one.running.cpu();
    const own = async () => {
      const spell = await runLoad(shots(one), CONNECTIONS, { seconds });
      return { spell, cpu: (one.running.cpu() - before) / spell.requests };
    };
    const rest = others.map((other) => runLoad(shots(other), CONNECTIONS, { seconds }));
    const [{ spell, cpu }, ...spells] = await Promise.all([own(), ...rest]);
    const all = [spell, ...spells];
    return { cpu, perSecond: all.reduce((sum, { requests, seconds }) => sum + requests / seconds, 0) };
  };
  try {
    for (let warm = 0; warm < WARM / seconds; warm += 1) await run(pair);
    const answers: number[] = [];
    const costs: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const [both, one] = [await run(pair), await run([pair[0]])];
      answers.push(both.perSecond / one.perSecond);
      costs.push((2 * one.cpu) / both.cpu);
    }
    return { kind: 'measured', answers: median(answers), cost: median(costs), apart: many >= 4 };
  } finally {
    for (const { running } of pair) await running.stop();
  }
}
