/**
 * Shares the event loop out among those who work in it. Where many answers arrive at once, each some milliseconds of work,
 * node would work them all off before it looks at its sockets again, and whoever knocks in the meantime would hear nothing.
 * So what is beyond a slice waits for the next turns of the loop, a slice in each.
 */

/** Milliseconds of work in one turn of the loop, before the rest of it waits for the next turns. */
const SLICE = 1;

interface Piece {
  readonly work: () => void;
  readonly since: number;
}

/** Oldest first. There is one event loop, and so one of these. */
const waiting: Piece[] = [];
/** When the work of this turn began; undefined while there was none. */
let begun: number | undefined;

function nextTurn(): void {
  begun = undefined;
  if (waiting.length === 0) return;
  begun = performance.now();
  setImmediate(nextTurn);
  goOn();
}

/** Does what waits, oldest first, until the slice is over. */
function goOn(): void {
  if (begun === undefined || performance.now() - begun >= SLICE) return;
  const piece = waiting.shift();
  if (!piece) return;
  // What a piece resolves goes on in microtasks, and belongs to the slice: the next piece comes when all of them are done.
  queueMicrotask(() => process.nextTick(goOn));
  piece.work();
}

/** Does a piece of work now, or in one of the next turns of the loop, in the order in which it was asked for. */
export function paced(work: () => void): void {
  const now = performance.now();
  if (begun === undefined) {
    begun = now;
    setImmediate(nextTurn);
  }
  if (waiting.length === 0 && now - begun < SLICE) work();
  else waiting.push({ work, since: now });
}

/** Milliseconds for which the oldest piece of work waits; 0 where none does. */
export const backlog = (): number => (waiting[0] ? performance.now() - waiting[0].since : 0);
