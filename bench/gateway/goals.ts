/** The goals, each compared with the measured figures. */

import { isB2b, type QueryName } from './queries.ts';
import { BASELINE, type BenchResults, counted, cpuRatio, findRow, ratios, throughputRatio } from './results.ts';
import { COMPARED_CONCURRENCY, type SpeedRow } from './speed.ts';
import { formatFigure, median, quantile } from './statistics.ts';

/** A goal and its figure; `reached` is undefined if it was not measured. */
export interface Goal {
  measure: string;
  goal: string;
  found: string;
  reached: boolean | undefined;
}

const OURS = 'ours';
const OURS_FOR_CONSUMERS = 'ours-consumer';
/** This gateway over the kind of project that a query needs. */
const oursOn = (query: QueryName): string => (isB2b(query) ? OURS : OURS_FOR_CONSUMERS);
/** Goal of each query: its share of raw's speed. */
const SHARES: Readonly<Record<QueryName, number>> = {
  Lookup: 0.5,
  Members: 0.7,
  MembersToOrganizations: 1,
  Aliases: 0.5,
  Deep: 0.8,
  Rename: 0.5,
  UserSessions: 0.8,
};
/** Goal of each query: its share of raw's requests per second with a delay. */
const THROUGHPUT_SHARES: Readonly<Record<QueryName, number>> = {
  Lookup: 0.9,
  Members: 1,
  MembersToOrganizations: 1,
  Aliases: 0.95,
  Deep: 0.95,
  Rename: 0.9,
  UserSessions: 0.95,
};
/** Queries in which an edge leads several times to objects of the same type. */
const REPEATING: readonly QueryName[] = ['MembersToOrganizations', 'Aliases', 'Deep'];
/** Maximum ratio of the cost per member in a larger response, which allows for noise. */
const LEVEL = 1.1;
/**
 * Maximum growth in megabytes during the second half of the documents. Documents that are never evicted would take many
 * times that.
 */
const TEXT_GROWTH = 50;

const queriesOf = (rows: readonly SpeedRow[]): QueryName[] =>
  rows
    .filter(({ contestant, query, verdict }) => contestant === oursOn(query) && verdict.kind === 'right')
    .map(({ query }) => query);

/** A goal that is set per query: the queries with their figures; missed ones are marked. */
function forEach(
  measure: string,
  goal: string,
  queries: readonly QueryName[],
  value: (query: QueryName) => number,
  reached: (value: number, query: QueryName) => boolean,
): Goal {
  const known = queries.map((query) => ({ query, figure: value(query) })).filter((one) => !Number.isNaN(one.figure));
  return {
    measure,
    goal,
    found: known
      .map((one) => `${one.query} ${formatFigure(one.figure)}${reached(one.figure, one.query) ? '' : ' (!)'}`)
      .join(', '),
    reached: known.length === 0 ? undefined : known.every((one) => reached(one.figure, one.query)),
  };
}

const countOf = (rows: readonly SpeedRow[], contestant: string, query: QueryName, of: 'calls' | 'rounds'): number => {
  const verdict = findRow(rows, contestant, query)?.verdict;
  return verdict?.kind === 'right' ? verdict[of] : Number.NaN;
};

/** CPU of others as a multiple of this gateway's: that of the cheapest, if there are several. */
const cheapestOf = (rows: readonly SpeedRow[], others: readonly string[], query: QueryName): number => {
  const known = others
    .map((other) => cpuRatio(rows, query, other, oursOn(query)))
    .filter((ratio) => !Number.isNaN(ratio));
  return known.length === 0 ? Number.NaN : Math.min(...known);
};

