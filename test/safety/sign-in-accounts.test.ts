/** T11: the names that sign-in attempts are counted by, and the accounts that share a counter. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTries, defaultThrottleLimits } from '../../src/sign-in/throttle.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { seededMember } from '../operations/totp.ts';
import { replacing, stytchError } from './replaced.ts';
import { closeDoors, type Door, ip, openDoor } from './visitor.ts';

closeDoors();
afterEach(() => {
  vi.useRealTimers();
});

/** Only the limits of an hour. */
const hourly = () => createTries({ ...defaultThrottleLimits, perAccount: 1_000, perAddress: 1_000 }, b2b);
const NEW_PASSWORD = 'eleven wet umbrellas in the hall';
const RIGHT = 'rye needs a longer proof';

/** Mutations that take a short secret, each with a wrong one. */
const byAddress: readonly [name: string, wrong: object][] = [
  ['authenticateMemberPassword', { password: 'wrong' }],
  ['authenticateMemberEmailPasscode', { code: '314159' }],
  ['resetMemberPasswordByExistingPassword', { existingPassword: 'wrong', newPassword: NEW_PASSWORD }],
];
const byId: readonly [name: string, wrong: object][] = [
  ['authenticateMemberTotp', { code: '314159' }],
  ['authenticateMemberSmsPasscode', { code: '314159' }],
  ['recoverMember', { recoveryCode: 'aaaa-bbbb-cccc' }],
];

const namesOf = (door: Door) => {
  const id = door.world.credentials.admin.organization_id;
  const { organization_slug = '', organization_external_id = '' } = door.sandbox.store.organizations.get(id) ?? {};
  return [id, organization_slug, organization_external_id, id.toUpperCase(), ` ${id}`];
};
const pick = <Value>(values: readonly Value[], n: number): Value => {
  const value = values[n % values.length];
  if (value === undefined) throw new Error('there is none to pick');
  return value;
};
const bankOf = (door: Door) =>
  [...door.sandbox.store.organizations.values()].find(({ organization_slug }) => organization_slug === 'northgate-bank')
    ?.organization_id ?? '';
const codesOf = (outcomes: readonly { code?: string }[]) => outcomes.map(({ code = 'OK' }) => code);

describe('the counter of an account', () => {
  const addresses = ['benedikt@fernhill.example', 'BENEDIKT@fernhill.example', 'Benedikt@Fernhill.EXAMPLE'];

  it.each([...byAddress, ['all of them', {}] as const])(
    'is the same for every name of the organization and the address: %s',
    async (name, wrong) => {
      const door = await openDoor();
      const outcomes = [];
      for (let n = 0; n < 30; n++) {
        const [mutation, guess] = Object.keys(wrong).length > 0 ? [name, wrong] : pick(byAddress, n);
        const input = { organizationId: pick(namesOf(door), n), emailAddress: pick(addresses, n), ...guess };
        outcomes.push(await door.knock(mutation, input));
      }
      expect(door.reached()).toHaveLength(5);
      expect(
        codesOf(outcomes)
          .slice(5)
          .every((code) => code === 'RATE_LIMITED'),
      ).toBe(true);
    },
  );

  it.each([...byId, ['all of them', {}] as const])(
    'is the same for every name of the organization: %s',
    async (name, wrong) => {
      const door = await openDoor({ tries: hourly() });
      const ada = seededMember(door, 'ada@fernhill.example');
      const ids = [ada.member_id, ada.member_id.toUpperCase()];
      const outcomes = [];
      for (let n = 0; n < 12; n++) {
        const [mutation, guess] = Object.keys(wrong).length > 0 ? [name, wrong] : pick(byId, n);
        const sessionToken = door.world.credentials.admin.session_token;
        const input = {
          organizationId: pick(namesOf(door), n),
          memberId: pick(ids, n),
          credential: { sessionToken },
          ...guess,
        };
        outcomes.push(await door.knock(mutation, input));
      }
      expect(door.reached()).toHaveLength(3);
      expect(
        codesOf(outcomes)
          .slice(3)
          .every((code) => code === 'LOCKED'),
      ).toBe(true);
      expect(outcomes.at(-1)?.message).toMatch(/second factor/i);
    },
  );

  it.each(['authenticateDiscoveryPassword', 'authenticateDiscoveryEmailPasscode'])(
    'is by address alone: %s',
    async (name) => {
      const door = await openDoor();
      const guess = name.endsWith('Password') ? { password: 'wrong' } : { code: '314159' };
      door.sandbox.store.crossOrganizationPasswords = true;
      const outcomes = [];
      for (let n = 0; n < 10; n++)
        outcomes.push(await door.knock(name, { emailAddress: pick(addresses, n), ...guess }));
      expect(door.reached()).toHaveLength(5);
      expect(
        codesOf(outcomes)
          .slice(5)
          .every((code) => code === 'RATE_LIMITED'),
      ).toBe(true);
    },
  );

  it('accepts from visitors only the Stytch id of a member, in all mutations that take a proof', async () => {
    const door = await openDoor();
    const { organization_id: organizationId } = door.world.credentials.admin;
    const sessionToken = door.world.credentials.admin.session_token;
    for (const [name, wrong] of [...byId, ['sendMemberSmsPasscode', {}] as const]) {
      for (const memberId of ['staff-1', 'member-42', 'member-test-', 'x'.repeat(36)]) {
        const outcome = await door.knock(name, { organizationId, memberId, credential: { sessionToken }, ...wrong });
        expect(outcome, `${name} ${memberId}`).toMatchObject({ code: 'INVALID_INPUT' });
        expect(outcome.message).toContain('memberId');
      }
    }
    expect(door.calls).toEqual([]);
  });
});

