import { userRoles } from '../../resolvers/consumer/rbac.ts';
import { rbacPolicy } from '../../resolvers/shared/rbac.ts';
import { builder } from '../builder.ts';
import { RbacPolicy, Role } from '../shared/rbac.ts';
import { User } from './user.ts';

builder.queryField('rbacPolicy', (t) =>
  t.field({
    type: RbacPolicy,
    nullable: true,
    access: { resource: 'stytch.rbac', action: 'get', signedIn: 'any' },
    operations: ['get /v1/rbac/policy'],
    description:
      'The project’s RBAC policy, cached for up to five minutes, longer during an outage of Stytch. Users may read it: it defines their own permissions.',
    resolve: rbacPolicy,
  }),
);

builder.objectField(User, 'roles', (t) =>
  t.field({
    type: [Role],
    nullable: true,
    access: { resource: 'stytch.rbac', action: 'get', signedIn: 'self' },
    operations: ['get /v1/rbac/policy'],
    description: 'Roles of the user with their permissions. Roles that the policy does not define are left out.',
    resolve: userRoles,
  }),
);
