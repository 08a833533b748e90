/** Limits log lines about frequent events. */

const MINUTE_MS = 60_000;

/** Wraps a function so that it runs once a minute at most. Calls in between do nothing. */
export function onceAMinute<Args extends readonly unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  let ranAt = Number.NEGATIVE_INFINITY;
  return (...args) => {
    // Absolute difference: a clock set back must not suppress it for longer.
    if (Math.abs(Date.now() - ranAt) < MINUTE_MS) return;
    ranAt = Date.now();
    run(...args);
  };
}
