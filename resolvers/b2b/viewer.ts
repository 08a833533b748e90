import { organizationLoader } from '../../loaders/b2b/organization.ts';
import { isAllowed } from '../../src/auth/access.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';

export const viewer = (_: unknown, _args: unknown, { caller }: Context) => caller;

export const viewerKind = (caller: Caller) => caller.kind;

export const viewerRoleIds = (caller: Caller): readonly string[] =>
  caller.kind === 'member' ? caller.roles : caller.kind === 'server' ? caller.scopes : [];

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
