/**
 * Number of repetitions of a case. `npm test` and `npm run test:system` run a few; `npm run test:safety` and
 * `npm run test:faults` set `TEST_VOLUME=full` and run as many as the requirement says. All run every kind of case.
 */
import { env } from 'node:process';

/** Whether the full volume is run. */
export const isFullVolume = env['TEST_VOLUME'] === 'full';

/** The number of repetitions: `full` in the volume scripts, else `few`. */
export const volume = (few: number, full: number): number => (isFullVolume ? full : few);

/**
 * The tested pairs of a row and a column: all in the volume scripts, else one pair in `every`, chosen so that
 * each row and each column is in at least one.
 */
export function pairs<Row, Column>(
  rows: readonly Row[],
  columns: readonly Column[],
  every: number,
): { row: Row; column: Column }[] {
  const step = isFullVolume ? 1 : Math.max(1, Math.min(every, rows.length, columns.length));
  return rows.flatMap((row, at) =>
    columns.flatMap((column, index) => ((at + index) % step === 0 ? [{ row, column }] : [])),
  );
}
