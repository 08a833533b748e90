import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase58, encodeBase58 } from '../../src/sandbox/shared/base58.ts';

describe('base58', () => {
  // Examples of draft-msporny-base58.
  it.each([
    ['2NEpo7TZRRrLZSi2U', Buffer.from('Hello World!')],
    ['11233QC4', Buffer.from('0000287fb4cd', 'hex')],
    ['', Buffer.alloc(0)],
    ['111', Buffer.alloc(3)],
  ])('%s', (text, bytes) => {
    expect(encodeBase58(bytes)).toBe(text);
    expect(decodeBase58(text)).toEqual(bytes);
  });

  it('round-trips bytes with leading zeros', () => {
    for (let n = 0; n < 200; n += 1) {
      const bytes = Buffer.concat([Buffer.alloc(n % 3), randomBytes(n % 70)]);
      expect(decodeBase58(encodeBase58(bytes))).toEqual(bytes);
    }
  });

  it.each(['0', 'O', 'I', 'l', '+', ' '])('rejects the character %s', (text) => {
    expect(decodeBase58(`a${text}`)).toBeUndefined();
  });
});
