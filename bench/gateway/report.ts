/** The closing tables: what was measured, and which goals that reaches. */
import { figure, median, table } from './figures.ts';
import { type QueryName, queryNames } from './queries.ts';
import type { Row, Sample } from './speed.ts';

/** Everything that one run of the bench found out. */
export interface Findings {
  /** Whether generator and server had a core each. */
  apart: boolean;
  /** Who could not take part, and why. */
  out: { contestant: string; reason: string }[];
  /** Megabytes each held at most. */
  memory: { contestant: string; peak: number }[];
  speed: readonly Row[];
  /** The same with 20 ms before each answer of the stub. */
  delayed: readonly Row[];
}

const LIMIT = 'raw';

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];
const find = (rows: readonly Row[], contestant: string, query: QueryName) =>
  rows.find((row) => row.contestant === contestant && row.query === query);
/** The concurrency at which CPU is compared: a server that is busy, and not swamped. */
const comparedAt = (rows: readonly Row[]): number => {
  const all = unique(rows.flatMap(({ samples }) => samples.map(({ concurrency }) => concurrency)));
  return all.includes(16) ? 16 : (all[0] ?? 0);
};
const at = (row: Row | undefined, concurrency: number): readonly Sample[] =>
  row?.samples.filter((sample) => sample.concurrency === concurrency) ?? [];

/** How one contestant stands to another by some figure, in each repetition by itself. */
const ratios = (over: readonly Sample[], under: readonly Sample[], of: (sample: Sample) => number): number[] =>
  over.flatMap((sample) => {
    const other = under.find(({ repetition }) => repetition === sample.repetition);
    return other ? [of(sample) / of(other)] : [];
  });

/** CPU of one as a multiple of another's: the median over repetitions. */
export const cpuRatio = (rows: readonly Row[], query: QueryName, over: string, under: string): number => {
  const concurrency = comparedAt(rows);
  return median(
    ratios(at(find(rows, over, query), concurrency), at(find(rows, under, query), concurrency), (s) => s.cpu),
  );
};

const cheapest = (samples: readonly Sample[]): number => Math.min(...samples.map(({ cpu }) => cpu));

/** One line a contestant, one column a query. */
function byQuery(rows: readonly Row[], cell: (row: Row) => string): string {
  const queries = queryNames.filter((query) => rows.some((row) => row.query === query));
  return table(
    ['', ...queries],
    unique(rows.map(({ contestant }) => contestant)).map((contestant) => [
      contestant,
      ...queries.map((query) => {
        const row = find(rows, contestant, query);
        return row && row.verdict.kind === 'right' ? cell(row) : '–';
      }),
    ]),
  );
}

function cpuTable(rows: readonly Row[]): string {
  const concurrency = comparedAt(rows);
  return byQuery(rows, (row) => {
    const samples = at(row, concurrency);
    const limit = at(find(rows, LIMIT, row.query), concurrency);
    const share = median(ratios(limit, samples, ({ cpu }) => cpu));
    const best = cheapest(limit) / cheapest(samples);
    return `${figure(median(samples.map(({ cpu }) => cpu)))} µs, ${figure(share)} (${figure(best)})`;
  });
}

function latencyTable(rows: readonly Row[], concurrency: number): string {
  return byQuery(rows, (row) => {
    const samples = at(row, concurrency);
    const of = (pick: (sample: Sample) => number) => figure(median(samples.map(pick)));
    return `${of(({ perSecond }) => perSecond)}/s, ${of(({ p50 }) => p50)} / ${of(({ p99 }) => p99)} ms`;
  });
}

function delayTable(rows: readonly Row[]): string {
  return byQuery(rows, (row) => {
    const ratio = median(ratios(row.samples, find(rows, LIMIT, row.query)?.samples ?? [], ({ p50 }) => p50));
    return `${figure(median(row.samples.map(({ p50 }) => p50)))} ms, ${figure(ratio)}`;
  });
}

const reasons = (rows: readonly Row[]): string[] =>
  unique(
    rows.flatMap(({ contestant, query, verdict }) =>
      verdict.kind === 'out' ? [`- ${contestant}, ${query}: ${verdict.reason}.`] : [],
    ),
  );

/** Everything as markdown. */
export function report(findings: Findings): string {
  const { apart, out, memory, speed, delayed } = findings;
  const parts: string[] = [];
  const add = (title: string, text: string) => parts.push(`### ${title}\n\n${text}`);
  const counted = speed.length > 0 ? speed : delayed;
  if (!apart) parts.push('**One core only: generator and server shared it.**');
  if (counted.length > 0) {
    add(
      'Upstream calls, rounds',
      byQuery(counted, ({ verdict }) => (verdict.kind === 'right' ? `${verdict.calls}, ${verdict.rounds}` : '–')),
    );
  }
  if (speed.length > 0) {
    add(
      `CPU a request at concurrency ${comparedAt(speed)}, share of raw’s speed: median (cheapest repetition)`,
      cpuTable(speed),
    );
    for (const concurrency of unique(speed.flatMap(({ samples }) => samples.map((sample) => sample.concurrency)))) {
      add(`Requests a second, p50 / p99 at concurrency ${concurrency}`, latencyTable(speed, concurrency));
    }
  }
  if (delayed.length > 0)
    add('p50 at 20 ms upstream delay, concurrency 1, as a multiple of raw’s', delayTable(delayed));
  if (memory.length > 0) {
    add(
      'Peak memory',
      table(
        ['', 'MB'],
        memory.map(({ contestant, peak }) => [contestant, figure(peak)]),
      ),
    );
  }
  const left = [...out.map(({ contestant, reason }) => `- ${contestant}: ${reason}.`), ...reasons(counted)];
  if (left.length > 0) add('Left out', left.join('\n'));
  return parts.join('\n\n');
}
