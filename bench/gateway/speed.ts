/** The contestants against one another: CPU, throughput, latency, calls and rounds, on every query. */
import { type Entrant, judge, type Upstream, type Verdict } from './arena.ts';
import { quantile, shuffled } from './figures.ts';
import { load } from './generator.ts';
import type { Options } from './options.ts';
import type { QueryName } from './queries.ts';

/** Connections that every contestant has to bear: CPU is compared there, and whoever refuses gives a wrong answer. */
export const BUSY = 16;

/** What one spell of load showed. */
export interface Sample {
  repetition: number;
  concurrency: number;
  /** Microseconds of CPU of the server, a request that was answered. */
  cpu: number;
  perSecond: number;
  /** The share of its requests that the server refused, 0 to 1. */
  refused: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** All that is known of one contestant on one query. */
export interface Row {
  query: QueryName;
  contestant: string;
  verdict: Verdict;
  samples: readonly Sample[];
}

/** Where one race is run. */
export interface Track extends Pick<Options, 'queries' | 'repetitions' | 'seconds' | 'warm' | 'concurrencies'> {
  /** Milliseconds before each answer of the stub. */
  delay: number;
  tell: (progress: string) => void;
}

/** Runs every contestant on every query. The first entrant is the one whose answers are right. */
export async function race(entrants: readonly Entrant[], upstream: Upstream, track: Track): Promise<Row[]> {
  const rows: Row[] = [];
  for (const query of track.queries) rows.push(...(await raceOn(query, entrants, upstream, track)));
  await upstream.reset();
  return rows;
}

async function raceOn(
  query: QueryName,
  entrants: readonly Entrant[],
  upstream: Upstream,
  { repetitions, seconds, warm, concurrencies, delay, tell }: Track,
): Promise<Row[]> {
  const [limit] = entrants;
  if (!limit) return [];
  const runners: { entrant: Entrant; verdict: Verdict; samples: Sample[] }[] = [];
  for (const entrant of entrants) {
    runners.push({ entrant, verdict: await judge(entrant, limit, query, upstream), samples: [] });
  }
  await upstream.reset(delay);
  const spell = async (runner: (typeof runners)[number], concurrency: number, length: number) => {
    if (runner.verdict.kind === 'out') return undefined;
    const before = runner.entrant.running.cpu();
    const shown = await load(runner.verdict.shots, concurrency, { seconds: length, mayRefuse: concurrency > BUSY });
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