describe('all names of a person together stay below the lock of Stytch', () => {
  const guessesOf = (door: Door): readonly [name: string, input: object][] => {
    const ada = seededMember(door, 'ada@fernhill.example');
    const { organization_id: organizationId, member_id: memberId, email_address: emailAddress } = ada;
    const sessionToken = door.world.credentials.admin.session_token;
    return [
      ...byAddress.map(([name, wrong]) => [name, { organizationId, emailAddress, ...wrong }] as const),
      ...byId.map(
        ([name, wrong]) => [name, { organizationId, memberId, credential: { sessionToken }, ...wrong }] as const,
      ),
      ['authenticateDiscoveryPassword', { emailAddress, password: 'wrong' }],
      ['authenticateDiscoveryEmailPasscode', { emailAddress, code: '314159' }],
    ].map(([name, input]) => [String(name), Object(input)]);
  };

  it.each([
    ['organization first', (n: number) => n],
    ['discovery first', (n: number) => -n],
    ['mixed', (n: number) => (n * 7) % 13],
  ])('%s: nine attempts reach Stytch in an hour', async (_, order) => {
    const door = await openDoor({ tries: hourly() });
    door.sandbox.store.crossOrganizationPasswords = true;
    const guesses = guessesOf(door)
      .flatMap((guess) => Array.from({ length: 8 }, () => guess))
      .map((guess, n) => ({ guess, at: order(n) }))
      .sort((a, b) => a.at - b.at);
    for (const { guess } of guesses) await door.knock(...guess);
    expect(door.reached()).toHaveLength(9);
    expect(seededMember(door, 'ada@fernhill.example').is_locked).toBe(false);
  });

  it('also if all of them are concurrent', async () => {
    const door = await openDoor({ tries: hourly() });
    door.sandbox.store.crossOrganizationPasswords = true;
    const guesses = guessesOf(door).flatMap((guess) => Array.from({ length: 8 }, () => guess));
    await Promise.all(guesses.map((guess) => door.knock(...guess)));
    expect(door.reached().length).toBeGreaterThan(3);
    expect(door.reached().length).toBeLessThanOrEqual(9);
    expect(seededMember(door, 'ada@fernhill.example').is_locked).toBe(false);
  });
});

/** The session of a finished sign-in. */
const SESSION = 'outcome { ... on SignedIn { sessionToken } }';

describe('equal addresses in two organizations have separate counters', () => {
  const emailAddress = 'benedikt@fernhill.example';

  it('for the limit of a minute', async () => {
    const door = await openDoor();
    const home = door.world.credentials.admin.organization_id;
    const knock = (organizationId: string, password: string) =>
      door.knock('authenticateMemberPassword', { organizationId, emailAddress, password }, { select: SESSION });
    for (let n = 0; n < 6; n++) await knock(bankOf(door), 'wrong');
    expect(await knock('northgate-bank', 'wrong')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await knock(home, RIGHT)).toMatchObject({ outcome: { sessionToken: expect.any(String) } });
  });

  it('for the limit of an hour, and a success resets only its own account', async () => {
    const door = await openDoor({ tries: hourly() });
    const home = door.world.credentials.admin.organization_id;
    const knock = (organizationId: string, password: string) =>
      door.knock('authenticateMemberPassword', { organizationId, emailAddress, password }, { select: SESSION });
    for (let n = 0; n < 6; n++) await knock(bankOf(door), 'wrong');
    for (let n = 0; n < 5; n++) await knock(home, 'wrong');
    expect(await knock(home, RIGHT)).toMatchObject({ outcome: { sessionToken: expect.any(String) } });
    expect(await knock(bankOf(door), 'wrong')).toMatchObject({ code: 'LOCKED' });
    for (let n = 0; n < 6; n++) expect(await knock(home, 'wrong')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await knock(home, RIGHT)).toMatchObject({ code: 'LOCKED' });
  });

  it('and a valid password does not reset the second-factor counter', async () => {
    const door = await openDoor({ tries: hourly() });
    const ada = seededMember(door, 'ada@fernhill.example');
    const { organization_id: organizationId, member_id: memberId, email_address: emailAddress } = ada;
    const sessionToken = door.world.credentials.admin.session_token;
    const code = () =>
      door.knock('authenticateMemberTotp', {
        organizationId,
        memberId,
        credential: { sessionToken },
        code: '314159',
      });
    for (let n = 0; n < 3; n++) {
      expect(await code()).toMatchObject({ code: 'INVALID_CREDENTIALS' });
      const password = 'sourdough at six in the morning';
      const signedIn = await door.knock('authenticateMemberPassword', { organizationId, emailAddress, password });
      expect(signedIn.code).toBeUndefined();
    }
    expect(await code()).toMatchObject({ code: 'LOCKED' });
  });
});

