import type { ProcessSnapshot } from './gateway.ts';

/** The maximum difference of the heap from its median, as a share of the median. */
export const HEAP_TOLERANCE = 0.1;
/** Tolerated difference in the number of sockets and timers, because connections open and close at any time. */
const FEW = 5;

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * Descriptions of what grows; empty for a gateway without leaks. The snapshots are those after the warm-up.
 *
 * @param share maximum difference of the heap from its median, as a share of the median
 */
export function findGrowth(looks: readonly ProcessSnapshot[], share = HEAP_TOLERANCE): string[] {
  const faults: string[] = [];
  const heaps = looks.map(({ heap }) => heap);
  const usual = middle(heaps);
  const worst = Math.max(...heaps.map((heap) => Math.abs(heap - usual) / usual));
  if (worst > share) faults.push(`the heap differs by ${(worst * 100).toFixed(1)} % from its median`);
  for (const name of ['sockets', 'timers', 'listeners'] as const) {
    const values = looks.map((look) => look[name]);
    const least = Math.min(...values);
    const most = Math.max(...values);
    if (most - least > (name === 'listeners' ? 0 : FEW)) faults.push(`${name} go from ${least} to ${most}`);
  }
  return faults;
}
