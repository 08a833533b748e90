/** The caller: fields that B2B and consumer graphs share. Each vertical passes its own terms and permissions. */
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
import type { OperationKey } from '../../src/stytch/contract/types.ts';
import { builder, nodesOf } from '../builder.ts';

export const Viewer = builder.objectRef<Caller>('Viewer');

/** Terms of one vertical for callers and their permissions. */
interface ViewerWords {
  /** The kind of caller that is a person, as an enum value. */
  person: 'MEMBER' | 'USER';
  /** Descriptions of the kinds of caller. */
  kinds: { person: string; server: string };
  /** Example of a scope that a server may have. */
  scope: string;
  can: { operations: readonly OperationKey[]; description: string; resourceId: string; action: string };
}

/** Declares `Viewer`, the fields that both graphs share, and its query. */
export const declareViewer = ({ person, kinds, scope, can }: ViewerWords): void => {
  const word = person.toLowerCase();
  const ViewerKind = builder.enumType('ViewerKind', {
    description: 'Kind of a caller.',
    values: {
      [person]: { value: 'person', description: kinds.person },
      SERVER: { value: 'server', description: kinds.server },
      VISITOR: {
        value: 'visitor',
        description: 'A caller without a bearer token. May use only sign-in and other public operations.',
      },
    },
  });
  builder.node(Viewer, {
    id: { resolve: viewerId },
    loadMany: nodesOf('Viewer', viewerNodes),
    extensions: { access: 'anyone' },
    description: 'The caller: you, as the gateway identifies you.',
    fields: (t) => ({
      kind: t.field({
        type: ViewerKind,
        description: `${person.charAt(0)}${word.slice(1)}, server or visitor.`,
        resolve: viewerKind,
      }),
      roleIds: t.stringList({
        description: `Ids of the roles of your session. Empty unless you are a ${word}.`,
        resolve: viewerRoleIds,
      }),
      scopes: t.stringList({
        description: `Your scopes as a server, such as \`${scope}\` or \`admin\`. Empty unless you are a server.`,
        resolve: viewerScopes,
      }),
      can: t.boolean({
        access: 'anyone',
        operations: can.operations,
        description: can.description,
        args: {
          resourceId: t.arg.string({
            required: true,
            description: `Resource of the policy, such as \`${can.resourceId}\`.`,
          }),
          action: t.arg.string({ required: true, description: `Action on the resource, such as \`${can.action}\`.` }),
        },
        resolve: viewerCan,
      }),
    }),
  });
  builder.queryField('viewer', (t) =>
    t.field({ type: Viewer, access: 'anyone', description: 'The caller of this request.', resolve: viewer }),
  );
};
