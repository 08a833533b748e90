/**
 * Which calls to Stytch run now and which wait: a semaphore with a fair queue.
 *
 * - The queue is work-conserving: while a slot is free, any call takes it, so that a caller who is alone may have all slots.
 * - When slots are short, those who wait take turns. Next is the tenant with the fewest running calls, and of its callers the
 *   one with the fewest; among equals, the one whose last turn is longest ago.
 * - Every caller and every tenant has a share of the slots. What they run beyond it is borrowed, and does not count for calls
 *   within a share: these start as if nobody had borrowed. So slow calls of one caller never keep the others from theirs.
 */

/** Whom a call counts for: its caller, and the organization (or kind of caller) they belong to. */
export interface LimitKey {
  /** A visitor is nobody twice: each request of one has an object of its own. */
  readonly caller: string | object;
  readonly tenant: string;
}

/** A call that waits for its turn. */
export interface SemaphoreWaiter {
  /** Its turn has come. Must not throw. */
  turn(): void;
}

/** Who may call, and who waits. */
export interface KeyedSemaphore {
  /** Takes a turn, which `end` must follow. Says whether it has come; else the call is told when it has, unless it leaves. */
  tryAcquire(party: LimitKey, call: SemaphoreWaiter): boolean;
  /** Has a call wait no longer. */
  cancel(party: LimitKey, call: SemaphoreWaiter): void;
  release(party: LimitKey): void;
}

/** The calls of one organization (or kind of caller). */
interface Tenant {
  readonly name: string;
  running: number;
  /** Running calls that are within the shares of their callers. */
  withinShares: number;
  /** Callers with waiting calls. First is the one whose last turn is longest ago. */
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

/** Slots for one share: a quarter for a caller, half for a tenant, so that its first caller leaves something for the second. */
const shareOf = (slots: number, parts: number): number => Math.max(1, Math.floor(slots / parts));

/**
 * Makes the turns of one client.
 *
 * @param slots calls at a time. More run only while some have borrowed and others start calls within their shares: less than
 *   twice as many.
 */
export function createTurns(slots: number): KeyedSemaphore {
  const [callerShare, tenantShare] = [shareOf(slots, 4), shareOf(slots, 2)];
  const rows = new Map<LimitKey['caller'], KeyQueue>();
  const tenants = new Map<string, Tenant>();
  /** Tenants with waiting calls. First is the one whose last turn is longest ago. */
  const waiting = new Set<Tenant>();
  let running = 0;
  /** Running calls that are within the shares of their tenants and callers: all but the borrowed ones. */
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

  /** The caller whose call is next, if one may run. */
  const next = (): KeyQueue | undefined => {
    if (running >= slots && withinShares >= slots) return undefined;
    let found: KeyQueue | undefined;
    for (const tenant of waiting) {
      if (found && found.tenant.running <= tenant.running) continue;
      const row = fewestRunning(tenant.waiting);
      if (row && mayRun(row)) found = row;
      // So this looks at no more tenants than calls run, however many wait.
      if (found?.tenant.running === 0) return found;
    }
    return found;
  };

  const enqueue = (row: KeyQueue, call: SemaphoreWaiter): void => {
    row.waiting.push(call);
    row.tenant.waiting.add(row);
    waiting.add(row.tenant);
  };
  /** Takes the oldest call of a caller out, and puts caller and tenant behind the others that wait. */
  const dequeue = (row: KeyQueue): SemaphoreWaiter | undefined => {
    const call = row.waiting.shift();
    toTheEnd(row.tenant.waiting, row, row.waiting.length > 0);
    toTheEnd(waiting, row.tenant, row.tenant.waiting.size > 0);
    return call;
  };

  let goesOn = false;
  /** Gives those who wait their turn. A call may end at once, and there may be thousands: so this never calls itself. */
  const goOn = (): void => {
    if (goesOn) return;
    goesOn = true;
    try {
      for (let row = next(); row; row = next()) {
        const call = dequeue(row);
        run(row);
        call?.turn();
      }
    } finally {
      goesOn = false;
    }
  };

  return {
    tryAcquire(party, call) {
      const row = rowOf(party);
      // Whoever waits where a call may run is about to get a turn: nobody goes before them.
      if (!goesOn && mayRun(row)) {
        run(row);
        return true;
      }
      enqueue(row, call);
      return false;
    },
    cancel(party, call) {
      const row = rowOf(party);
      const place = row.waiting.indexOf(call);
      if (place >= 0) row.waiting.splice(place, 1);
      if (row.waiting.length === 0) row.tenant.waiting.delete(row);
      if (row.tenant.waiting.size === 0) waiting.delete(row.tenant);
      forget(row);
    },
    release(party) {
      const row = rowOf(party);
      stop(row);
      forget(row);
      if (waiting.size > 0) goOn();
    },
  };
}

/** The caller with the fewest running calls, the first of them. */
function fewestRunning(rows: Iterable<KeyQueue>): KeyQueue | undefined {
  let found: KeyQueue | undefined;
  for (const row of rows) {
    if (!found || row.running < found.running) found = row;
    if (found.running === 0) break;
  }
  return found;
}

/** Moves an item behind the others, or takes it out. */
function toTheEnd<Item>(items: Set<Item>, item: Item, stays: boolean): void {
  // V8 keeps the deleted entries of a busy Set until a full collection.
  if (stays && items.size === 1) return;
  items.delete(item);
  if (stays) items.add(item);
}
