/** Rate limiter: bounds the calls per minute before Stytch has to reject them. */
import type { Redis } from 'ioredis';
import type { AbortSignalLike } from '../client/abort.ts';
import { TRAFFIC_CLASSES, type TrafficClass } from '../contract/traits.ts';
import { StytchError } from '../error.ts';
import type { Log } from '../log.ts';
import { createPauses, type PausedClass, type Pauses } from './pauses.ts';
import { createSlots, type RateLimit, type SlidingWindow } from './rate-limit/local.ts';
import { createRedisWindow } from './rate-limit/redis.ts';
import { sharePauses } from './shared-pauses.ts';

/** Limit by traffic class; a class without entry has none. */
export type RateLimits = Readonly<Partial<Record<TrafficClass, RateLimit>>>;

/** A limit of calls per minute. */
export const perMinute = (most: number): RateLimit => ({ most, window: 60_000 });

/** The only rate limit per project that Stytch documents. Other limits show only as a 429. */
export const SEARCHES_PER_MINUTE = 100;

/** How long a call can wait. */
export interface RateLimitWait {
  /** Abort signal of the call. */
  readonly signal?: AbortSignalLike | undefined;
  /** Deadline in milliseconds since the epoch. */
  readonly deadline: number;
}

/** Observer of the limits, for metrics. Its functions must not throw. */
export interface RateLimitObserver {
  /** A call waited for its slot, in seconds. */
  waited?(kind: TrafficClass, seconds: number): void;
  /** A call was rejected, because its slot would be free too late. */
  refused?(kind: TrafficClass): void;
  /** Stytch rejected several subjects of a class, which is paused for so many seconds. */
  paused?(kind: PausedClass, seconds: number): void;
  /** Redis did not respond; this gateway counts locally for a time. */
  alone?(kind: TrafficClass): void;
}

/** Redis for limits shared by the gateways of a project. */
export interface SharedRateLimits {
  readonly redis: Redis;
  /** Separates the counters of several projects in one Redis. */
  readonly namespace: string;
  readonly log: Log;
  /** Max milliseconds that a call waits for Redis, before it is counted locally. */
  readonly patience?: number;
}

/** Rate limits and pauses of the client. */
export interface RateLimiter {
  /**
   * Takes a slot for one call.
   *
   * @param tenant tenant of the call; queued tenants are served round-robin
   * @returns undefined if the call may be sent immediately, else a promise that resolves when it may
   * @throws StytchError RATE_LIMITED with `retryAfter`, immediately if the slot would be free after the deadline;
   *   TIMEOUT if the call was aborted. Always as a rejection.
   */
  take(kind: TrafficClass, tenant: string, wait: RateLimitWait): Promise<void> | undefined;
  /** Calls of a class that a tenant, or all together, could make now; `Infinity` without a limit. */
  remaining(kind: TrafficClass, tenant?: string): number;
  /** Pauses after a 429 of Stytch. */
  readonly pauses: Pauses;
}

/**
 * Creates the limits of one gateway, or, with Redis, limits shared by all gateways of the project.
 *
 * @param now milliseconds on a monotonic clock, for pauses
 */
export function createRates(
  limits: RateLimits,
  shared?: SharedRateLimits,
  observer: RateLimitObserver = {},
  now?: () => number,
): RateLimiter {
  const slotsOf = (kind: TrafficClass): SlidingWindow => {
    const limit = limits[kind];
    if (!limit) return unlimited;
    if (!shared) return createSlots(limit);
    const { redis, namespace, log, patience } = shared;
    return createRedisWindow(limit, {
      redis,
      log,
      patience,
      name: `${namespace}:${kind}`,
      alone: () => observer.alone?.(kind),
    });
  };
  const lineOf = (kind: TrafficClass): ClassQueue =>
    createLine(kind, slotsOf(kind), {
      waited: (seconds) => observer.waited?.(kind, seconds),
      refused: () => observer.refused?.(kind),
    });
  const lines = new Map(TRAFFIC_CLASSES.map((kind) => [kind, lineOf(kind)]));
  const { paused, refused } = observer;
  const pauseOptions = { now, paused, refused };
  const pauses = shared ? sharePauses(shared, pauseOptions) : createPauses(pauseOptions);

  return {
    take: (kind, tenant, wait) => lines.get(kind)?.take(tenant, wait),
    remaining: (kind, tenant) =>
      pauses.holds(kind) ? 0 : (lines.get(kind)?.remaining(tenant) ?? Number.POSITIVE_INFINITY),
    pauses,
  };
}

const unlimited: SlidingWindow = {
  take: (tenants) => tenants.map(() => 0),
  left: () => Number.POSITIVE_INFINITY,
};

/** Queue of calls of one class. */
interface ClassQueue {
  take(tenant: string, wait: RateLimitWait): Promise<void> | undefined;
  remaining(tenant: string | undefined): number;
}

interface QueuedCall {
  readonly tenant: string;
  readonly deadline: number;
  readonly go: () => void;
  readonly refuse: (error: StytchError) => void;
}

/**
 * Minimum time to the deadline for a grant after a wait, in milliseconds. Searches take 150 ms at least, so less would
 * waste the slot.
 */
const MIN_TIME_LEFT_MS = 200;
const inTime = (wait: number, deadline: number): boolean =>
  wait === 0 || Date.now() + wait + MIN_TIME_LEFT_MS <= deadline;

/** Max slots requested per round; further calls are served in the next round. */
const ROUND = 100;
/** Max tenants whose wait is cached; beyond it all are requested again. */
const REMEMBERED = 1_000;

