/**
 * The slots that several gateways of one project share through Redis. The counters of rate-limiter-flexible begin anew with
 * each window, so that twice the limit fits around the moment when one ends; what Stytch counts is any stretch of a minute.
 */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import { onceAMinute } from '../../once-a-minute.ts';
import {
  availableSlots,
  createLocalWindow,
  FAIRNESS_FACTOR,
  type RateLimit,
  RETENTION_BUCKETS,
  type SlidingWindow,
  WINDOW_BUCKETS,
} from './local.ts';

/** Where gateways count together. */
export interface RedisWindowOptions {
  readonly redis: Redis;
  /** What is counted, apart from everything else that is counted in that Redis. */
  readonly name: string;
  readonly log: Log;
  /** Milliseconds that a call waits for Redis; 50 where not given. Nearby it answers in one. */
  readonly patience?: number | undefined;
  /** Told each time that this gateway begins to count alone, because Redis did not answer. */
  readonly alone?: (() => void) | undefined;
}

/** What is slower than so many milliseconds costs a call more than it is worth. */
const PATIENCE = 50;
/** Milliseconds between looks whether Redis is back. Nobody's call waits for them. */
const LOOK = 1_000;
/** Whoever shares has company; how much, Redis tells as soon as it answers. */
const COMPANY = 2;

/**
 * Counts in Redis. While it is away or slow each gateway takes its own part of the limit, by the number of gateways that
 * were last seen, less what it knows the others to hold, and still for a window after it is back. Where Redis is away for
 * one gateway alone, the others do not know of that part: then it can be more than the limit, by that part at most.
 */
export function createRedisWindow(
  { most, window }: RateLimit,
  { redis, name, log, patience = PATIENCE, alone }: RedisWindowOptions,
): SlidingWindow {
  const own = createLocalWindow(window);
  const id = crypto.randomUUID();
  const life = Math.ceil((window / WINDOW_BUCKETS) * RETENTION_BUCKETS);
  // In braces, so that a cluster keeps all of it in one place.
  const key = (what: string) => `stytch-graphql:{${name}}:${what}`;
  const shared = [key('all'), key('gateways')];

  const tellAlone = onceAMinute(() => log.warn('redis unavailable: stytch calls are counted by this process alone'));

  let gateways = COMPANY;
  let together = true;
  let awayAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** What Redis said was left, what the others held, and until when that counts for something. */
  let last = { left: most, others: 0, until: 0 };

  /** The slots that this gateway may hold in all. */
  const mine = (): number => {
    const now = performance.now();
    if (now - awayAt >= life) return most;
    const part = Math.max(1, Math.floor(most / gateways));
    return now < last.until ? Math.min(part, most - last.others) : part;
  };

  const away = (): void => {
    const now = performance.now();
    awayAt = now;
    lookedAt = now;
    if (together) alone?.();
    together = false;
    tellAlone();
  };

  /** Looks whether Redis is back, beside the calls that are made meanwhile. */
  const look = (): void => {
    const now = performance.now();
    if (now - lookedAt < LOOK) return;
    lookedAt = now;
    within(patience, redis.ping()).then(
      () => {
        together = true;
      },
      () => {
        awayAt = performance.now();
      },
    );
  };

  const ask = async (tenants: readonly string[]): Promise<number[]> => {
    const keys = [...shared, ...tenants.map((tenant) => key(`tenant ${tenant}`))];
    const [left, seen, ...waits] = numbers(
      await within(
        patience,
        redis.eval(
          TAKE,
          keys.length,
          ...keys,
          window,
          most,
          WINDOW_BUCKETS,
          RETENTION_BUCKETS,
          FAIRNESS_FACTOR,
          life,
          id,
        ),
      ),
    );
    if (left === undefined || seen === undefined || waits.length !== tenants.length) throw new Error('not an answer');
    gateways = seen;
    // What was taken just now is noted when all that was asked for is known.
    const taken = waits.filter((wait) => wait === 0).length;
    last = { left, others: most - left - own.held(undefined).all - taken, until: performance.now() + life };
    return waits;
  };

  return {
    async take(tenants) {
      const waits = own.look(tenants, mine());
      const asking = tenants.flatMap((tenant, index) => (waits[index] === 0 ? [{ tenant, index }] : []));
      if (!together) look();
      if (together && asking.length > 0) {
        try {
          const answers = await ask(asking.map(({ tenant }) => tenant));
          asking.forEach(({ index }, at) => {
            waits[index] = answers[at] ?? life;
          });
        } catch {
          away();
          // Not what was found before: now only this gateway's part is to be had.
          waits.splice(0, waits.length, ...own.look(tenants, mine()));
        }
      }
      tenants.forEach((tenant, index) => {
        if (waits[index] === 0) own.note(tenant);
      });
      return waits;
    },
    left(tenant) {
      const held = own.held(tenant);
      const known = together && performance.now() < last.until ? last.left : most;
      const left = Math.min(known, mine() - held.all);
      return tenant === undefined ? Math.max(0, left) : availableSlots(held.mine, left);
    },
  };
}