describe('unknown accounts and organizations', () => {
  it('are counted with the same responses', async () => {
    const known = await openDoor();
    const home = known.world.credentials.admin.organization_id;
    const outcomesAt = async (organizationId: string, emailAddress: string) => {
      const outcomes = [];
      for (let n = 0; n < 6; n++) {
        const input = { organizationId, emailAddress, password: 'wrong' };
        const { retryAfter: _, ...outcome } = await known.knock('authenticateMemberPassword', input);
        outcomes.push(outcome);
      }
      return outcomes;
    };
    const expected = await outcomesAt(home, 'benedikt@fernhill.example');
    expect(await outcomesAt(home, 'stranger@fernhill.example')).toEqual(expected);
    const elsewhere = await outcomesAt('no-such-organization', 'benedikt@fernhill.example');
    expect(elsewhere.at(-1)).toEqual(expected.at(-1));
  });
});

describe('the name of an organization', () => {
  const resolutions = (door: Door) => door.calls.filter(({ id }) => id === 'api_organization_v1_Get').length;
  const knock = (door: Door, organizationId: string, n: number, address = ip(n)) =>
    door.knock(
      'authenticateMemberPassword',
      { organizationId, emailAddress: `n${n}@fernhill.example`, password: 'wrong' },
      { address },
    );

  it('is resolved once for concurrent callers, and never if it is an id', async () => {
    const door = await openDoor();
    await Promise.all(Array.from({ length: 20 }, (_, n) => knock(door, 'fernhill-bakery', n)));
    await knock(door, 'fernhill-bakery', 21);
    expect(resolutions(door)).toBe(1);
    expect(door.calls.find(({ id }) => id === 'api_organization_v1_Get')?.headers).not.toHaveProperty(
      'x-stytch-member-session',
    );
    await knock(door, door.world.credentials.admin.organization_id, 22);
    await knock(door, 'organization-test-00000000-0000-4000-8000-000000000000', 23);
    expect(resolutions(door)).toBe(1);
  });

  it('is cached for ten minutes, an unknown one for a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const door = await openDoor();
    const after = async (minutes: number, name: string, n: number) => {
      vi.setSystemTime(Date.now() + minutes * 60_000);
      await knock(door, name, n);
      return resolutions(door);
    };
    expect(await after(0, 'fernhill-bakery', 1)).toBe(1);
    expect(await after(9.9, 'fernhill-bakery', 2)).toBe(1);
    expect(await after(0.2, 'fernhill-bakery', 3)).toBe(2);
    expect(await after(0, 'no-such-organization', 4)).toBe(3);
    expect(await after(0.9, 'no-such-organization', 5)).toBe(3);
    expect(await after(0.2, 'no-such-organization', 6)).toBe(4);
  });

  it('costs no more calls than the number of attempts of a client address', async () => {
    const door = await openDoor();
    for (let n = 0; n < 40; n++) await knock(door, `name-${n}`, n, '192.0.2.1');
    expect(resolutions(door)).toBe(30);
  });

  it('is counted as given if it cannot be resolved', async () => {
    const door = await openDoor({
      between: replacing((method, path) =>
        method === 'GET' && path.startsWith('/v1/b2b/organizations/')
          ? stytchError(500, 'internal_server_error')
          : undefined,
      ),
    });
    const input = { organizationId: 'fernhill-bakery', emailAddress: 'benedikt@fernhill.example', password: 'wrong' };
    for (let n = 0; n < 10; n++) await door.knock('authenticateMemberPassword', input);
    expect(door.reached()).toHaveLength(5);
  });
});
