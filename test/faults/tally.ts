/**
 * Counts of the fault suite, one row per fault of the table F1 to F30.
 *
 * Usage: `const tally = startTally();` at the top of a file; in each test, when its figures are known, call
 * `tally('F7', { calls: 100, right: 100, deliveries: 0 })`. It may be called several times per fault, from one or
 * several files: counts are summed, and the longest recovery is used. Begin the title of each test, or of its
 * `describe`, with the number of the fault: a fault passes if it has tests and all of them passed; a skipped test fails
 * it.
 * `npm run test:faults` prints the table.
 */
import { afterEach } from 'vitest';

/** The number of a fault in the table. */
export type FaultNumber = `F${number}`;

/** The number of faults in the table. */
export const FAULTS = 30;

/** The figures of one part of a test. */
export interface FaultCounts {
  /** Calls during the fault. */
  calls: number;
  /** Calls with the expected response: their data, or the code that the table requires. */
  right: number;
  /** Writes that arrived at Stytch, counted there. */
  deliveries?: number;
  /** Writes that arrived more than once. */
  twice?: number;
  /** Milliseconds from the end of the fault to the first of an unbroken series of correct responses. */
  recovery?: number;
}

/** The summed figures; `undefined` if no test reported any. */
export interface FaultRow {
  calls: number;
  right: number;
  deliveries: number | undefined;
  twice: number | undefined;
  recovery: number | undefined;
}

declare module 'vitest' {
  interface TaskMeta {
    faults?: Partial<Record<FaultNumber, FaultRow>>;
  }
}

const EMPTY_ROW: FaultRow = { calls: 0, right: 0, deliveries: undefined, twice: undefined, recovery: undefined };

const together = (
  one: number | undefined,
  other: number | undefined,
  combine: (one: number, other: number) => number,
): number | undefined => (one === undefined || other === undefined ? (one ?? other) : combine(one, other));

const plus = (one: number, other: number): number => one + other;

/** Adds figures to those of a fault. */
export const addCounts = (row: FaultRow | undefined = EMPTY_ROW, figures: FaultCounts | FaultRow): FaultRow => ({
  calls: row.calls + figures.calls,
  right: row.right + figures.right,
  deliveries: together(row.deliveries, figures.deliveries, plus),
  twice: together(row.twice, figures.twice, plus),
  recovery: together(row.recovery, figures.recovery, Math.max),
});

/** Starts to count for this file; the returned function takes figures for a fault. */
export function startFaultTally(): (fault: FaultNumber, figures: FaultCounts) => void {
  const faults: Partial<Record<FaultNumber, FaultRow>> = {};
  afterEach(({ task }) => {
    task.file.meta.faults = { ...faults };
  });
  return (fault, figures) => {
    faults[fault] = addCounts(faults[fault], figures);
  };
}
