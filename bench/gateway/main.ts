/** The bench: `node bench/gateway/main.ts --help`. bench/README.md describes what it measures and how. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import {
  cores,
  type RunningContestant,
  type StubControl,
  startContestant,
  startUpstream,
} from './contestant-runner.ts';
import { allContestants } from './contestants.ts';
import { measureGrowth } from './growth.ts';
import { type Measurement, readOptions } from './options.ts';
import { renderReport } from './report.ts';
import type { BenchResults } from './results.ts';
import { COMPARED_CONCURRENCY, measureSpeed } from './speed.ts';
import { measureStartup } from './startup.ts';
import { measureTwoProcesses } from './two-processes.ts';

const options = readOptions(process.argv.slice(2));
const tell = (progress: string) => process.stderr.write(`${progress}\n`);

/** Pins this process, the generator, to its core; the other core is for a server. */
function keepToOneCore(): boolean {
  if (availableParallelism() < 2) return false;
  execFileSync('taskset', ['-a', '-p', '-c', String(cores.generator), String(process.pid)], { stdio: 'ignore' });
  return true;
}

async function startContestants(upstream: StubControl, out: BenchResults['out']): Promise<RunningContestant[]> {
  const contestants: RunningContestant[] = [];
  for (const contestant of await allContestants(options)) {
    const isBaseline = contestants.length === 0;
    if (!isBaseline && options.contestants && !options.contestants.includes(contestant.name)) continue;
    try {
      contestants.push(await startContestant(contestant, upstream));
    } catch (cause) {
      if (isBaseline) throw cause;
      out.push({ contestant: contestant.name, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  return contestants;
}

async function measureSpeeds(upstream: StubControl, results: BenchResults): Promise<void> {
  const contestants = await startContestants(upstream, results.out);
  if (asked('speed')) results.speed = await measureSpeed(contestants, upstream, { ...options, delay: 0, tell });
  if (asked('delay')) {
    // Each request takes at least the delay, so an interval must be long enough for several. CPU is not the bottleneck.
    const delayed = { seconds: Math.max(options.seconds, 0.6), concurrencies: [1] };
    results.delayed = await measureSpeed(contestants, upstream, {
      ...options,
      ...delayed,
      repetitions: Math.min(options.repetitions, 3),
      tell,
    });
  }
  if (asked('throughput')) {
    // A request takes several delays if it has more calls than connections, so intervals must be long enough for many.
    const busy = { seconds: Math.max(options.seconds, 1), concurrencies: [COMPARED_CONCURRENCY] };
    results.throughput = await measureSpeed(contestants, upstream, { ...options, ...busy, tell });
  }
  results.memory = contestants.map(({ contestant, running }) => ({
    contestant: contestant.name,
    peak: running.peak(),
  }));
  for (const { running } of contestants) await running.stop();
}

/** Measurements of this gateway without other contestants. */
async function alone(upstream: StubControl, results: BenchResults): Promise<void> {
  const ours = (await allContestants(options)).find(({ name }) => name === 'ours');
  if (!ours) throw new Error('this gateway takes part');
  if (asked('growth')) {
    tell('growth');
    const entrant = await startContestant(ours, upstream);
    results.growth = await measureGrowth(entrant, options);
    await entrant.running.stop();
  }
  if (asked('start')) {
    tell('start');
    results.startup = await measureStartup(ours, upstream, options);
  }
  if (asked('pair')) {
    tell('pair');
    results.pair = await measureTwoProcesses(ours, upstream, options);
  }
}

const asked = (part: Measurement) => options.measurements.includes(part);
const results: BenchResults = {
  apart: keepToOneCore(),
  delay: options.delay,
  out: [],
  memory: [],
  speed: [],
  delayed: [],
  throughput: [],
};
const upstream = await startUpstream();
if (asked('speed') || asked('delay') || asked('throughput')) await measureSpeeds(upstream, results);
await alone(upstream, results);
await upstream.stop();
if (options.out) writeFileSync(options.out, JSON.stringify(results, undefined, 2));
process.stdout.write(`${renderReport(results)}\n`);
