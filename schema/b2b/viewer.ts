import { viewerOrganization } from '../../resolvers/b2b/viewer.ts';
import {
  viewer,
  viewerCan,
  viewerId,
  viewerKind,
  viewerNodes,
  viewerRoleIds,
  viewerScopes,
} from '../../resolvers/shared/viewer.ts';
import type { Caller } from '../../src/auth/caller.ts';
import { builder, nodesOf } from '../builder.ts';
import { Organization } from './organization.ts';

const ViewerKind = builder.enumType('ViewerKind', {
  description: 'What kind of caller the gateway takes you for.',
  values: {
    MEMBER: { value: 'person', description: 'A person signed in to one organization.' },
    SERVER: { value: 'server', description: 'A machine with a key of this gateway.' },
    VISITOR: { value: 'visitor', description: 'A caller without a bearer: may sign in, and little else.' },
  },
});

export const Viewer = builder.objectRef<Caller>('Viewer');

builder.node(Viewer, {
  id: { resolve: viewerId },
  loadMany: nodesOf('Viewer', viewerNodes),
  extensions: { access: 'anyone' },
  description: 'You, as the gateway sees you.',
  fields: (t) => ({
    kind: t.field({ type: ViewerKind, description: 'Member, server or visitor.', resolve: viewerKind }),
    roleIds: t.stringList({
      description: 'Ids of the roles that your session carries; empty unless you are a member.',
      resolve: viewerRoleIds,
    }),
    scopes: t.stringList({
      description: 'What you may do as a server, such as `stytch.member:search` or `admin`; empty unless you are one.',
      resolve: viewerScopes,
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: 'anyone',
      byKey: true,
      known: { slug: 'organizationSlug' },
      operations: ['get /v1/b2b/organizations/{organization_id}'],
      description:
        'Organization you are signed in to; null unless you are a member. Your session tells its ids and slug without a call.',
      resolve: viewerOrganization,
    }),
    can: t.boolean({
      access: 'anyone',
      operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
      description:
        'Whether you may do something in your own organization, as the RBAC policy has it. Servers may what their scopes say.',
      args: {
        resourceId: t.arg.string({ required: true, description: 'Resource of the policy, such as `stytch.member`.' }),
        action: t.arg.string({ required: true, description: 'Action on it, such as `search`.' }),
      },
      resolve: viewerCan,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({ type: Viewer, access: 'anyone', description: 'Who you are to this gateway.', resolve: viewer }),
);
