/**
 * Keyed semaphore with a fair queue: bounds the concurrent calls to Stytch.
 *
 * - Work-conserving: while a slot is free, any call takes it, so that a single caller may have all slots.
 * - If slots are short, queued calls are served round-robin. The next is from the tenant with the fewest running calls,
 *   and of its callers the one with the fewest; among equals, the one served longest ago.
 * - Every caller and every tenant has a guaranteed share of the slots. Calls beyond the share are borrowed, and do not
 *   count for calls within a share, which start regardless of borrowed ones. So slow calls of one caller never block
 *   the share of others.
 */

/** Key of fairness: the caller, and the tenant (or kind of caller) it belongs to. */
export interface LimitKey {
  /** Anonymous requests are never grouped: each has its own key object. */
  readonly caller: string | object;
  readonly tenant: string;
}

/** A queued call. */
export interface SemaphoreWaiter {
  /** Called when the slot is granted. Must not throw. */
  granted(): void;
}

/** Grants slots and queues calls. */
export interface KeyedSemaphore {
  /**
   * Takes a slot, or queues the call. Returns true if the slot is granted, and `release` must follow; otherwise `granted`
   * is called when it is granted, unless the call is cancelled.
   */
  tryAcquire(limitKey: LimitKey, call: SemaphoreWaiter): boolean;
  /** Removes a call from the queue. */
  cancel(limitKey: LimitKey, call: SemaphoreWaiter): void;
  release(limitKey: LimitKey): void;
}

/** The calls of one tenant (or kind of caller). */
interface Tenant {
  readonly name: string;
  running: number;
  /** Running calls within the shares of their callers. */
  withinShares: number;
  /** Callers with queued calls. The first is the one served longest ago. */
  readonly waiting: Set<KeyQueue>;
}

/** The calls of one caller. */
interface KeyQueue {
  readonly caller: LimitKey['caller'];
  readonly tenant: Tenant;
  running: number;
  /** Oldest first. */
  readonly waiting: SemaphoreWaiter[];
}

/** Slots of one share: a quarter for a caller, half for a tenant, so that two callers fill the share of a tenant. */
const shareOf = (slots: number, parts: number): number => Math.max(1, Math.floor(slots / parts));

/**
 * Creates the semaphore of one client.
 *
 * @param slots max concurrent calls. More run only while calls are borrowed and others start within their shares: less
 *   than twice as many.
 */
export function createTurns(slots: number): KeyedSemaphore {
  const [callerShare, tenantShare] = [shareOf(slots, 4), shareOf(slots, 2)];
  const rows = new Map<LimitKey['caller'], KeyQueue>();
  const tenants = new Map<string, Tenant>();
  /** Tenants with queued calls. The first is the one served longest ago. */
  const waiting = new Set<Tenant>();
  let running = 0;
  /** Running calls within the shares of their tenants and callers: all but the borrowed ones. */
  let withinShares = 0;

  const rowOf = ({ caller, tenant: name }: LimitKey): KeyQueue => {
    const known = rows.get(caller);
    if (known) return known;
    const tenant = tenants.get(name) ?? { name, running: 0, withinShares: 0, waiting: new Set() };
    tenants.set(name, tenant);
    const row: KeyQueue = { caller, tenant, running: 0, waiting: [] };
    rows.set(caller, row);
    return row;
  };
  const forget = (row: KeyQueue): void => {
    const { caller, tenant } = row;
    if (row.running === 0 && row.waiting.length === 0) rows.delete(caller);
    if (tenant.running === 0 && tenant.waiting.size === 0) tenants.delete(tenant.name);
  };

  /** Whether a slot is free, or the call would be within the shares. */
  const mayRun = (row: KeyQueue): boolean =>
    running < slots || (withinShares < slots && row.tenant.withinShares < tenantShare && row.running < callerShare);

  const run = (row: KeyQueue): void => {
    const { tenant } = row;
    if (row.running < callerShare) {
      if (tenant.withinShares < tenantShare) withinShares += 1;
      tenant.withinShares += 1;
    }
    row.running += 1;
    tenant.running += 1;
    running += 1;
  };
  const stop = (row: KeyQueue): void => {
    const { tenant } = row;
    running -= 1;
    tenant.running -= 1;
    row.running -= 1;
    if (row.running >= callerShare) return;
    tenant.withinShares -= 1;
    if (tenant.withinShares < tenantShare) withinShares -= 1;
  };

  /** The caller whose call is next, if any may run. */
  const next = (): KeyQueue | undefined => {
    if (running >= slots && withinShares >= slots) return undefined;
    let found: KeyQueue | undefined;
    for (const tenant of waiting) {
      if (found && found.tenant.running <= tenant.running) continue;
      const row = fewestRunning(tenant.waiting);
      if (row && mayRun(row)) found = row;
      // Bounds the loop: it visits at most as many tenants as calls run, however many are queued.
      if (found?.tenant.running === 0) return found;
    }
    return found;
  };

  const enqueue = (row: KeyQueue, call: SemaphoreWaiter): void => {
    row.waiting.push(call);
    row.tenant.waiting.add(row);
    waiting.add(row.tenant);
  };
  /** Removes the oldest call of a caller, and moves caller and tenant to the end of the queues. */
  const dequeue = (row: KeyQueue): SemaphoreWaiter | undefined => {
    const call = row.waiting.shift();
    toTheEnd(row.tenant.waiting, row, row.waiting.length > 0);
    toTheEnd(waiting, row.tenant, row.tenant.waiting.size > 0);
    return call;
  };

  let goesOn = false;
  /** Grants slots to queued calls. Not recursive: a call may end immediately, and thousands may be queued. */
  const goOn = (): void => {
    if (goesOn) return;
    goesOn = true;
    try {
      for (let row = next(); row; row = next()) {
        const call = dequeue(row);
        run(row);
        call?.granted();
      }
    } finally {
      goesOn = false;
    }
  };

  return {
    tryAcquire(limitKey, call) {
      const row = rowOf(limitKey);
      // While slots are being granted, queued calls go first.
      if (!goesOn && mayRun(row)) {
        run(row);
        return true;
      }
      enqueue(row, call);
      return false;
    },
    cancel(limitKey, call) {
      const row = rowOf(limitKey);
      const place = row.waiting.indexOf(call);
      if (place >= 0) row.waiting.splice(place, 1);
      if (row.waiting.length === 0) row.tenant.waiting.delete(row);
      if (row.tenant.waiting.size === 0) waiting.delete(row.tenant);
      forget(row);
    },
    release(limitKey) {
      const row = rowOf(limitKey);
      stop(row);
      forget(row);
      if (waiting.size > 0) goOn();
    },
  };
}

/** The first of the callers with the fewest running calls. */
function fewestRunning(rows: Iterable<KeyQueue>): KeyQueue | undefined {
  let found: KeyQueue | undefined;
  for (const row of rows) {
    if (!found || row.running < found.running) found = row;
    if (found.running === 0) break;
  }
  return found;
}

/** Moves an item to the end, or removes it. */
function toTheEnd<Item>(items: Set<Item>, item: Item, stays: boolean): void {
  // V8 keeps the deleted entries of a busy Set until a full GC.
  if (stays && items.size === 1) return;
  items.delete(item);
  if (stays) items.add(item);
}
