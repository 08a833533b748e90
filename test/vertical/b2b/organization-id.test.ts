import { describe, expect, it } from 'vitest';
import { StytchError } from '../../../src/stytch/error.ts';
import { createOrganizationIds } from '../../../src/vertical/b2b/organization-id.ts';

/** A Stytch that rejects every name, and counts its calls. */
const failing = (code: 'UPSTREAM_UNAVAILABLE' | 'NOT_FOUND' = 'UPSTREAM_UNAVAILABLE') => {
  const asked: unknown[] = [];
  const call = async (...given: unknown[]): Promise<never> => {
    asked.push(given[2]);
    throw new StytchError({ code, message: 'gone' });
  };
  return { asked, names: createOrganizationIds({ call }) };
};

describe('createOrganizationIds', () => {
  it('neither requests nor caches a name that no organization can have', async () => {
    const { asked, names } = failing();
    const long = 'x'.repeat(240_000);
    expect(await names.find(long)).toBe(long);
    expect(await names.find('a/b')).toBe('a/b');
    expect(asked).toEqual([]);
  });

  it('requests again a name that Stytch could not resolve', async () => {
    const { asked, names } = failing();
    await names.find('fernhill');
    await names.find('fernhill');
    expect(asked).toHaveLength(2);
  });

  it('caches at most 10,000 names, and evicts the oldest', async () => {
    const { asked, names } = failing('NOT_FOUND');
    for (let nth = 0; nth <= 10_000; nth += 1) await names.find(`slug-${nth}`);
    asked.length = 0;
    await names.find('slug-10000');
    await names.find('slug-1');
    expect(asked).toHaveLength(0);
    await names.find('slug-0');
    expect(asked).toHaveLength(1);
  });
});
