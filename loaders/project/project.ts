import { unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** Figures of the project that the client speaks for. */
export const projectMetricsLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((_projectId: string) => stytch.call('get', '/v1/projects/metrics', {})),
);
