/** The clock of a sandbox: it goes on by itself, and can be turned forward, so that nobody has to wait for what expires. */
import * as v from 'valibot';
import { fail } from '../errors.ts';

/** The clock of one sandbox. */
export interface SandboxClock {
  readonly now: () => Date;
  /** @param ms milliseconds; below zero it would go back, which is refused */
  readonly advance: (ms: number) => void;
  /** Back to the time that it follows. */
  readonly reset: () => void;
}

/** @param base what it follows */
export function createSandboxClock(base: () => Date): SandboxClock {
  let ahead = 0;
  return {
    now: () => new Date(base().getTime() + ahead),
    advance: (ms) => {
      if (!(ms >= 0)) throw new RangeError('A clock is turned forward only.');
      ahead += ms;
    },
    reset: () => {
      ahead = 0;
    },
  };
}

/** A hundred years. */
const MOST_SECONDS = 100 * 365 * 86_400;

const turn = v.union([
  v.strictObject({ seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_SECONDS)) }),
  v.strictObject({ to: v.pipe(v.string(), v.isoTimestamp()) }),
]);

/**
 * `POST /sandbox/clock`: `{ "seconds": 3600 }`, or `{ "to": "2030-01-01T00:00:00Z" }`, a moment that is yet to come. Answers the
 * new time.
 *
 * @throws Refusal for anything else
 */
export function turnClock(clock: SandboxClock, sent: Readonly<Record<string, unknown>>): { now: string } {
  const { success, output } = v.safeParse(turn, sent);
  if (!success) {
    return fail(
      400,
      'invalid_argument',
      'Give either `seconds` (0 or more) or `to` (an ISO 8601 time in the future), and nothing else.',
    );
  }
  const ms = 'seconds' in output ? output.seconds * 1_000 : Date.parse(output.to) - clock.now().getTime();
  if (ms < 0) return fail(400, 'invalid_argument', '`to` is in the past. The clock is turned forward only.');
  clock.advance(ms);
  return showClock(clock);
}

/** `GET /sandbox/clock`. */
export const showClock = (clock: SandboxClock) => ({ now: clock.now().toISOString() });