/** What the limit of a class concerns, for the message. */
const limited: Readonly<Record<TrafficClass, string>> = {
  policy: 'requests for keys and policy',
  signIn: 'sign-in requests',
  write: 'changes',
  read: 'reads',
  fraud: 'fraud requests',
  search: 'searches',
};

function createLine(
  kind: TrafficClass,
  slots: SlidingWindow,
  told: { waited(seconds: number): void; refused(): void },
): ClassQueue {
  /** The first tenant is served next; a served tenant moves to the end. */
  const queues = new Map<string, QueuedCall[]>();
  /** Time until which no slot is available to a tenant, on the clock of `performance.now()`. */
  const nothingBefore = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let serving = false;
  let someCame = false;

  const tooLate = (milliseconds: number): StytchError => {
    told.refused();
    return new StytchError({
      code: 'RATE_LIMITED',
      message: `The project’s rate limit for ${limited[kind]} is exhausted beyond the deadline of this request. Retry after \`retryAfter\` seconds.`,
      retryAfter: Math.max(1, Math.ceil(milliseconds / 1_000)),
    });
  };

  /** Milliseconds for which no slot is available to a tenant, as far as known. */
  const known = (tenant: string | undefined): number => {
    const now = performance.now();
    return Math.max(0, ((tenant !== undefined && nothingBefore.get(tenant)) || 0) - now);
  };

  /** The next calls: one of each tenant, then the second of each, and so on. */
  const inTurn = (): QueuedCall[] => {
    const row: QueuedCall[] = [];
    const most = Math.max(0, ...Array.from(queues.values(), ({ length }) => length));
    for (let place = 0; place < most && row.length < ROUND; place += 1) {
      for (const queue of queues.values()) {
        const waiting = queue[place];
        if (waiting) row.push(waiting);
      }
    }
    return row.slice(0, ROUND);
  };

  const leave = (waiting: QueuedCall): void => {
    const queue = queues.get(waiting.tenant);
    const place = queue?.indexOf(waiting) ?? -1;
    if (!queue || place < 0) return;
    queue.splice(place, 1);
    if (queue.length === 0) queues.delete(waiting.tenant);
  };

  const toTheEnd = (tenant: string): void => {
    const queue = queues.get(tenant);
    if (!queue) return;
    queues.delete(tenant);
    queues.set(tenant, queue);
  };

  const letGo = (waiting: QueuedCall): void => {
    leave(waiting);
    toTheEnd(waiting.tenant);
    waiting.go();
  };
  /** Rejects a call whose slot would be free too late. */
  const keep = (waiting: QueuedCall, milliseconds: number): void => {
    if (inTime(milliseconds, waiting.deadline)) return;
    leave(waiting);
    waiting.refuse(tooLate(milliseconds));
  };

  /** Caches the shortest wait of each tenant. */
  const remember = (row: readonly QueuedCall[], waits: readonly number[]): void => {
    const now = performance.now();
    if (nothingBefore.size > REMEMBERED) nothingBefore.clear();
    for (const { tenant } of row) nothingBefore.delete(tenant);
    row.forEach(({ tenant }, index) => {
      const wait = waits[index] ?? 0;
      if (wait > 0 && !nothingBefore.has(tenant)) nothingBefore.set(tenant, now + wait);
    });
  };

  /** Milliseconds until a slot may be available to any queued call. */
  const soonest = (): number => Math.min(...Array.from(queues.keys(), known));

  /** Serves queued calls, and schedules the next round. Never concurrent with itself. */
  const serve = async (): Promise<void> => {
    if (serving) return;
    serving = true;
    // Calls that arrive while Redis is queried are served in the next iteration.
    while (queues.size > 0 && (someCame || soonest() === 0)) {
      someCame = false;
      const row = inTurn();
      const waits = await slots.take(row.map(({ tenant }) => tenant));
      remember(row, waits);
      row.forEach((waiting, index) => {
        const wait = waits[index] ?? 0;
        if (wait === 0) letGo(waiting);
        else keep(waiting, wait);
      });
      // Calls beyond one round: the wait found for their tenant applies to them, too.
      for (const waiting of Array.from(queues.values()).flat()) keep(waiting, known(waiting.tenant));
    }
    serving = false;
    serveLater();
  };
  const serveLater = (): void => {
    clearTimeout(timer);
    if (queues.size > 0) timer = setTimeout(serve, soonest());
  };

  return {
    take(tenant, { signal, deadline }) {
      if (slots === unlimited) return undefined;
      if (queues.size === 0 && !serving && slots.takeNow?.(tenant)) {
        told.waited(0);
        return undefined;
      }
      const wait = known(tenant);
      if (!inTime(wait, deadline)) return Promise.reject(tooLate(wait));
      const begun = performance.now();
      return new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(late);
          signal?.removeEventListener('abort', left);
        };
        const waiting: QueuedCall = {
          tenant,
          deadline,
          go: () => {
            end();
            told.waited((performance.now() - begun) / 1_000);
            resolve();
          },
          refuse: (error) => {
            end();
            reject(error);
          },
        };
        const late = setTimeout(() => {
          leave(waiting);
          waiting.refuse(tooLate(known(tenant)));
        }, deadline - Date.now());
        const left = (): void => {
          leave(waiting);
          waiting.refuse(
            new StytchError({
              code: 'TIMEOUT',
              message: 'The request ended before the call to Stytch was sent. Retry.',
            }),
          );
        };
        signal?.addEventListener('abort', left);
        if (signal?.aborted) return left();
        const queue = queues.get(tenant) ?? [];
        queue.push(waiting);
        queues.set(tenant, queue);
        someCame = true;
        void serve();
      });
    },
    remaining: (tenant) => (known(tenant) > 0 ? 0 : slots.left(tenant)),
  };
}
