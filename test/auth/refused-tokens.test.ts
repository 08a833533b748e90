/** T17: counts and bounds of the cache of refused tokens. */
import { describe, expect, it } from 'vitest';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import type { PersonCaller } from '../../src/vertical/vertical.ts';

const OFFICE = '198.51.100.7';
const HOME = '198.51.100.8';
const refuse = async (): Promise<undefined> => undefined;

const member: PersonCaller = {
  kind: 'member',
  organizationId: 'organization-test-11111111-1111-4111-8111-111111111111',
  organizationSlug: 'own-slug',
  memberId: 'member-test-1',
  sessionId: 'session-1',
  roles: [],
  session: { token: 'a-token-of-the-member' },
};

describe('a session that Stytch rejects', () => {
  it('counts for its client address only', async () => {
    const tokens = createRefusedTokens(b2b, 3);
    for (const jwt of ['a', 'b', 'c']) expect(await tokens.confirm(member, jwt, OFFICE, refuse)).toBeUndefined();
    await expect(tokens.identify('unknown', OFFICE, refuse)).rejects.toMatchObject({ facts: { code: 'RATE_LIMITED' } });
    expect(await tokens.identify('unknown', HOME, refuse)).toBeUndefined();
  });

  it('does not count if Stytch accepts it', async () => {
    const tokens = createRefusedTokens(b2b, 3);
    for (const jwt of ['a', 'b', 'c']) await tokens.confirm(member, jwt, OFFICE, async () => member);
    expect(await tokens.identify('unknown', OFFICE, refuse)).toBeUndefined();
  });
});

it('evicts the oldest of more than 10,000 rejected tokens', async () => {
  const tokens = createRefusedTokens(b2b);
  const asked: number[] = [];
  const show = (n: number) =>
    tokens.identify(`token ${n}`, `address ${n}`, async () => {
      asked.push(n);
      return undefined;
    });
  for (let n = 0; n <= 10_000; n++) await show(n);
  asked.length = 0;
  await show(10_000);
  await show(1);
  expect(asked).toEqual([]);
  await show(0);
  expect(asked).toEqual([0]);
});
