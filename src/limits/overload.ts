/** How much is taken on at a time: what cannot be answered soon is refused at once, the least precious first. */

/** What an operation is worth when there is too much: signing in is kept longest, a search is given up first. */
export type Worth = 'signIn' | 'usual' | 'search';

/** When there is too much. */
export interface OverloadLimits {
  /** Operations that run at a time at most, however idle the processor is: beyond this Stytch is what they wait for. */
  readonly operations: number;
  /** Milliseconds that the event loop may be late before fewer operations are taken. */
  readonly delay: number;
}

/**
 * 512: four times the connections to Stytch, so at a steady load an operation waits for as long as three others. 25 ms late:
 * an idle process is 1 ms late, one with a large answer to write 10; and what is refused shall know within 50.
 */
export const overloadLimits: OverloadLimits = { operations: 512, delay: 25 };

/** Takes operations on, or not. */
export interface Overload {
  /** Whether one more may begin; then `leave` must follow. */
  enter(worth: Worth): boolean;
  /** Whether even the most precious would be refused, so that nobody need look what it is. */
  full(): boolean;
  /** An operation has come to its end. */
  leave(): void;
  /** Operations that run, and how many may. */
  readonly running: number;
  readonly most: number;
  /** Stops watching the event loop. */
  close(): void;
}

/** Share of all places that operations of a worth may fill: above it they are refused, and the rest is kept for better ones. */
const shares: Readonly<Record<Worth, number>> = { search: 0.5, usual: 0.8, signIn: 1 };

/** Milliseconds between two looks at the event loop. */
const LOOK = 20;
/** Places there always are: below this, the processor would be idle while it waits for Stytch. */
const LEAST = 16;

/**
 * Watches the event loop: while it is late, there is more to do than the processor can, and a tenth of the places goes; when
 * it is on time and places were scarce, some come back (additive increase, multiplicative decrease, as TCP does).
 */
export function createOverload({ operations, delay }: OverloadLimits = overloadLimits): Overload {
  let running = 0;
  let busiest = 0;
  let most = operations;
  let due = performance.now() + LOOK;

  const look = (): void => {
    const late = performance.now() - due;
    due = performance.now() + LOOK;
    if (late > delay) most = Math.max(LEAST, Math.min(most, busiest) * 0.9);
    else if (busiest > most / 2) most = Math.min(operations, most + 4);
    busiest = running;
  };
  const timer = setInterval(look, LOOK).unref();

  return {
    enter(worth) {
      if (running >= most * shares[worth]) return false;
      running += 1;
      if (running > busiest) busiest = running;
      return true;
    },
    full: () => running >= most,
    leave() {
      running -= 1;
    },
    get running() {
      return running;
    },
    get most() {
      return most;
    },
    close: () => clearInterval(timer),
  };
}
