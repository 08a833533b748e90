/** The first fetch of the public keys and the RBAC policy, repeated until it succeeds. */
import { setTimeout } from 'node:timers/promises';
import { failureFields } from '../auth/cached.ts';
import type { Log } from '../stytch/log.ts';

/** Clock and randomness; tests replace them. */
export interface WarmUpTiming {
  readonly now: () => number;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** Resolves early if `ended` is aborted. */
  readonly sleep: (milliseconds: number, ended: AbortSignal) => Promise<void>;
}

const timing: WarmUpTiming = {
  now: () => performance.now(),
  random: Math.random,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => {}),
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Milliseconds without readiness after which the log level is `error`. */
export const UNREADY_ERROR_MS = 60_000;

/** Repeats the fetch until it succeeds or `ended` is aborted. Each failure is logged with host and cause. */
export async function warmUp(
  warm: () => Promise<void>,
  log: Pick<Log, 'warn' | 'error'>,
  ended: AbortSignal,
  { now, random, sleep }: WarmUpTiming = timing,
): Promise<void> {
  const began = now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      await warm();
      return;
    } catch (cause) {
      if (ended.aborted) return;
      const unready = now() - began;
      const level = unready >= UNREADY_ERROR_MS ? 'error' : 'warn';
      log[level]('warm-up failed', {
        ...failureFields(cause),
        unreadySeconds: Math.round(unready / 1_000),
      });
    }
    // Jitter: gateways that start together do not call Stytch at the same moments.
    await sleep(pause * (0.5 + random()), ended);
    if (ended.aborted) return;
  }
}
