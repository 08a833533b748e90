/** What may be sent again: a share of the calls, so that retries never pile up on a Stytch in trouble. */
export interface RetryBudget {
  /** A call was made: a little more may be sent again. */
  deposit(): void;
  /** Takes one retry out of the budget; false, taking nothing, when it is used up. */
  withdraw(): boolean;
}

/** A budget of a share of the calls, which holds `burst` retries at most and begins full. */
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
