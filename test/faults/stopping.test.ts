/** F24: stopped under load, the program loses no request, and exits in time. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { volume } from '../volume.ts';
import { hang, latency } from './fault-kinds.ts';
import { type GatewayProcess, SERVER_KEY, startGatewayProcess } from './program.ts';
import { type FaultyProxy, startProxy } from './proxy.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
const LOOKUP = '{ organization(by: { slug: "fernhill-bakery" }) { name } }';
const rename = (name: string) =>
  `mutation { updateOrganization(input: { organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", name: "${name}" }) {
    ... on UpdateOrganizationPayload { organization { name } } } }`;

let sandbox: Sandbox;
let proxy: FaultyProxy;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  proxy = await startProxy(sandbox.origin);
});
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
});

const running: GatewayProcess[] = [];
afterEach(async () => {
  for (const program of running.splice(0)) program.process.kill('SIGKILL');
  await proxy.heal();
});

const start = async (settings: Record<string, string>): Promise<GatewayProcess> => {
  const program = await startGatewayProcess(sandbox, proxy.origin, settings);
  running.push(program);
  return program;
};

const ask = async (pool: Pool, query: string): Promise<{ status: number; text: string }> => {
  const { statusCode, body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}` },
    body: JSON.stringify({ query }),
  });
  return { status: statusCode, text: await body.text() };
};

const NOTICE = 1_000;
const CLIENTS = 20;
let marker = 0;

/** One run: twenty clients on keep-alive connections, a signal, and the result of every request. */
async function stopUnderLoad(): Promise<{ right: number; lost: string[]; late: number; code: number | null }> {
  // Five programs on a busy machine would reject some requests, which other tests cover.
  const program = await start({ SHUTDOWN_DELAY_MS: `${NOTICE}`, MAX_EVENT_LOOP_LAG_MS: '10000' });
  const pool = new Pool(program.origin, { connections: CLIENTS });
  const lost: string[] = [];
  let right = 0;
  let late = 0;
  let signalled = false;
  let sending = true;
  const send = async (document: string, name: string): Promise<void> => {
    const afterSignal = signalled;
    const { status, text } = await ask(pool, document).catch((error: unknown) => ({ status: 0, text: String(error) }));
    if (status === 200 && text.includes(name) && !text.includes('errors')) {
      right += 1;
      late += Number(afterSignal);
    } else lost.push(text);
  };
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    while (sending) {
      marker += 1;
      // Every fourth client writes.
      if (client % 4 === 0) await send(rename(`marker-${marker}`), `marker-${marker}`);
      else await send(LOOKUP, 'name');
    }
  });
  // Every client has had a response, however slow the machine is: the first requests compile the program.
  while (right + lost.length < CLIENTS) await after(20);
  await after(200 + 300 * Math.random());
  program.process.kill('SIGTERM');
  signalled = true;
  // Like a load balancer: polls readiness, and sends no requests after it fails.
  while ((await program.ready()) === 200) await after(100);
  sending = false;
  await Promise.all(clients);
  await pool.destroy();
  return { right, lost, late, code: await program.ended };
}

