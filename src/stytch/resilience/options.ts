/** Options for slow, failing or unreachable upstreams. */
export interface ResilienceOptions {
  /** Timeout of a call in milliseconds, if its caller sets no deadline. */
  readonly timeout: number;
  /** Max concurrent calls, each on its own connection. */
  readonly connections: number;
  /** Max retries of a read. */
  readonly retries: number;
  /**
   * Milliseconds before the first retry; doubled for each further retry, with full jitter (random from 0 to this
   * value).
   */
  readonly backoffMs: number;
  /** Max retries as a ratio of calls. */
  readonly retryBudgetRatio: number;
  /** Max retries that accumulate as budget, so that single failures at low traffic are retried. */
  readonly retryBurst: number;
  /** Failure rate in the window at which a breaker opens. */
  readonly failureRateThreshold: number;
  /** Milliseconds over which a breaker counts. */
  readonly windowMs: number;
  /** Min calls in the window before a breaker can open. */
  readonly minimumThroughput: number;
  /** Milliseconds that a breaker stays open before it lets one call probe. */
  readonly cooldownMs: number;
}

/**
 * Defaults of the options.
 *
 * - Timeout of 10 s: people abandon slower pages; Stytch's slowest searches take 9.
 * - 128 concurrent calls: Stytch responds to most in 20 to 200 ms, so they carry over 600 calls per second.
 * - Two retries, after 0 to 100 and 0 to 200 ms: a longer failure is for the breaker.
 * - Retry budget of 0.1: an overloaded Stytch gets at most 10 % more load. A burst of ten allows retries in small
 *   projects.
 * - Failure rate of 0.5 of at least 20 calls in 10 s: fewer failures are not significant. Cooldown of 5 s: the time
 *   that a load balancer takes to reroute.
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
