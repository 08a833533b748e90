/** Prints a table at the end of the fault suite: a row per fault, and the number of faults that passed. */
import type { Reporter, TestModule } from 'vitest/node';
import { addCounts, FAULTS, type FaultNumber, type FaultRow } from './tally.ts';

export default class FaultReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = Array.from({ length: FAULTS }, (_, index) => rowOf(`F${index + 1}`, modules));
    if (rows.every(({ tests }) => tests === 0)) return;
    const passed = rows.filter(passes);
    console.log(`\n${[head, ...rows.map(line)].join('\n')}\n\n  ${passed.length} of ${FAULTS}\n`);
  }
}

interface TestedRow {
  fault: FaultNumber;
  tests: number;
  passed: number;
  figures: FaultRow | undefined;
}

function rowOf(fault: FaultNumber, modules: readonly TestModule[]): TestedRow {
  // The title of a test, or of its `describe`, begins with the number of its fault.
  const named = new RegExp(`(?:^| > )${fault}\\b`);
  const tests = modules.flatMap((module) =>
    Array.from(module.children.allTests()).filter(({ fullName }) => named.test(fullName)),
  );
  const figures = modules.map((module) => module.meta().faults?.[fault]).filter((row) => row !== undefined);
  return {
    fault,
    tests: tests.length,
    passed: tests.filter((test) => test.result().state === 'passed').length,
    figures: figures.length === 0 ? undefined : figures.reduce(addCounts),
  };
}

/** A skipped test proves nothing. */
const passes = ({ tests, passed }: TestedRow): boolean => tests > 0 && passed === tests;

function line(row: TestedRow): string {
  const { fault, tests, passed, figures } = row;
  const recovery = figures?.recovery;
  return columns(
    fault,
    tests === 0 ? 'none' : `${passed} of ${tests}`,
    said(figures?.calls),
    said(figures?.right),
    said(figures?.deliveries),
    said(figures?.twice),
    recovery === undefined ? '-' : `${(recovery / 1000).toFixed(2)} s`,
    tests === 0 || passes(row) ? '' : '  FAILED',
  );
}

const said = (count: number | undefined): string => (count === undefined ? '-' : String(count));

const widths = [9, 7, 7, 18, 7, 14, 0];
const columns = (fault: string, ...cells: string[]): string =>
  `  ${fault.padEnd(5)}${cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('')}`.trimEnd();

const head = columns('fault', 'tests', 'calls', 'right', 'writes delivered', 'twice', 'recovered in');
