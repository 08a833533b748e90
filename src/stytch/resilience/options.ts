/** The numbers by which the client deals with a Stytch that is slow, limited, broken or gone. */
export interface ResilienceOptions {
  /** Milliseconds a call may take when its caller sets no deadline. */
  readonly timeout: number;
  /** Calls at a time, each on a connection of its own. */
  readonly connections: number;
  /** Times that a read is sent again. */
  readonly retries: number;
  /** Milliseconds of the first wait before that; doubled each time, and drawn from the full range (full jitter). */
  readonly backoffMs: number;
  /** What sending again may add to the calls, as a share of them. */
  readonly retryBudgetRatio: number;
  /** Times it may be sent again beyond that share, so that a single failure in a quiet hour is repaired. */
  readonly retryBurst: number;
  /** Share of failed calls, of those in the window, that opens a breaker. */
  readonly failureRateThreshold: number;
  /** Milliseconds that a breaker looks back. */
  readonly windowMs: number;
  /** Calls within the window below which a breaker stays closed whatever happens. */
  readonly minimumThroughput: number;
  /** Milliseconds that a breaker stays open, until one call may try. */
  readonly cooldownMs: number;
}

/**
 * What holds when an operator sets nothing.
 *
 * - 10 s: people give up a page that takes longer; Stytch's slowest searches take 9.
 * - 128 calls at a time: Stytch answers most in 20 to 200 ms, so they carry over 600 a second.
 * - Two retries, of 0 to 100 and 0 to 200 ms: what lasts longer than that is no hiccup, and is the breaker's to deal with.
 * - A tenth: a Stytch in trouble gets at most 10 % more load from us. The burst of ten lets small projects have retries at all.
 * - Half of at least 20 calls in 10 s: a few failures among few calls say nothing. 5 s is what a load balancer takes to
 *   send calls elsewhere.
 */
export const defaultRules: ResilienceOptions = {
  timeout: 10_000,
  connections: 128,
  retries: 2,
  backoffMs: 100,
  retryBudgetRatio: 0.1,
  retryBurst: 10,
  failureRateThreshold: 0.5,
  windowMs: 10_000,
  minimumThroughput: 20,
  cooldownMs: 5_000,
};
