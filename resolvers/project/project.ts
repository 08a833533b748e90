import { projectMetricsLoader } from '../../loaders/project/project.ts';
import type { Context } from '../../src/graphql/context.ts';

export const projectMetrics = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(projectMetricsLoader).load(projectId);
