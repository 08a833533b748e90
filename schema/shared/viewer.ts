/** The caller, the same for members and users but for what people are called and what roles can allow. */
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

/** What one kind of project calls a caller, and what its roles can allow. */
interface ViewerWords {
  /** The kind of caller that is a person, as an enum value. */
  person: 'MEMBER' | 'USER';
  /** Descriptions of the kinds of caller. */
  kinds: { person: string; server: string };
  /** A scope that a server may have. */
  scope: string;
  can: { operations: readonly OperationKey[]; description: string; resourceId: string; action: string };
}

/** Declares `Viewer`, its fields that every graph has, and the query for it. */
export const declareViewer = ({ person, kinds, scope, can }: ViewerWords): void => {
  const word = person.toLowerCase();
  const ViewerKind = builder.enumType('ViewerKind', {
    description: 'What kind of caller the gateway takes you for.',
    values: {
      [person]: { value: 'person', description: kinds.person },
      SERVER: { value: 'server', description: kinds.server },
      VISITOR: { value: 'visitor', description: 'A caller without a bearer: may sign in, and little else.' },
    },
  });
  builder.node(Viewer, {
    id: { resolve: viewerId },
    loadMany: nodesOf('Viewer', viewerNodes),
    extensions: { access: 'anyone' },
    description: 'You, as the gateway sees you.',
    fields: (t) => ({
      kind: t.field({
        type: ViewerKind,
        description: `${person.charAt(0)}${word.slice(1)}, server or visitor.`,
        resolve: viewerKind,
      }),
      roleIds: t.stringList({
        description: `Ids of the roles that your session carries; empty unless you are a ${word}.`,
        resolve: viewerRoleIds,
      }),
      scopes: t.stringList({
        description: `What you may do as a server, such as \`${scope}\` or \`admin\`; empty unless you are one.`,
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
          action: t.arg.string({ required: true, description: `Action on it, such as \`${can.action}\`.` }),
        },
        resolve: viewerCan,
      }),
    }),
  });
  builder.queryField('viewer', (t) =>
    t.field({ type: Viewer, access: 'anyone', description: 'Who you are to this gateway.', resolve: viewer }),
  );
};
