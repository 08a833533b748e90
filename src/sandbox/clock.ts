/** The time of a sandbox's world: that of the machine, turned forward as far as a test wants. */
import { fail } from './errors.ts';
import { timestamp } from './store.ts';

export interface Clock {
  readonly now: () => Date;
  /** Seconds by which it was turned forward since the sandbox started. */
  readonly aheadSeconds: () => number;
  /** Turns it forward. It never goes back: what has expired stays expired. */
  readonly advance: (seconds: number) => void;
}

/** No moment after this: RFC 3339 has years of four digits. */
const LAST = Date.parse('9999-01-01T00:00:00Z');

/** @param base the clock that it goes by until it is turned */
export function createClock(base: () => Date = () => new Date()): Clock {
  let ahead = 0;
  const now = () => new Date(base().getTime() + ahead);
  return {
    now,
    aheadSeconds: () => ahead / 1_000,
    advance(seconds) {
      if (!(seconds >= 0)) throw new RangeError('The clock goes forward only.');
      if (now().getTime() + seconds * 1_000 > LAST) throw new RangeError('The clock ends with the year 9998.');
      ahead += seconds * 1_000;
    },
  };
}

/** How a clock stands, as its endpoint shows it. */
export const showClock = ({ now, aheadSeconds }: Clock) => ({ now: timestamp(now()), ahead_seconds: aheadSeconds() });

/** A moment of RFC 3339, in seconds from now. */
const secondsUntil = (clock: Clock, to: unknown): number => {
  const moment =
    typeof to === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(to)
      ? Date.parse(to)
      : NaN;
  if (Number.isNaN(moment)) return fail(400, 'invalid_argument', 'to is a moment such as 2030-01-31T12:00:00Z.');
  return (moment - clock.now().getTime()) / 1_000;
};

/** `POST /sandbox/clock`: `{ "seconds": 90 }` or `{ "to": "2030-01-31T12:00:00Z" }`. */
export function turnClock(clock: Clock, sent: Record<string, unknown>) {
  const [unknown] = Object.keys(sent).filter((name) => name !== 'seconds' && name !== 'to');
  if (unknown !== undefined) fail(400, 'invalid_argument', `${unknown} is not known: send seconds or to.`);
  const { seconds, to } = sent;
  if ((seconds === undefined) === (to === undefined)) fail(400, 'invalid_argument', 'Send seconds or to, one of them.');
  if (seconds !== undefined && (typeof seconds !== 'number' || !Number.isFinite(seconds))) {
    return fail(400, 'invalid_argument', 'seconds is a number.');
  }
  const by = seconds ?? secondsUntil(clock, to);
  if (by < 0)
    fail(400, 'invalid_argument', `${seconds === undefined ? 'to' : 'seconds'}: the clock goes forward only.`);
  try {
    clock.advance(by);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    fail(400, 'invalid_argument', error.message);
  }
  return showClock(clock);
}
