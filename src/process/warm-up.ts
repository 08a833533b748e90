/** The first fetch of what decisions need, repeated until it succeeds. */
import { setTimeout } from 'node:timers/promises';
import { failureFields } from '../auth/cached.ts';
import type { Log } from '../stytch/log.ts';

/** What runs by the clock and by chance; tests set it. */
export interface WarmUpTiming {
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends early when nobody needs it any more. */
  readonly sleep: (milliseconds: number, ended: AbortSignal) => Promise<void>;
}

const timing: WarmUpTiming = {
  now: () => performance.now(),
  random: Math.random,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => {}),
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Milliseconds after which a process that is not ready is an error. */
export const UNREADY_ERROR_MS = 60_000;

/** Fetches until all is here, or nobody needs it any more. Each round that fails is one line, which names host and cause. */
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
      log[level]('the keys or the RBAC policy could not be fetched yet', {
        ...failureFields(cause),
        unreadySeconds: Math.round(unready / 1_000),
      });
    }
    // Two processes that start together do not ask together.
    await sleep(pause * (0.5 + random()), ended);
    if (ended.aborted) return;
  }
}
