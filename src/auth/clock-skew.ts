import type { Log } from '../stytch/log.ts';
import { onceAMinute } from '../stytch/once-a-minute.ts';

/** Watches what the tokens that come in say about the clock of this machine. */
export interface ClockSkewMonitor {
  /** A token of Stytch's was refused because it begins in the future. */
  tooEarly(): void;
  /** One was refused because it has ended; whose it was. */
  ended(subject: string | undefined): void;
  /** One was taken, so the clock is right enough. */
  right(): void;
}

/**
 * People whose tokens have all ended, with none in between that was good, before the clock is suspected. One or two may have
 * left a page open; ten at once have not.
 */
const SUSPICIOUS = 10;

/** Tells the operator once a minute at most, however many tokens show it, and nothing of the tokens. */
export function createClock(log: Log): ClockSkewMonitor {
  const ended = new Set<string>();
  const tell = onceAMinute((message: string) => log.warn(message));

  return {
    // Claims are looked at after the signature, so the token is Stytch's: who is wrong about the time is this machine.
    tooEarly: () => tell('session token begins in the future: local clock is slow'),
    ended(subject) {
      if (subject !== undefined) ended.add(subject);
      if (ended.size < SUSPICIOUS) return;
      ended.clear();
      tell('ten people in a row sent expired session tokens: local clock may be fast');
    },
    right() {
      if (ended.size > 0) ended.clear();
    },
  };
}
