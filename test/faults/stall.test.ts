/** The event loop is blocked: F22. */
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createEventLoopLagMonitor } from '../../src/http/health.ts';
import { latency } from './fault-kinds.ts';
import { countByCode, type FaultyGateway, faultyGateway, measureRecovery, runMany, waitUntil } from './harness.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

let g: FaultyGateway;
afterEach(() => g.close());

/** Blocks this process for a number of milliseconds. */
const stall = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

test('F22 a call that was queued until its deadline is not sent', async () => {
  g = await faultyGateway({ timeout: 1_000, rules: { connections: 1 } });
  g.proxy.fail(latency(200));
  const writing = runMany(12, 12, (nth) => g.write(`marker-${nth}`));
  expect(await waitUntil(() => g.proxy.received.length >= 2)).toBe(true);
  const sent = g.proxy.received.length;
  stall(1_500);
  const outcomes = await writing;
  // A write whose response was too late may have been executed; one that was never sent was not.
  const { ok = 0, OUTCOME_UNKNOWN: unknown = 0, TIMEOUT: never = 0 } = countByCode(outcomes);
  expect(ok + unknown + never).toBe(12);
  expect(never).toBeGreaterThan(5);
  await after(500);
  expect(g.proxy.received).toHaveLength(sent);
  expect(ok + unknown).toBe(sent);
  const { writes: deliveries, twice } = g.proxy.delivered();
  expect(twice).toBe(0);
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally('F22', { calls: 12, right: 12, deliveries, twice, recovery: milliseconds });
});

test('F22 readiness fails for some seconds, liveness succeeds', async () => {
  const eventLoopLag = createEventLoopLagMonitor();
  g = await faultyGateway({ ready: () => !eventLoopLag.isLagging() });
  const ready = async () => (await fetch(`${g.address}/ready`)).status;
  expect(await ready()).toBe(200);
  stall(1_600);
  expect(await ready()).toBe(503);
  expect((await fetch(`${g.address}/live`)).status).toBe(200);
  const begun = Date.now();
  while ((await ready()) !== 200 && Date.now() - begun < 10_000) await after(100);
  const recovery = Date.now() - begun;
  expect(await ready()).toBe(200);
  eventLoopLag.stop();
  tally('F22', { calls: 3, right: 3, recovery });
});
