/** Admission control: bounds concurrent operations, queues a few briefly and rejects the rest immediately. */
import { queueDelayMs } from '../stytch/client/scheduler.ts';
import { PRIORITIES, type Priority } from '../telemetry/priority.ts';

/** Limits of the admission control. */
export interface AdmissionLimits {
  /** Max concurrent operations, also if the CPU is idle: beyond it operations only wait for connections to Stytch. */
  readonly operations: number;
  /** Max queued operations. */
  readonly waiting: number;
  /** Max milliseconds in the queue. After that the operation is rejected, so that the client learns it soon. */
  readonly patience: number;
  /** Event-loop lag in milliseconds above which the concurrency limit is lowered. */
  readonly delay: number;
}

/**
 * - 512 concurrent operations: four times the connections to Stytch, so at a steady load an operation queues for as
 *   long as three others run.
 * - 32 queued operations, 5 ms each at most: a rejection must arrive within 50 ms, and a busy process needs the
 *   remaining time to send it.
 * - 25 ms of lag: an idle process lags by 1 ms, one that serializes a large response by 10.
 */
export const defaultAdmissionLimits: AdmissionLimits = { operations: 512, waiting: 32, patience: 5, delay: 25 };

/** Admits, queues or rejects operations. */
export interface AdmissionControl {
  /**
   * Starts an operation immediately, or queues it: higher priorities start first, within a priority the oldest.
   * `release` must follow a start. If the queue is full, a queued operation of a lower priority is rejected instead, or
   * this one.
   */
  acquire(worth: Priority, operation: AdmissionRequest): void;
  /** Reports the end of a started operation. */
  release(): void;
  /** Concurrent operations now, and their current max. */
  readonly running: number;
  readonly concurrencyLimit: number;
  /** Queued operations now. */
  readonly waiting: number;
  /** Stops the measurement of the event-loop lag. */
  close(): void;
}

/** An operation that asks for admission. Exactly one of the two functions is called, once. */
export interface AdmissionRequest {
  begin(): void;
  refuse(): void;
}

/** A queued operation and the time in milliseconds at which it was queued. */
interface QueuedOperation {
  readonly operation: AdmissionRequest;
  readonly since: number;
}

/** Milliseconds between two samples of the event-loop lag. */
const LOOK = 10;
/** Consecutive late samples that count as a standing queue (CoDel). Fewer are a burst, or one large response. */
const STANDING_QUEUE_SAMPLES = 8;
/** Min of the concurrency limit: so few concurrent operations are no overload, however slow each is. */
const LEAST = 16;
/** Factor for the max queue time of a sign-in: a late response is better than a rejection. */
const SIGN_IN_PATIENCE = 40;

/**
 * Adapts the concurrency limit to the event-loop lag. A standing queue (as in CoDel) lowers the limit, to half at most
 * per step; without lag and with operations queued it rises by one per sample (AIMD, as in TCP congestion control).
 */
export function createOverload({
  operations,
  waiting: mostWaiting,
  patience,
  delay,
}: AdmissionLimits = defaultAdmissionLimits): AdmissionControl {
  let running = 0;
  let busiest = 0;
  let concurrencyLimit = operations;
  let waiting = 0;
  /** Whether an operation found the limit reached after the last sample. */
  let scarce = false;
  /** Lags in milliseconds of the consecutive late samples. */
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
      concurrencyLimit = Math.max(
        LEAST,
        Math.min(concurrencyLimit, busiest) * Math.max(0.5, delay / Math.min(...behind)),
      );
      behind = [];
    } else if (late <= delay && scarce) concurrencyLimit = Math.min(operations, concurrencyLimit + 1);
    scarce = false;
    busiest = running;
    giveUp(now);
  };
  /** Rejects operations that exceeded their max queue time. */
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
    while (waiting > 0 && running < concurrencyLimit) {
      const next = PRIORITIES.map((worth) => queues[worth])
        .find((queue) => queue.length > 0)
        ?.shift();
      if (!next) return;
      waiting -= 1;
      begin(next.operation);
    }
  };

  /** Removes the newest queued operation of a lower priority: it has waited for the shortest time. */
  const lesser = (worth: Priority): QueuedOperation | undefined =>
    PRIORITIES.slice(PRIORITIES.indexOf(worth) + 1)
      .reverse()
      .map((less) => queues[less])
      .find((queue) => queue.length > 0)
      ?.pop();

  return {
    acquire(worth, operation) {
      if (running < concurrencyLimit && waiting === 0) return begin(operation);
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
      return concurrencyLimit;
    },
    get waiting() {
      return waiting;
    },
    close: () => clearInterval(timer),
  };
}
