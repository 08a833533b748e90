/** The RBAC policy, the same for members and users. */
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
  description: 'What is allowed on one resource.',
  fields: (t) => ({
    resourceId: t.exposeString('resource_id', {
      description: 'Resource that the permission is about, such as `stytch.member`.',
    }),
    actions: t.exposeStringList('actions', { description: 'Actions allowed on it; `*` stands for all.' }),
  }),
});

contractTypes.set('Role', [
  'api_b2b_rbac_v1_PolicyRole',
  'api_organization_v1_CustomRole',
  'api_consumer_rbac_v1_PolicyRole',
]);
export const Role = builder.objectRef<TenantRole>('Role').implement({
  description: 'A named set of permissions that people are given.',
  fields: (t) => ({
    // Two tenants may each define a role of the same name.
    id: cacheId(t, 'Role', ({ tenantId, role_id }) => (tenantId === undefined ? [role_id] : [tenantId, role_id])),
    roleId: t.exposeString('role_id', {
      description:
        'Id of the role, chosen by whoever defined it. Those that begin with `stytch_` come with every project.',
    }),
    description: t.exposeString('description', { nullable: true, description: 'What the role is for.' }),
    permissions: t.expose('permissions', { type: [Permission], description: 'What it allows.' }),
  }),
});

const Resource = contractObject(
  'Resource',
  'api_b2b_rbac_v1_PolicyResource',
  'api_consumer_rbac_v1_PolicyResource',
).implement({
  description: 'A kind of thing that permissions are about.',
  fields: (t) => ({
    id: cacheId(t, 'Resource', ({ resource_id }) => [resource_id]),
    resourceId: t.exposeString('resource_id', {
      description:
        'Id of the resource. Those that begin with `stytch.` are Stytch’s own, the others are of your application.',
    }),
    description: t.exposeString('description', { nullable: true, description: 'What the resource stands for.' }),
    actions: t.exposeStringList('actions', { description: 'Everything that can be done to it.' }),
  }),
});

const Scope = contractObject('Scope', 'api_b2b_rbac_v1_PolicyScope', 'api_consumer_rbac_v1_PolicyScope').implement({
  description: 'A set of permissions that an OAuth client may ask a person for.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'The word that stands in an OAuth request.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What the person is told they agree to.',
    }),
    permissions: t.expose('permissions', { type: [Permission], description: 'What it allows.' }),
  }),
});

export const RbacPolicy = contractObject(
  'RbacPolicy',
  'api_b2b_rbac_v1_Policy',
  'api_consumer_rbac_v1_Policy',
).implement({
  description: 'Who may do what in the whole project: role-based access control.',
  fields: (t) => ({
    roles: t.expose('roles', { type: [Role], description: 'Roles that the project defines.' }),
    resources: t.expose('resources', { type: [Resource], description: 'What permissions can be about.' }),
    scopes: t.expose('scopes', { type: [Scope], description: 'What OAuth clients can ask for.' }),
  }),
});
