/**
 * Overload: the goodput of a gateway at twice and ten times its capacity, what is shed first, and how soon the clients
 * of shed requests get their response. `node bench/overload.ts [repetitions]`; needs two cores, one for the gateway
 * alone. Results are weighted by CPU cost: the first requests to be shed are the most expensive.
 *
 * Load is open-loop (bench/open-loop.ts). The peak is the most work of several rates around the capacity, and is
 * measured again in each repetition, beside the overload: ratios are taken inside a repetition, since others share
 * the machine.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { freePort } from '../test/port.ts';
import { gatewayProgram, type RunningProgram, spawnProgram } from './gateway/process.ts';
import { formatFigure, markdownTable, median, quantile } from './gateway/statistics.ts';
import { type RequestKind, type RequestResult, runOpenLoop } from './open-loop.ts';

const CORES = { generator: '0', gateway: 1 };
/** Callers, each with its own key: equal reads of one caller would be one call. */
const KEYS = Array.from({ length: 64 }, (_, number) => `sgk_bench_${number}`);
const SECONDS = 6;
const CONNECTIONS = 256;
const GOALS = { twice: 0.9, tenfold: 0.8, shed: 50, slower: 2, signIn: 0.99 };

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The simulated Stytch that replays the sandbox's responses, on the generator's core. */
async function startUpstream() {
  const child = spawn('taskset', ['-c', CORES.generator, process.execPath, script('overload/replay.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  return v.parse(v.object({ origin: v.string(), projectId: v.string(), secret: v.string() }), JSON.parse(`${line}`));
}

async function startGateway(): Promise<{ running: RunningProgram; origin: string }> {
  const { origin, projectId, secret } = await startUpstream();
  const port = await freePort();
  const running = spawnProgram(
    gatewayProgram(script('..'), {
      PORT: `${port}`,
      STYTCH_PROJECT_ID: projectId,
      STYTCH_SECRET: secret,
      STYTCH_BASE_URL: origin,
      GATEWAY_API_KEYS: KEYS.map(
        (key, number) => `bench${number}:${createHash('sha256').update(key).digest('hex')}:admin`,
      ).join(),
      // All load comes from one address. Limits per address are raised, since they are not measured here.
      UPSTREAM_SEARCHES_PER_MINUTE: '999999',
      UPSTREAM_CALLS_PER_MINUTE: '999999',
      SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE: '999999',
      SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR: '999999',
      SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE: '999999',
    }),
    CORES.gateway,
  );
  const address = `http://127.0.0.1:${port}`;
  const ready = (): Promise<boolean> =>
    fetch(`${address}/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  while (!(await ready())) {
    if (!running.alive()) throw new Error('the gateway does not start (BENCH_DEBUG=1 shows what it says)');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { running, origin: address };
}

const rightWith =
  (part: string) =>
  (status: number, text: string): boolean =>
    status === 200 && text.includes(part) && !text.includes('"errors"');

let counter = 0;
/** One of a few numbers in turn: equal requests would be one call, and all different ones would miss every cache. */
const next = (few: number): number => {
  counter += 1;
  return counter % few;
};

const asServer = () => ({ authorization: `Bearer ${KEYS[next(KEYS.length)]}` });

/** Page sizes, with no size in common between the four kinds of pages. */
const page = (place: number): number => 160 + place * 10 + next(10);

/**
 * Requests of callers. Most read large pages, so that a response costs some milliseconds of CPU: then the generator,
 * which has only one core, can send ten times the capacity, and a refusal is cheap in comparison.
 */
const asks: readonly RequestKind[] = [
  {
    name: 'sign-in',
    weight: 1,
    headers: () => ({}),
    body: () =>
      JSON.stringify({
        query: `mutation SignIn($input: AuthenticateMemberPasswordInput!) {
          authenticateMemberPassword(input: $input) { ... on AuthenticateMemberPasswordPayload { member { memberId } } } }`,
        variables: {
          input: {
            organizationId: 'fernhill-bakery',
            emailAddress: 'ada@fernhill.example',
            password: 'sourdough at six in the morning',
          },
        },
      }),
    right: rightWith('"memberId":"'),
  },
  {
    name: 'lookup',
    weight: 2,
    headers: asServer,
    body: () =>
      JSON.stringify({
        query: `query Lookup($organizationId: ID!) {
          organization(by: { id: $organizationId }) { organizationId name slug mfaPolicy createdAt } }`,
        variables: { organizationId: ['fernhill-bakery', 'northgate-bank'][next(2)] },
      }),
    right: rightWith('"slug":"'),
  },
  {
    name: 'change',
    weight: 1,
    headers: asServer,
    body: () =>
      JSON.stringify({
        query: `mutation Rename($input: UpdateOrganizationInput!) {
          updateOrganization(input: $input) { ... on UpdateOrganizationPayload { organization { name } } } }`,
        variables: {
          input: {
            organizationId: 'organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0',
            name: `Fernhill ${next(20)}`,
          },
        },
      }),
    right: rightWith('"name":"Fernhill'),
  },
  {
    name: 'search',
    weight: 16,
    headers: asServer,
    body: () =>
      JSON.stringify({
        query: `query Search($first: Int!, $second: Int!, $third: Int!, $fourth: Int!) {
          first: members(organizationIds: ["organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0"], first: $first) { ...Page }
          second: members(organizationIds: ["organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0"], first: $second) { ...Page }
          third: members(organizationIds: ["organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0"], first: $third) { ...Page }
          fourth: members(organizationIds: ["organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0"], first: $fourth) { ...Page }
        }
        fragment Page on MemberConnection { totalCount nodes { memberId } }`,
        variables: { first: page(0), second: page(1), third: page(2), fourth: page(3) },
      }),
    right: rightWith('"totalCount":'),
  },
];

/** CPU of a request in the gateway in microseconds, by kind of request. */
type Costs = Readonly<Record<string, number>>;

/** Figures of one interval. */
interface Figures {
  rate: number;
  /** Correct responses per second under load. */
  goodput: number;
  /** Goodput in seconds of CPU of the gateway: a refused page weighs more than a successful sign-in. */
  work: number;
  p50: number;
  p99: number;
  /** Time from sending to the response of shed requests in milliseconds, at the 99th percentile. */
  shed99: number;
  /** Fraction of correct responses, by kind of request. */
  share: Readonly<Record<string, number>>;
  /** Responses that are neither correct nor a refusal with `retry-after`. */
  broken: number;
  /** Delay of the generator in milliseconds, at the 99th percentile. */
  late99: number;
}

const sorted = (outcomes: readonly RequestResult[], what: (outcome: RequestResult) => number): number[] =>
  outcomes.map(what).toSorted((a, b) => a - b);

function figuresOf(rate: number, outcomes: readonly RequestResult[], costs: Costs): Figures {
  const right = outcomes.filter((outcome) => outcome.right);
  const shed = outcomes.filter(({ status, retryAfter }) => status === 503 && retryAfter !== undefined);
  const shareOf = (name: string): number => {
    const sent = outcomes.filter(({ ask }) => ask === name);
    return sent.filter((outcome) => outcome.right).length / sent.length;
  };
  const accepted = sorted(right, ({ milliseconds }) => milliseconds);
  const inTime = right.filter(({ ended }) => ended <= SECONDS * 1_000);
  return {
    rate,
    goodput: inTime.length / SECONDS,
    work: inTime.reduce((sum, { ask }) => sum + (costs[ask] ?? Number.NaN), 0) / SECONDS / 1e6,
    p50: quantile(accepted, 0.5),
    p99: quantile(accepted, 0.99),
    shed99: quantile(
      sorted(shed, ({ milliseconds, late }) => milliseconds - late),
      0.99,
    ),
    share: Object.fromEntries(asks.map(({ name }) => [name, shareOf(name)])),
    broken: outcomes.length - right.length - shed.length,
    late99: quantile(
      sorted(outcomes, ({ late }) => late),
      0.99,
    ),
  };
}

const { running, origin } = await startGateway();
let seed = 1;
const costs: Record<string, number> = {};
const spell = async (rate: number): Promise<Figures> => {
  seed += 1;
  const load = { rate, seconds: SECONDS, connections: CONNECTIONS, seed };
  const figures = figuresOf(rate, await runOpenLoop(origin, asks, load), costs);
  // Requests of one interval must not run into the next one.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return figures;
};

/** The rate at which 20 % more requests yield no more correct responses: the search for the peak begins there. */
async function capacity(): Promise<number> {
  for (let rate = 60, best = 0; ; rate *= 1.25) {
    const { goodput } = await spell(rate);
    if (goodput < best * 1.05) return best;
    best = Math.max(best, goodput);
  }
}

const line = (
  name: string,
  { rate, goodput, work, p50, p99, shed99, share, broken, late99 }: Figures,
  peak: number,
): string[] => [
  name,
  formatFigure(rate),
  formatFigure(goodput),
  formatFigure(work / peak),
  formatFigure(p50),
  formatFigure(p99),
  formatFigure(shed99),
  ...asks.map((ask) => formatFigure(share[ask.name] ?? Number.NaN)),
  String(broken),
  formatFigure(late99),
];
const head = [
  'load',
  'sent/s',
  'right/s',
  'of peak work',
  'p50 ms',
  'p99 ms',
  'refused p99 ms',
  ...asks.map((ask) => ask.name),
  'broken',
  'sent late p99 ms',
];

/** Sends one request while no other runs. */
async function askOnce(ask: RequestKind): Promise<void> {
  const headers = { 'content-type': 'application/json', ...ask.headers() };
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: ask.body() });
  const text = await response.text();
  if (!ask.right(response.status, text)) throw new Error(`${ask.name}: ${response.status} ${text.slice(0, 500)}`);
}

/** Number of sequential requests of one kind, from which its cost is measured. */
const ALONE = 300;
async function measureCost(ask: RequestKind): Promise<number> {
  const before = running.cpu();
  for (let request = 0; request < ALONE; request += 1) await askOnce(ask);
  return (running.cpu() - before) / ALONE;
}
for (const ask of asks) await askOnce(ask);
for (let warm = 0; warm < 3; warm += 1) await spell(60);
for (const ask of asks) costs[ask.name] = await measureCost(ask);
const around = await capacity();
console.log(`about ${formatFigure(around)} right answers a second at most`);
console.log(`CPU alone: ${asks.map(({ name }) => `${name} ${formatFigure(costs[name] ?? 0)} µs`).join(', ')}\n`);

const ratios = {
  twice: [] as number[],
  tenfold: [] as number[],
  shed: [] as number[],
  slower: [] as number[],
  signIn: [] as number[],
};
/** Maximum delay of the generator in a valid repetition, in milliseconds: half of the goal for refusals. */
const LATE = GOALS.shed / 2;
const repetitions = Number(process.argv[2] ?? 3);
for (let repetition = 0; repetition < repetitions; repetition += 1) {
  const normal = await spell(0.6 * around);
  const near = [await spell(0.9 * around), await spell(around), await spell(1.1 * around)];
  const peak = Math.max(...[normal, ...near].map(({ work }) => work));
  const twice = await spell(2 * around);
  const tenfold = await spell(10 * around);
  const rows = [
    line('0.6', normal, peak),
    ...near.map((each, index) => line(['0.9', '1.0', '1.1'][index] ?? '', each, peak)),
    line('2', twice, peak),
    line('10', tenfold, peak),
  ];
  console.log(`${markdownTable(head, rows)}\n`);
  const late = Math.max(...[normal, ...near, twice, tenfold].map(({ late99 }) => late99));
  if (late > LATE) {
    console.log(`The generator was ${formatFigure(late)} ms late: this repetition does not count.\n`);
    continue;
  }
  ratios.twice.push(twice.work / peak);
  ratios.tenfold.push(tenfold.work / peak);
  ratios.shed.push(Math.max(twice.shed99, tenfold.shed99));
  ratios.signIn.push(twice.share['sign-in'] ?? 0);
  ratios.slower.push(twice.p99 / normal.p99);
}
const verdict = (name: string, value: number, met: boolean, goal: string): string[] => [
  name,
  formatFigure(value),
  goal,
  met ? 'met' : 'MISSED',
];
const verdicts = [
  verdict(
    'right answers at 2x, of the peak by work',
    median(ratios.twice),
    median(ratios.twice) >= GOALS.twice,
    `>= ${GOALS.twice}`,
  ),
  verdict(
    'right answers at 10x, of the peak by work',
    median(ratios.tenfold),
    median(ratios.tenfold) >= GOALS.tenfold,
    `>= ${GOALS.tenfold}`,
  ),
  verdict('refused within, p99 ms', median(ratios.shed), median(ratios.shed) < GOALS.shed, `< ${GOALS.shed}`),
  verdict(
    'p99 of the answered at 2x, of that at 0.6x',
    median(ratios.slower),
    median(ratios.slower) <= GOALS.slower,
    `<= ${GOALS.slower}`,
  ),
  verdict(
    'sign-ins answered at 2x',
    median(ratios.signIn),
    median(ratios.signIn) >= GOALS.signIn,
    `>= ${GOALS.signIn}`,
  ),
];
console.log(markdownTable([`median of ${ratios.twice.length} repetitions`, '', 'goal', ''], verdicts));
await running.stop();
process.exit(verdicts.some((row) => row.includes('MISSED')) ? 1 : 0);
