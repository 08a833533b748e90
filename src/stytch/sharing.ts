import { Leaver, type Leaving } from '../leaving.ts';
import { StytchError } from './error.ts';

/** How long somebody waits for an answer. */
interface Waiter {
  readonly signal: Leaving | undefined;
  readonly deadline: number;
}

/** Makes the call, until the signal ends. */
type Start = (signal: Leaving) => Promise<object>;

/** Gives equal reads of one caller that run at a time one call. */
export interface Sharing {
  /**
   * Joins the read under this key, or starts it. Who joins waits until their own deadline; the read is given up when all who
   * wait for it have left.
   *
   * @param key all that makes two reads equal: who asks, what is asked, with which session
   */
  read(key: string, waiter: Waiter, start: Start, joined: () => void): Promise<object>;
  /** After a write: a read that began before must not answer one that begins now. */
  forget(): void;
}

interface Running {
  answer: Promise<object>;
  readonly leaver: Leaver;
  waiting: number;
  /** Forgets those who wait, once the answer is there. */
  readonly settle: (() => void)[];
}

/** In place of an answer that was given: nobody asks for it again. */
const given = new Promise<never>(() => {});

const isTimeout = (error: unknown): boolean => error instanceof StytchError && error.facts.code === 'TIMEOUT';

export function createSharing(): Sharing {
  const running = new Map<string, Running>();

  const begin = (key: string, start: Start): Running => {
    const leaver = new Leaver();
    const read: Running = { answer: start(leaver), leaver, waiting: 0, settle: [] };
    running.set(key, read);
    const end = () => {
      if (running.get(key) === read) running.delete(key);
      for (const settle of read.settle) settle();
      // A Map that is never at rest keeps what was deleted from it, in tables it has outgrown, until V8 collects everything:
      // an entry must not lead to its answer.
      read.settle.length = 0;
      read.answer = given;
    };
    read.answer.then(end, end);
    return read;
  };

  /** Whoever leaves is answered all the same, if the others wait; nobody listens. */
  const wait = (read: Running, { signal }: Waiter): Promise<object> => {
    read.waiting += 1;
    if (signal) {
      const leave = (): void => {
        read.waiting -= 1;
        if (read.waiting === 0) read.leaver.abort();
      };
      signal.addEventListener('abort', leave);
      read.settle.push(() => signal.removeEventListener('abort', leave));
    }
    return read.answer;
  };

  const join = async (read: Running, key: string, waiter: Waiter, start: Start): Promise<object> => {
    try {
      return await wait(read, waiter);
    } catch (cause) {
      // It ran by the deadline of whoever began it; whoever has time left begins anew.
      if (!isTimeout(cause) || waiter.signal?.aborted || Date.now() >= waiter.deadline) throw cause;
      return wait(begin(key, start), waiter);
    }
  };

  return {
    read(key, waiter, start, joined) {
      const known = running.get(key);
      if (!known || known.leaver.aborted) return wait(begin(key, start), waiter);
      joined();
      return join(known, key, waiter, start);
    },
    forget: () => running.clear(),
  };
}
