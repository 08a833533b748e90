/** Rate limits of Stytch that the gateway keeps in advance; T31: a tenant that searches continuously. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StytchError } from '../src/stytch/error.ts';
import {
  createRates,
  perMinute,
  type RateLimiter,
  type RateLimitObserver,
} from '../src/stytch/resilience/rate-limiter.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
/** A slot is released after 61 to 62 seconds: see `HELD`. */
const HELD = 62_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes a slot for a search and returns the outcome: `went`, or the error code and its seconds. */
const search = async (rates: RateLimiter, tenant: string, patience = 0, signal?: AbortSignal): Promise<string> => {
  try {
    await rates.take('search', tenant, { deadline: Date.now() + patience, signal });
    return 'went';
  } catch (cause) {
    if (!(cause instanceof StytchError)) throw cause;
    return `${cause.facts.code} ${cause.facts.retryAfter}`;
  }
};
const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** A number of parallel searches; returns how many were granted. */
const burst = async (rates: RateLimiter, tenant: string, count: number): Promise<number> =>
  (await Promise.all(times(count, () => search(rates, tenant)))).filter((outcome) => outcome === 'went').length;

/** Maximum number in any interval of one minute. */
const mostInAMinute = (moments: readonly number[]): number =>
  Math.max(0, ...moments.map((begin) => moments.filter((moment) => moment >= begin && moment < begin + MINUTE).length));

