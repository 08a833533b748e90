/**
 * CPU of checkouts of this gateway, by profile: `node bench/profile.ts <folder> <folder> [starts]`.
 *
 * The figure is the CPU of the process in multiples of the CPU within undici, Node's HTTP and the writes to sockets.
 * Checkouts that send the same calls do the same work there, so the figure compares the rest. In contrast to the CPU of
 * a request it does not depend on how fast the machine was at that moment; each start is a new process.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import {
  checkAnswers,
  type RunningContestant,
  type StubControl,
  startContestant,
  startUpstream,
} from './gateway/contestant-runner.ts';
import { allContestants, type Contestant } from './gateway/contestants.ts';
import { runLoad } from './gateway/load-generator.ts';
import type { QueryName } from './gateway/queries.ts';
import { COMPARED_CONCURRENCY } from './gateway/speed.ts';
import { formatFigure, markdownTable, median } from './gateway/statistics.ts';

const queries = ['Lookup', 'Aliases', 'Deep', 'Rename'] as const satisfies readonly QueryName[];

/** Duration of the warm-up and of the load that is measured, in seconds. */
const WARM = 6;
const MEASURED = 8;

const profileSchema = v.object({
  endTime: v.number(),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
  nodes: v.array(v.object({ id: v.number(), callFrame: v.object({ functionName: v.string(), url: v.string() }) })),
});

/** Functions that do not run: the process waits, or V8 is between two of them. */
const notRunning = new Set(['(idle)', '(program)', '(root)']);
const inHttp = /\/node_modules\/undici\/|^node:(_http|net$|internal\/(http|stream|streams))/;
/** Writes to sockets, and the parser of HTTP in undici. */
const natives = /^(writeUtf8String|writeLatin1String|writeBuffer|writev|wasm-)/;

/** CPU in the last seconds of a profile, in multiples of that within HTTP. */
function shareOf(file: string): number {
  const { endTime, samples, timeDeltas, nodes } = v.parse(profileSchema, JSON.parse(readFileSync(file, 'utf8')));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  let at = endTime;
  let all = 0;
  let http = 0;
  for (let n = samples.length - 1; n >= 0 && at > endTime - (MEASURED - 0.5) * 1_000_000; n -= 1) {
    const took = timeDeltas[n] ?? 0;
    at -= took;
    const { functionName, url } = frames.get(samples[n] ?? 0) ?? { functionName: '(root)', url: '' };
    if (notRunning.has(functionName)) continue;
    all += took;
    if (inHttp.test(url) || natives.test(functionName)) http += took;
  }
  return all / http;
}

/** Runs a query on a new process of a checkout; returns its figure. */
async function profile(
  checkout: Contestant,
  baseline: RunningContestant,
  query: QueryName,
  upstream: StubControl,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const profiled: Contestant = {
    ...checkout,
    program: (port, origin) => {
      const program = checkout.program(port, origin);
      const options = ['--cpu-prof', '--cpu-prof-interval=400', '--cpu-prof-name=profile', `--cpu-prof-dir=${folder}`];
      return { ...program, arguments: [...options, ...program.arguments] };
    },
  };
  const entrant = await startContestant(profiled, upstream);
  const answers = await checkAnswers(entrant, baseline, query, upstream);
  if (answers.kind === 'out') throw new Error(answers.reason);
  await upstream.reset();
  await runLoad(answers.shots, COMPARED_CONCURRENCY, { seconds: WARM + MEASURED });
  // Node writes the profile when it ends by itself.
  await entrant.running.stop('SIGTERM');
  const share = shareOf(join(folder, 'profile'));
  rmSync(folder, { recursive: true });
  return share;
}

const words = process.argv.slice(2);
const folders = words.filter((word) => !/^\d+$/.test(word)).map((word) => resolve(word));
const starts = Number(words.find((word) => /^\d+$/.test(word)) ?? 5);
if (folders.length === 0) {
  process.stderr.write('node bench/profile.ts <folder of a checkout> ... [number of starts, 5]\n');
  process.exit(1);
}

const upstream = await startUpstream();
const [raw] = await allContestants({});
if (!raw) throw new Error('raw takes part');
const baseline = await startContestant(raw, upstream);
const checkouts = await Promise.all(
  folders.map(async (folder) => ({ folder, contestant: (await allContestants({ before: folder })).at(-1) ?? raw })),
);
const rows: string[][] = checkouts.map(({ folder }) => [folder.split('/').at(-1) ?? folder]);
for (const query of queries) {
  const found: number[][] = checkouts.map(() => []);
  for (let start = 0; start < starts; start += 1) {
    for (const [index, { contestant }] of checkouts.entries()) {
      process.stderr.write(`${query}, ${start + 1} of ${starts}, ${rows[index]?.[0]}\n`);
      found[index]?.push(await profile(contestant, baseline, query, upstream));
    }
  }
  for (const [index, shares] of found.entries()) {
    const ratio = formatFigure(median(shares) / median(found[0] ?? []));
    rows[index]?.push(`${formatFigure(median(shares))}, ${ratio} (${shares.map(formatFigure).join(' ')})`);
  }
}
process.stdout.write(
  `CPU in multiples of that within HTTP: median, of the first checkout’s (each start)\n\n${markdownTable(['', ...queries], rows)}\n`,
);
process.exit(0);
