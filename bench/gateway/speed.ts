/** Comparison of the contestants: CPU, throughput, latency, calls and rounds of every query. */
import { type AnswerCheck, checkAnswers, type RunningContestant, type StubControl } from './contestant-runner.ts';
import { runLoad } from './load-generator.ts';
import type { BenchOptions } from './options.ts';
import type { QueryName } from './queries.ts';
import { quantile, shuffled } from './statistics.ts';

/** Connections at which CPU is compared. A contestant that refuses a request at this concurrency fails the run. */
export const COMPARED_CONCURRENCY = 16;

/** Results of one interval of load. */
export interface Sample {
  repetition: number;
  concurrency: number;
  /** CPU of the server per successful request, in microseconds. */
  cpu: number;
  perSecond: number;
  /** The share of its requests that the server refused, 0 to 1. */
  refused: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** All results of one contestant and query. */
export interface SpeedRow {
  query: QueryName;
  contestant: string;
  verdict: AnswerCheck;
  samples: readonly Sample[];
}

/** How the speed is measured. */
export interface SpeedOptions
  extends Pick<BenchOptions, 'queries' | 'repetitions' | 'seconds' | 'warm' | 'concurrencies'> {
  /** Delay before each response of the stub, in milliseconds. */
  delay: number;
  tell: (progress: string) => void;
}

/** Runs every contestant on every query. The responses of the first contestant are the reference. */
export async function measureSpeed(
  contestants: readonly RunningContestant[],
  upstream: StubControl,
  track: SpeedOptions,
): Promise<SpeedRow[]> {
  const rows: SpeedRow[] = [];
  for (const query of track.queries) rows.push(...(await measureQuery(query, contestants, upstream, track)));
  await upstream.reset();
  return rows;
}

async function measureQuery(
  query: QueryName,
  contestants: readonly RunningContestant[],
  upstream: StubControl,
  { repetitions, seconds, warm, concurrencies, delay, tell }: SpeedOptions,
): Promise<SpeedRow[]> {
  const [baseline] = contestants;
  if (!baseline) return [];
  const runners: { entrant: RunningContestant; verdict: AnswerCheck; samples: Sample[] }[] = [];
  for (const entrant of contestants) {
    runners.push({ entrant, verdict: await checkAnswers(entrant, baseline, query, upstream), samples: [] });
  }
  await upstream.reset(delay);
  const spell = async (runner: (typeof runners)[number], concurrency: number, length: number) => {
    if (runner.verdict.kind === 'out') return undefined;
    const before = runner.entrant.running.cpu();
    const shown = await runLoad(runner.verdict.shots, concurrency, {
      seconds: length,
      mayRefuse: concurrency > COMPARED_CONCURRENCY,
    });
    return { ...shown, cpu: (runner.entrant.running.cpu() - before) / shown.requests };
  };
  for (const runner of runners) await spell(runner, Math.max(...concurrencies), warm);
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    tell(`${query}, ${delay} ms of delay, ${repetition + 1} of ${repetitions}`);
    for (const runner of shuffled(runners)) {
      for (const concurrency of concurrencies) {
        const shown = await spell(runner, concurrency, seconds);
        if (!shown) continue;
        const { requests, refused, latencies, cpu } = shown;
        runner.samples.push({
          repetition,
          concurrency,
          cpu,
          perSecond: requests / shown.seconds,
          refused: refused / (requests + refused),
          p50: quantile(latencies, 0.5),
          p99: quantile(latencies, 0.99),
        });
      }
    }
  }
  return runners.map(({ entrant, verdict, samples }) => ({
    query,
    contestant: entrant.contestant.name,
    verdict,
    samples,
  }));
}
