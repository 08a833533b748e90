import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { backlog, paced } from '../src/pace.ts';

const work = (milliseconds: number): void => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

describe('work that shares the event loop', () => {
  it('is done at once where there is little', async () => {
    await turn();
    let done = 0;
    paced(() => (done += 1));
    paced(() => (done += 1));
    expect([done, backlog()]).toEqual([2, 0]);
  });

  it('waits its turn beyond a slice, in order, and others come in between', async () => {
    await turn();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      paced(() => {
        order.push(name);
        work(10);
      });
    }
    expect(order, 'what is beyond the slice waits').toEqual(['a']);
    work(5);
    expect(backlog()).toBeGreaterThanOrEqual(5);
    while (!order.includes('c')) {
      await turn();
      order.push('|');
    }
    expect(order.join('')).toMatch(/^a\|*b\|+c/);
    expect(backlog()).toBe(0);
  });
});
