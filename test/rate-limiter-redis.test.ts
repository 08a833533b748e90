/** T44: rate limits of Stytch that gateways share through a real Redis. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  deadlineBeforeSend,
  type UpstreamFailure,
  type UpstreamResponse,
} from '../src/stytch/client/request-attempt.ts';
import { restOperation } from '../src/stytch/contract/operation.ts';
import { StytchError } from '../src/stytch/error.ts';
import type { Log } from '../src/stytch/log.ts';
import type { Pausable } from '../src/stytch/resilience/pauses.ts';
import { createRates, type RateLimiter, type RateLimitObserver } from '../src/stytch/resilience/rate-limiter.ts';
import { subjectOf } from '../src/stytch/resilience/subject.ts';
import { redisInstalled, startRedis, type TestRedis } from './redis.ts';

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe.skipIf(!redisInstalled)('a limit in Redis', () => {
  let server: TestRedis;
  const logged: string[] = [];
  const write = (message: string) => logged.push(message);
  const log: Log = { warn: write, error: write };
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  /** The rate limiter of one gateway; each test has its own namespace. */
  const gateway = async (namespace: string, most: number, window: number, observer: RateLimitObserver = {}) =>
    createRates({ search: { most, window } }, { redis: await server.connect(), namespace, log }, observer);
  /** The same with a long timeout, so that a busy machine is not mistaken for a Redis failure. */
  const patient = async (namespace: string, most: number, window: number) =>
    createRates({ search: { most, window } }, { redis: await server.connect(5_000), namespace, log, patience: 5_000 });
  const search = async (rates: RateLimiter, tenant: string, patience = 0): Promise<string> => {
    try {
      await rates.take('search', tenant, { deadline: Date.now() + patience });
      return 'went';
    } catch (cause) {
      if (cause instanceof StytchError) return cause.facts.code;
      throw cause;
    }
  };
  const went = async (outcomes: Promise<string>[]): Promise<number> =>
    (await Promise.all(outcomes)).filter((outcome) => outcome === 'went').length;

  it('holds over three gateways in any stretch of time, and is used', async () => {
    const MOST = 40;
    const WINDOW = 2_000;
    const gateways = await Promise.all(times(3, () => patient('any', MOST, WINDOW)));
    const moments: number[] = [];
    const until = Date.now() + 6_500;
    const caller = async (rates: RateLimiter, tenant: string) => {
      while (Date.now() < until) {
        if ((await search(rates, tenant, 1_500)) === 'went') moments.push(performance.now());
        await wait(5);
      }
    };
    await Promise.all(gateways.flatMap((rates) => times(8, (index) => caller(rates, `tenant ${index % 4}`))));
    // A time is recorded shortly after its slot was taken: on a busy machine up to tens of milliseconds.
    const most = Math.max(
      ...moments.map((from) => moments.filter((moment) => moment >= from && moment < from + WINDOW - 300).length),
    );
    expect(most).toBeLessThanOrEqual(MOST);
    expect(moments.length).toBeGreaterThan(MOST * 1.5);
    expect(logged).toEqual([]);
  }, 30_000);

  it('counts what all take at once only once, and leaves each tenant a share, wherever they ask', async () => {
    const [first, second] = await Promise.all([patient('once', 100, 60_000), patient('once', 100, 60_000)]);
    const greedy = await went(times(300, (index) => search(index % 2 ? first : second, 'greedy', 1_000)));
    expect(greedy).toBe(75);
    expect(await went(times(50, (index) => search(index % 2 ? first : second, 'modest', 1_000)))).toBe(19);
    // Both learnt this from their last call to Redis.
    expect(await search(first, 'late', 1_000)).toBe('went');
    expect(first.remaining('search', 'greedy')).toBe(0);
    expect(first.remaining('search', 'other')).toBeLessThanOrEqual(5);
  });

  describe('a pause', () => {
    const operation = restOperation('post', '/v1/b2b/otps/email/login_or_signup');
    const requestFor = (name: string): Pausable => {
      const request = operation.encode({ organizationId: 'fernhill', emailAddress: `${name}@fernhill.example` });
      return { operation, subject: subjectOf(operation, request), sentAt: 0 };
    };
    const error = new StytchError({ code: 'RATE_LIMITED', message: 'slow down', statusCode: 429 });
    const refused: UpstreamFailure = {
      ok: false,
      error,
      retryRead: true,
      retryWrite: true,
      faulty: false,
      after: 1_800_000,
    };
    const send = ({ pauses }: RateLimiter, name: string, outcome: UpstreamResponse | UpstreamFailure) => {
      const request = requestFor(name);
      pauses.begin(request);
      pauses.end(request, outcome);
    };
    const isPaused = ({ pauses }: RateLimiter, name: string) => pauses.find(requestFor(name)) !== undefined;

    it('of one address holds on all gateways, and no personal data is in Redis', async () => {
      const [first, second, other] = await Promise.all([
        patient('subject', 100, 60_000),
        patient('subject', 100, 60_000),
        patient('other project', 100, 60_000),
      ]);
      const watching = await server.connect();
      const seen: string[] = [];
      watching.on('pmessage', (_, channel: string, message: string) => seen.push(`${channel} ${message}`));
      await watching.psubscribe('*');
      await vi.waitFor(() => {
        send(first, 'hiro', refused);
        expect(isPaused(second, 'hiro')).toBe(true);
      }, 5_000);
      expect(isPaused(second, 'nia')).toBe(false);
      expect(isPaused(other, 'hiro')).toBe(false);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.join('\n')).not.toMatch(/hiro|fernhill/i);
    });

    it('of a class follows the third subject on any of them, and the first probe opens it on all', async () => {
      let clock = 1_000;
      const now = () => clock;
      const join = async () =>
        createRates({}, { redis: await server.connect(5_000), namespace: 'class', log }, {}, now);
      const [first, second] = await Promise.all([join(), join()]);
      const heard = (name: string) => vi.waitFor(() => expect(isPaused(second, name)).toBe(true), 5_000);
      await vi.waitFor(() => {
        send(first, 'one', refused);
        expect(isPaused(second, 'one')).toBe(true);
      }, 5_000);
      send(second, 'two', refused);
      expect(isPaused(second, 'other')).toBe(false);
      await vi.waitFor(() => expect(isPaused(first, 'two')).toBe(true), 5_000);
      send(first, 'three', refused);
      await heard('other');
      expect(isPaused(first, 'other')).toBe(true);
      clock += 60_000;
      send(first, 'other', { ok: true, body: {}, status: 200 });
      await vi.waitFor(() => {
        const [one, two] = [requestFor('a'), requestFor('b')];
        expect(second.pauses.find(one)).toBeUndefined();
        second.pauses.begin(one);
        // Half open, the second would wait for the first.
        const open = second.pauses.find(two) === undefined;
        second.pauses.end(one, deadlineBeforeSend());
        expect(open).toBe(true);
      }, 5_000);
    });

    it('is not made by what is no news of a gateway', async () => {
      const gateway = await patient('hostile', 100, 60_000);
      const redis = await server.connect();
      const subject = { key: 'hiro@fernhill.example', name: 'x' };
      const hostile = [
        'no json',
        '{}',
        JSON.stringify({ from: 'x', news: { type: 'refused', class: 'no class', subject, ms: 1, counts: true } }),
        JSON.stringify({ from: 'x', news: { type: 'refused', class: 'read', subject, ms: 1, counts: true } }),
      ];
      for (const text of hostile) await redis.publish('stytch-graphql:{hostile}:pauses', text);
      await vi.waitFor(async () => {
        const { subject: sound } = requestFor('hiro');
        const news = { type: 'refused', class: 'message', subject: sound, ms: 1e12, counts: false };
        await redis.publish('stytch-graphql:{hostile}:pauses', JSON.stringify({ from: 'x', news }));
        expect(isPaused(gateway, 'hiro')).toBe(true);
      }, 5_000);
      expect(gateway.pauses.find(requestFor('hiro'))?.ms).toBeLessThanOrEqual(3_600_000);
    });
  });

  it('forgets, and keeps projects apart', async () => {
    const one = await gateway('apart 1', 2, 1_000);
    expect(await search(one, 'a')).not.toBe('TIMEOUT');
    expect(await search(await gateway('apart 2', 1, 1_000), 'a', 200)).toBe('went');
    const redis = await server.connect();
    const ours = await redis.keys('*{apart*');
    expect(ours.length).toBeGreaterThan(4);
    for (const key of ours) expect(await redis.pttl(key)).toBeGreaterThan(0);
    await vi.waitFor(async () => expect(await redis.keys('*{apart*')).toEqual([]), { timeout: 10_000, interval: 100 });
  });

  it('goes on by shares while Redis is away, says so once, and together again when it is back', async () => {
    logged.length = 0;
    const alone = vi.fn<NonNullable<RateLimitObserver['alone']>>();
    const [first, second] = await Promise.all([
      gateway('away', 20, 1_000, { alone }),
      gateway('away', 20, 1_000, { alone }),
    ]);
    // Each has seen that there are two.
    for (const rates of [first, second, first, second]) expect(await search(rates, 'a', 500)).toBe('went');
    await wait(1_200);
    await server.kill();
    const tenants = times(10, (index) => `tenant ${index}`);
    const taken = (rates: RateLimiter) =>
      went(tenants.flatMap((tenant) => [search(rates, tenant, 100), search(rates, tenant, 100)]));
    // Half of twenty each.
    expect(await Promise.all([taken(first), taken(second)])).toEqual([10, 10]);
    expect(alone.mock.calls).toEqual([['search'], ['search']]);
    expect(logged).toEqual(times(2, () => expect.stringContaining('redis does not respond')));
    await server.start();
    await server.connected();
    const redis = await server.connect();
    const back = async () => {
      await search(first, 'b', 1_000);
      await search(second, 'b', 1_000);
      expect(await redis.zcard('stytch-graphql:{away:search}:gateways')).toBe(2);
    };
    await vi.waitFor(back, { timeout: 15_000, interval: 200 });
    expect(logged).toHaveLength(2);
  }, 40_000);

  it('does not wait for a Redis that hangs but once', async () => {
    const rates = await gateway('hangs', 1_000, 60_000);
    expect(await search(rates, 'a', 1_000)).toBe('went');
    server.hang(true);
    try {
      const slow: number[] = [];
      for (let n = 0; n < 100; n += 1) {
        const begun = performance.now();
        expect(await search(rates, `tenant ${n}`, 5_000)).toBe('went');
        if (performance.now() - begun > 45) slow.push(n);
      }
      // The first one; others may be slow because of the machine.
      expect(slow[0]).toBe(0);
      expect(slow.length).toBeLessThan(10);
    } finally {
      server.hang(false);
    }
  }, 30_000);
});