function speedGoals(results: BenchResults): Goal[] {
  const { speed, delay, delayed, throughput } = results;
  const rows = counted(results);
  const queries = queriesOf(rows);
  const beyond = (of: 'calls' | 'rounds') => (query: QueryName) =>
    countOf(rows, oursOn(query), query, of) - countOf(rows, BASELINE, query, of);
  const latency = (query: QueryName) =>
    median(
      ratios(
        findRow(delayed, oursOn(query), query)?.samples ?? [],
        findRow(delayed, BASELINE, query)?.samples ?? [],
        ({ p50 }) => p50,
      ),
    );
  return [
    forEach('upstream calls beyond raw’s', '0', queries, beyond('calls'), (value) => value <= 0),
    forEach('sequential rounds beyond raw’s', '0', queries, beyond('rounds'), (value) => value <= 0),
    forEach(`p50 at ${delay} ms delay, of raw’s`, '1.05 at most', queries, latency, (value) => value <= 1.05),
    forEach(
      `requests a second at ${delay} ms delay, ${COMPARED_CONCURRENCY} connections, of raw’s`,
      Object.values(THROUGHPUT_SHARES).join(', '),
      queries,
      (query) => throughputRatio(throughput, query, oursOn(query), BASELINE),
      (value, query) => value >= THROUGHPUT_SHARES[query],
    ),
    forEach(
      'CPU, share of raw’s speed',
      Object.values(SHARES).join(', '),
      queries,
      (query) => cpuRatio(speed, query, BASELINE, oursOn(query)),
      (value, query) => value >= SHARES[query],
    ),
    forEach(
      'CPU of Apollo Server, of ours',
      '2 at least',
      queries,
      (query) => cheapestOf(speed, ['apollo', 'apollo-batched'], query),
      (value) => value >= 2,
    ),
    forEach(
      'CPU of Mesh with Hive Gateway, of ours',
      '5 at least',
      queries,
      (query) => cheapestOf(speed, ['mesh'], query),
      (value) => value >= 5,
    ),
    forEach(
      'calls that Tailcall makes beyond ours, where edges repeat',
      'more than 0',
      queries.filter((query) => REPEATING.includes(query)),
      (query) => countOf(rows, 'tailcall', query, 'calls') - countOf(rows, oursOn(query), query, 'calls'),
      (value) => value > 0,
    ),
    forEach(
      'CPU, of Tailcall’s',
      '2 at most',
      queries,
      (query) => cpuRatio(speed, query, oursOn(query), 'tailcall'),
      (value) => value <= 2,
    ),
  ];
}

function growthGoals({ growth }: BenchResults): Goal[] {
  const members = growth?.members ?? [];
  const texts = growth?.texts ?? [];
  const added = (texts.at(-1) ?? Number.NaN) - (texts.at((texts.length - 1) / 2) ?? Number.NaN);
  return [
    {
      measure: 'CPU a member, 1 to 1,000 members',
      goal: 'falls or stays level',
      found: members.map(({ size, cpu }) => `${size.toLocaleString('en')}: ${formatFigure(cpu)} µs`).join(', '),
      reached: growth && members.every(({ cpu }, index) => cpu <= (members[index - 1]?.cpu ?? cpu) * LEVEL),
    },
    {
      measure: 'memory with each 1,000 new documents',
      goal: `at most ${TEXT_GROWTH} MB more in the second half`,
      found: growth ? `${texts.map(formatFigure).join(', ')} MB` : '',
      reached: growth && added <= TEXT_GROWTH,
    },
  ];
}

function startGoals({ startup }: BenchResults): Goal[] {
  const first = startup?.first ?? [];
  return [
    {
      measure: 'first answer after process start',
      goal: 'within 1,000 ms',
      found: startup
        ? `${formatFigure(quantile(first, 0.5))} ms, at worst ${formatFigure(first.at(-1) ?? Number.NaN)}`
        : '',
      reached: startup && quantile(first, 0.5) <= 1_000,
    },
    {
      measure: 'resident after 10,000 requests',
      goal: 'under 320 MB',
      found: startup
        ? `${formatFigure(startup.afterLookups)} MB of lookups, ${formatFigure(startup.afterAll)} MB of all six`
        : '',
      reached: startup && startup.afterLookups < 320 && startup.afterAll < 320,
    },
  ];
}

function pairGoal({ pair }: BenchResults): Goal {
  const about = { measure: 'two processes, requests of one', goal: '1.8 at least' };
  if (pair?.kind !== 'measured')
    return { ...about, found: pair ? `not measured: ${pair.reason}` : '', reached: undefined };
  const { answers, cost, apart } = pair;
  const found = apart
    ? formatFigure(answers)
    : `${formatFigure(cost)} by CPU a request; ${formatFigure(answers)} by answers, on two cores with generator and stub`;
  return { ...about, found, reached: (apart ? answers : cost) >= 1.8 };
}

/** Every goal. */
export const goals = (results: BenchResults): Goal[] => [
  ...speedGoals(results),
  ...growthGoals(results),
  ...startGoals(results),
  pairGoal(results),
];
