import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkPermissions, type Role } from '../shared/rbac.ts';
import type { Policy } from '../store.ts';
import { findOrganization } from './find.ts';
import { saveOrganization } from './save.ts';
import type { Organization } from './store.ts';

/** Rejects roles that an organization cannot define as custom roles. */
const checkRoles = (policy: Policy, roles: readonly Role[]) => {
  const projectRoles = new Set(policy.roles.map(({ role_id }) => role_id));
  for (const role of roles) {
    if (role.role_id === '') fail(400, 'empty_rbac_role_id', 'A role has an id.');
    if (role.role_id.length > 128) fail(400, 'rbac_role_id_too_long', 'A role id has 128 characters at most.');
    if (role.description.length > 256)
      fail(400, 'rbac_description_too_long', 'A description has 256 characters at most.');
    if (role.role_id.startsWith('stytch_')) {
      fail(400, 'rbac_org_custom_roles_only', 'Default roles cannot be set for one organization.');
    }
    if (projectRoles.has(role.role_id)) fail(400, 'rbac_role_duplicate', 'The project has a role of this id.');
    checkPermissions(policy, role);
  }
  if (new Set(roles.map(({ role_id }) => role_id)).size < roles.length) {
    fail(400, 'rbac_role_duplicate', 'A role is listed twice.');
  }
};

const orgPolicy = ({ custom_roles }: Organization) => ({ org_policy: { roles: custom_roles } });

export const rbac = {
  api_b2b_rbac_v1_Policy: { answer: ({ store }) => ({ policy: store.policy }) },

  api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy: {
    answer: ({ store, params }) => orgPolicy(findOrganization(store, params.organization_id)),
  },

  // Replaces the custom roles. Saving the organization removes deleted roles from its members.
  api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy: {
    answer: ({ store, params, body }) => {
      const organization = findOrganization(store, params.organization_id);
      checkRoles(store.policy, body.org_policy.roles);
      return orgPolicy(saveOrganization(store, { ...organization, custom_roles: body.org_policy.roles }));
    },
  },
} satisfies DomainHandlers;
