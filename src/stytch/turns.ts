/** Who may call Stytch now, and who waits: so many calls at a time for one caller, and each waiting caller in turn. */
import type { Rules } from './rules.ts';

/** Whom a call counts for: its caller, and the organization (or kind of caller) they belong to. */
export interface Party {
  /** A visitor is nobody twice: each request of one has an object of its own. */
  readonly caller: string | object;
  readonly tenant: string;
}

/** A call that waits for its turn. */
export interface Queued {
  /** Its turn has come. Must not throw. */
  turn(): void;
}

/** Who may call, and who waits. */
export interface Turns {
  /** Takes a turn, which `end` must follow. Says whether it has come; else the call is told when it has, unless it leaves. */
  begin(party: Party, call: Queued): boolean;
  /** Has a call wait no longer. */
  leave(party: Party, call: Queued): void;
  end(party: Party): void;
}

/** The calls of one caller. */
interface Row {
  readonly party: Party;
  running: number;
  /** Oldest first. */
  readonly waiting: Queued[];
}

/** Makes the turns of one client: as many calls at a time as it has connections, so many of them for one. */
export function createTurns({
  connections,
  callsPerCaller,
  callsPerTenant,
}: Pick<Rules, 'connections' | 'callsPerCaller' | 'callsPerTenant'>): Turns {
  const rows = new Map<Party['caller'], Row>();
  const tenants = new Map<string, number>();
  let all = 0;
  /** Rows in which calls wait. First is who waits longest for a turn; whoever gets one goes to the end. */
  const queue = new Set<Row>();

  const ofTenant = ({ tenant }: Party): number => tenants.get(tenant) ?? 0;
  const countTenant = ({ tenant }: Party, running: number): void => {
    if (running === 0) tenants.delete(tenant);
    else tenants.set(tenant, running);
  };
  const rowOf = (party: Party): Row => {
    const known = rows.get(party.caller);
    if (known) return known;
    const row: Row = { party, running: 0, waiting: [] };
    rows.set(party.caller, row);
    return row;
  };
  const forget = (row: Row): void => {
    if (row.running === 0 && row.waiting.length === 0) rows.delete(row.party.caller);
  };

  const mayRun = ({ party, running }: Row): boolean =>
    all < connections && running < callsPerCaller && ofTenant(party) < callsPerTenant;
  const run = (row: Row): void => {
    all += 1;
    row.running += 1;
    countTenant(row.party, ofTenant(row.party) + 1);
  };

  /** The row whose call is next, if one may run. */
  const next = (): Row | undefined => {
    if (all >= connections) return undefined;
    for (const row of queue) if (mayRun(row)) return row;
    return undefined;
  };

  let goesOn = false;
  /** Gives those who wait their turn. A call may end at once, and there may be thousands: so this never calls itself. */
  const goOn = (): void => {
    if (goesOn) return;
    goesOn = true;
    try {
      for (let row = next(); row; row = next()) {
        const call = row.waiting.shift();
        if (row.waiting.length === 0 || queue.size > 1) queue.delete(row);
        if (row.waiting.length > 0) queue.add(row);
        run(row);
        call?.turn();
      }
    } finally {
      goesOn = false;
    }
  };

  return {
    begin(party, call) {
      const row = rowOf(party);
      if (row.waiting.length === 0 && mayRun(row)) {
        run(row);
        return true;
      }
      row.waiting.push(call);
      queue.add(row);
      return false;
    },
    leave(party, call) {
      const row = rowOf(party);
      const place = row.waiting.indexOf(call);
      if (place >= 0) row.waiting.splice(place, 1);
      if (row.waiting.length === 0) queue.delete(row);
      forget(row);
    },
    end(party) {
      const row = rowOf(party);
      all -= 1;
      row.running -= 1;
      countTenant(party, ofTenant(party) - 1);
      forget(row);
      if (queue.size > 0) goOn();
    },
  };
}
