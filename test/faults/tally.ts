/**
 * What the fault suite counts, row by row of the table of faults F1 to F30.
 *
 * How to use it: `const tally = startTally();` at the top of a file; in each test, once its figures are known and before
 * or after its assertions, `tally('F7', { calls: 100, right: 100, deliveries: 0 })`. It may be called often for one
 * fault, from one file or several: counts are added up, the longest recovery counts. Begin the name of each test, or of
 * the `describe` around it, with the fault's number: a fault passes when it has tests and all of them passed, and a
 * skipped one did not. `npm run test:faults` prints the table.
 */
import { afterEach } from 'vitest';

/** The number of a fault in the table. */
export type FaultNumber = `F${number}`;

/** How many faults the table has. */
export const FAULTS = 30;

/** What one part of a test saw of a fault. */
export interface FaultCounts {
  /** Calls that callers made while the fault lasted. */
  calls: number;
  /** Those that were answered as the table wants: with their data, or with the code that it asks for. */
  right: number;
  /** Writes that arrived at Stytch, counted there. */
  deliveries?: number;
  /** Writes that arrived more than once. */
  twice?: number;
  /** Milliseconds from the end of the fault to the first right answer of those that all were right from then on. */
  recovery?: number;
}

/** The same, added up; `undefined` where no test had anything to say. */
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

/** Adds figures to what a fault has already. */
export const addCounts = (row: FaultRow | undefined = EMPTY_ROW, figures: FaultCounts | FaultRow): FaultRow => ({
  calls: row.calls + figures.calls,
  right: row.right + figures.right,
  deliveries: together(row.deliveries, figures.deliveries, plus),
  twice: together(row.twice, figures.twice, plus),
  recovery: together(row.recovery, figures.recovery, Math.max),
});

/** Begins to count for this file; the answer takes figures for a fault. */
export function startFaultTally(): (fault: FaultNumber, figures: FaultCounts) => void {
  const faults: Partial<Record<FaultNumber, FaultRow>> = {};
  afterEach(({ task }) => {
    task.file.meta.faults = { ...faults };
  });
  return (fault, figures) => {
    faults[fault] = addCounts(faults[fault], figures);
  };
}
