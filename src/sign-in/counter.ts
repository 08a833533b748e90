/** Counters in memory or in Redis, all of one kind. */
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

/** A Redis to count in. */
export interface TriesInRedis {
  redis: Redis;
  /** Keeps apart what several projects count in one Redis. */
  namespace: string;
  /** The project secret, from which the key of the hashed counter keys is derived. */
  secret: string;
  log: Log;
}

/** What a counter holds: its points and the milliseconds until it ends. */
export type Count = Pick<RateLimiterRes, 'consumedPoints' | 'msBeforeNext'>;

/** Counts by name, each name for a fixed time after its first point. Names are hashed before they leave. */
export interface Counter {
  /** Adds a point and gives what there are. */
  add(name: string): Promise<Count>;
  /** Takes points back, no more than there are: the counter may have ended meanwhile. */
  takeBack(name: string, points?: number): Promise<void>;
  get(name: string): Promise<Count>;
  /** Removes what there is. False if there was nothing: of several that clear at a time, one removes it. */
  clear(name: string): Promise<boolean>;
}

/** Opens the counters of one kind. */
export type OpenCounter = (kind: string, seconds: number) => Counter;

const NOTHING: Count = { consumedPoints: 0, msBeforeNext: 0 };

/**
 * Counts in memory, or in Redis, where several gateways count together and a restart forgets nothing. While Redis is away
 * each process counts by itself, from zero, and says so in the log: looser than together, but never without a limit.
 */
export function countersIn(shared: TriesInRedis | undefined): OpenCounter {
  const keyOf = createCounterKey(shared?.secret);
  const alone = onceAMinute(() =>
    shared?.log.warn('redis unavailable: sign-in attempts are counted by this process alone'),
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

/** Counts while Redis is away, and tells. */
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
