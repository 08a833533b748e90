/** Command-line options of the bench. */
import { parseArgs } from 'node:util';
import { type QueryName, queryNames } from './queries.ts';

/** Measurements that can be selected. */
export const measurements = ['speed', 'delay', 'throughput', 'growth', 'start', 'pair'] as const;
export type Measurement = (typeof measurements)[number];

export interface BenchOptions {
  measurements: readonly Measurement[];
  /** Names of the contestants besides `raw`. Undefined: all contestants. */
  contestants: readonly string[] | undefined;
  queries: readonly QueryName[];
  repetitions: number;
  /** Duration of one interval of load, in seconds. */
  seconds: number;
  /** Duration of the warm-up of each query, in seconds. */
  warm: number;
  concurrencies: readonly number[];
  /** Delay before each response of the stub in `delay` and `throughput`, in milliseconds. */
  delay: number;
  /** Checkouts of this gateway: the measured one, and one to compare with. */
  ours: string | undefined;
  before: string | undefined;
  /** File for all figures, as JSON. */
  out: string | undefined;
}

const help = `node bench/gateway/main.ts [part ...] [option ...]

parts         ${measurements.join(', ')}; all when none is named
--quick       only speed, delay and throughput, in about four minutes: short intervals, three repetitions
--contestants comma-separated names, such as "ours,apollo"; raw is always included
--queries     comma-separated names: ${queryNames.join(',')}
--repetitions number of repetitions, 7
--seconds     length of one interval of load, 0.4
--warm        seconds of load before the first repetition of a query, 6: plans are compiled by then
--concurrency connections, 1,16,64; the share of raw's speed is computed at 16 if that is one of them
--delay       milliseconds before each response of the stub in delay and throughput, 20: a busy machine needs more
--ours        folder of another checkout to measure as "ours"
--before      folder of a checkout to compare with
--out         file for all figures, as JSON
`;

/** Parses the command line. Ends the program with a hint if it is invalid. */
export function readOptions(words: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
      contestants: text,
      queries: text,
      repetitions: text,
      seconds: text,
      warm: text,
      concurrency: text,
      delay: text,
      ours: text,
      before: text,
      out: text,
    },
  });
  if (values.help) stop(help, 0);
  const quick = values.quick === true;
  const list = (value: string | undefined) => value?.split(',').map((word) => word.trim());
  const number = (value: string | undefined, otherwise: number) => {
    const figure = value === undefined ? otherwise : Number(value);
    return figure > 0 ? figure : stop(`${value} is not a number above zero.\n\n${help}`, 1);
  };
  const among = <Word extends string>(given: readonly string[], known: readonly Word[]): Word[] =>
    given.map((word) => known.find((one) => one === word) ?? stop(`There is no "${word}".\n\n${help}`, 1));
  return {
    measurements:
      positionals.length > 0
        ? among(positionals, measurements)
        : quick
          ? ['speed', 'delay', 'throughput']
          : measurements,
    contestants: list(values.contestants),
    queries: among(list(values.queries) ?? queryNames, queryNames),
    repetitions: number(values.repetitions, quick ? 3 : 7),
    seconds: number(values.seconds, quick ? 0.15 : 0.4),
    warm: number(values.warm, quick ? 2 : 6),
    concurrencies: list(values.concurrency)?.map((word) => number(word, 1)) ?? (quick ? [16] : [1, 16, 64]),
    delay: number(values.delay, 20),
    ours: values.ours,
    before: values.before,
    out: values.out,
  };
}

function stop(text: string, code: number): never {
  process.stderr.write(text);
  process.exit(code);
}
