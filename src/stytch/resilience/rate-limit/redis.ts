/**
 * Sliding-window rate limit that the gateways of one project share in Redis. The fixed windows of rate-limiter-flexible
 * would admit twice the limit around the end of a window; Stytch counts any interval of a minute.
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

/** Options of the shared counter. */
export interface RedisWindowOptions {
  readonly redis: Redis;
  /** Name of the counter, unique in that Redis. */
  readonly name: string;
  readonly log: Log;
  /** Max milliseconds that a call waits for Redis; default: 50. Nearby it responds in one. */
  readonly patience?: number | undefined;
  /** Called each time this gateway falls back to local counting, because Redis did not respond. */
  readonly alone?: (() => void) | undefined;
}

/** Default timeout of Redis in milliseconds: a slower response costs a call more than exact counting is worth. */
const PATIENCE = 50;
/** Milliseconds between checks whether Redis is available again. No call waits for them. */
const LOOK = 1_000;
/** Assumed number of gateways until Redis reports it. */
const COMPANY = 2;

/**
 * Creates the counter. While Redis is unavailable, and for one window after, each gateway uses its share of the limit:
 * the limit divided by the last known number of gateways, less the slots that others are known to hold. If Redis is
 * unavailable to only one gateway, the others do not see its slots: the sum may exceed the limit by that share at most.
 */
export function createRedisWindow(
  { most, window }: RateLimit,
  { redis, name, log, patience = PATIENCE, alone }: RedisWindowOptions,
): SlidingWindow {
  const own = createLocalWindow(window);
  const id = crypto.randomUUID();
  const life = Math.ceil((window / WINDOW_BUCKETS) * RETENTION_BUCKETS);
  // Hash tag in braces: a Redis cluster keeps all keys in one slot.
  const key = (what: string) => `stytch-graphql:{${name}}:${what}`;
  const shared = [key('all'), key('gateways')];

  const tellAlone = onceAMinute(() =>
    log.warn('redis does not respond: calls to stytch are counted by this process only'),
  );

  let gateways = COMPANY;
  let together = true;
  let awayAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** Last result of Redis: remaining slots, slots held by others, and the time until which it is used. */
  let last = { left: most, others: 0, until: 0 };

  /** Max slots that this gateway may hold. */
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

  /** Checks in the background whether Redis is available again. */
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
    if (left === undefined || seen === undefined || waits.length !== tenants.length)
      throw new Error('malformed response of redis');
    gateways = seen;
    // Slots just taken are recorded locally later, so they are subtracted here.
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
          // Compute again: now only this gateway's share is available.
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

/** The response of Redis, or a rejection after the timeout. */
function within<Value>(patience: number, answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('redis did not respond in time')), patience);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

const numbers = (answer: unknown): number[] => (Array.isArray(answer) ? answer.map(Number) : []);

/**
 * Does in Redis, atomically and by the clock of Redis, what `createLocalWindow` does in one process.
 *
 * KEYS: slots per bucket of all tenants; gateways by time of their last request; then, for each requested slot, the
 * slots per bucket of its tenant. Result: remaining slots, number of gateways, and for each requested slot 0 if it was
 * taken, else the milliseconds until one may be free.
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
    -- A bucket in the future was counted before the clock was set back.
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
