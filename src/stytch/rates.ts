import type { OperationClass } from './class.ts';

/** How many calls of a class there may be, known before Stytch has to say so. */
export interface Rates {
  /**
   * Takes one call out of what is left; waits for it, inside the deadline, where nothing is.
   *
   * @returns undefined when there is nothing to wait for
   * @throws StytchError RATE_LIMITED with `retryAfter`, at once, when the wait would end after the deadline
   */
  take(
    kind: OperationClass,
    tenant: string,
    wait: { readonly signal?: AbortSignal | undefined; readonly deadline: number },
  ): Promise<void> | undefined;
  /** Calls that may be made at once. */
  left(kind: OperationClass): number;
  /** Stytch said to wait: nobody of this class asks before so many seconds are over. */
  paused(kind: OperationClass, seconds: number): void;
}
