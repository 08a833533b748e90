/** Stytch fails, or its connection breaks, and reads are retried: F5 to F8. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { volume } from '../volume.ts';
import {
  badGateway,
  closeAfterAnswer,
  closeBefore,
  finAfter,
  refuse,
  resetAfter,
  resetBefore,
  resetMid,
} from './fault-kinds.ts';
import {
  callOutcomeOf,
  countByCode,
  type FaultyGateway,
  faultyGateway,
  measureRecovery,
  runMany,
  waitUntil,
} from './harness.ts';
import type { FaultKind } from './proxy.ts';
import { type FaultNumber, startFaultTally } from './tally.ts';

const tally = startFaultTally();
const CALLS = volume(150, 500);

let g: FaultyGateway;
beforeEach(async () => {
  g = await faultyGateway();
});
afterEach(() => g.close());

async function note(fault: FaultNumber, calls: number): Promise<void> {
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally(fault, { calls, right: calls, recovery: milliseconds });
}

const failures: [FaultNumber, string, FaultKind, string][] = [
  ['F5', 'fails with 500', refuse(500, 'internal_server_error'), 'UPSTREAM_ERROR'],
  ['F6', 'stands behind a load balancer that cannot reach it', badGateway, 'UPSTREAM_UNAVAILABLE'],
  ['F7', 'resets connections before it reads', resetBefore, 'UPSTREAM_UNAVAILABLE'],
];

test.each(failures)('%s a read of a Stytch that %s fails after three attempts', async (fault, _, kind, code) => {
  g.proxy.fail(kind);
  const outcome = await g.read();
  expect(outcome.code).toBe(code);
  expect(outcome.text).not.toMatch(/lb-internal|ECONN|undici|127\.0\.0\.1/);
  if (fault === 'F5') expect(outcome.text).toContain('request-id-faulty-500');
  expect(g.proxy.received).toHaveLength(3);
  expect(g.logged.join()).not.toContain('lb-internal');
  await note(fault, 1);
});

const passing: [FaultNumber, string, FaultKind][] = [
  ['F5', 'a 500', refuse(500, 'internal_server_error')],
  ['F6', 'a 502 in HTML', badGateway],
  ['F7', 'a reset before the request is read', resetBefore],
  ['F7', 'a connection that is closed in order instead', closeBefore],
  ['F8', 'a reset instead of the answer', resetAfter],
  ['F8', 'a connection that is closed in order instead of it', finAfter],
  ['F8', 'a reset in the middle of the answer', resetMid],
];

test.each(passing)('%s after %s in one read of twenty, all reads succeed', async (fault, _, kind) => {
  g.proxy.fail(kind, { writes: false, share: 0.05, sparesRepeated: true });
  const calls = volume(80, 200);
  expect(countByCode(await runMany(calls, 16, (nth) => g.read(nth)))).toEqual({ ok: calls });
  expect(g.proxy.received.length).toBeLessThanOrEqual(calls * 1.1 + 10);
  await note(fault, calls);
});

test('F7 reads succeed after Stytch closed idle connections, and none is sent twice', async () => {
  for (let round = 0; round < 5; round += 1) {
    expect(countByCode(await runMany(20, 20, (nth) => g.read(nth)))).toEqual({ ok: 20 });
    g.proxy.hangUp();
    expect(await waitUntil(() => g.proxy.connections() === 0)).toBe(true);
  }
  expect(g.proxy.received).toHaveLength(100);
  await note('F7', 100);
});

test('F7 a read that broke on a reused connection is retried on a new one, for any number of reused connections', async () => {
  expect(countByCode(await runMany(20, 20, (nth) => g.read(nth)))).toEqual({ ok: 20 });
  g.proxy.fail(resetBefore, { fromOnConnection: 2 });
  expect(countByCode(await runMany(10, 10, (nth) => g.read(nth)))).toEqual({ ok: 10 });
  // Twenty calls first, ten of them on reused connections, and one retry for each of the ten that broke.
  expect(g.proxy.received.length).toBeGreaterThan(30);
  expect(g.proxy.received.length).toBeLessThanOrEqual(40);
  await note('F7', 30);
});

test('F7 reads succeed on connections that close at any time after a response', async () => {
  let moment = 0;
  g.proxy.fail(
    closeAfterAnswer(() => {
      moment += 1;
      return moment % 4;
    }),
  );
  // With a retry budget for all broken calls, because their number is random.
  const client = g.client({ retryBudgetRatio: 1 });
  const outcomes = await runMany(CALLS, 30, (nth) =>
    callOutcomeOf(
      client.call('get', '/v1/b2b/organizations/{organization_id}/member', {
        organizationId: '',
        ...g.members[nth % g.members.length],
      }),
    ),
  );
  expect(countByCode(outcomes)).toEqual({ ok: CALLS });
  await note('F7', CALLS);
});
