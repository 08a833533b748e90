import { unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The project of the gateway. */
export const projectLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((_projectId: string) => stytch.call('get', '/v1/debug/whoami', {})),
);

/** Metrics of the project. */
export const projectMetricsLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((_projectId: string) => stytch.call('get', '/v1/projects/metrics', {})),
);
