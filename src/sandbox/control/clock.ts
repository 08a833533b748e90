/**
 * Clock of a sandbox. It advances with the real time and can be moved forward, so that tests need not wait for an
 * expiry.
 */
import * as v from 'valibot';
import { fail } from '../errors.ts';
import { checkNames } from './sent.ts';

/** The clock of one sandbox. */
export interface SandboxClock {
  readonly now: () => Date;
  /**
   * Moves the clock forward.
   *
   * @param ms milliseconds
   * @throws Refusal if negative, or if the new time is after LATEST_MOMENT
   */
  readonly advance: (ms: number) => void;
  /** Resets the clock to the time of its base. */
  readonly reset: () => void;
}

/**
 * Latest time that a clock can be set to. Dates have a four-digit year (RFC 3339), including those of expiries: a fraud
 * rule is valid for up to 2^31 minutes, which is 4,083 years.
 */
export const LATEST_MOMENT = '5000-01-01T00:00:00Z';

const LATEST_MS = Date.parse(LATEST_MOMENT);

/** @param base underlying clock */
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
 * `POST /sandbox/clock`: `{ "seconds": 3600 }`, or `{ "to": "2030-01-01T00:00:00Z" }`, a future time up to
 * LATEST_MOMENT. Returns the new time.
 *
 * @throws Refusal for any other request
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
