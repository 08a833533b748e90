/** A limit on calls in any stretch of time: who may make one now, and when the others may. */

/** So many calls in any stretch of so long. */
export interface RateLimit {
  readonly most: number;
  /** Milliseconds. */
  readonly window: number;
}

/** What is counted for one kind of call. A call that may be made takes a slot; a window later the slot is free again. */
export interface SlidingWindow {
  /**
   * Takes a slot for each of those who ask, in their order, as far as there are any.
   *
   * @param tenants whom each slot is for, once for each slot
   * @returns for each of them 0 where a slot was taken, else the milliseconds until there may be one
   */
  take(tenants: readonly string[]): readonly number[] | Promise<readonly number[]>;
  /** Takes one slot at once; false, taking nothing, where there is none. Only where slots are counted in this process. */
  takeNow?(tenant: string): boolean;
  /** How many slots a tenant, or all together, could take now, as far as is known without asking. */
  left(tenant: string | undefined): number;
}

/**
 * Nobody takes more than three times what is left for all. Alone, a tenant gets three quarters of the limit; two who ask
 * without pause get three sevenths each. So there is always something left for whoever comes next, and nothing has to be
 * known beforehand of how many will come. Connections are lent in full to whoever is alone (turns.ts), since each is free
 * when its call ends; a slot stays taken for a window.
 */
export const FAIRNESS_FACTOR = 3;
/** Parts that a window is cut into: counting by parts takes the same work and memory whatever the limit is. */
export const WINDOW_BUCKETS = 60;
/**
 * Parts until a slot is free again. The part it was taken in has to be a window old as a whole, and one part more: a call
 * that is slow on its way arrives closer to the ones after it.
 */
export const RETENTION_BUCKETS = WINDOW_BUCKETS + 2;

/** How many slots a tenant may take that holds `mine`, while `left` are left for all. */
export const availableSlots = (mine: number, left: number): number =>
  Math.max(0, Math.floor((FAIRNESS_FACTOR * (left + 1) - mine) / (FAIRNESS_FACTOR + 1)));

/** What was taken in one part of a window. */
interface WindowBucket {
  readonly number: number;
  all: number;
  readonly tenants: Map<string, number>;
}

/** The slots of one process, counted in its memory. */
export interface LocalWindow {
  /** When each of those who ask might take a slot, by the limit that is given; nothing is taken. */
  look(tenants: readonly string[], most: number): number[];
  /** Notes that a slot was taken. */
  note(tenant: string): void;
  /** The slots that are held: by a tenant, by all. */
  held(tenant: string | undefined): { mine: number; all: number };
}

/** Counts the slots that this process takes, on a clock that is never set back. */
export function createLocalWindow(window: number): LocalWindow {
  const length = window / WINDOW_BUCKETS;
  /** Oldest first, `HELD` at most. */
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

  /** Milliseconds until there is a slot for somebody who holds `mine` while `left` are left; parts become free in order. */
  const wait = (tenant: string, mine: number, left: number): number => {
    if (availableSlots(mine, left) > 0) return 0;
    let still = mine;
    let free = left;
    for (const part of parts) {
      still -= part.tenants.get(tenant) ?? 0;
      free += part.all;
      // Not a part of a millisecond: a timer may be that much early, and 0 would say that a slot was taken.
      if (availableSlots(still, free) > 0)
        return Math.max(1, (part.number + RETENTION_BUCKETS) * length - performance.now());
    }
    return RETENTION_BUCKETS * length;
  };

  return {
    look(tenants, most) {
      let taken = 0;
      // Those of one tenant wait one behind the other; those of another tenant do not wait for them.
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

/** The slots of a gateway that counts alone. */
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
