/**
 * Shares the event loop out among those who work in it. Where many answers arrive at once, each some milliseconds of work,
 * node would work them all off before it looks at its sockets again, and whoever knocks in the meantime would hear nothing.
 * So what is beyond a slice waits for the next turns of the loop, a slice in each.
 */

/** Milliseconds of work in one turn of the loop, before the rest of it waits for the next turns. */
const SLICE = 1;

/** A piece of work. */
export interface Task {
  /** Does it. What it throws, nobody catches; the pieces after it are done all the same. */
  work(): void;
}

interface Waiting {
  readonly piece: Task;
  readonly since: number;
}

/** Oldest first. There is one event loop, and so one of these. */
const waiting: Waiting[] = [];
/** When the last turn of the loop began that is known of; there may have been others since. */
let turned = 0;
/** Whether what waits will be seen to. */
let scheduled = false;

function nextTurn(): void {
  turned = performance.now();
  goOn();
}

/** Does what waits, oldest first, until the slice is over. */
function goOn(): void {
  scheduled = waiting.length > 0;
  if (!scheduled) return;
  if (performance.now() - turned >= SLICE) {
    setImmediate(nextTurn);
    return;
  }
  const next = waiting.shift();
  scheduled = waiting.length > 0;
  // What a piece resolves goes on in microtasks, and belongs to the slice: the next piece comes when all of them are done.
  if (scheduled) queueMicrotask(() => process.nextTick(goOn));
  next?.piece.work();
}

/**
 * Does a piece of work soon, in the order in which it was asked for: as soon as nothing else is on the stack, or in one of the
 * next turns of the loop.
 */
export function scheduleTask(piece: Task): void {
  waiting.push({ piece, since: performance.now() });
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(goOn);
}

/** Milliseconds for which the oldest piece of work waits; 0 where none does. */
export const queueDelayMs = (): number => (waiting[0] ? performance.now() - waiting[0].since : 0);
