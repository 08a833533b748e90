/** The bench: `node bench/gateway/main.ts --help`. What it measures and how stands in bench/README.md. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { cores, type Entrant, enter, startUpstream, type Upstream } from './arena.ts';
import { allContestants } from './contestants.ts';
import type { Findings } from './findings.ts';
import { measureGrowth } from './growth.ts';
import { type Part, readOptions } from './options.ts';
import { measurePair } from './pair.ts';
import { report } from './report.ts';
import { BUSY, race } from './speed.ts';
import { measureStartup } from './startup.ts';

const options = readOptions(process.argv.slice(2));
const tell = (progress: string) => process.stderr.write(`${progress}\n`);

/** Keeps this process, the generator, on its core; a server has the other for itself. */
function keepToOneCore(): boolean {
  if (availableParallelism() < 2) return false;
  execFileSync('taskset', ['-a', '-p', '-c', String(cores.generator), String(process.pid)], { stdio: 'ignore' });
  return true;
}

async function enterAll(upstream: Upstream, out: Findings['out']): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const contestant of await allContestants(options)) {
    const limit = entrants.length === 0;
    if (!limit && options.contestants && !options.contestants.includes(contestant.name)) continue;
    try {
      entrants.push(await enter(contestant, upstream));
    } catch (cause) {
      if (limit) throw cause;
      out.push({ contestant: contestant.name, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  return entrants;
}

async function races(upstream: Upstream, findings: Findings): Promise<void> {
  const entrants = await enterAll(upstream, findings.out);
  if (asked('speed')) findings.speed = await race(entrants, upstream, { ...options, delay: 0, tell });
  if (asked('delay')) {
    // Each request takes at least the delay, so a spell has to be long enough for several. CPU is not the bottleneck.
    const delayed = { seconds: Math.max(options.seconds, 0.6), concurrencies: [1] };
    findings.delayed = await race(entrants, upstream, {
      ...options,
      ...delayed,
      repetitions: Math.min(options.repetitions, 3),
      tell,
    });
  }
  if (asked('throughput')) {
    // A request takes several delays where calls are more than connections: spells long enough for many.
    const busy = { seconds: Math.max(options.seconds, 1), concurrencies: [BUSY] };
    findings.throughput = await race(entrants, upstream, { ...options, ...busy, tell });
  }
  findings.memory = entrants.map(({ contestant, running }) => ({ contestant: contestant.name, peak: running.peak() }));
  for (const { running } of entrants) await running.stop();
}

/** What is asked of this gateway alone. */
async function alone(upstream: Upstream, findings: Findings): Promise<void> {
  const ours = (await allContestants(options)).find(({ name }) => name === 'ours');
  if (!ours) throw new Error('this gateway takes part');
  if (asked('growth')) {
    tell('growth');
    const entrant = await enter(ours, upstream);
    findings.growth = await measureGrowth(entrant, options);
    await entrant.running.stop();
  }
  if (asked('start')) {
    tell('start');
    findings.startup = await measureStartup(ours, upstream, options);
  }
  if (asked('pair')) {
    tell('pair');
    findings.pair = await measurePair(ours, upstream, options);
  }
}

const asked = (part: Part) => options.parts.includes(part);
const findings: Findings = {
  apart: keepToOneCore(),
  delay: options.delay,
  out: [],
  memory: [],
  speed: [],
  delayed: [],
  throughput: [],
};
const upstream = await startUpstream();
if (asked('speed') || asked('delay') || asked('throughput')) await races(upstream, findings);
await alone(upstream, findings);
await upstream.stop();
if (options.out) writeFileSync(options.out, JSON.stringify(findings, undefined, 2));
process.stdout.write(`${report(findings)}\n`);
