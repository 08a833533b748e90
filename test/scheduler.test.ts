import { execFile } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { queueDelayMs, scheduleTask } from '../src/stytch/client/scheduler.ts';

const piece = (does: () => void) => ({ work: does });

/** Work of a number of milliseconds, by a mock clock, so that the load of the machine has no effect. */
const work = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterAll(() => {
  vi.useRealTimers();
});

/** Starts a new slice, whatever earlier tests left of theirs. */
const newSlice = async () => {
  work(1);
  await new Promise<void>((resolve) => scheduleTask(piece(resolve)));
};

describe('work that shares the event loop', () => {
  it('is done soon if there is little, and never on the stack of its caller', async () => {
    await newSlice();
    let done = 0;
    scheduleTask(piece(() => (done += 1)));
    scheduleTask(piece(() => (done += 1)));
    expect(done).toBe(0);
    await turn();
    expect([done, queueDelayMs()]).toEqual([2, 0]);
  });

  it('is done in the same turn of the loop as long as that is young', async () => {
    await newSlice();
    let turns = 0;
    const counted = turn().then(() => (turns += 1));
    await new Promise<void>((resolve) => scheduleTask(piece(resolve)));
    expect(turns).toBe(0);
    await counted;

    work(1);
    setImmediate(() => (turns += 1));
    await new Promise<void>((resolve) => scheduleTask(piece(resolve)));
    expect(turns).toBe(2);
  });

  it('waits its turn beyond a slice, in order, and others come in between', async () => {
    await newSlice();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      scheduleTask(
        piece(() => {
          order.push(name);
          work(10);
        }),
      );
    }
    work(5);
    expect(queueDelayMs()).toBe(5);
    while (!order.includes('c')) {
      await turn();
      order.push('|');
    }
    expect(order.join('')).toMatch(/^\|*a\|+b\|+c/);
    expect(queueDelayMs()).toBe(0);
  });

  it('continues after a task that throws', async () => {
    const script = `
      import { scheduleTask } from '${new URL('../src/stytch/client/scheduler.ts', import.meta.url)}';
      process.on('uncaughtException', () => console.log('thrown'));
      for (const name of ['a', 'b', 'c']) scheduleTask({ work: () => { if (name === 'b') throw new Error(); console.log(name); } });
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: 10_000,
    });
    expect(stdout.split('\n').filter(Boolean)).toEqual(['a', 'thrown', 'c']);
  });
});
