import { describe, expect, it } from 'vitest';
import { AbortSource } from '../src/stytch/client/abort.ts';

describe('a client disconnect', () => {
  it('is reported once to each remaining listener', () => {
    const leaver = new AbortSource();
    const told: string[] = [];
    const second = () => told.push('second');
    const third = () => told.push('third');
    leaver.addEventListener('abort', () => {
      told.push('first');
      leaver.removeEventListener('abort', third);
    });
    leaver.addEventListener('abort', second);
    leaver.addEventListener('abort', second);
    leaver.addEventListener('abort', third);
    leaver.throwIfAborted();
    expect([leaver.aborted, told]).toEqual([false, []]);
    leaver.abort();
    leaver.abort();
    expect([leaver.aborted, told]).toEqual([true, ['first', 'second']]);
    expect(() => leaver.throwIfAborted()).toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
