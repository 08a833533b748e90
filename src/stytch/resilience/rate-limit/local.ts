/** Sliding-window rate limit: counts slots per tenant in the memory of one process. */

/** Max calls in any interval of a length. */
export interface RateLimit {
  readonly most: number;
  /** Milliseconds. */
  readonly window: number;
}

/** The counter of one traffic class. A call takes a slot, which is free again one window later. */
export interface SlidingWindow {
  /**
   * Takes a slot for each entry, in order, while slots are available.
   *
   * @param tenants tenant of each requested slot
   * @returns for each entry 0 if a slot was taken, else the milliseconds until one may be free
   */
  take(tenants: readonly string[]): readonly number[] | Promise<readonly number[]>;
  /** Takes one slot synchronously; false, taking nothing, if none is available. Undefined for a counter in Redis. */
  takeNow?(tenant: string): boolean;
  /** Slots that a tenant, or all together, could take now, as far as known locally. */
  left(tenant: string | undefined): number;
}

/**
 * Fairness factor: a tenant holds at most 3 times the remaining capacity (alone 3/4 of the limit, two 3/7 each), so
 * newcomers always find some. Connections differ (keyed-semaphore.ts): a single caller may have all, since each is free
 * when its call ends; a slot stays taken for a window.
 */
export const FAIRNESS_FACTOR = 3;
/** Buckets per window: time and memory of counting do not depend on the limit. */
export const WINDOW_BUCKETS = 60;
/**
 * Buckets after which a slot is free. The bucket in which it was taken must be a whole window old, plus one bucket: a
 * call that is slow in transit arrives closer to the following ones.
 */
export const RETENTION_BUCKETS = WINDOW_BUCKETS + 2;

/** Slots that a tenant that holds `mine` may take, while `left` are left in total. */
export const availableSlots = (mine: number, left: number): number =>
  Math.max(0, Math.floor((FAIRNESS_FACTOR * (left + 1) - mine) / (FAIRNESS_FACTOR + 1)));

/** Slots taken in one bucket of a window. */
interface WindowBucket {
  readonly number: number;
  all: number;
  readonly tenants: Map<string, number>;
}

/** Slots counted in the memory of one process. */
export interface LocalWindow {
  /** Milliseconds until each entry could take a slot, 0 for now, under a given limit; takes nothing. */
  look(tenants: readonly string[], most: number): number[];
  /** Records that a slot was taken. */
  note(tenant: string): void;
  /** Slots held by a tenant, and by all. */
  held(tenant: string | undefined): { mine: number; all: number };
}

/** Counts the slots that this process takes, on a monotonic clock. */
export function createLocalWindow(window: number): LocalWindow {
  const length = window / WINDOW_BUCKETS;
  /** Oldest first, at most `RETENTION_BUCKETS`. */
  const parts: WindowBucket[] = [];
  const current = (): number => Math.floor(performance.now() / length);

  const forget = (): void => {
    const now = current();
    while (parts[0] && parts[0].number + RETENTION_BUCKETS <= now) parts.shift();
  };
  const held = (tenant: string | undefined) => {
    forget();
    let mine = 0;
    let all = 0;
    for (const part of parts) {
      if (tenant !== undefined) mine += part.tenants.get(tenant) ?? 0;
      all += part.all;
    }
    return { mine, all };
  };

  /**
   * Milliseconds until a slot is available to a tenant that holds `mine` while `left` are left; buckets expire in
   * order.
   */
  const wait = (tenant: string, mine: number, left: number): number => {
    if (availableSlots(mine, left) > 0) return 0;
    let still = mine;
    let free = left;
    for (const part of parts) {
      still -= part.tenants.get(tenant) ?? 0;
      free += part.all;
      // At least 1 ms: a timer may fire a fraction early, and 0 would mean that a slot was taken.
      if (availableSlots(still, free) > 0)
        return Math.max(1, (part.number + RETENTION_BUCKETS) * length - performance.now());
    }
    return RETENTION_BUCKETS * length;
  };

  return {
    look(tenants, most) {
      let taken = 0;
      // Entries of one tenant wait in sequence; those of different tenants do not wait for each other.
      const before = new Map<string, { taken: number; waiting: number }>();
      return tenants.map((tenant) => {
        const { mine, all } = held(tenant);
        const row = before.get(tenant) ?? { taken: 0, waiting: 0 };
        before.set(tenant, row);
        const waits = wait(tenant, mine + row.taken + row.waiting, most - all - taken - row.waiting);
        if (waits === 0) {
          taken += 1;
          row.taken += 1;
        } else row.waiting += 1;
        return waits;
      });
    },
    note(tenant) {
      const number = current();
      let part = parts.at(-1);
      if (part?.number !== number) {
        part = { number, all: 0, tenants: new Map() };
        parts.push(part);
      }
      part.all += 1;
      part.tenants.set(tenant, (part.tenants.get(tenant) ?? 0) + 1);
    },
    held,
  };
}

/** The counter of a gateway that shares no limits. */
export function createSlots({ most, window }: RateLimit): SlidingWindow {
  const own = createLocalWindow(window);
  return {
    take(tenants) {
      const waits = own.look(tenants, most);
      waits.forEach((wait, index) => {
        const tenant = tenants[index];
        if (wait === 0 && tenant !== undefined) own.note(tenant);
      });
      return waits;
    },
    takeNow(tenant) {
      const { mine, all } = own.held(tenant);
      if (availableSlots(mine, most - all) === 0) return false;
      own.note(tenant);
      return true;
    },
    left(tenant) {
      const { mine, all } = own.held(tenant);
      return tenant === undefined ? Math.max(0, most - all) : availableSlots(mine, most - all);
    },
  };
}
