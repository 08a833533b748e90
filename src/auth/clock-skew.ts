import type { Log } from '../stytch/log.ts';
import { onceAMinute } from '../stytch/once-a-minute.ts';

/** Detects clock skew of this machine from the tokens that it rejects. */
export interface ClockSkewMonitor {
  /** A token with a valid signature was rejected because its `nbf` is in the future. */
  tooEarly(): void;
  /**
   * A token with a valid signature was rejected because it has expired.
   *
   * @param subject its `sub`
   */
  ended(subject: string | undefined): void;
  /** A token was accepted, so the clock is within the tolerance. */
  right(): void;
}

/**
 * Different people whose tokens expired, without an accepted token in between, before the clock is suspected. A few may
 * have left a page open; ten in a row indicate clock skew.
 */
const SUSPICIOUS = 10;

/** Logs at most one warning per minute, without any part of the tokens. */
export function createClock(log: Log): ClockSkewMonitor {
  const ended = new Set<string>();
  const tell = onceAMinute((message: string) => log.warn(message));

  return {
    // jose verifies the signature first, so the token is genuine and the local clock is slow.
    tooEarly: () => tell('local clock is slow: a token with a valid signature begins in the future'),
    ended(subject) {
      if (subject !== undefined) ended.add(subject);
      if (ended.size < SUSPICIOUS) return;
      ended.clear();
      tell('local clock may be fast: the tokens of ten people in a row have expired');
    },
    right() {
      if (ended.size > 0) ended.clear();
    },
  };
}
