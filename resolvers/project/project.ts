import type { Context } from '../../src/context.ts';

export const projectMetrics = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.projectMetrics.load(projectId);
