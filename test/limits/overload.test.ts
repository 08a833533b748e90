/**
 * N2: queueing of operations under a mock clock: how long they wait, in which order they start, and how many are
 * queued.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AdmissionControl, createOverload, defaultAdmissionLimits } from '../../src/limits/admission-control.ts';
import type { Priority } from '../../src/telemetry/priority.ts';

describe('operations that wait', () => {
  const PATIENCE = 5;
  let overload: AdmissionControl;
  let became: string[];
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
    overload = createOverload({ operations: 1, waiting: 4, patience: PATIENCE, delay: Number.POSITIVE_INFINITY });
    became = [];
    enter('usual', 'running');
    became.length = 0;
  });
  afterEach(() => {
    overload.close();
    vi.useRealTimers();
  });

  const enter = (worth: Priority, name: string = worth) =>
    overload.acquire(worth, {
      begin: () => became.push(`${name} begins`),
      refuse: () => became.push(`${name} refused`),
    });

  it('are refused after the patience, a sign-in after forty times as long', () => {
    enter('signIn');
    enter('usual');
    enter('search');
    // Event-loop lag is sampled every 10 ms, and operations that have waited for too long are rejected then.
    vi.advanceTimersByTime(10);
    expect(became).toEqual(['usual refused', 'search refused']);
    vi.advanceTimersByTime(40 * PATIENCE - 10);
    expect(became, 'at 200 ms').toHaveLength(2);
    vi.advanceTimersByTime(10);
    expect(became).toEqual(['usual refused', 'search refused', 'signIn refused']);
  });

  it('wait for exactly `patience` if further operations arrive', () => {
    enter('usual', 'first');
    vi.advanceTimersByTime(PATIENCE);
    enter('usual', 'second');
    expect(became).toEqual([]);
    vi.advanceTimersByTime(1);
    enter('usual', 'third');
    expect(became).toEqual(['first refused']);
  });

  it('start by priority, the oldest of each priority first', () => {
    for (const [worth, name] of [
      ['search', 'search'],
      ['usual', 'usual 1'],
      ['usual', 'usual 2'],
      ['signIn', 'sign-in'],
    ] as const) {
      enter(worth, name);
    }
    for (let ended = 0; ended < 4; ended += 1) overload.release();
    expect(became).toEqual(['sign-in begins', 'usual 1 begins', 'usual 2 begins', 'search begins']);
  });

  it('are no more than the bound: the newest of those worth least gives way, else the newcomer is refused', () => {
    enter('search', 'search 1');
    enter('search', 'search 2');
    enter('usual', 'usual 1');
    enter('usual', 'usual 2');
    enter('usual', 'usual 3');
    expect(became).toEqual(['search 2 refused']);
    enter('signIn', 'sign-in 1');
    expect(became).toEqual(['search 2 refused', 'search 1 refused']);
    enter('signIn', 'sign-in 2');
    expect(became.at(-1)).toBe('usual 3 refused');
    enter('search', 'search 3');
    expect(became.at(-1)).toBe('search 3 refused');
    expect(overload.waiting).toBe(4);
  });

  it('have the defaults that the documents name', () => {
    expect(defaultAdmissionLimits).toEqual({ operations: 512, waiting: 32, patience: 5, delay: 25 });
  });
});