describe('F24: stopping', () => {
  const ROUNDS = volume(1, 4);
  it(`loses no request of twenty clients that go by readiness, in any of ${5 * ROUNDS} runs`, {
    timeout: 90_000,
  }, async () => {
    proxy.fail(latency(150));
    proxy.forget();
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      runs.push(...(await Promise.all(Array.from({ length: 5 }, stopUnderLoad))));
      running.length = 0;
    }
    const right = runs.reduce((sum, run) => sum + run.right, 0);
    const lost = runs.flatMap((run) => run.lost);
    const { writes, twice } = proxy.delivered();
    tally('F24', { calls: right + lost.length, right, deliveries: writes, twice });
    expect(lost).toEqual([]);
    expect(runs.map(({ code }) => code)).toEqual(Array.from({ length: 5 * ROUNDS }, () => 0));
    expect(right, 'there was load').toBeGreaterThan(5 * ROUNDS * CLIENTS);
    expect(
      runs.reduce((sum, run) => sum + run.late, 0),
      'requests are still taken during the notice',
    ).toBeGreaterThan(0);
    expect(twice).toBe(0);
  });

  it('is alive but not ready from the first moment, and says so on every connection', async () => {
    const { origin, process, ready } = await start({ SHUTDOWN_DELAY_MS: '10000' });
    const before = await fetch(`${origin}/live`);
    expect([before.status, await before.json(), await ready()]).toEqual([200, { live: true }, 200]);
    process.kill('SIGTERM');
    await expect.poll(ready, { timeout: 5_000 }).toBe(503);
    const [live, unready] = await Promise.all([fetch(`${origin}/live`), fetch(`${origin}/ready`)]);
    expect([live.status, live.headers.get('connection')]).toEqual([200, 'close']);
    expect(await unready.json()).toEqual({ ready: false });
    tally('F24', { calls: 2, right: 2 });
  });

  it('is gone within half a second of the notice when nothing runs', async () => {
    const overtime = [];
    for (let run = 0; run < 3; run += 1) {
      const { process, ended } = await start({ SHUTDOWN_DELAY_MS: '300' });
      const told = performance.now();
      process.kill('SIGTERM');
      expect(await ended).toBe(0);
      overtime.push(performance.now() - told - 300);
    }
    // The machine may be busy; the fastest of three runs shows the time of the program itself.
    expect(Math.min(...overtime)).toBeLessThan(500);
    expect(Math.min(...overtime)).toBeGreaterThan(-50);
  });

  it('skips SHUTDOWN_DELAY_MS at a second signal, but finishes the request in flight', async () => {
    const { origin, process, ended } = await start({ SHUTDOWN_DELAY_MS: '60000' });
    proxy.fail(latency(1_000));
    proxy.forget();
    const pool = new Pool(origin);
    const answer = ask(pool, rename('marker-900000'));
    await expect.poll(() => proxy.received.length, { timeout: 5_000 }).toBe(1);
    const told = performance.now();
    process.kill('SIGTERM');
    await after(100);
    process.kill('SIGTERM');
    expect(await answer).toMatchObject({ status: 200, text: expect.stringContaining('marker-900000') });
    expect(await ended).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);
    tally('F24', { calls: 1, right: 1, deliveries: proxy.deliveriesOf('marker-900000') });
    await pool.close();
  });

  it('finishes a request within its timeout, and closes an incomplete one', async () => {
    const { origin, process, ended } = await start({ SHUTDOWN_DELAY_MS: '0', REQUEST_TIMEOUT_MS: '1500' });
    proxy.fail(hang);
    proxy.forget();
    const { hostname, port } = new URL(origin);
    const dawdler = connect(Number(port), hostname);
    dawdler.on('error', () => {});
    // The gateway sends a timeout response; unread data would keep the socket open.
    dawdler.resume();
    const hangsUp = once(dawdler, 'close');
    dawdler.write(
      'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
    );
    const pool = new Pool(origin);
    const answer = ask(pool, LOOKUP);
    await expect.poll(() => proxy.received.length, { timeout: 5_000 }).toBeGreaterThan(0);
    const told = performance.now();
    process.kill('SIGTERM');
    expect(await answer).toMatchObject({ status: 200, text: expect.stringContaining('"code":"TIMEOUT"') });
    const [hungUp] = await Promise.all([hangsUp, ended]);
    expect(hungUp).toHaveLength(1);
    expect(await ended).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);
    tally('F24', { calls: 1, right: 1 });
    await pool.close();
  });

  it('does not keep a person at a terminal waiting', async () => {
    const { process, ended } = await start({ SHUTDOWN_DELAY_MS: '60000' });
    const told = performance.now();
    process.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);
  });
});
