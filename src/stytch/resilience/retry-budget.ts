/** Retry budget: caps retries at a ratio of calls, to prevent retry storms. */
export interface RetryBudget {
  /** Adds a call's share to the budget. */
  deposit(): void;
  /** Takes one retry out of the budget; false, taking nothing, if it is exhausted. */
  withdraw(): boolean;
}

/** Creates a budget of `share` retries per call that accumulates to `burst` at most and starts full. */
export function createBudget(share: number, burst: number): RetryBudget {
  let left = burst;
  return {
    deposit() {
      left = Math.min(burst, left + share);
    },
    withdraw() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
