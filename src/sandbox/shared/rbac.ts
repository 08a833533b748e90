import { fail } from '../errors.ts';
import type { Policy } from '../store.ts';

/** Role of a policy. */
export type Role = Policy['roles'][number];

/** Ids of those among `roleIds` that permit an action on a resource. */
export const rolesThatGrant = (
  roles: Policy['roles'],
  roleIds: readonly string[],
  resource: string,
  action: string,
): string[] =>
  roles
    .filter(({ role_id }) => roleIds.includes(role_id))
    .filter(({ permissions }) =>
      permissions.some(
        ({ resource_id, actions }) => resource_id === resource && (actions.includes('*') || actions.includes(action)),
      ),
    )
    .map(({ role_id }) => role_id);

/** Variables of claims templates: `rbac.roles` and, per resource, `rbac.<resource>.actions`. */
export const rbacVariables = ({ resources }: Policy, roles: Policy['roles'], roleIds: readonly string[]) => ({
  ...Object.fromEntries(
    resources.map(({ resource_id, actions }) => [
      resource_id,
      { actions: actions.filter((action) => rolesThatGrant(roles, roleIds, resource_id, action).length > 0) },
    ]),
  ),
  roles: roleIds,
});

/** Rejects permissions on resources or actions that the project's policy does not have. */
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
