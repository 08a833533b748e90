import { organizationLoader } from '../../loaders/b2b/organization.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';

export const viewerOrganization = (caller: Caller, _: unknown, { loaders }: Context) =>
  caller.kind === 'member' ? loaders.get(organizationLoader).load(caller.organizationId) : null;
