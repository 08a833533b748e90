/** The final tables: the figures, and which goals they reach. */

import { goals } from './goals.ts';
import { queryNames } from './queries.ts';
import {
  BASELINE,
  type BenchResults,
  comparisonConcurrency,
  counted,
  findRow,
  ratios,
  samplesAt,
  throughputRatio,
  unique,
} from './results.ts';
import { COMPARED_CONCURRENCY, type Sample, type SpeedRow } from './speed.ts';
import { formatFigure, markdownTable, median } from './statistics.ts';

const cheapest = (samples: readonly Sample[]): number => Math.min(...samples.map(({ cpu }) => cpu));

const fastest = (samples: readonly Sample[]): number => Math.max(...samples.map(({ perSecond }) => perSecond));

/** One line per contestant, one column per query. */
function byQuery(rows: readonly SpeedRow[], cell: (row: SpeedRow) => string): string {
  const queries = queryNames.filter((query) => rows.some((row) => row.query === query));
  return markdownTable(
    ['', ...queries],
    unique(rows.map(({ contestant }) => contestant)).map((contestant) => [
      contestant,
      ...queries.map((query) => {
        const row = findRow(rows, contestant, query);
        return row && row.verdict.kind === 'right' ? cell(row) : '–';
      }),
    ]),
  );
}

function cpuTable(rows: readonly SpeedRow[]): string {
  const concurrency = comparisonConcurrency(rows);
  return byQuery(rows, (row) => {
    const samples = samplesAt(row, concurrency);
    const baseline = samplesAt(findRow(rows, BASELINE, row.query), concurrency);
    const share = median(ratios(baseline, samples, ({ cpu }) => cpu));
    const best = cheapest(baseline) / cheapest(samples);
    return `${formatFigure(median(samples.map(({ cpu }) => cpu)))} µs, ${formatFigure(share)} (${formatFigure(best)})`;
  });
}

function latencyTable(rows: readonly SpeedRow[], concurrency: number): string {
  return byQuery(rows, (row) => {
    const samples = samplesAt(row, concurrency);
    const of = (pick: (sample: Sample) => number) => formatFigure(median(samples.map(pick)));
    // The mean, because the median could hide a few refused requests.
    const refused = samples.reduce((sum, sample) => sum + sample.refused, 0) / samples.length;
    const others = refused > 0 ? `, ${formatFigure(100 * refused)} % refused` : '';
    return `${of(({ perSecond }) => perSecond)}/s, ${of(({ p50 }) => p50)} / ${of(({ p99 }) => p99)} ms${others}`;
  });
}

function delayTable(rows: readonly SpeedRow[]): string {
  return byQuery(rows, (row) => {
    const ratio = median(ratios(row.samples, findRow(rows, BASELINE, row.query)?.samples ?? [], ({ p50 }) => p50));
    return `${formatFigure(median(row.samples.map(({ p50 }) => p50)))} ms, ${formatFigure(ratio)}`;
  });
}

function throughputTable(rows: readonly SpeedRow[]): string {
  return byQuery(rows, ({ query, contestant, samples }) => {
    const ratio = throughputRatio(rows, query, contestant, BASELINE);
    const best = fastest(samples) / fastest(findRow(rows, BASELINE, query)?.samples ?? []);
    return `${formatFigure(median(samples.map(({ perSecond }) => perSecond)))}/s, ${formatFigure(ratio)} (${formatFigure(best)})`;
  });
}

const reasons = (rows: readonly SpeedRow[]): string[] =>
  unique(
    rows.flatMap(({ contestant, query, verdict }) =>
      verdict.kind === 'out' ? [`- ${contestant}, ${query}: ${verdict.reason}.`] : [],
    ),
  );

const mark = (reached: boolean | undefined): string =>
  reached === undefined ? 'not shown' : reached ? 'yes' : '**no**';

const goalTable = (results: BenchResults): string =>
  markdownTable(
    ['measure', 'goal', 'found', 'reached'],
    goals(results).map(({ measure, goal, found, reached }) => [measure, goal, found, mark(reached)]),
  );

/** The whole report as Markdown. */
export function renderReport(results: BenchResults): string {
  const { apart, out, memory, speed, delay, delayed, throughput } = results;
  const parts: string[] = [];
  const add = (title: string, text: string) => parts.push(`### ${title}\n\n${text}`);
  const rows = counted(results);
  if (!apart) parts.push('**One core only: generator and server shared it.**');
  if (rows.length > 0) {
    add(
      'Upstream calls, rounds',
      byQuery(rows, ({ verdict }) => (verdict.kind === 'right' ? `${verdict.calls}, ${verdict.rounds}` : '–')),
    );
  }
  if (speed.length > 0) {
    add(
      `CPU a request at concurrency ${comparisonConcurrency(speed)}, share of raw’s speed: median (cheapest repetition)`,
      cpuTable(speed),
    );
    for (const concurrency of unique(speed.flatMap(({ samples }) => samples.map((sample) => sample.concurrency)))) {
      add(`Requests a second, p50 / p99 at concurrency ${concurrency}`, latencyTable(speed, concurrency));
    }
  }
  if (delayed.length > 0)
    add(`p50 at ${delay} ms upstream delay, concurrency 1, as a multiple of raw’s`, delayTable(delayed));
  if (throughput.length > 0) {
    add(
      `Requests a second at ${delay} ms upstream delay, concurrency ${COMPARED_CONCURRENCY}, as a share of raw’s: median (fastest repetition)`,
      throughputTable(throughput),
    );
  }
  if (memory.length > 0) {
    add(
      'Peak memory',
      markdownTable(
        ['', 'MB'],
        memory.map(({ contestant, peak }) => [contestant, formatFigure(peak)]),
      ),
    );
  }
  const left = [...out.map(({ contestant, reason }) => `- ${contestant}: ${reason}.`), ...reasons(rows)];
  if (left.length > 0) add('Left out', left.join('\n'));
  add('Goals', goalTable(results));
  return parts.join('\n\n');
}
