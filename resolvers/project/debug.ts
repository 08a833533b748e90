import { whoamiLoader } from '../../loaders/project/debug.ts';
import type { Context } from '../../src/graphql/context.ts';

export const whoami = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(whoamiLoader).load(projectId);
