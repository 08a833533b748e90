/** The network has several faults at the same time: F30. */
import { afterEach, expect, test } from 'vitest';
import { volume } from '../volume.ts';
import { latency, refuse, resetAfter, resetBefore } from './fault-kinds.ts';
import {
  type CallOutcome,
  countByCode,
  type FaultyGateway,
  faultyGateway,
  measureRecovery,
  runMany,
} from './harness.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

let g: FaultyGateway;
afterEach(() => g.close());

test('F30 with resets, failures and slowness in one call of twenty each, reads are right and no write happens twice', async () => {
  g = await faultyGateway({ seed: 7 });
  // Half of the resets happen before the request is read, half after it was executed.
  g.proxy.fail(resetBefore, { share: 0.025 });
  g.proxy.fail(resetAfter, { share: 0.025 });
  g.proxy.fail(refuse(500, 'internal_server_error'), { share: 0.05 });
  g.proxy.fail(latency(500), { share: 0.05 });
  const calls = volume(500, 1_500);
  const reads: CallOutcome[] = [];
  const lies: unknown[] = [];
  await runMany(calls, 32, async (index) => {
    // One third of the calls are writes.
    if (index % 3 !== 0) return reads.push(await g.read(index));
    const marker = `marker-${index}`;
    const { code } = await g.write(marker);
    const deliveries = g.proxy.deliveriesOf(marker);
    const isTrue = code === 'ok' ? deliveries === 1 : code === 'OUTCOME_UNKNOWN' || deliveries === 0;
    if (!isTrue || deliveries > 1) lies.push({ code, deliveries });
    return 0;
  });
  const { ok = 0, ...wrong } = countByCode(reads);
  expect(ok / reads.length, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.995);
  expect(lies).toEqual([]);
  const { writes: deliveries, twice } = g.proxy.delivered();
  expect(twice).toBe(0);
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally('F30', { calls, right: ok + calls - reads.length, deliveries, twice, recovery: milliseconds });
});
