import { describe, expect, it } from 'vitest';
import { createPolicy } from '../src/auth/policy.ts';
import { type CallOperation, withContractTypes } from '../src/stytch/client/client.ts';
import { StytchError } from '../src/stytch/error.ts';
import type { Log } from '../src/stytch/log.ts';
import { b2b } from '../src/vertical/b2b.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const everything = { actions: ['*'] };
const project = {
  roles: [
    { role_id: 'stytch_member', description: '', permissions: [{ resource_id: 'stytch.self', ...everything }] },
    { role_id: 'stytch_admin', description: '', permissions: [{ resource_id: 'stytch.member', ...everything }] },
    {
      role_id: 'searcher',
      description: '',
      permissions: [
        { resource_id: 'stytch.member', actions: ['search'] },
        { resource_id: 'stytch.member', actions: ['get'] },
      ],
    },
  ],
  resources: [{ resource_id: 'stytch.self', description: '', actions: ['*', 'update.info.name'] }],
  scopes: [],
};
const own = [{ role_id: 'greeter', description: '', permissions: [{ resource_id: 'stytch.scim', actions: ['get'] }] }];

const good: CallOperation = async (_, path) =>
  path === '/v1/b2b/rbac/policy'
    ? { policy: project, request_id: 'r', status_code: 200 }
    : { org_policy: { roles: own }, request_id: 'r', status_code: 200 };
const bad: CallOperation = async () => {
  throw new StytchError({ code: 'UPSTREAM_UNAVAILABLE', message: 'down' });
};

/** A policy cache over a replaceable Stytch, with a clock that the test advances. */
function setUp(stytch: CallOperation = good) {
  const state = { stytch, now: 1_700_000_000_000, asked: [] as string[], logged: [] as string[] };
  const send: CallOperation = (method, path, ...rest) => {
    state.asked.push(path);
    return state.stytch(method, path, ...rest);
  };
  const write = (message: string) => state.logged.push(message);
  const log: Log = { warn: write, error: write };
  const policy = createPolicy({
    stytch: withContractTypes(send),
    vertical: b2b,
    log,
    maxStaleMs: HOUR,
    now: () => state.now,
    random: () => 0.5,
  });
  const pass = async (milliseconds: number) => {
    state.now += milliseconds;
    await settled();
  };
  return { policy, state, pass };
}

