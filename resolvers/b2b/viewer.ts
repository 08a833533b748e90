import { organizationLoader } from '../../loaders/b2b/organization.ts';
import { isAllowed } from '../../src/auth/access.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';

export const viewer = (_: unknown, _args: unknown, { caller }: Context) => caller;

export const viewerKind = (caller: Caller) => caller.kind;

export const viewerRoleIds = (caller: Caller): readonly string[] => (caller.kind === 'member' ? caller.roles : []);

export const viewerScopes = (caller: Caller): readonly string[] => (caller.kind === 'server' ? caller.scopes : []);

/** What tells callers apart: the session, the key or client, or nothing. */
export const viewerId = (caller: Caller): string => {
  if (caller.kind === 'member') return joinNodeId(caller.kind, caller.sessionId);
  return caller.kind === 'server' ? joinNodeId(caller.kind, caller.name) : caller.kind;
};

/** A viewer finds nobody but themself. */
export const viewerNodes = (ids: readonly string[], { caller }: Context) =>
  ids.map((id) => (id === viewerId(caller) ? caller : null));

export const viewerOrganization = (caller: Caller, _: unknown, { loaders }: Context) =>
  caller.kind === 'member' ? loaders.get(organizationLoader).load(caller.organizationId) : null;

export const viewerCan = (
  caller: Caller,
  { resourceId, action }: { resourceId: string; action: string },
  context: Context,
) => {
  const target = caller.kind === 'member' ? { organizationId: caller.organizationId } : {};
  return isAllowed(caller, context, { resource: resourceId, action, signedIn: 'permitted' }, target, {});
};
