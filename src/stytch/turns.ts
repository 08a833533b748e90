/** Who may call Stytch now, and who waits: so many calls at a time for one caller, and each waiting caller in turn. */
import type { Leaving } from '../leaving.ts';
import { StytchError } from './error.ts';
import type { Rules } from './rules.ts';

/** Whom a call counts for: its caller, and the organization (or kind of caller) they belong to. */
export interface Party {
  /** A visitor is nobody twice: each request of one has an object of its own. */
  readonly caller: string | object;
  readonly tenant: string;
}

/** How long a turn is waited for. */
interface Wait {
  readonly signal?: Leaving | undefined;
  readonly deadline: number;
}

/** Who may call, and who waits. */
export interface Turns {
  /**
   * Takes a turn, which `end` must follow.
   *
   * @returns undefined when it has begun; else a promise that resolves when it has
   * @throws StytchError TIMEOUT, later, when the deadline passed or the caller left before that: then no turn was taken
   */
  begin(party: Party, wait: Wait): Promise<void> | undefined;
  end(party: Party): void;
}

interface Waiting extends Party {
  readonly start: () => void;
}

/** Makes the turns of one client: as many calls at a time as it has connections, so many of them for one. */
export function createTurns({
  connections,
  callsPerCaller,
  callsPerTenant,
}: Pick<Rules, 'connections' | 'callsPerCaller' | 'callsPerTenant'>): Turns {
  const running = new Map<Party['caller'], number>();
  /** First is who waits longest for a turn; whoever gets one goes to the end. */
  const queues = new Map<Party['caller'], Waiting[]>();
  let all = 0;

  const runs = (key: Party['caller']): number => running.get(key) ?? 0;
  const count = (key: Party['caller'], by: 1 | -1): void => {
    if (runs(key) + by === 0) running.delete(key);
    else running.set(key, runs(key) + by);
  };
  const mayRun = ({ caller, tenant }: Party) =>
    all < connections && runs(caller) < callsPerCaller && runs(tenant) < callsPerTenant;

  const run = ({ caller, tenant }: Party): void => {
    all += 1;
    count(caller, 1);
    count(tenant, 1);
  };
  const end = ({ caller, tenant }: Party): void => {
    all -= 1;
    count(caller, -1);
    count(tenant, -1);
    for (const [key, queue] of queues) {
      const [next] = queue;
      if (all >= connections) return;
      if (!next || !mayRun(next)) continue;
      queue.shift();
      if (queue.length === 0 || queues.size > 1) queues.delete(key);
      if (queue.length > 0) queues.set(key, queue);
      run(next);
      next.start();
    }
  };

  /** Waits for a turn. It has begun when this resolves. */
  const turn = (party: Party, { signal, deadline }: Wait): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        settle();
        queue.splice(queue.indexOf(waiting), 1);
        if (queue.length === 0) queues.delete(party.caller);
        reject(
          new StytchError({ code: 'TIMEOUT', message: 'The time for this request was over before Stytch was asked.' }),
        );
      };
      const timer = setTimeout(leave, deadline - Date.now());
      signal?.addEventListener('abort', leave);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      const waiting: Waiting = {
        ...party,
        start: () => {
          settle();
          resolve();
        },
      };
      const queue = queues.get(party.caller) ?? [];
      queue.push(waiting);
      queues.set(party.caller, queue);
      // Whoever has left already is not told of it again.
      if (signal?.aborted) leave();
    });

  return {
    begin(party, wait) {
      if (!mayRun(party) || queues.has(party.caller)) return turn(party, wait);
      run(party);
      return undefined;
    },
    end,
  };
}
