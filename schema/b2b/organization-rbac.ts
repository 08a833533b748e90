import {
  type OwnPolicy,
  organizationRbacPolicy,
  ownRoles,
  rbacPolicySet,
  setOrganizationRbacPolicy,
} from '../../resolvers/b2b/rbac.ts';
import { builder, contractTypes } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { Role } from '../shared/rbac.ts';
import { organizationIdInput } from './ids.ts';
import { Organization } from './organization.ts';

contractTypes.set('OrganizationRbacPolicy', ['api_b2b_rbac_v1_OrgPolicy']);
const OrganizationRbacPolicy = builder.objectRef<OwnPolicy>('OrganizationRbacPolicy').implement({
  description: 'Roles that an organization defines in addition to the project’s policy.',
  fields: (t) => ({
    roles: t.field({
      type: [Role],
      extensions: { exposed: 'roles' },
      description: 'Roles that exist only in this organization.',
      resolve: ownRoles,
    }),
  }),
});

builder.objectField(Organization, 'rbacPolicy', (t) =>
  t.field({
    type: OrganizationRbacPolicy,
    nullable: true,
    access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
    byKey: true,
    operations: ['get /v1/b2b/rbac/organizations/{organization_id}'],
    description:
      'The organization’s own roles, read from Stytch without a cache. The query `rbacPolicy` returns the project’s roles.',
    resolve: organizationRbacPolicy,
  }),
);

const PermissionInput = builder.inputType('PermissionInput', {
  description: 'Actions to allow on one resource.',
  fields: (t) => ({
    resourceId: t.string({ required: true, description: 'Resource of the project’s policy.' }),
    actions: t.stringList({ required: true, description: 'Actions of the resource. `*` alone means all.' }),
  }),
});

const RoleInput = builder.inputType('RoleInput', {
  description: 'Definition of a role.',
  fields: (t) => ({
    roleId: t.string({
      required: true,
      description: 'Id of your choice. It must not begin with `stytch_` or be used by the project.',
    }),
    description: t.string({ required: true, description: 'Purpose of the role.' }),
    permissions: t.field({ type: [PermissionInput], required: true, description: 'Permissions of the role.' }),
  }),
});

const OrganizationRbacPolicyInput = builder.inputType('OrganizationRbacPolicyInput', {
  description: 'Complete policy of an organization.',
  fields: (t) => ({
    roles: t.field({
      type: [RoleInput],
      required: true,
      description: 'All roles of the policy. Existing roles that are missing here are deleted.',
    }),
  }),
});

mutation('setOrganizationRbacPolicy', {
  access: { resource: 'stytch.rbac', action: 'update', signedIn: 'none' },
  operations: ['put /v1/b2b/rbac/organizations/{organization_id}'],
  description:
    'Replaces the roles that an organization defines for itself. Servers only: a caller who can change roles can get every permission in the organization.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    rbacPolicy: t.field({ type: OrganizationRbacPolicyInput, required: true, description: 'The new policy.' }),
  }),
  resolve: setOrganizationRbacPolicy,
  payload: (t) => ({
    rbacPolicy: t.field({
      type: OrganizationRbacPolicy,
      description: 'The updated policy.',
      resolve: rbacPolicySet,
    }),
  }),
});
