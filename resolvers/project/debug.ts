import type { Context } from '../../src/context.ts';

export const whoami = (_: unknown, _args: unknown, { loaders, projectId }: Context) => loaders.whoami.load(projectId);
