import type { Domain } from './domain.ts';
import { fail } from './errors.ts';
import { findOrganization } from './find.ts';
import { saveOrganization } from './save.ts';
import type { Organization, Policy } from './store.ts';

type Role = Policy['roles'][number];

/** Refuses permissions on things or acts that the project's policy does not know. */
export const checkPermissions = (policy: Policy, { permissions }: Role) => {
  if (permissions.length === 0) fail(400, 'rbac_role_missing_permissions', 'A role has one permission at least.');
  for (const { resource_id, actions } of permissions) {
    if (resource_id === '') fail(400, 'empty_rbac_resource_id', 'A permission names its resource.');
    const resource = policy.resources.find((known) => known.resource_id === resource_id);
    if (!resource) fail(400, 'invalid_permission_resource', 'A permission names an unknown resource.');
    if (actions.length === 0) fail(400, 'rbac_permission_missing_actions', 'A permission has one action at least.');
    if (actions.includes('*') && actions.length > 1) {
      fail(400, 'cannot_specify_wildcard_with_other_actions', 'The action * stands alone.');
    }
    if (new Set(actions).size < actions.length) fail(400, 'rbac_action_duplicate', 'An action is listed twice.');
    if (actions.some((action) => action !== '*' && !resource.actions.includes(action))) {
      fail(400, 'invalid_permission_action', 'A permission names an action that its resource does not have.');
    }
  }
};

/** Refuses roles that an organization cannot have of its own. */
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

  // The roles replace those before; members lose what is gone, because saving settles everybody's roles.
  api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy: {
    answer: ({ store, params, body }) => {
      const organization = findOrganization(store, params.organization_id);
      checkRoles(store.policy, body.org_policy.roles);
      return orgPolicy(saveOrganization(store, { ...organization, custom_roles: body.org_policy.roles }));
    },
  },
} satisfies Domain;
