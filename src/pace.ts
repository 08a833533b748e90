/**
 * Shares the event loop out among those who work in it. Where many answers arrive at once, each some milliseconds of work,
 * node would work them all off before it looks at its sockets again, and whoever knocks in the meantime would hear nothing.
 * So what is beyond a slice waits for the next turns of the loop, one piece of work in each.
 */

/** Milliseconds of work in one turn of the loop, before the rest of it waits for the next turns. */
const SLICE = 3;

interface Piece {
  readonly work: () => void;
  readonly since: number;
}

/** Oldest first. There is one event loop, and so one of these. */
const waiting: Piece[] = [];
/** When the work of this turn began; undefined while there was none. */
let begun: number | undefined;

function nextTurn(): void {
  const piece = waiting.shift();
  begun = piece && performance.now();
  // What this work resolves goes on in microtasks, before the loop does.
  if (piece) setImmediate(nextTurn);
  piece?.work();
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
