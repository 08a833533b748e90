/**
 * Cost of each hostile document of T29: CPU of the whole process for the first request and as a median, and how long
 * the event loop is blocked. `node bench/hostile-documents.ts`
 */
import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { schema } from '../schema/b2b/index.ts';
import { createGateway } from '../src/gateway.ts';
import { startSandbox } from '../src/sandbox/index.ts';
import { createTries, defaultThrottleLimits } from '../src/sign-in/throttle.ts';
import { createStytchClient } from '../src/stytch/client/client.ts';
import { b2b } from '../src/vertical/b2b.ts';
import { type Hostile, hostile } from '../test/safety/hostile-documents.ts';

const ROUNDS = 11;
const KEY = 'sgk_bench';

const sandbox = await startSandbox({ port: 0 });
const { projectId, secret, origin: baseUrl } = sandbox;
const log = { warn: () => {}, error: () => {} };
const stytch = createStytchClient({ baseUrl, telemetryUrl: baseUrl, projectId, secret, log });
const gateway = createGateway({
  schema,
  stytch,
  baseUrl,
  apiKeys: [{ name: 'bench', sha256: createHash('sha256').update(KEY).digest('hex'), scopes: ['admin'] }],
  log,
  timeout: 10_000,
  introspection: 'on',
  tries: createTries(defaultThrottleLimits, b2b),
  trustProxy: 0,
});
await gateway.warm();

const send = async (body: Hostile['body']): Promise<{ status: number; text: string }> => {
  const response = await gateway.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
      body: typeof body === 'string' ? body : body(),
      ...(typeof body === 'string' ? {} : { duplex: 'half' }),
    }),
  );
  return { status: response.status, text: await response.text() };
};
/** CPU of a request, in milliseconds. */
const cpu = async (body: Hostile['body']): Promise<number> => {
  const before = process.cpuUsage();
  await send(body);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
/** The same request with another text, so that it is in no cache. */
const uncached = (body: Hostile['body'], round: number): Hostile['body'] =>
  typeof body === 'string' ? body.replace('"query":"', `"query":"# ${round}\\n`) : body;

// Warm-up: until the first requests are served, V8 compiles the gateway.
for (let n = 0; n < 50; n += 1) {
  await send(
    JSON.stringify({
      query: `{ organizations { nodes { name members { nodes { name roles { roleId } } } } } } # ${n}`,
    }),
  );
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const kept = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

/** Event-loop delay while `run` runs. */
async function delayDuring(run: () => Promise<void>): Promise<ReturnType<typeof monitorEventLoopDelay>> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await run();
  delay.disable();
  return delay;
}

// Other work shares the machine, so the delay of valid requests at the same time is the reference.
const honest = await delayDuring(async () => {
  for (let n = 0; n < 300; n += 1) {
    await send(JSON.stringify({ query: '{ viewer { kind } }' }));
    await turn();
  }
});

const heap = kept();
const rows: { name: string; first: number; median: number; worst: number }[] = [];
const delay = await delayDuring(async () => {
  for (const { name, body } of hostile) {
    const spent: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      spent.push(await cpu(uncached(body, round)));
      await turn();
    }
    const sorted = spent.toSorted((a, b) => a - b);
    rows.push({ name, first: spent[0] ?? 0, median: sorted[ROUNDS >> 1] ?? 0, worst: sorted.at(-1) ?? 0 });
  }
});
const ms = (value: number) => value.toFixed(1).padStart(8);
console.log(`${'first'.padStart(8)}${'median'.padStart(8)}${'worst'.padStart(8)}  ms of CPU`);
for (const { name, first, median, worst } of rows) console.log(`${ms(first)}${ms(median)}${ms(worst)}  ${name}`);
console.log(`
dearest, first time   ${ms(Math.max(...rows.map(({ first }) => first)))} ms of CPU (goal: below 100)
dearest median        ${ms(Math.max(...rows.map(({ median }) => median)))} ms of CPU
loop delay p99, honest${ms(honest.percentile(99) / 1e6)} ms, of \`{ viewer { kind } }\`
loop delay p50        ${ms(delay.percentile(50) / 1e6)} ms
loop delay p99        ${ms(delay.percentile(99) / 1e6)} ms (goal: below 50)
loop delay, longest   ${ms(delay.max / 1e6)} ms
heap                  ${ms((kept() - heap) / 1e6)} MB more (goal: below 50)
requests              ${ms(rows.length * ROUNDS)}`);

await stytch.close();
await sandbox.close();
