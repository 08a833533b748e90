/** Stytch returns 429: F3, F4. */
import { afterEach, expect, test } from 'vitest';
import type { StytchClient } from '../../src/stytch/client/client.ts';
import { defaultRules } from '../../src/stytch/resilience/options.ts';
import { refuse } from './fault-kinds.ts';
import {
  callOutcomeOf,
  countByCode,
  type FaultyGateway,
  faultyGateway,
  measureRecovery,
  runMany,
  waitUntil,
} from './harness.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
const limited = (headers: Record<string, string> = {}) => refuse(429, 'too_many_requests', headers);
const askedToWait = (seconds: number) => limited({ 'retry-after': `${seconds}` });

let g: FaultyGateway;
afterEach(() => g.close());

/** Milliseconds between the first two requests. */
const gap = (): number => (g.proxy.received[1]?.at ?? 0) - (g.proxy.received[0]?.at ?? 0);

/** Reads the n-th member with a unique caller, so that no two calls are deduplicated. */
const memberOf = (stytch: StytchClient, nth: number) =>
  stytch.call('get', '/v1/b2b/organizations/{organization_id}/member', {
    organizationId: '',
    ...g.members[nth % g.members.length],
  });

test('F3 a read and a write are retried after Retry-After, not earlier', async () => {
  g = await faultyGateway();
  g.proxy.fail(askedToWait(2), { times: 1, writes: false });
  expect((await g.read()).code).toBe('ok');
  expect(g.proxy.received).toHaveLength(2);
  expect(gap()).toBeGreaterThanOrEqual(1_990);
  await g.proxy.heal();
  g.proxy.forget();
  g.proxy.fail(askedToWait(2), { times: 1, writes: true });
  expect((await g.write('marker-1')).code).toBe('ok');
  expect(g.proxy.received).toHaveLength(2);
  expect(gap()).toBeGreaterThanOrEqual(1_990);
  expect(g.proxy.delivered()).toEqual({ reads: 0, writes: 1, twice: 0 });
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally('F3', { calls: 2, right: 2, deliveries: 1, twice: 0, recovery: milliseconds });
});

test('F3 Retry-After for one member delays calls for this member only', async () => {
  g = await faultyGateway();
  g.proxy.fail(askedToWait(2), { times: 1 });
  const first = g.read(0);
  expect(await waitUntil(() => g.proxy.received.length === 1)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const same = g.read(0);
  const [write, ...others] = await Promise.all([g.write('marker-1'), ...[1, 2, 3, 4].map((nth) => g.read(nth))]);
  expect(countByCode([write, ...others])).toEqual({ ok: 5 });
  for (const { milliseconds } of [write, ...others]) expect(milliseconds).toBeLessThan(1_500);
  expect(countByCode(await Promise.all([first, same]))).toEqual({ ok: 2 });
  const [path] = g.proxy.received.map((request) => request.path);
  const [refused, ...again] = g.proxy.received.filter((request) => request.path === path && !request.writes);
  expect(Math.min(...again.map(({ at }) => at)) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_990);
  tally('F3', { calls: 7, right: 7, deliveries: 1, twice: g.proxy.delivered().twice });
});

test('F3 a request whose deadline is earlier gets RATE_LIMITED immediately, with the exact seconds', async () => {
  g = await faultyGateway();
  g.proxy.fail(askedToWait(3_600));
  const [read, write] = [await g.read(), await g.write('marker-1')];
  for (const outcome of [read, write]) {
    expect(outcome).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3_600 });
    expect(outcome.milliseconds).toBeLessThan(2_000);
  }
  expect(g.proxy.received).toHaveLength(2);
  tally('F3', { calls: 2, right: 2, deliveries: g.proxy.delivered().writes, twice: 0 });
});

test('F3 a write is sent once more at most', async () => {
  g = await faultyGateway();
  g.proxy.fail(askedToWait(0));
  expect((await g.write('marker-1')).code).toBe('RATE_LIMITED');
  expect(g.proxy.received).toHaveLength(2);
  tally('F3', { calls: 1, right: 1, deliveries: g.proxy.delivered().writes, twice: 0 });
});

test('F4 a Stytch that refuses every call gets no more retries than the retry budget', async () => {
  g = await faultyGateway();
  g.proxy.fail(limited());
  const calls = 600;
  const outcomes = await runMany(calls, 40, (nth) => callOutcomeOf(memberOf(g.stytch, nth)));
  expect(countByCode(outcomes)).toEqual({ RATE_LIMITED: calls });
  expect(g.proxy.received.length).toBeLessThanOrEqual(
    calls * (1 + defaultRules.retryBudgetRatio) + defaultRules.retryBurst,
  );
  expect(g.proxy.received.length).toBeGreaterThan(calls);
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally('F4', { calls, right: calls, recovery: milliseconds });
});

test('F4 a call is sent three times at most, after waits that chance spreads over the whole range', async () => {
  g = await faultyGateway();
  const client = g.client({ retryBurst: 1_000, backoffMs: 400 });
  g.proxy.fail(limited());
  const outcomes = await runMany(g.members.length, g.members.length, (nth) => callOutcomeOf(memberOf(client, nth)));
  expect(countByCode(outcomes)).toEqual({ RATE_LIMITED: g.members.length });
  const times = Map.groupBy(g.proxy.received, ({ path }) => path);
  const waits = Array.from(times.values(), ([first, second]) => (second?.at ?? 0) - (first?.at ?? 0));
  expect(new Set(Array.from(times.values(), (each) => each.length))).toEqual(new Set([3]));
  // Of 30 random delays from 0 to 400 ms, one is in each half, except with a probability of one in a hundred million.
  expect(Math.min(...waits)).toBeLessThan(200);
  expect(Math.max(...waits)).toBeGreaterThan(200);
  tally('F4', { calls: outcomes.length, right: outcomes.length });
});
