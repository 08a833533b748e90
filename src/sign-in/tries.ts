/** How often somebody may try to sign in, or have something sent. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { refusesSecret } from '../stytch/client/project-secret.ts';
import { StytchError } from '../stytch/error.ts';
import type { ErrorCode } from '../stytch/error-code.ts';
import type { Log } from '../telemetry/log.ts';
import type { Attempt } from './surface.ts';

/** How many attempts there may be; wrong guesses and messages are counted apart. */
export interface TryLimits {
  /** A minute, for one account. */
  perAccount: number;
  /** Wrong guesses an hour, for one account. */
  perAccountHour: number;
  /** A minute, from one address of a caller. */
  perAddress: number;
}

/**
 * - Five a minute: more than a person mistypes.
 * - Nine wrong ones an hour: Stytch locks an account after ten in a row, and only one that there is. One fewer, and whoever
 *   guesses here is stopped without locking anybody out there, and without learning who has an account.
 * - Thirty a minute from one address: an office behind one address mistypes less, and what is right does not count.
 */
export const tryLimits: TryLimits = { perAccount: 5, perAccountHour: 9, perAddress: 30 };

/** What attempts are counted by. */
export interface Tries {
  /**
   * Makes an attempt. One at a person counts before it is made, so that many at once do not slip through, and is taken back
   * if it was right. One by a token counts afterwards, if it failed: a page may show its session many times at once.
   *
   * @param address of the caller; null for servers, which stand for many people
   * @throws StytchError RATE_LIMITED or LOCKED with `retryAfter`, without having made the attempt
   */
  make<T>(attempt: Attempt, address: string | null, act: () => T | Promise<T>): Promise<T>;
}

const MINUTE = 60;
const HOUR = 3_600;

/** A Redis to count in. */
export interface TriesInRedis {
  redis: Redis;
  /** Keeps apart what several projects count in one Redis. */
  namespace: string;
  log: Log;
}

/**
 * Counts in memory, or in Redis, where several gateways count together and a restart forgets nothing. While Redis is away
 * each process counts by itself, from zero, and says so in the log: looser than together, but never without a limit.
 */
export function createTries(limits: TryLimits, shared?: TriesInRedis): Tries {
  const limiter = (name: string, points: number, duration: number): RateLimiterAbstract => {
    const keyPrefix = `stytch-graphql:${shared?.namespace ?? ''}:${name}`;
    const options = { keyPrefix, points, duration };
    if (!shared) return new RateLimiterMemory(options);
    return new RateLimiterRedis({
      ...options,
      storeClient: shared.redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new Insurance(options, alone),
    });
  };
  const alone = seldom(() =>
    shared?.log.warn('redis does not answer: attempts to sign in are counted by this process alone'),
  );
  const ofKind = (kind: Attempt['kind']) => ({
    account: limiter(`${kind}:account`, limits.perAccount, MINUTE),
    address: limiter(`${kind}:address`, limits.perAddress, MINUTE),
  });
  const perMinute = { guess: ofKind('guess'), message: ofKind('message') };
  const perHour = limiter('guess:hour', limits.perAccountHour, HOUR);

  return {
    async make({ kind, account, named }, address, act) {
      // Redis is not told tokens or addresses.
      const key = createHash('sha256').update(account).digest('base64url');
      const minute = perMinute[kind];
      const hourly = kind === 'guess' && named;
      const counters: Counter[] = [
        ...(address === null ? [] : [{ limiter: minute.address, key: address, refusal: tooFast }]),
        { limiter: minute.account, key, refusal: tooFast },
        ...(hourly ? [{ limiter: perHour, key, refusal: locked }] : []),
      ];
      for (const counter of counters) await (named ? take(counter) : look(counter));
      try {
        const result = await act();
        if (kind === 'guess' && named) {
          await Promise.all(
            counters.map(({ limiter, key }) => (limiter === perHour ? limiter.delete(key) : limiter.reward(key))),
          );
        }
        return result;
      } catch (cause) {
        if (kind === 'guess' && wasNotJudged(cause)) {
          if (named) await Promise.allSettled(counters.map(({ limiter, key }) => limiter.reward(key)));
        } else if (!named) await Promise.allSettled(counters.map(take));
        throw cause;
      }
    },
  };
}

/** Something that is counted, and what is said when it is too much. */
interface Counter {
  limiter: RateLimiterAbstract;
  key: string;
  refusal: (seconds: number) => StytchError;
}

async function take({ limiter, key, refusal }: Counter): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (cause) {
    if (cause instanceof RateLimiterRes) throw refusal(seconds(cause));
    throw cause;
  }
}

async function look({ limiter, key, refusal }: Counter): Promise<void> {
  const count = await limiter.get(key);
  if (count && count.consumedPoints >= limiter.points) throw refusal(seconds(count));
}

const seconds = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1_000));

/** Counts while Redis is away, and tells. */
class Insurance extends RateLimiterMemory {
  readonly #tell: () => void;

  constructor(options: ConstructorParameters<typeof RateLimiterMemory>[0], tell: () => void) {
    super(options);
    this.#tell = tell;
  }

  override consume(...args: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    this.#tell();
    return super.consume(...args);
  }
}

/** Once a minute at most. */
function seldom(tell: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (Date.now() - last < MINUTE * 1_000) return;
    last = Date.now();
    tell();
  };
}

/** Whether Stytch never looked at the proof, because it failed or refuses the project's own secret. */
const wasNotJudged = (cause: unknown): boolean => {
  if (!(cause instanceof StytchError)) return false;
  const { code, errorType } = cause.facts;
  return code === 'NOT_CONFIGURED' ? refusesSecret(errorType) : notJudged.has(code);
};
const notJudged: ReadonlySet<ErrorCode> = new Set(['TIMEOUT', 'UPSTREAM_ERROR', 'UPSTREAM_UNAVAILABLE']);

const tooFast = (retryAfter: number) =>
  new StytchError({
    code: 'RATE_LIMITED',
    message: 'Too many attempts in a short time. Wait before the next one.',
    retryAfter,
  });

const locked = (retryAfter: number) =>
  new StytchError({
    code: 'LOCKED',
    message: 'Too many attempts went wrong. Nobody gets in as this person for a while.',
    retryAfter,
  });
