import { organizationLoader } from '../../loaders/b2b/organization.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { mayDo } from '../shared/viewer.ts';

export const viewerOrganization = (caller: Caller, _: unknown, { loaders }: Context) =>
  caller.kind === 'member' ? loaders.get(organizationLoader).load(caller.organizationId) : null;

export const viewerCan = (
  caller: Caller,
  { resource, action }: { resource: string; action: string },
  context: Context,
) => mayDo(caller, resource, action, context);
