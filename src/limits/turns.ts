/** Who may call Stytch now, and who waits: so many calls at a time for one caller, and each waiting caller in turn. */
import type { Caller } from '../auth/caller.ts';
import type { CallOptions } from '../stytch/client.ts';
import { StytchError } from '../stytch/error.ts';

/**
 * Runs a call when it is its caller's turn.
 *
 * @throws StytchError TIMEOUT when its deadline passed, or its caller left, before that: then nothing was sent
 */
export type Turns = <T>(
  caller: Caller,
  wait: Pick<CallOptions, 'signal' | 'deadline'>,
  call: () => Promise<T>,
) => Promise<T>;

/** Whom a call counts for: themselves, and the organization (or kind of caller) they belong to. */
interface Party {
  /** A visitor is nobody twice: each request of one is a caller of its own. */
  readonly caller: string | Caller;
  readonly tenant: string;
}

interface Waiting extends Party {
  readonly start: () => void;
}

/** Calls that run at a time in all: the connections to Stytch, beyond which calls would wait in the order they came. */
const ALL = 128;
/** Calls that run at a time for one organization, so that no customer ever holds every connection. */
const TENANT = ALL / 2;

/** Makes the turns of one gateway, with at most `each` calls at a time for one caller. */
export function createTurns(each: number): Turns {
  const running = new Map<Party['caller'], number>();
  /** First is who waits longest for a turn; whoever gets one goes to the end. */
  const queues = new Map<Party['caller'], Waiting[]>();
  let all = 0;

  const runs = (key: Party['caller']): number => running.get(key) ?? 0;
  const count = (key: Party['caller'], by: 1 | -1): void => {
    if (runs(key) + by === 0) running.delete(key);
    else running.set(key, runs(key) + by);
  };
  const mayRun = ({ caller, tenant }: Party) => all < ALL && runs(caller) < each && runs(tenant) < TENANT;

  const begin = ({ caller, tenant }: Party): void => {
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
      if (all >= ALL) return;
      if (!next || !mayRun(next)) continue;
      queue.shift();
      queues.delete(key);
      if (queue.length > 0) queues.set(key, queue);
      begin(next);
      next.start();
    }
  };

  /** Waits for a turn. It has begun when this resolves. */
  const turn = (party: Party, { signal, deadline }: Pick<CallOptions, 'signal' | 'deadline'>): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        settle();
        queue.splice(queue.indexOf(waiting), 1);
        if (queue.length === 0) queues.delete(party.caller);
        reject(
          new StytchError({ code: 'TIMEOUT', message: 'The time for this request was over before Stytch was asked.' }),
        );
      };
      const timer = deadline === undefined ? undefined : setTimeout(leave, deadline - Date.now());
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
    });

  return async (caller, wait, call) => {
    const party = partyOf(caller);
    if (mayRun(party) && !queues.has(party.caller)) begin(party);
    else await turn(party, wait);
    try {
      return await call();
    } finally {
      end(party);
    }
  };
}

function partyOf(caller: Caller): Party {
  if (caller.kind === 'member') {
    return { caller: `member ${caller.memberId}`, tenant: `organization ${caller.organizationId}` };
  }
  if (caller.kind === 'server') return { caller: `server ${caller.name}`, tenant: `tenant ${caller.name}` };
  return { caller, tenant: 'visitors' };
}
