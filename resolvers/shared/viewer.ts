/** The caller, as the graph shows them. */
import { isAllowed } from '../../src/auth/access.ts';
import { type Caller, personOf } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';

export const viewer = (_: unknown, _args: unknown, { caller }: Context) => caller;

/** People are of one kind in each graph. */
export const viewerKind = (caller: Caller) =>
  personOf(caller) ? 'person' : caller.kind === 'server' ? 'server' : 'visitor';

export const viewerRoleIds = (caller: Caller): readonly string[] => personOf(caller)?.roles ?? [];

export const viewerScopes = (caller: Caller): readonly string[] => (caller.kind === 'server' ? caller.scopes : []);

/** What tells callers apart: the session, the key or client, or nothing. */
export const viewerId = (caller: Caller): string => {
  const person = personOf(caller);
  if (person) return joinNodeId(person.kind, person.sessionId);
  return caller.kind === 'server' ? joinNodeId(caller.kind, caller.name) : caller.kind;
};

/** The caller's own viewer; null for the id of any other. */
export const viewerNodes = (ids: readonly string[], { caller }: Context) =>
  ids.map((id) => (id === viewerId(caller) ? caller : null));

/** Whether a caller may do something to what is theirs. */
export const viewerCan = (
  caller: Caller,
  { resourceId, action }: { resourceId: string; action: string },
  context: Context,
) => isAllowed(caller, context, { resource: resourceId, action, signedIn: 'permitted' }, personOf(caller) ?? {}, {});
