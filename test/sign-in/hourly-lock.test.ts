import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/sign-in/account.ts';
import { countersIn } from '../../src/sign-in/counter.ts';
import { createHourlyLock } from '../../src/sign-in/hourly-lock.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { consumer } from '../../src/vertical/consumer.ts';

const at = (tenant?: string): Account => ({ kind: 'address', name: 'ada@fernhill.example', tenant });

describe('the hourly limits', () => {
  it('of a member’s names add up to the total', () => {
    const { address, id } = b2b.signIn.hourlyLimits(9);
    expect(address + id).toBe(9);
  });

  it('of a user’s address and of passcodes by email and by phone add up to the total', () => {
    const { address, method } = consumer.signIn.hourlyLimits(9);
    expect(address + 2 * method).toBe(9);
  });
});

describe('createHourlyLock', () => {
  it('releases an account’s lock once, also under concurrent releases', async () => {
    const lock = createHourlyLock(countersIn(undefined), b2b.signIn.hourlyLimits(9), 'member');
    // Four in each of two organizations exceed the six per address of discovery.
    for (let n = 0; n < 4; n += 1) {
      await lock.take(at('organization-1'));
      await lock.take(at('organization-2'));
    }
    await Promise.all(Array.from({ length: 8 }, () => lock.clear(at('organization-1'))));
    await lock.take(at());
    await lock.take(at());
    await expect(lock.take(at())).rejects.toMatchObject({ facts: { code: 'LOCKED' } });
  });
});
