/** The token cache returns verified tokens, and no others. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVerified, type VerifiedToken } from '../src/auth/token-cache.ts';

const key = new Uint8Array([1]);
const now = () => Math.floor(Date.now() / 1_000);
const checked = (more: object = {}): VerifiedToken => ({
  payload: { nbf: now(), exp: now() + 300, ...more },
  key,
  keyId: 'jwk-test-1',
});
const goOn = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });

afterEach(() => {
  vi.useRealTimers();
});

describe('the memory of tokens', () => {
  it('knows what was put in, letter by letter, and by no other key', () => {
    let holds = true;
    const verified = createVerified<string>({ hasKey: (id, other) => holds && id === 'jwk-test-1' && other === key });
    verified.keep('a.b.c', 'ada', checked());
    expect([verified.find('a.b.c'), verified.find('a.b.c'), verified.find('a.b.d')]).toEqual(['ada', 'ada', undefined]);
    holds = false;
    expect(verified.find('a.b.c')).toBeUndefined();
    // Evicted: a key that is published again does not restore the token.
    holds = true;
    expect(verified.find('a.b.c')).toBeUndefined();
  });

  it('gives a token from its beginning to its end, with the tolerance of a full check', () => {
    const verified = createVerified<string>({ hasKey: () => true });
    verified.keep('a.b.c', 'ada', checked({ nbf: now() + 30 }));
    expect(verified.find('a.b.c')).toBe('ada');
    goOn(-10);
    expect(verified.find('a.b.c')).toBeUndefined();
    verified.keep('a.b.c', 'ada', checked());
    goOn(329);
    expect(verified.find('a.b.c')).toBe('ada');
    goOn(1);
    expect(verified.find('a.b.c')).toBeUndefined();
  });

  it('holds so many, and forgets the one that was shown longest ago', () => {
    const verified = createVerified<number>({ hasKey: () => true }, 3);
    for (const index of [1, 2, 3]) verified.keep(`token-${index}`, index, checked());
    expect(verified.find('token-1')).toBe(1);
    verified.keep('token-4', 4, checked());
    expect([1, 2, 3, 4].map((index) => verified.find(`token-${index}`))).toEqual([1, undefined, 3, 4]);
  });
});