/** Waits until all responses of a stub have arrived. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const member = (...roles: string[]) => ({ organizationId: 'organization-1', roles });
const search = [{ resource: 'stytch.member', action: 'search' }];
const greet = [{ resource: 'stytch.scim', action: 'get' }];

describe('the policy', () => {
  it.each([
    ['an admin may what * says', ['stytch_admin'], 'stytch.member', 'delete', false, true],
    ['a role may what it lists', ['searcher'], 'stytch.member', 'search', false, true],
    ['and what it lists elsewhere', ['searcher'], 'stytch.member', 'get', false, true],
    ['and no more', ['searcher'], 'stytch.member', 'delete', false, false],
    ['an unknown role may nothing', ['nobody'], 'stytch.member', 'search', false, false],
    ['a role with the name of a method may nothing', ['constructor'], 'stytch.member', 'search', false, false],
    ['no role may nothing', [], 'stytch.member', 'search', false, false],
    ['a member may change their own name', ['stytch_member'], 'stytch.member', 'update.info.name', true, true],
    ['but not somebody else’s', ['stytch_member'], 'stytch.member', 'update.info.name', false, false],
    ['and never their own roles', ['stytch_member'], 'stytch.member', 'update.settings.roles', true, false],
    ['a role of the organization counts', ['greeter'], 'stytch.scim', 'get', false, true],
  ])('%s', async (_, roles, resource, action, orSelf, allowed) => {
    expect(await setUp().policy.allows(member(...roles), [{ resource, action, orSelf }])).toBe(allowed);
  });

  it('asks for all of what is asked', async () => {
    const { policy } = setUp();
    const asks = [...search, { resource: 'stytch.member', action: 'delete' }];
    expect(await policy.allows(member('searcher'), asks)).toBe(false);
    expect(await policy.allows(member('stytch_admin'), asks)).toBe(true);
  });

  it('is fetched once for concurrent requests, and then decides without a promise', async () => {
    const { policy, state } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => policy.allows(member('greeter'), greet)));
    expect(policy.allows(member('searcher'), search)).toBe(true);
    expect(policy.allows(member('greeter'), greet)).toBe(true);
    expect(state.asked).toEqual(['/v1/b2b/rbac/policy', '/v1/b2b/rbac/organizations/{organization_id}']);
  });

  it('asks for the roles of no organization whose member has none of its own', async () => {
    const { policy, state } = setUp();
    expect(await policy.allows(member('searcher', 'stytch_member'), greet)).toBe(false);
    expect(state.asked).toEqual(['/v1/b2b/rbac/policy']);
  });

  it('is refreshed in the background before it expires, at a different time in each process', async () => {
    const { policy, state, pass } = setUp();
    await policy.project();
    // At 0.6 to 0.9 of five minutes; the random factor is 0.5 here.
    await pass(3.7 * MINUTE);
    expect(policy.allows(member('searcher'), search)).toBe(true);
    expect(state.asked).toHaveLength(1);
    await pass(0.2 * MINUTE);
    expect(policy.allows(member('searcher'), search)).toBe(true);
    expect(policy.allows(member('searcher'), search)).toBe(true);
    expect(state.asked).toHaveLength(2);
    await pass(3.7 * MINUTE);
    expect(policy.allows(member('searcher'), search)).toBe(true);
    expect(state.asked).toHaveLength(2);
  });

  it('that was unused for five minutes is fetched again: a removed role is gone', async () => {
    const { policy, state, pass } = setUp();
    await policy.project();
    state.stytch = async (_, path) =>
      path === '/v1/b2b/rbac/policy'
        ? { policy: { ...project, roles: [] }, request_id: 'r', status_code: 200 }
        : { org_policy: { roles: [] }, request_id: 'r', status_code: 200 };
    await pass(5 * MINUTE);
    expect(await policy.allows(member('stytch_admin'), search)).toBe(false);
  });

  it('of an organization is forgotten when it was changed', async () => {
    const { policy, state } = setUp();
    expect(await policy.allows(member('greeter'), greet)).toBe(true);
    state.stytch = async () => ({ org_policy: { roles: [] }, request_id: 'r', status_code: 200 });
    policy.forgetTenants();
    expect(await policy.allows(member('greeter'), greet)).toBe(false);
  });

  it('of a thousand organizations is cached, the last used ones', async () => {
    const { policy, state } = setUp();
    for (let index = 0; index < 1_000; index += 1) await policy.roles(`organization-${index}`);
    await policy.roles('organization-0');
    await policy.roles('organization-1000');
    state.asked.length = 0;
    await policy.roles('organization-0');
    expect(state.asked).toEqual([]);
    await policy.roles('organization-1');
    expect(state.asked).toHaveLength(1);
  });
});

describe('F21: a policy that cannot be had', () => {
  it('allows nothing, returns the cause, and is soon fetched again', async () => {
    const { policy, state, pass } = setUp(bad);
    const refused = { facts: { code: 'UPSTREAM_UNAVAILABLE' } };
    await expect(policy.allows(member('stytch_admin'), search)).rejects.toMatchObject(refused);
    state.stytch = good;
    // The next caller must not fetch again immediately, or a fast failure would cause continuous calls.
    await expect(policy.allows(member('stytch_admin'), search)).rejects.toMatchObject(refused);
    expect(state.asked).toHaveLength(1);
    await pass(MINUTE / 60);
    expect(await policy.allows(member('stytch_admin'), search)).toBe(true);
  });

  it('decides on for an hour as it was, asking every 30 seconds at most, and then nothing more', async () => {
    const { policy, state, pass } = setUp();
    await policy.allows(member('greeter'), greet);
    state.stytch = bad;
    state.asked.length = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (let second = 1; second < 3600; second += 1) {
      await pass(1_000);
      const asked = state.asked.length;
      // A caller at the end of the cache lifetime may wait for one failing fetch.
      expect(await policy.allows(member('searcher'), search)).toBe(true);
      await settled();
      if (state.asked.length === asked) continue;
      expect(state.asked.length).toBe(asked + 1);
      expect(second - last).toBeGreaterThanOrEqual(30);
      last = second;
    }
    expect(state.asked.length).toBeGreaterThan(20);
    await pass(1_000);
    await expect(policy.allows(member('stytch_admin'), search)).rejects.toMatchObject({
      facts: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    await expect(policy.allows(member('greeter'), greet)).rejects.toBeInstanceOf(StytchError);
  });

  it('keeps nobody waiting while Stytch hangs, but the first of those who come after a quiet time', async () => {
    const { policy, state, pass } = setUp();
    await policy.project();
    await pass(6 * MINUTE);
    let giveUp: (error: Error) => void = () => {};
    state.stytch = () =>
      new Promise((_, reject) => {
        giveUp = reject;
      });
    const first = policy.allows(member('searcher'), search);
    expect(first).toBeInstanceOf(Promise);
    giveUp(new StytchError({ code: 'TIMEOUT', message: 'slow' }));
    expect(await first).toBe(true);
    await pass(40_000 + MINUTE);
    expect(policy.allows(member('searcher'), search)).toBe(true);
    expect(state.asked).toHaveLength(3);
    expect(policy.allows(member('searcher'), search)).toBe(true);
    giveUp(new StytchError({ code: 'TIMEOUT', message: 'slow' }));
  });

  it.each([
    ['roles that are none', { ...project, roles: 'all' }],
    ['a role without permissions', { ...project, roles: [{ role_id: 'stytch_admin' }] }],
    [
      'actions that are a text',
      { ...project, roles: [{ role_id: 'a', permissions: [{ resource_id: 'b', actions: '*' }] }] },
    ],
    ['no resources', { roles: project.roles, scopes: [] }],
    ['a list', []],
  ])('or that has %s leaves the old one in its place, and says so', async (_, policyNow) => {
    const { policy, state, pass } = setUp();
    await policy.project();
    state.stytch = async () => ({ policy: policyNow, request_id: 'r', status_code: 200 });
    await pass(6 * MINUTE);
    expect(await policy.allows(member('searcher'), search)).toBe(true);
    expect(state.logged).toEqual(['RBAC policy could not be fetched']);
  });

  it('is no reason to believe one for longer when the clock is put back', async () => {
    const { policy, state, pass } = setUp();
    await policy.project();
    state.stytch = bad;
    await pass(-2 * HOUR);
    await expect(policy.allows(member('stytch_admin'), search)).rejects.toBeInstanceOf(StytchError);
  });
});
