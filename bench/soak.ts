/**
 * Soak test for leaks: half an hour of all kinds of requests, over a Stytch of which one call in ten fails, with a
 * snapshot after every minute. `node bench/soak.ts [minutes]`, plus ten minutes of warm-up.
 */
import { formatFigure, markdownTable } from './gateway/statistics.ts';
import { findGrowth } from './soak/growth-check.ts';
import { runSoak, type SoakRound } from './soak/run.ts';

const TIMEOUT = 2_000;
const PAUSE = 7;
/** Minutes of warm-up, in which caches fill and V8 compiles code: without snapshots. */
const WARM_UP = 10;

const minutes = Number(process.argv[2] ?? 30);
const megabytes = (bytes: number): string => formatFigure(bytes / 1_048_576);
const row = ({ look, requests, answered, calls, twice }: SoakRound, minute: number): string[] => [
  String(minute + 1),
  String(requests),
  String(requests - answered),
  String(calls),
  String(twice),
  megabytes(look.heap),
  megabytes(look.external),
  String(look.sockets),
  String(look.timers),
  String(look.listeners),
];
const head = [
  'minute',
  'requests',
  'unanswered',
  'calls',
  'writes twice',
  'heap MB',
  'external MB',
  'sockets',
  'timers',
  'listeners',
];

const { spells, printed } = await runSoak({
  spells: WARM_UP + minutes,
  seconds: 60 - PAUSE,
  rate: 60,
  timeout: TIMEOUT,
  seen: (spell, minute) => console.log(row(spell, minute).join('  ')),
});
console.log(`\n${markdownTable(head, spells.map(row))}\n`);
const looks = spells.slice(WARM_UP).map(({ look }) => look);
const faults = [
  ...findGrowth(looks),
  ...(printed.includes('MaxListenersExceededWarning') ? ['node warns of listeners'] : []),
  ...(spells.some(({ twice }) => twice > 0) ? ['a write was delivered twice'] : []),
];
console.log(faults.length === 0 ? 'level' : faults.join('\n'));
process.exit(faults.length === 0 ? 0 : 1);
