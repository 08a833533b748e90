import { describe, expect, it } from 'vitest';
import { createOrganizationIds } from '../../src/sign-in/organization-id.ts';
import { StytchError } from '../../src/stytch/error.ts';

/** A Stytch that fails, and counts how often it was asked. */
const failing = () => {
  const asked: unknown[] = [];
  const call = async (...given: unknown[]): Promise<never> => {
    asked.push(given[2]);
    throw new StytchError({ code: 'UPSTREAM_UNAVAILABLE', message: 'gone' });
  };
  return { asked, names: createOrganizationIds({ call }) };
};

describe('createOrganizationIds', () => {
  it('asks nothing and keeps nothing for a name that no organization can have', async () => {
    const { asked, names } = failing();
    const long = 'x'.repeat(240_000);
    expect(await names.find(long)).toBe(long);
    expect(await names.find('a/b')).toBe('a/b');
    expect(asked).toEqual([]);
  });

  it('asks again for a name that Stytch could not resolve', async () => {
    const { asked, names } = failing();
    await names.find('fernhill');
    await names.find('fernhill');
    expect(asked).toHaveLength(2);
  });
});
