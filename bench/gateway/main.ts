/** The bench: `node bench/gateway/main.ts --help`. What it measures and how stands in bench/README.md. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { cores, type Entrant, enter, startUpstream, type Upstream } from './arena.ts';
import { allContestants } from './contestants.ts';
import { readOptions } from './options.ts';
import { type Findings, report } from './report.ts';
import { race } from './speed.ts';

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

const apart = keepToOneCore();
const upstream = await startUpstream();
const findings: Findings = { apart, out: [], memory: [], speed: [], delayed: [] };
if (options.parts.includes('speed') || options.parts.includes('delay')) {
  const entrants = await enterAll(upstream, findings.out);
  if (options.parts.includes('speed')) {
    findings.speed = await race(entrants, upstream, { ...options, delay: 0, tell });
  }
  if (options.parts.includes('delay')) {
    findings.delayed = await race(entrants, upstream, {
      ...options,
      delay: 20,
      // A request takes 20 ms and more here: fewer of them, and long enough for some.
      seconds: Math.max(options.seconds, 0.6),
      repetitions: Math.min(options.repetitions, 3),
      concurrencies: [1],
      tell,
    });
  }
  findings.memory = entrants.map(({ contestant, running }) => ({ contestant: contestant.name, peak: running.peak() }));
  for (const { running } of entrants) await running.stop();
}
await upstream.stop();
if (options.out) writeFileSync(options.out, JSON.stringify(findings, undefined, 2));
process.stdout.write(`${report(findings)}\n`);
