import type { Stytch } from '../../src/stytch/client.ts';
import { each } from '../batch.ts';

/** Figures of the project that the client speaks for. */
export const projectMetricsLoader = (stytch: Stytch) =>
  each((_projectId: string) => stytch.call('get', '/v1/projects/metrics', {}));
