import { describe, expect, it } from 'vitest';
import { createPolicy } from '../src/auth/policy.ts';
import { type Send, typed } from '../src/stytch/client.ts';

const everything = { actions: ['*'] };
const project = {
  roles: [
    { role_id: 'stytch_member', description: '', permissions: [{ resource_id: 'stytch.self', ...everything }] },
    { role_id: 'stytch_admin', description: '', permissions: [{ resource_id: 'stytch.member', ...everything }] },
    { role_id: 'searcher', description: '', permissions: [{ resource_id: 'stytch.member', actions: ['search'] }] },
  ],
  resources: [{ resource_id: 'stytch.self', description: '', actions: ['*', 'update.info.name'] }],
  scopes: [],
};
const own = [{ role_id: 'greeter', description: '', permissions: [{ resource_id: 'stytch.scim', actions: ['get'] }] }];

const policyOver = (send: Send) => createPolicy(typed(send));
const good: Send = async (_, path) =>
  path === '/v1/b2b/rbac/policy'
    ? { policy: project, request_id: 'r', status_code: 200 }
    : { org_policy: { roles: own }, request_id: 'r', status_code: 200 };

const member = (...roles: string[]) => ({ organizationId: 'organization-1', roles });

describe('the policy', () => {
  it.each([
    ['an admin may what * says', ['stytch_admin'], 'stytch.member', 'delete', false, true],
    ['a role may what it lists', ['searcher'], 'stytch.member', 'search', false, true],
    ['and no more', ['searcher'], 'stytch.member', 'delete', false, false],
    ['an unknown role may nothing', ['nobody'], 'stytch.member', 'search', false, false],
    ['no role may nothing', [], 'stytch.member', 'search', false, false],
    ['a member may change their own name', ['stytch_member'], 'stytch.member', 'update.info.name', true, true],
    ['but not somebody else’s', ['stytch_member'], 'stytch.member', 'update.info.name', false, false],
    ['and never their own roles', ['stytch_member'], 'stytch.member', 'update.settings.roles', true, false],
    ['a role of the organization counts', ['greeter'], 'stytch.scim', 'get', false, true],
  ])('%s', async (_, roles, resource, action, orSelf, allowed) => {
    expect(await policyOver(good).allows(member(...roles), [{ resource, action, orSelf }])).toBe(allowed);
  });

  it('asks for all of what is asked', async () => {
    const asks = [
      { resource: 'stytch.member', action: 'search' },
      { resource: 'stytch.member', action: 'delete' },
    ];
    expect(await policyOver(good).allows(member('searcher'), asks)).toBe(false);
    expect(await policyOver(good).allows(member('stytch_admin'), asks)).toBe(true);
  });

  it('is fetched once for many who ask at the same time, and then no more', async () => {
    let calls = 0;
    const policy = policyOver(async (...args) => {
      calls += 1;
      return good(...args);
    });
    const ask = [{ resource: 'stytch.member', action: 'search' }];
    await Promise.all(Array.from({ length: 20 }, () => policy.allows(member('searcher'), ask)));
    expect(policy.allows(member('searcher'), ask)).toBe(true);
    expect(calls).toBe(1);
  });

  it('never allows while it cannot be had, and tries again', async () => {
    let down = true;
    const policy = policyOver(async (...args) => {
      if (down) throw new Error('down');
      return good(...args);
    });
    const ask = [{ resource: 'stytch.member', action: 'search' }];
    await expect(policy.allows(member('stytch_admin'), ask)).rejects.toThrow('down');
    down = false;
    expect(await policy.allows(member('stytch_admin'), ask)).toBe(true);
  });
});
