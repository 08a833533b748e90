/** Counters in memory or in Redis. */
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Log } from '../stytch/log.ts';
import { onceAMinute } from '../stytch/once-a-minute.ts';
import { type CounterKey, createCounterKey } from './counter-key.ts';

/** Redis for shared counters. */
export interface ThrottleRedis {
  redis: Redis;
  /** Separates the counters of several projects in one Redis. */
  namespace: string;
  /** The project secret, from which the HMAC key of the counter keys is derived. */
  secret: string;
  log: Log;
}

/** State of a counter: its points, and the milliseconds until it expires. */
export type Count = Pick<RateLimiterRes, 'consumedPoints' | 'msBeforeNext'>;

/** Counts by name, each name in a fixed window from its first point. Names are hashed before they leave the process. */
export interface Counter {
  /** Adds a point and returns the total. */
  add(name: string): Promise<Count>;
  /** Subtracts points, at most those that the counter has: it may have expired meanwhile. */
  takeBack(name: string, points?: number): Promise<void>;
  get(name: string): Promise<Count>;
  /** Deletes the counter. False if it did not exist: of several concurrent calls only one returns true. */
  clear(name: string): Promise<boolean>;
}

/** Opens the counters of one kind, with a window in seconds. */
export type OpenCounter = (kind: string, seconds: number) => Counter;

const NOTHING: Count = { consumedPoints: 0, msBeforeNext: 0 };

/**
 * Opens counters in memory, or in Redis, where several gateways share them and they survive restarts. While Redis is
 * unavailable each process counts in memory, from zero, and logs a warning once a minute at most: a looser limit, but
 * always a limit.
 */
export function countersIn(shared: ThrottleRedis | undefined): OpenCounter {
  const keyOf = createCounterKey(shared?.secret);
  const alone = onceAMinute(() =>
    shared?.log.warn('redis does not respond: sign-in attempts are counted by this process only'),
  );
  return (kind, duration) => {
    const options = { keyPrefix: `stytch-graphql:${shared?.namespace ?? ''}:${kind}`, points: 0, duration };
    if (!shared) return counterOver(new RateLimiterMemory(options), keyOf);
    const limiter = new RateLimiterRedis({
      ...options,
      storeClient: shared.redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new Insurance(options, alone),
    });
    return counterOver(limiter, keyOf);
  };
}

function counterOver(limiter: RateLimiterAbstract, keyOf: CounterKey): Counter {
  const get = async (name: string): Promise<Count> => {
    const count = await limiter.get(keyOf(name));
    return count && count.msBeforeNext > 0 ? count : NOTHING;
  };
  return {
    get,
    add: (name) => limiter.penalty(keyOf(name)),
    async takeBack(name, points = 1) {
      const { consumedPoints } = await get(name);
      if (consumedPoints > 0) await limiter.reward(keyOf(name), Math.min(points, consumedPoints));
    },
    clear: (name) => limiter.delete(keyOf(name)),
  };
}

/** Fallback counter while Redis is unavailable; reports its use. */
class Insurance extends RateLimiterMemory {
  readonly #tell: () => void;

  constructor(options: ConstructorParameters<typeof RateLimiterMemory>[0], tell: () => void) {
    super(options);
    this.#tell = tell;
  }

  override penalty(...args: Parameters<RateLimiterMemory['penalty']>): Promise<RateLimiterRes> {
    this.#tell();
    return super.penalty(...args);
  }
}
