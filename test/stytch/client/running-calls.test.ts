import { expect, it } from 'vitest';
import { RunningCalls } from '../../../src/stytch/client/running-calls.ts';

it('iterates the calls that have begun and not ended', () => {
  const running = new RunningCalls<string>();
  const first = running.add('first');
  running.add('second');
  running.remove(first);
  expect([...running]).toEqual(['second']);
  expect(running.size).toBe(1);
});

it('gives the slot of an ended call to the next one', () => {
  const running = new RunningCalls<number>();
  running.add(0);
  const slots = Array.from({ length: 100 }, (_, call) => {
    const slot = running.add(call);
    running.remove(slot);
    return slot;
  });
  expect(new Set(slots).size).toBe(1);
  expect([...running]).toEqual([0]);
});
