/** A cached resource of Stytch (keys, policy), so that access decisions need no call. */

import { StytchError } from '../stytch/error.ts';
import type { Log, LogFields } from '../stytch/log.ts';

/** Max age of cached values during an outage of Stytch, in milliseconds. */
export interface MaxStaleness {
  /** The project's public keys. */
  readonly keys: number;
  /** The RBAC policy of the project and of its tenants. */
  readonly policy: number;
}

const MINUTE = 60_000;

/**
 * - 24 hours for the keys: a key only identifies the issuer and stays valid until Stytch removes it; the JWTs
 *   themselves expire after five minutes.
 * - One hour for the policy: it grants permissions, which may have been reduced meanwhile.
 */
export const defaultOutage: MaxStaleness = { keys: 24 * 60 * MINUTE, policy: 60 * MINUTE };

/** Clock and random source; tests replace both. */
export interface TimeSource {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Options of a cached value. */
export interface KeptOptions<Value> extends TimeSource {
  /** Fetches the value from Stytch. */
  readonly fetch: () => Promise<Value>;
  /** Max age in milliseconds while Stytch responds, if `maxStaleMs` is not shorter. */
  readonly ttlMs: number;
  /** Max age in milliseconds while fetching fails. An older value is never returned. */
  readonly maxStaleMs: number;
  readonly log: Log;
  /** Log message of a failed fetch. */
  readonly failureMessage: string;
}

/** Observer for the fetches of cached values: they log their own failures, so the call logs none. */
export const untold = (): void => {};

/** Log fields that describe a failed fetch. */
export const failureFields = (cause: unknown): LogFields => {
  if (!(cause instanceof StytchError)) return {};
  const { code, statusCode, errorType } = cause.facts;
  return { code, statusCode, errorType, ...cause.connection };
};

/** A cached value. Concurrent callers share one fetch. */
export interface CachedResource<Value> {
  /**
   * The value if it is cached, otherwise a promise. Never resolves to a value older than `maxStaleMs`; rejects with the
   * error of the fetch.
   */
  get(): Value | Promise<Value>;
  /** Like `get`, but logs no failure: the starting process reports it. */
  warm(): Value | Promise<Value>;
  /**
   * Refreshes a value that lacks an entry. Fetches at most once per 30 s besides the scheduled refreshes, so that
   * unknown entries in requests cannot cause unlimited calls; otherwise resolves to undefined.
   *
   * Rejects with the last error if the last fetch failed less than 30 s ago: it is unknown whether the entry exists.
   */
  getFresh(suffices: (value: Value) => boolean): Promise<Value | undefined>;
}

/** Min milliseconds between fetches for missing entries, and first pause after a failed refresh. */
const PAUSE = 30_000;
/** Max pause after failed refreshes; each consecutive failure doubles the pause. */
const LONGEST_PAUSE = 2 * MINUTE;
/** First and max pause after failures while no value can be served and callers are rejected. */
const IMPATIENT_PAUSE = 500;
const LONGEST_IMPATIENT_PAUSE = 10_000;

/**
 * Caches a value without a timer: the first use after 60 to 90 % of its lifetime refreshes it in the background
 * (refresh-ahead); a caller waits only if the value was unused for longer than the lifetime. The share is random per
 * value, so that processes that start together do not refresh simultaneously.
 */
export function createKept<Value>({
  fetch,
  ttlMs,
  maxStaleMs,
  log,
  failureMessage,
  now = () => Date.now(),
  random = Math.random,
}: KeptOptions<Value>): CachedResource<Value> {
  const current = Math.min(ttlMs, maxStaleMs);
  let known: { readonly value: Value; readonly at: number; readonly renewAfter: number } | undefined;
  let failed:
    | { readonly cause: unknown; readonly at: number; readonly times: number; readonly jitter: number }
    | undefined;
  let fetching: Promise<Value> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  /** Milliseconds since a time. Absolute difference: a clock set back must not extend the lifetime. */
  const since = (at: number): number => Math.abs(now() - at);

  /** Logs a failure: an error if the cached value is too old to be served, otherwise a warning. */
  const tell = (cause: unknown, inARow: number): void => {
    const serving = known !== undefined && since(known.at) < maxStaleMs;
    const level = known === undefined || serving ? 'warn' : 'error';
    log[level](failureMessage, { ...failureFields(cause), inARow, serving });
  };
  const load = async (quiet: boolean): Promise<Value> => {
    const at = now();
    try {
      const value = await fetch();
      known = { value, at, renewAfter: current * (0.6 + 0.3 * random()) };
      failed = undefined;
      return value;
    } catch (cause) {
      failed = { cause, at: now(), times: (failed?.times ?? 0) + 1, jitter: random() };
      if (!quiet) tell(cause, failed.times);
      throw cause;
    } finally {
      fetching = undefined;
    }
  };
  const renew = (quiet = false): Promise<Value> => {
    fetching ??= load(quiet);
    return fetching;
  };
  /** Whether the backoff after a failure still runs. Up to 50 % jitter keeps processes apart. */
  const pauses = (first: number, longest: number): boolean => {
    if (!failed) return false;
    const pause = Math.min(first * 2 ** (failed.times - 1), longest);
    return since(failed.at) < pause * (1 + failed.jitter / 2);
  };
  /** Awaits the refreshed value; returns the stale value if the refresh fails and `maxStaleMs` allows it. */
  const renewed = async (value: Value, at: number): Promise<Value> => {
    try {
      return await renew();
    } catch (cause) {
      if (since(at) >= maxStaleMs) throw cause;
      return value;
    }
  };

  const get = (quiet: boolean): Value | Promise<Value> => {
    const age = known ? since(known.at) : Number.POSITIVE_INFINITY;
    if (known && age < known.renewAfter) return known.value;
    if (!known || age >= maxStaleMs) {
      const tooEarly = !fetching && pauses(IMPATIENT_PAUSE, LONGEST_IMPATIENT_PAUSE);
      return tooEarly ? Promise.reject(failed?.cause) : renew(quiet);
    }
    // During an outage return the stale value; refresh in the background.
    const isOut = failed !== undefined && since(failed.at) < 2 * LONGEST_PAUSE;
    if (age >= current && !isOut) return renewed(known.value, known.at);
    if (!pauses(PAUSE, LONGEST_PAUSE)) renew().catch(() => {});
    return known.value;
  };

  return {
    get: () => get(false),
    warm: () => get(true),

    async getFresh(suffices) {
      const arrived = await fetching;
      if (arrived !== undefined && suffices(arrived)) return arrived;
      // Several callers can await the same fetch here; the first of them starts the next fetch and the others share it.
      if (fetching) return fetching;
      if (failed && since(failed.at) < PAUSE) throw failed.cause;
      if (since(askedAt) < PAUSE) return undefined;
      askedAt = now();
      return renew();
    },
  };
}
