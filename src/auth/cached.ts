/** Something of Stytch's that decisions rest on, kept here so that deciding costs no call. */

import { StytchError } from '../stytch/error.ts';
import type { Log, LogFields } from '../stytch/log.ts';

/** How long what is kept may serve, in milliseconds. */
export interface MaxStaleness {
  /** The project's public keys. */
  readonly keys: number;
  /** The RBAC policy, the project's and the organizations' own. */
  readonly policy: number;
}

const MINUTE = 60_000;

/**
 * - A day for the keys: a key tells who signed a token, and stays right until Stytch takes it back; the tokens themselves
 *   end after five minutes.
 * - An hour for the policy: it tells what somebody may, and may have been narrowed meanwhile.
 */
export const defaultOutage: MaxStaleness = { keys: 24 * 60 * MINUTE, policy: 60 * MINUTE };

/** What runs by the clock and by chance; tests set both. */
export interface TimeSource {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** How something is kept. */
export interface KeptOptions<Value> extends TimeSource {
  /** Asks Stytch. */
  readonly fetch: () => Promise<Value>;
  /** Milliseconds for which a value is believed while Stytch answers, if the bound is not shorter. */
  readonly ttlMs: number;
  /** Milliseconds for which it serves while Stytch does not. After that there is none. */
  readonly bound: number;
  readonly log: Log;
  /** What the operator is told when Stytch gives none. */
  readonly complaint: string;
}

/** Has a fetch of a kept value logged by its one line, and not by that of the call too. */
export const untold = (): void => {};

/** What a log line says of why Stytch gave nothing. */
export const failureFields = (cause: unknown): LogFields => {
  if (!(cause instanceof StytchError)) return {};
  const { code, statusCode, errorType } = cause.facts;
  return { code, statusCode, errorType, ...cause.connection };
};

/** A value that is kept. Whoever asks while it is being fetched shares that fetch. */
export interface CachedResource<Value> {
  /**
   * The value: at once where it is known, as a promise where it has to be waited for. It never resolves to one that is older
   * than the bound; it rejects as the fetch did.
   */
  get(): Value | Promise<Value>;
  /** The same for a process that starts, which reports failures itself. */
  warm(): Value | Promise<Value>;
  /**
   * For whoever misses something in the value: a newer one, if Stytch may be asked for it. It may once in half a minute,
   * beside what is fetched by itself, so that nobody can make us ask without pause; otherwise there is none.
   *
   * Rejects as the last fetch did where that failed, since then nobody knows whether the thing exists.
   */
  getFresh(suffices: (value: Value) => boolean): Promise<Value | undefined>;
}

/** Milliseconds between two fetches that somebody's missing something makes us do, or that follow on a failure. */
const PAUSE = 30_000;
/** The longest of those pauses; each failure in a row doubles them. */
const LONGEST_PAUSE = 2 * MINUTE;
/** The same while there is no value to go on with, when callers are refused for the lack of one. */
const IMPATIENT_PAUSE = 500;
const LONGEST_IMPATIENT_PAUSE = 10_000;

/**
 * Keeps a value without a timer: the first use after most of its life fetches the next in the background, and only a process
 * that nobody used for longer than that lets a caller wait. How much of the life that is differs by chance, so that processes
 * that started together soon ask at different moments.
 */
export function createKept<Value>({
  fetch,
  ttlMs,
  bound,
  log,
  complaint,
  now = () => Date.now(),
  random = Math.random,
}: KeptOptions<Value>): CachedResource<Value> {
  const current = Math.min(ttlMs, bound);
  let known: { readonly value: Value; readonly at: number; readonly renewAfter: number } | undefined;
  let failed:
    | { readonly cause: unknown; readonly at: number; readonly times: number; readonly jitter: number }
    | undefined;
  let fetching: Promise<Value> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  /** Milliseconds since then. A clock that was put back counts as well: it must not keep anything for longer. */
  const since = (at: number): number => Math.abs(now() - at);

  /** A process that has nothing left to go on with is an error. */
  const tell = (cause: unknown, inARow: number): void => {
    const serving = known !== undefined && since(known.at) < bound;
    const level = known === undefined || serving ? 'warn' : 'error';
    log[level](complaint, { ...failureFields(cause), inARow, serving });
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
  /** Whether it is too early to ask again after a failure. Up to half as long again keeps processes apart. */
  const pauses = (first: number, longest: number): boolean => {
    if (!failed) return false;
    const pause = Math.min(first * 2 ** (failed.times - 1), longest);
    return since(failed.at) < pause * (1 + failed.jitter / 2);
  };
  /** Waits for the next value, and goes on with this one if it does not come. */
  const renewed = async (value: Value, at: number): Promise<Value> => {
    try {
      return await renew();
    } catch (cause) {
      if (since(at) >= bound) throw cause;
      return value;
    }
  };

  const get = (quiet: boolean): Value | Promise<Value> => {
    const age = known ? since(known.at) : Number.POSITIVE_INFINITY;
    if (known && age < known.renewAfter) return known.value;
    if (!known || age >= bound) {
      const tooEarly = !fetching && pauses(IMPATIENT_PAUSE, LONGEST_IMPATIENT_PAUSE);
      return tooEarly ? Promise.reject(failed?.cause) : renew(quiet);
    }
    // While Stytch is out nobody waits for it: asking goes on behind their backs.
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
      // Several wait here for the same fetch; the first of them begins the next, and the others share that too.
      if (fetching) return fetching;
      if (failed && since(failed.at) < PAUSE) throw failed.cause;
      if (since(askedAt) < PAUSE) return undefined;
      askedAt = now();
      return renew();
    },
  };
}
