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

const ViewerKind = builder.enumType('ViewerKind', {
  description: 'What kind of caller the gateway takes you for.',
  values: {
    USER: { value: 'person', description: 'A person who is signed in.' },
    SERVER: { value: 'server', description: 'A machine with a key of this gateway or an M2M access token.' },
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
    kind: t.field({ type: ViewerKind, description: 'User, server or visitor.', resolve: viewerKind }),
    roleIds: t.stringList({
      description: 'Ids of the roles that your session carries; empty unless you are a user.',
      resolve: viewerRoleIds,
    }),
    scopes: t.stringList({
      description: 'What you may do as a server, such as `stytch.user:search` or `admin`; empty unless you are one.',
      resolve: viewerScopes,
    }),
    can: t.boolean({
      access: 'anyone',
      operations: ['get /v1/rbac/policy'],
      description:
        'Whether the roles of your session allow something of your application, as the RBAC policy has it. For servers, their scopes decide.',
      args: {
        resourceId: t.arg.string({ required: true, description: 'Resource of the policy, such as `documents`.' }),
        action: t.arg.string({ required: true, description: 'Action on it, such as `write`.' }),
      },
      resolve: viewerCan,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({ type: Viewer, access: 'anyone', description: 'Who you are to this gateway.', resolve: viewer }),
);
