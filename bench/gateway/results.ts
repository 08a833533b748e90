/** The results of one run of the bench, and comparisons of two contestants in it. */

import type { Growth } from './growth.ts';
import type { QueryName } from './queries.ts';
import { COMPARED_CONCURRENCY, type Sample, type SpeedRow } from './speed.ts';
import type { Startup } from './startup.ts';
import { median } from './statistics.ts';
import type { TwoProcessResult } from './two-processes.ts';

/** The results of one run of the bench. */
export interface BenchResults {
  /** Whether generator and server had a core each. */
  apart: boolean;
  /** Contestants that could not start, and the reasons. */
  out: { contestant: string; reason: string }[];
  /** Peak resident memory of each, in megabytes. */
  memory: { contestant: string; peak: number }[];
  speed: readonly SpeedRow[];
  /** Delay before each response of the stub in the two measurements with a delay, in milliseconds. */
  delay: number;
  /** The figures with that delay and one connection. */
  delayed: readonly SpeedRow[];
  /** The figures with that delay and the concurrency that every contestant must sustain. */
  throughput: readonly SpeedRow[];
  growth?: Growth;
  startup?: Startup;
  pair?: TwoProcessResult;
}

/** The contestant that all others are compared with. */
export const BASELINE = 'raw';

/** Removes duplicates. */
export const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];
/** The row of one contestant and query. */
export const findRow = (rows: readonly SpeedRow[], contestant: string, query: QueryName) =>
  rows.find((row) => row.contestant === contestant && row.query === query);
/** The concurrency at which CPU is compared: the server is busy but not overloaded. */
export const comparisonConcurrency = (rows: readonly SpeedRow[]): number => {
  const all = unique(rows.flatMap(({ samples }) => samples.map(({ concurrency }) => concurrency)));
  return all.includes(COMPARED_CONCURRENCY) ? COMPARED_CONCURRENCY : (all[0] ?? 0);
};
/** The samples at one concurrency. */
export const samplesAt = (row: SpeedRow | undefined, concurrency: number): readonly Sample[] =>
  row?.samples.filter((sample) => sample.concurrency === concurrency) ?? [];

/** The ratio of a figure of one contestant to that of another, in each repetition. */
export const ratios = (over: readonly Sample[], under: readonly Sample[], of: (sample: Sample) => number): number[] =>
  over.flatMap((sample) => {
    const other = under.find(({ repetition }) => repetition === sample.repetition);
    return other ? [of(sample) / of(other)] : [];
  });

/** CPU of one as a multiple of another's: the median over repetitions. */
export const cpuRatio = (rows: readonly SpeedRow[], query: QueryName, over: string, under: string): number => {
  const concurrency = comparisonConcurrency(rows);
  return median(
    ratios(
      samplesAt(findRow(rows, over, query), concurrency),
      samplesAt(findRow(rows, under, query), concurrency),
      (s) => s.cpu,
    ),
  );
};

/** Requests per second of one as a share of another's: the median over repetitions. */
export const throughputRatio = (rows: readonly SpeedRow[], query: QueryName, over: string, under: string): number =>
  median(
    ratios(findRow(rows, over, query)?.samples ?? [], findRow(rows, under, query)?.samples ?? [], (s) => s.perSecond),
  );

/** The rows with calls, rounds and left-out contestants: those of one measurement, because all have the same. */
export const counted = ({ speed, delayed, throughput }: BenchResults): readonly SpeedRow[] =>
  [speed, delayed, throughput].find((rows) => rows.length > 0) ?? [];
