import { unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The project that the client speaks for. */
export const projectLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((_projectId: string) => stytch.call('get', '/v1/debug/whoami', {})),
);

/** Figures of the project that the client speaks for. */
export const projectMetricsLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((_projectId: string) => stytch.call('get', '/v1/projects/metrics', {})),
);
