/** How much is taken on at a time: what cannot run at once waits a little, and what cannot be answered soon is refused at once. */
import { queueDelayMs } from '../stytch/client/scheduler.ts';
import { PRIORITIES, type Priority } from '../telemetry/priority.ts';

/** When there is too much. */
export interface AdmissionLimits {
  /** Operations that run at a time at most, however idle the processor is: beyond this Stytch is what they wait for. */
  readonly operations: number;
  /** Operations that wait to begin. */
  readonly waiting: number;
  /** Milliseconds that one waits: after that it is refused, so that whoever asks knows soon. */
  readonly patience: number;
  /** Milliseconds that work may lie about before fewer operations run at a time. */
  readonly delay: number;
}

/**
 * - 512 at a time: four times the connections to Stytch, so at a steady load an operation waits for as long as three others.
 * - 32 wait, for 5 ms at most: whoever is refused shall know within 50, and a busy process takes the rest of that to say so.
 * - 25 ms behind: an idle process is 1 ms behind, one with a large answer to write 10.
 */
export const defaultAdmissionLimits: AdmissionLimits = { operations: 512, waiting: 32, patience: 5, delay: 25 };

/** Takes operations on, or not. */
export interface AdmissionControl {
  /**
   * Has an operation begin: at once, or when those before it have ended, the most precious first. Then `leave` must follow.
   * Where too many wait already, it is refused, or one that is worth less in its place.
   */
  acquire(worth: Priority, operation: AdmissionRequest): void;
  /** An operation that has begun has come to its end. */
  release(): void;
  /** Operations that run, and how many may. */
  readonly running: number;
  readonly concurrencyLimit: number;
  /** Operations that wait. */
  readonly waiting: number;
  /** Stops watching the event loop. */
  close(): void;
}

/** An operation that wants to begin. Exactly one of the two is called, once. */
export interface AdmissionRequest {
  begin(): void;
  refuse(): void;
}

/** One that waits, and since when. */
interface QueuedOperation {
  readonly operation: AdmissionRequest;
  readonly since: number;
}

/** Milliseconds between two looks at the event loop. */
const LOOK = 10;
/** Looks in a row that find work lying about: fewer are a burst, or one large answer. */
const STANDING_QUEUE_SAMPLES = 8;
/** Places there always are: so many at a time are no overload, however slow each of them is. */
const LEAST = 16;
/** How many times as long a sign-in waits: it is better answered late than not. */
const SIGN_IN_PATIENCE = 40;

/**
 * Watches how far the process is behind with its work. Where it is behind look after look, there is more to do than the
 * processor can (a standing queue, as CoDel has it), and places go, half of them at most; when it keeps up and places are
 * scarce, one comes back (additive increase, multiplicative decrease, as TCP does).
 */
export function createOverload({
  operations,
  waiting: mostWaiting,
  patience,
  delay,
}: AdmissionLimits = defaultAdmissionLimits): AdmissionControl {
  let running = 0;
  let busiest = 0;
  let most = operations;
  let waiting = 0;
  /** Whether somebody found no place since the last look. */
  let scarce = false;
  /** By how many milliseconds the process was behind at each of the last looks that found it so. */
  let behind: number[] = [];
  /** Oldest first. */
  const queues: Record<Priority, QueuedOperation[]> = { signIn: [], usual: [], search: [] };

  let due = performance.now() + LOOK;
  const look = (): void => {
    const now = performance.now();
    const late = Math.max(now - due, queueDelayMs());
    due = now + LOOK;
    if (late > delay) behind.push(late);
    else behind = [];
    if (behind.length === STANDING_QUEUE_SAMPLES) {
      most = Math.max(LEAST, Math.min(most, busiest) * Math.max(0.5, delay / Math.min(...behind)));
      behind = [];
    } else if (late <= delay && scarce) most = Math.min(operations, most + 1);
    scarce = false;
    busiest = running;
    giveUp(now);
  };
  /** Refuses those who have waited for too long. */
  const giveUp = (now: number): void => {
    for (const worth of PRIORITIES) {
      const queue = queues[worth];
      const moment = now - (worth === 'signIn' ? SIGN_IN_PATIENCE * patience : patience);
      for (let [oldest] = queue; oldest && oldest.since < moment; [oldest] = queue) {
        queue.shift();
        waiting -= 1;
        oldest.operation.refuse();
      }
    }
  };
  const timer = setInterval(look, LOOK).unref();

  const begin = (operation: AdmissionRequest): void => {
    running += 1;
    if (running > busiest) busiest = running;
    operation.begin();
  };

  const beginNext = (): void => {
    while (waiting > 0 && running < most) {
      const next = PRIORITIES.map((worth) => queues[worth])
        .find((queue) => queue.length > 0)
        ?.shift();
      if (!next) return;
      waiting -= 1;
      begin(next.operation);
    }
  };

  /** The newest of those that are worth less: it has waited least. */
  const lesser = (worth: Priority): QueuedOperation | undefined =>
    PRIORITIES.slice(PRIORITIES.indexOf(worth) + 1)
      .reverse()
      .map((less) => queues[less])
      .find((queue) => queue.length > 0)
      ?.pop();

  return {
    acquire(worth, operation) {
      if (running < most && waiting === 0) return begin(operation);
      const now = performance.now();
      scarce = true;
      giveUp(now);
      if (waiting >= mostWaiting) {
        const given = lesser(worth);
        if (!given) return operation.refuse();
        waiting -= 1;
        given.operation.refuse();
      }
      queues[worth].push({ operation, since: now });
      waiting += 1;
    },
    release() {
      running -= 1;
      if (waiting === 0) return;
      giveUp(performance.now());
      beginNext();
    },
    get running() {
      return running;
    },
    get concurrencyLimit() {
      return most;
    },
    get waiting() {
      return waiting;
    },
    close: () => clearInterval(timer),
  };
}
