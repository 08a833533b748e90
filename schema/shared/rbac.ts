/** The RBAC policy, shared by members and users. */
import type { TenantRole } from '../../src/auth/policy.ts';
import { builder, cacheId, contractObject, contractTypes } from '../builder.ts';

const Permission = contractObject(
  'Permission',
  'api_b2b_rbac_v1_PolicyRolePermission',
  'api_b2b_rbac_v1_PolicyScopePermission',
  'api_consumer_rbac_v1_PolicyRolePermission',
  'api_consumer_rbac_v1_PolicyScopePermission',
  'api_organization_v1_CustomRolePermission',
).implement({
  description: 'Actions that are allowed on one resource.',
  fields: (t) => ({
    resourceId: t.exposeString('resource_id', {
      description: 'Resource of the permission, such as `stytch.member`.',
    }),
    actions: t.exposeStringList('actions', { description: 'Actions allowed on the resource. `*` means all.' }),
  }),
});

contractTypes.set('Role', [
  'api_b2b_rbac_v1_PolicyRole',
  'api_organization_v1_CustomRole',
  'api_consumer_rbac_v1_PolicyRole',
]);
export const Role = builder.objectRef<TenantRole>('Role').implement({
  description: 'A named set of permissions that can be assigned to people.',
  fields: (t) => ({
    // Two tenants may each define a role of the same name.
    id: cacheId(t, 'Role', ({ tenantId, role_id }) => (tenantId === undefined ? [role_id] : [tenantId, role_id])),
    roleId: t.exposeString('role_id', {
      description: 'Id of the role. Ids that begin with `stytch_` belong to roles that every project has.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Purpose of the role. Null if none is set.',
    }),
    permissions: t.expose('permissions', { type: [Permission], description: 'Permissions of the role.' }),
  }),
});

const Resource = contractObject(
  'Resource',
  'api_b2b_rbac_v1_PolicyResource',
  'api_consumer_rbac_v1_PolicyResource',
).implement({
  description: 'A kind of object that permissions refer to.',
  fields: (t) => ({
    id: cacheId(t, 'Resource', ({ resource_id }) => [resource_id]),
    resourceId: t.exposeString('resource_id', {
      description:
        'Id of the resource. Ids that begin with `stytch.` belong to Stytch, all others to your application.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Meaning of the resource. Null if none is set.',
    }),
    actions: t.exposeStringList('actions', { description: 'All actions that the resource supports.' }),
  }),
});

const Scope = contractObject('Scope', 'api_b2b_rbac_v1_PolicyScope', 'api_consumer_rbac_v1_PolicyScope').implement({
  description: 'A set of permissions that an OAuth client may request from a person.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'Name of the scope in an OAuth request.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Text about the scope for the consent screen. Null if none is set.',
    }),
    permissions: t.expose('permissions', { type: [Permission], description: 'Permissions of the scope.' }),
  }),
});

export const RbacPolicy = contractObject(
  'RbacPolicy',
  'api_b2b_rbac_v1_Policy',
  'api_consumer_rbac_v1_Policy',
).implement({
  description: 'Role-based access control (RBAC) policy of the project: which roles and scopes allow which actions.',
  fields: (t) => ({
    roles: t.expose('roles', { type: [Role], description: 'Roles that the project defines.' }),
    resources: t.expose('resources', { type: [Resource], description: 'Resources that permissions can refer to.' }),
    scopes: t.expose('scopes', { type: [Scope], description: 'Scopes that OAuth clients can request.' }),
  }),
});