/** An answer of Redis, unless it takes too long. */
function within<Value>(patience: number, answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('redis is slow')), patience);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

const numbers = (answer: unknown): number[] => (Array.isArray(answer) ? answer.map(Number) : []);

/**
 * What `countOwn` does for one process, done in Redis for all of them in one step, by the clock of Redis.
 *
 * KEYS: slots taken in each part by all; gateways and when they were last seen; then, for each slot that is asked for, what
 * its tenant took in each part. The answer: what is left, how many gateways there are,
 * and for each slot 0 if it was taken, else the milliseconds until there may be one.
 */
const TAKE = `
local window, most, parts, held, greed, life = unpack(ARGV, 1, 6)
most, held, greed, life = tonumber(most), tonumber(held), tonumber(greed), tonumber(life)
local length = window / parts
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local current = math.floor(now / length)

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - life)
redis.call('ZADD', KEYS[2], now, ARGV[7])
redis.call('PEXPIRE', KEYS[2], life)

local function read(key)
  local counted = { key = key, sum = 0, parts = {}, waiting = 0 }
  local fields = redis.call('HGETALL', key)
  for at = 1, #fields, 2 do
    local part, count = tonumber(fields[at]), tonumber(fields[at + 1])
    -- A part that is still to come is left from a clock that was set back.
    if part + held <= current or part > current then
      redis.call('HDEL', key, fields[at])
    else
      counted.parts[part] = count
      counted.sum = counted.sum + count
    end
  end
  return counted
end

local function take(counted)
  counted.sum = counted.sum + 1
  counted.parts[current] = (counted.parts[current] or 0) + 1
  redis.call('HINCRBY', counted.key, current, 1)
  redis.call('PEXPIRE', counted.key, life)
end

local function may(mine, left)
  return greed * left >= mine + 1
end

local all = read(KEYS[1])

local function wait(tenant)
  local mine = tenant.sum + tenant.waiting
  local left = most - all.sum - tenant.waiting
  if may(mine, left) then return 0 end
  for part = current - held + 1, current do
    mine = mine - (tenant.parts[part] or 0)
    left = left + (all.parts[part] or 0)
    if may(mine, left) then return math.max(1, math.ceil((part + held) * length - now)) end
  end
  return life
end

local tenants, answer = {}, { 0, redis.call('ZCARD', KEYS[2]) }
for at = 3, #KEYS do
  local tenant = tenants[KEYS[at]] or read(KEYS[at])
  tenants[KEYS[at]] = tenant
  local waits = wait(tenant)
  if waits == 0 then
    take(all)
    take(tenant)
  else
    tenant.waiting = tenant.waiting + 1
  end
  answer[#answer + 1] = waits
end
answer[1] = most - all.sum
return answer
`;