describe('a limit', () => {
  it('costs nothing where there is none', () => {
    const rates = createRates({ search: perMinute(100) });
    for (const kind of ['signIn', 'read', 'write', 'policy', 'fraud'] as const) {
      expect(rates.take(kind, 'a', { deadline: Date.now() })).toBeUndefined();
      expect(rates.remaining(kind, 'a')).toBe(Number.POSITIVE_INFINITY);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['that never pause', () => 1],
    ['that come and go', (tick: number) => (Math.floor(tick / 170) % 2 === 0 ? 2 : 0)],
    ['that come all at once', (tick: number) => (tick % 450 === 0 ? 200 : 0)],
  ])('holds in every minute, for callers %s', async (_, callers) => {
    const rates = createRates({ search: perMinute(100) });
    const went: number[] = [];
    // Six minutes, ten ticks per second; callers of four tenants who wait up to ten seconds.
    for (let tick = 0; tick < 3_600; tick += 1) {
      for (let caller = 0; caller < callers(tick); caller += 1) {
        void search(rates, `tenant ${(tick + caller) % 4}`, 10 * SECOND).then((outcome) => {
          if (outcome === 'went') went.push(Date.now());
        });
      }
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(mostInAMinute(went)).toBeLessThanOrEqual(100);
    // The limit is used: four tenants get 12/13 of it.
    expect(went.length).toBeGreaterThan(360 - 90);
  });

  it('rejects immediately, with the time to wait, calls whose deadline is earlier', async () => {
    const refused = vi.fn<NonNullable<RateLimitObserver['refused']>>();
    const rates = createRates({ search: perMinute(1) }, undefined, { refused });
    expect(await search(rates, 'a')).toBe('went');
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    const outcome = await search(rates, 'a', 10 * SECOND);
    expect(outcome).toMatch(/^RATE_LIMITED 5[12]$/);
    expect(refused.mock.calls).toEqual([['search']]);
    expect(vi.getTimerCount()).toBe(0);
    // The returned time is correct.
    await vi.advanceTimersByTimeAsync(Number(outcome.split(' ')[1]) * SECOND);
    expect(await search(rates, 'a')).toBe('went');
  });

  it('queues the other calls, and grants them when a slot is free, not earlier', async () => {
    const waited = vi.fn<NonNullable<RateLimitObserver['waited']>>();
    const rates = createRates({ search: perMinute(1) }, undefined, { waited });
    await search(rates, 'a');
    await vi.advanceTimersByTimeAsync(55 * SECOND);
    const waiting = search(rates, 'a', 10 * SECOND);
    await vi.advanceTimersByTimeAsync(1);
    // One timer for the slot and one for the deadline: no polling.
    expect(vi.getTimerCount()).toBe(2);
    await vi.advanceTimersToNextTimerAsync();
    expect(await waiting).toBe('went');
    expect(waited.mock.lastCall?.[1]).toBeGreaterThan(5);
    expect(waited.mock.lastCall?.[1]).toBeLessThanOrEqual(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('grants queued calls after another was rejected', async () => {
    const rates = createRates({ search: perMinute(1) });
    await search(rates, 'a');
    await vi.advanceTimersByTimeAsync(55 * SECOND);
    expect(await search(rates, 'a', SECOND)).toMatch(/^RATE_LIMITED/);
    const waiting = search(rates, 'a', 10 * SECOND);
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(await waiting).toBe('went');
  });

  it('returns the actual waiting time to calls behind others in the queue', async () => {
    const rates = createRates({ search: perMinute(3) });
    expect(await burst(rates, 'a', 1)).toBe(1);
    await vi.advanceTimersByTimeAsync(30 * SECOND);
    expect(await burst(rates, 'a', 2)).toBe(2);
    await vi.advanceTimersByTimeAsync(25 * SECOND);
    // One slot is free in seven seconds, the next in 37: the second of two parallel calls is rejected immediately.
    const [first, second] = [search(rates, 'a', 10 * SECOND), search(rates, 'a', 10 * SECOND)];
    expect(await second).toMatch(/^RATE_LIMITED 3[67]$/);
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(await first).toBe('went');
  });

  it('is not consumed by aborted calls', async () => {
    const rates = createRates({ search: perMinute(1) });
    await search(rates, 'a');
    await vi.advanceTimersByTimeAsync(55 * SECOND);
    const leaving = new AbortController();
    const left = times(50, (index) => search(rates, `tenant ${index}`, 10 * SECOND, leaving.signal));
    const stays = search(rates, 'b', 10 * SECOND);
    await vi.advanceTimersByTimeAsync(1);
    leaving.abort();
    expect(new Set(await Promise.all(left))).toEqual(new Set(['TIMEOUT undefined']));
    expect(await search(rates, 'a', 10 * SECOND, leaving.signal)).toBe('TIMEOUT undefined');
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(await stays).toBe('went');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never keeps anybody beyond their deadline', async () => {
    const rates = createRates({ search: perMinute(1) });
    await search(rates, 'a');
    await vi.advanceTimersByTimeAsync(55 * SECOND);
    // All of them compete for one slot; one gets it.
    const all = times(8, (index) => search(rates, `tenant ${index}`, 8 * SECOND));
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((outcome) => outcome === 'went')).toHaveLength(1);
    expect(outcomes.filter((outcome) => /^RATE_LIMITED \d+$/.test(outcome))).toHaveLength(7);
  });
});

describe('T31: a tenant that searches continuously', () => {
  it('gets three quarters, and leaves slots for the next tenant, and for the one after that', async () => {
    const rates = createRates({ search: perMinute(100) });
    expect(rates.remaining('search', 'greedy')).toBe(75);
    expect(await burst(rates, 'greedy', 500)).toBe(75);
    expect(rates.remaining('search', 'greedy')).toBe(0);
    expect(await burst(rates, 'second', 500)).toBe(19);
    expect(await burst(rates, 'third', 500)).toBe(5);
    expect(await burst(rates, 'fourth', 500)).toBe(1);
  });

  it('does not keep others from theirs for as long as they like', async () => {
    const rates = createRates({ search: perMinute(100) });
    const outcomes: string[] = [];
    let greedy = 0;
    for (let second = 0; second < 300; second += 1) {
      void times(20, () =>
        search(rates, 'greedy', 10 * SECOND).then((outcome) => {
          if (outcome === 'went') greedy += 1;
        }),
      );
      // Six per minute.
      if (second % 10 === 0) outcomes.push(await search(rates, 'modest', 0));
      await vi.advanceTimersByTimeAsync(SECOND);
    }
    expect(outcomes).toEqual(times(30, () => 'went'));
    expect(greedy).toBeGreaterThan(300);
  });

  it('alternates with waiting tenants', async () => {
    const rates = createRates({ search: perMinute(3) });
    expect(await burst(rates, 'other', 3)).toBe(3);
    await vi.advanceTimersByTimeAsync(HELD - 5 * SECOND);
    const order: string[] = [];
    for (const tenant of ['greedy', 'greedy', 'greedy', 'ada', 'ben']) {
      void search(rates, tenant, 10 * SECOND).then((outcome) => order.push(`${tenant} ${outcome}`));
    }
    await vi.advanceTimersByTimeAsync(6 * SECOND);
    expect(order.filter((line) => line.endsWith('went'))).toEqual(['greedy went', 'ada went', 'ben went']);
  });
});
