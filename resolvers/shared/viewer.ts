/** The caller as an object of the graph. */
import { isAllowed } from '../../src/auth/access.ts';
import { type Caller, personOf } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';

export const viewer = (_: unknown, _args: unknown, { caller }: Context) => caller;

/** `person` covers members and users: each graph has only one kind of person. */
export const viewerKind = (caller: Caller) =>
  personOf(caller) ? 'person' : caller.kind === 'server' ? 'server' : 'visitor';

export const viewerRoleIds = (caller: Caller): readonly string[] => personOf(caller)?.roles ?? [];

export const viewerScopes = (caller: Caller): readonly string[] => (caller.kind === 'server' ? caller.scopes : []);

/** Identifies a caller: by session id, or by name of the server key or client; all visitors share one id. */
export const viewerId = (caller: Caller): string => {
  const person = personOf(caller);
  if (person) return joinNodeId(person.kind, person.sessionId);
  return caller.kind === 'server' ? joinNodeId(caller.kind, caller.name) : caller.kind;
};

/** The caller's own viewer; null for any other id. */
export const viewerNodes = (ids: readonly string[], { caller }: Context) =>
  ids.map((id) => (id === viewerId(caller) ? caller : null));

/** Whether a caller may perform an action on their own objects. */
export const viewerCan = (
  caller: Caller,
  { resourceId, action }: { resourceId: string; action: string },
  context: Context,
) => isAllowed(caller, context, { resource: resourceId, action, signedIn: 'permitted' }, personOf(caller) ?? {}, {});
