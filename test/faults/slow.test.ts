/** Stytch is slow or does not respond: F1, F2, F12. */
import { afterEach, expect, test } from 'vitest';
import { hang, hangAfter, latency, slowBody } from './fault-kinds.ts';
import { countByCode, type FaultyGateway, faultyGateway, measureRecovery, runMany, waitUntil } from './harness.ts';
import type { FaultKind } from './proxy.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
/** Request timeout in this file, in milliseconds. */
const TIMEOUT = 1_500;
/** Tolerance for a busy machine, in milliseconds. */
const NOISE = 1_000;

let g: FaultyGateway;
afterEach(() => g.close());

test('F1 a late response within the deadline is returned, and no call is sent twice', async () => {
  g = await faultyGateway();
  g.proxy.fail(latency(2_000));
  const [reads, writes] = await Promise.all([
    runMany(12, 12, (nth) => g.read(nth)),
    runMany(4, 4, (nth) => g.write(`marker-${nth}`)),
  ]);
  expect(countByCode([...reads, ...writes])).toEqual({ ok: 16 });
  expect(g.proxy.delivered()).toEqual({ reads: 12, writes: 4, twice: 0 });
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally('F1', { calls: 16, right: 16, deliveries: 4, twice: 0, recovery: milliseconds });
});

const silences: [string, FaultKind | null][] = [
  ['F2 a Stytch that takes requests and never answers', hang],
  ['F2 a Stytch that does what is asked and never says so', hangAfter],
  ['F2 a Stytch that takes connections and says nothing on them', null],
  ['F12 a Stytch that answers a byte at a time', slowBody(20)],
];

test.each(silences)('%s is aborted at the deadline, and no connection stays open', async (name, kind) => {
  g = await faultyGateway({ timeout: TIMEOUT });
  if (kind) g.proxy.fail(kind);
  // Without open connections, which would continue to work.
  else {
    await g.proxy.goDown();
    await g.proxy.heal();
    g.proxy.swallow();
  }
  const [reads, writes] = await Promise.all([
    runMany(12, 12, (nth) => g.read(nth)),
    runMany(4, 4, (nth) => g.write(`marker-${nth}`)),
  ]);
  expect(countByCode(reads)).toEqual({ TIMEOUT: 12 });
  expect(countByCode(writes)).toEqual({ OUTCOME_UNKNOWN: 4 });
  for (const { milliseconds } of [...reads, ...writes]) {
    expect(milliseconds).toBeGreaterThan(TIMEOUT - 250);
    expect(milliseconds).toBeLessThan(TIMEOUT + NOISE);
  }
  expect(g.proxy.delivered().twice).toBe(0);
  expect(await waitUntil(() => g.proxy.connections() === 0, 5_000 + NOISE), 'sockets are closed').toBe(true);
  const { writes: deliveries } = g.proxy.delivered();
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  const fault = name.startsWith('F2 ') ? 'F2' : 'F12';
  tally(fault, { calls: 16, right: 16, deliveries, twice: 0, recovery: milliseconds });
});
