import { afterAll, beforeAll, expect, test } from 'vitest';
import { rbac } from '../../src/sandbox/b2b/rbac.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

test('the policy has the default roles and resources and some of the product', async () => {
  const { policy } = await stytch.ok('api_b2b_rbac_v1_Policy', {});
  expect(policy?.roles.map(({ role_id }) => role_id)).toEqual(
    expect.arrayContaining(['stytch_member', 'stytch_admin', 'editor']),
  );
  expect(policy?.resources.map(({ resource_id }) => resource_id)).toEqual(
    expect.arrayContaining(['stytch.organization', 'stytch.member', 'stytch.sso', 'stytch.scim', 'stytch.self']),
  );
  for (const { permissions } of policy?.roles ?? []) {
    for (const { resource_id, actions } of permissions) {
      const resource = policy?.resources.find((known) => known.resource_id === resource_id);
      expect(['*', ...(resource?.actions ?? [])]).toEqual(expect.arrayContaining(actions));
    }
  }
});

const set = (roles: unknown) => ({ organization_id: 'northgate-bank', org_policy: { roles } });
const setOrgPolicy = 'api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy';
const reader = { role_id: 'reader', description: '', permissions: [{ resource_id: 'document', actions: ['read'] }] };

test.each([
  [{ ...reader, role_id: '' }, 'empty_rbac_role_id'],
  [{ ...reader, role_id: 'stytch_admin' }, 'rbac_org_custom_roles_only'],
  [{ ...reader, role_id: 'editor' }, 'rbac_role_duplicate'],
  [{ ...reader, role_id: 'x'.repeat(129) }, 'rbac_role_id_too_long'],
  [{ ...reader, permissions: [] }, 'rbac_role_missing_permissions'],
  [{ ...reader, permissions: [{ resource_id: 'moon', actions: ['*'] }] }, 'invalid_permission_resource'],
  [{ ...reader, permissions: [{ resource_id: 'document', actions: [] }] }, 'rbac_permission_missing_actions'],
  [{ ...reader, permissions: [{ resource_id: 'document', actions: ['eat'] }] }, 'invalid_permission_action'],
  [
    { ...reader, permissions: [{ resource_id: 'document', actions: ['*', 'read'] }] },
    'cannot_specify_wildcard_with_other_actions',
  ],
])('an invalid role is rejected: %j', async (role, type) => {
  await stytch.refused(setOrgPolicy, set([role]), [400, type]);
});

test('an organization’s roles are replaced, and members lose removed roles', async () => {
  const key = { organization_id: 'northgate-bank' };
  const before = await stytch.ok('api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy', key);
  expect(before.org_policy.roles.map(({ role_id }) => role_id)).toEqual(['auditor', 'branch_manager']);
  const auditor = () =>
    storedMember(stytch.store, 'northgate-bank', 'wanjiru.kamau@northgate.example').roles.map(({ role_id }) => role_id);
  expect(auditor()).toEqual(['stytch_member', 'auditor']);

  await stytch.ok(setOrgPolicy, { ...key, org_policy: { roles: [reader] } });
  const after = await stytch.ok('api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy', key);
  expect(after.org_policy.roles).toEqual([reader]);
  const { organization } = await stytch.ok('api_organization_v1_Get', key);
  expect(organization.custom_roles).toEqual([reader]);
  expect(auditor()).toEqual(['stytch_member']);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(rbac));
