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
  description: 'What an organization adds to the project’s policy.',
  fields: (t) => ({
    roles: t.field({
      type: [Role],
      extensions: { exposed: 'roles' },
      description: 'Roles that only this organization can give.',
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
    description: 'Roles of its own, fresh from Stytch. The project’s roles stand in the query `rbacPolicy`.',
    resolve: organizationRbacPolicy,
  }),
);

const PermissionInput = builder.inputType('PermissionInput', {
  description: 'What a role shall allow on one resource.',
  fields: (t) => ({
    resourceId: t.string({ required: true, description: 'Resource of the project’s policy.' }),
    actions: t.stringList({ required: true, description: 'Actions of that resource; `*` alone stands for all.' }),
  }),
});

const RoleInput = builder.inputType('RoleInput', {
  description: 'A role to be defined.',
  fields: (t) => ({
    roleId: t.string({
      required: true,
      description: 'Id of your choice; not one that begins with `stytch_` or that the project uses.',
    }),
    description: t.string({ required: true, description: 'What the role is for.' }),
    permissions: t.field({ type: [PermissionInput], required: true, description: 'What it allows.' }),
  }),
});

const OrganizationRbacPolicyInput = builder.inputType('OrganizationRbacPolicyInput', {
  description: 'The whole of an organization’s own policy.',
  fields: (t) => ({
    roles: t.field({
      type: [RoleInput],
      required: true,
      description: 'All roles it shall have; those it had and that are missing here go away.',
    }),
  }),
});

mutation('setOrganizationRbacPolicy', {
  access: { resource: 'stytch.rbac', action: 'update', signedIn: 'none' },
  operations: ['put /v1/b2b/rbac/organizations/{organization_id}'],
  description:
    'Replaces the roles that an organization defined for itself. Servers only: whoever may do this may do anything there.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    rbacPolicy: t.field({ type: OrganizationRbacPolicyInput, required: true, description: 'The new policy.' }),
  }),
  resolve: setOrganizationRbacPolicy,
  payload: (t) => ({
    rbacPolicy: t.field({
      type: OrganizationRbacPolicy,
      description: 'The policy as it now stands.',
      resolve: rbacPolicySet,
    }),
  }),
});
