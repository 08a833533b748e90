/** How much is taken on at a time: what cannot run at once waits a little, and what cannot be answered soon is refused at once. */

/** What an operation is worth when there is too much: signing in is kept longest, a search is given up first. */
export type Worth = 'signIn' | 'usual' | 'search';

/** When there is too much. */
export interface OverloadLimits {
  /** Operations that run at a time at most, however idle the processor is: beyond this Stytch is what they wait for. */
  readonly operations: number;
  /** Operations that wait to begin. */
  readonly waiting: number;
  /** Milliseconds that one waits: after that it is refused, so that whoever asks knows soon. */
  readonly patience: number;
  /** Milliseconds that the event loop may be late before fewer operations run at a time. */
  readonly delay: number;
}

/**
 * - 512 at a time: four times the connections to Stytch, so at a steady load an operation waits for as long as three others.
 * - 100 wait, for 40 ms at most: about what a processor does in that time, so a small burst is not refused.
 * - 25 ms late: an idle process is 1 ms late, one with a large answer to write 10; and what is refused shall know within 50.
 */
export const overloadLimits: OverloadLimits = { operations: 512, waiting: 100, patience: 40, delay: 25 };

/** Takes operations on, or not. */
export interface Overload {
  /**
   * Has an operation begin: at once, or when those before it have ended, the most precious first. Then `leave` must follow.
   * Where too many wait already, it is refused, or one that is worth less in its place.
   */
  enter(worth: Worth, operation: Entering): void;
  /** An operation that has begun has come to its end. */
  leave(): void;
  /** Operations that run, and how many may. */
  readonly running: number;
  readonly most: number;
  /** Operations that wait. */
  readonly waiting: number;
  /** Stops watching the event loop. */
  close(): void;
}

/** An operation that wants to begin. Exactly one of the two is called, once. */
export interface Entering {
  begin(): void;
  refuse(): void;
}

/** One that waits, and since when. */
interface Waiting {
  readonly operation: Entering;
  readonly since: number;
}

/** The most precious first. */
export const worths: readonly Worth[] = ['signIn', 'usual', 'search'];

/** Milliseconds between two looks at the event loop. */
const LOOK = 20;
/** Places there always are: so many at a time are no overload, however slow each of them is. */
const LEAST = 64;

/**
 * Watches the event loop: while it is late time and again, there is more to do than the processor can, and a tenth of the
 * places goes; when it is on time and places were scarce, some come back (additive increase, multiplicative decrease, as TCP
 * does). Late once is one large answer.
 */
export function createOverload({
  operations,
  waiting: mostWaiting,
  patience,
  delay,
}: OverloadLimits = overloadLimits): Overload {
  let running = 0;
  let busiest = 0;
  let most = operations;
  let waiting = 0;
  /** Oldest first. */
  const queues: Record<Worth, Waiting[]> = { signIn: [], usual: [], search: [] };

  let due = performance.now() + LOOK;
  let wasLate = false;
  const look = (): void => {
    const now = performance.now();
    const isLate = now - due > delay;
    due = now + LOOK;
    if (isLate && wasLate) most = Math.max(LEAST, Math.min(most, busiest) * 0.9);
    else if (!isLate && busiest > most / 2) most = Math.min(operations, most + 4);
    wasLate = isLate;
    busiest = running;
    for (const queue of Object.values(queues)) giveUp(queue, now - patience);
  };
  /** Refuses those who wait since before a moment. */
  const giveUp = (queue: Waiting[], moment: number): void => {
    for (let [oldest] = queue; oldest && oldest.since < moment; [oldest] = queue) {
      queue.shift();
      waiting -= 1;
      oldest.operation.refuse();
    }
  };
  const timer = setInterval(look, LOOK).unref();

  const begin = (operation: Entering): void => {
    running += 1;
    if (running > busiest) busiest = running;
    operation.begin();
  };

  const beginNext = (): void => {
    while (waiting > 0 && running < most) {
      const next = worths
        .map((worth) => queues[worth])
        .find((queue) => queue.length > 0)
        ?.shift();
      if (!next) return;
      waiting -= 1;
      begin(next.operation);
    }
  };

  /** The newest of those that are worth less: it has waited least. */
  const lesser = (worth: Worth): Waiting | undefined =>
    worths
      .slice(worths.indexOf(worth) + 1)
      .reverse()
      .map((less) => queues[less])
      .find((queue) => queue.length > 0)
      ?.pop();

  return {
    enter(worth, operation) {
      if (running < most && waiting === 0) return begin(operation);
      if (waiting >= mostWaiting) {
        const given = lesser(worth);
        if (!given) return operation.refuse();
        waiting -= 1;
        given.operation.refuse();
      }
      queues[worth].push({ operation, since: performance.now() });
      waiting += 1;
    },
    leave() {
      running -= 1;
      beginNext();
    },
    get running() {
      return running;
    },
    get most() {
      return most;
    },
    get waiting() {
      return waiting;
    },
    close: () => clearInterval(timer),
  };
}
