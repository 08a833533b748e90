import { rbacPolicy } from '../../resolvers/shared/rbac.ts';
import { builder } from '../builder.ts';
import { RbacPolicy } from '../shared/rbac.ts';

builder.queryField('rbacPolicy', (t) =>
  t.field({
    type: RbacPolicy,
    nullable: true,
    access: { resource: 'stytch.rbac', action: 'get', signedIn: 'any' },
    operations: ['get /v1/b2b/rbac/policy'],
    description:
      'The project’s RBAC policy, cached for up to five minutes, longer during an outage of Stytch. Members may read it: it defines their own permissions.',
    resolve: rbacPolicy,
  }),
);
