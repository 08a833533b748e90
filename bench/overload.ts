/**
 * Too much to do: how much a gateway still gets done at twice and ten times its capacity, what is given up first, and how
 * soon whoever is refused knows. `node bench/overload.ts [repetitions]`; wants two cores, one of them for the gateway alone.
 *
 * Load is open-loop (bench/open-loop.ts). The peak is the most right answers a second of several rates around the capacity,
 * and is measured anew in each repetition, beside the overload: ratios are taken inside a repetition, since others share
 * the machine.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../test/port.ts';
import { figure, median, quantile, table } from './gateway/figures.ts';
import { type Running, start } from './gateway/process.ts';
import { type Ask, type Outcome, openLoop } from './open-loop.ts';

const CORES = { generator: '0', gateway: 1 };
/** Callers, each with a key of its own: equal reads of one caller would be one call. */
const KEYS = Array.from({ length: 64 }, (_, number) => `sgk_bench_${number}`);
const SECONDS = 6;
const CONNECTIONS = 1_000;
const GOALS = { twice: 0.9, tenfold: 0.8, shed: 50, signIn: 0.99 };

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The Stytch that repeats the sandbox's answers, on the generator's core. */
async function startUpstream() {
  const child = spawn('taskset', ['-c', CORES.generator, process.execPath, script('overload/replay.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  return z.object({ origin: z.string(), projectId: z.string(), secret: z.string() }).parse(JSON.parse(`${line}`));
}

async function startGateway(): Promise<{ running: Running; origin: string }> {
  const { origin, projectId, secret } = await startUpstream();
  const port = await freePort();
  const running = start(
    {
      file: process.execPath,
      arguments: [script('../src/main.ts')],
      environment: {
        PORT: `${port}`,
        STYTCH_PROJECT_ID: projectId,
        STYTCH_SECRET: secret,
        STYTCH_BASE_URL: origin,
        GATEWAY_API_KEYS: KEYS.map(
          (key, number) => `bench${number}:${createHash('sha256').update(key).digest('hex')}:admin`,
        ).join(),
        // One key and one address stand for very many callers: what is measured is not how much one of them may.
        LIMIT_CALLS_AT_ONCE: '512',
        LIMIT_CALLS_PER_TENANT: '512',
        UPSTREAM_SEARCHES_PER_MINUTE: '999999',
        UPSTREAM_CALLS_PER_MINUTE: '999999',
        SIGN_IN_TRIES_PER_ACCOUNT: '999999',
        SIGN_IN_TRIES_PER_ACCOUNT_HOUR: '999999',
        SIGN_IN_TRIES_PER_ADDRESS: '999999',
      },
    },
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
/** One of a few, in turn: neither always the same, which would be answered by one call, nor a new one each time. */
const next = (few: number): number => {
  counter += 1;
  return counter % few;
};

const asServer = () => ({ authorization: `Bearer ${KEYS[next(KEYS.length)]}` });

const FIELDS =
  'memberId name emailAddress status isAdmin mfaEnrolled createdAt updatedAt externalId trustedMetadata roles { roleId }';

/** What callers do. Many search much, so that one request is some work and ten times too many are not beyond the generator. */
const asks: readonly Ask[] = [
  {
    name: 'sign-in',
    weight: 2,
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
    weight: 3,
    headers: asServer,
    body: () =>
      JSON.stringify({
        query: `query Lookup($organizationId: String!) {
          organization(organizationId: $organizationId) { organizationId name slug mfaPolicy createdAt } }`,
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
        variables: { input: { organizationId: 'fernhill-bakery', name: `Fernhill ${next(20)}` } },
      }),
    right: rightWith('"name":"Fernhill'),
  },
  {
    name: 'search',
    weight: 4,
    headers: asServer,
    body: () =>
      JSON.stringify({
        query: `query Search($first: Int!) { members(organizationIds: ["fernhill-bakery"], first: $first) {
          totalCount nodes { ${FIELDS} } edges { cursor node { ${FIELDS} } } } }`,
        variables: { first: 150 + next(50) },
      }),
    right: rightWith('"totalCount":'),
  },
];

/** Figures of one spell. */
interface Figures {
  rate: number;
  /** Right answers a second. */
  goodput: number;
  p50: number;
  p99: number;
  /** Milliseconds until whoever was refused knew, at the 99th percentile. */
  shed99: number;
  /** Share that was answered right, by what was asked. */
  share: Readonly<Record<string, number>>;
  /** Neither right nor refused with a time to come back. */
  broken: number;
  /** Milliseconds by which the generator was late, at the 99th percentile. */
  late99: number;
}

const times = (outcomes: readonly Outcome[]): number[] =>
  outcomes.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);

function figuresOf(rate: number, outcomes: readonly Outcome[]): Figures {
  const right = outcomes.filter((outcome) => outcome.right);
  const shed = outcomes.filter(({ status, retryAfter }) => status === 503 && retryAfter !== undefined);
  const shareOf = (name: string): number => {
    const sent = outcomes.filter(({ ask }) => ask === name);
    return sent.filter((outcome) => outcome.right).length / sent.length;
  };
  const accepted = times(right);
  return {
    rate,
    goodput: right.length / SECONDS,
    p50: quantile(accepted, 0.5),
    p99: quantile(accepted, 0.99),
    shed99: quantile(times(shed), 0.99),
    share: Object.fromEntries(asks.map(({ name }) => [name, shareOf(name)])),
    broken: outcomes.length - right.length - shed.length,
    late99: quantile(
      outcomes.map(({ late }) => late).toSorted((a, b) => a - b),
      0.99,
    ),
  };
}

const { running, origin } = await startGateway();
let seed = 1;
const spell = async (rate: number): Promise<Figures> => {
  seed += 1;
  const load = { rate, seconds: SECONDS, connections: CONNECTIONS, seed };
  const figures = figuresOf(rate, await openLoop(origin, asks, load));
  // What is left of one spell is not the next one's.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return figures;
};

/** The rate at which a fifth more brings no more right answers: where the search for the peak begins. */
async function capacity(): Promise<number> {
  for (let rate = 100, best = 0; ; rate *= 1.25) {
    const { goodput } = await spell(rate);
    if (goodput < best * 1.05) return best;
    best = Math.max(best, goodput);
  }
}

const line = (
  name: string,
  { rate, goodput, p50, p99, shed99, share, broken, late99 }: Figures,
  peak: number,
): string[] => [
  name,
  figure(rate),
  figure(goodput),
  figure(goodput / peak),
  figure(p50),
  figure(p99),
  figure(shed99),
  ...asks.map((ask) => figure(share[ask.name] ?? Number.NaN)),
  String(broken),
  figure(late99),
];
const head = [
  'load',
  'sent/s',
  'right/s',
  'of peak',
  'p50 ms',
  'p99 ms',
  'refused p99 ms',
  ...asks.map((ask) => ask.name),
  'broken',
  'sent late p99 ms',
];

for (const ask of asks) {
  const headers = { 'content-type': 'application/json', ...ask.headers() };
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: ask.body() });
  const text = await response.text();
  if (!ask.right(response.status, text)) throw new Error(`${ask.name}: ${response.status} ${text.slice(0, 500)}`);
}
for (let warm = 0; warm < 3; warm += 1) await spell(150);
const around = await capacity();
console.log(`about ${figure(around)} right answers a second at most\n`);

const ratios = { twice: [] as number[], tenfold: [] as number[], shed: [] as number[], signIn: [] as number[] };
/** Milliseconds by which the generator may be late, that its figures are worth something: half of what a refusal may take. */
const LATE = GOALS.shed / 2;
let latest = 0;
const repetitions = Number(process.argv[2] ?? 3);
for (let repetition = 0; repetition < repetitions; repetition += 1) {
  const normal = await spell(0.6 * around);
  const near = [await spell(0.9 * around), await spell(around), await spell(1.1 * around)];
  const peak = Math.max(...[normal, ...near].map(({ goodput }) => goodput));
  const twice = await spell(2 * around);
  const tenfold = await spell(10 * around);
  ratios.twice.push(twice.goodput / peak);
  ratios.tenfold.push(tenfold.goodput / peak);
  ratios.shed.push(Math.max(twice.shed99, tenfold.shed99));
  ratios.signIn.push(twice.share['sign-in'] ?? 0);
  const rows = [
    line('0.6', normal, peak),
    ...near.map((each, index) => line(['0.9', '1.0', '1.1'][index] ?? '', each, peak)),
    line('2', twice, peak),
    line('10', tenfold, peak),
  ];
  console.log(`${table(head, rows)}\n`);
  latest = Math.max(latest, ...[normal, ...near, twice, tenfold].map(({ late99 }) => late99));
}
const verdict = (name: string, value: number, met: boolean, goal: string): string[] => [
  name,
  figure(value),
  goal,
  met ? 'met' : 'MISSED',
];
console.log(
  table(
    ['median of repetitions', '', 'goal', ''],
    [
      verdict(
        'right answers at 2x, of the peak',
        median(ratios.twice),
        median(ratios.twice) >= GOALS.twice,
        `>= ${GOALS.twice}`,
      ),
      verdict(
        'right answers at 10x, of the peak',
        median(ratios.tenfold),
        median(ratios.tenfold) >= GOALS.tenfold,
        `>= ${GOALS.tenfold}`,
      ),
      verdict('refused within, p99 ms', median(ratios.shed), median(ratios.shed) < GOALS.shed, `< ${GOALS.shed}`),
      verdict(
        'sign-ins answered at 2x',
        median(ratios.signIn),
        median(ratios.signIn) >= GOALS.signIn,
        `>= ${GOALS.signIn}`,
      ),
    ],
  ),
);
if (latest > LATE)
  console.log(`\nThe generator was ${figure(latest)} ms late: this machine is too busy, and the figures mean nothing.`);
await running.stop();
process.exit(latest > LATE ? 1 : 0);
