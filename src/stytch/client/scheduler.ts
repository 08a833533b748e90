/**
 * Divides work into slices of the event loop. Node would process all arrived responses, some milliseconds each, before
 * polling sockets, and new connections would wait. Work beyond one slice is deferred to later loop iterations, one
 * slice each.
 */

/** Max milliseconds of work per loop iteration. */
const SLICE = 1;

/** A unit of work. */
export interface Task {
  /** Runs the task. The scheduler does not catch exceptions; later tasks still run. */
  work(): void;
}

interface QueuedTask {
  readonly piece: Task;
  readonly since: number;
}

/** Oldest first. One queue per process, since there is one event loop. */
const waiting: QueuedTask[] = [];
/** Start of the last loop iteration in which this module was called, in milliseconds. */
let turned = 0;
/** Whether a callback that works on the queue is scheduled. */
let scheduled = false;

function nextTurn(): void {
  turned = performance.now();
  goOn();
}

/** Works on the queue, oldest first, until the slice is used up. */
function goOn(): void {
  scheduled = waiting.length > 0;
  if (!scheduled) return;
  if (performance.now() - turned >= SLICE) {
    setImmediate(nextTurn);
    return;
  }
  const next = waiting.shift();
  scheduled = waiting.length > 0;
  // Promises that a task resolves continue in microtasks, which belong to the slice: the next task starts after all of
  // them.
  if (scheduled) queueMicrotask(() => process.nextTick(goOn));
  next?.piece.work();
}

/** Runs a task soon, in the order of calls: when the stack is empty, or in one of the next loop iterations. */
export function scheduleTask(piece: Task): void {
  waiting.push({ piece, since: performance.now() });
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(goOn);
}

/** Milliseconds for which the oldest task has been queued; 0 if the queue is empty. */
export const queueDelayMs = (): number => (waiting[0] ? performance.now() - waiting[0].since : 0);
