/** The clock of a sandbox: it goes on by itself, and can be turned forward, so that nobody has to wait for what expires. */
import * as v from 'valibot';
import { fail } from '../errors.ts';
import { checkNames } from './sent.ts';

/** The clock of one sandbox. */
export interface SandboxClock {
  readonly now: () => Date;
  /**
   * Turns it forward.
   *
   * @param ms milliseconds
   * @throws Refusal for less than zero, and for a moment after LATEST_MOMENT
   */
  readonly advance: (ms: number) => void;
  /** Back to the time that it follows. */
  readonly reset: () => void;
}

/**
 * The latest moment that a clock is turned to. Dates have a year of four digits (RFC 3339), those of what expires too: a fraud rule
 * lives for up to 2^31 minutes, which is 4,083 years.
 */
export const LATEST_MOMENT = '5000-01-01T00:00:00Z';

const LATEST_MS = Date.parse(LATEST_MOMENT);

/** @param base what it follows */
export function createSandboxClock(base: () => Date): SandboxClock {
  let ahead = 0;
  const now = () => new Date(base().getTime() + ahead);
  return {
    now,
    advance: (ms) => {
      if (!(ms >= 0)) fail(400, 'invalid_argument', 'The clock is turned forward only, and this is in the past.');
      if (!(now().getTime() + ms <= LATEST_MS)) {
        fail(400, 'invalid_argument', `The clock is turned to ${LATEST_MOMENT} at the latest.`);
      }
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
 * `POST /sandbox/clock`: `{ "seconds": 3600 }`, or `{ "to": "2030-01-01T00:00:00Z" }`, a moment that is yet to come,
 * up to LATEST_MOMENT. Answers the new time.
 *
 * @throws Refusal for anything else
 */
export function turnClock(clock: SandboxClock, sent: Readonly<Record<string, unknown>>): { now: string } {
  checkNames('', sent, ['seconds', 'to']);
  const { success, output } = v.safeParse(turn, sent);
  if (!success) {
    return fail(400, 'invalid_argument', 'Give either `seconds` (0 or more) or `to` (an ISO 8601 time in the future).');
  }
  const ms = 'seconds' in output ? output.seconds * 1_000 : Date.parse(output.to) - clock.now().getTime();
  clock.advance(ms);
  return showClock(clock);
}

/** `GET /sandbox/clock`. */
export const showClock = (clock: SandboxClock) => ({ now: clock.now().toISOString() });
