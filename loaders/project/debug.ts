import type { Stytch } from '../../src/stytch/client.ts';
import { each } from '../batch.ts';

/** The project that the client speaks for. */
export const whoamiLoader = (stytch: Stytch) =>
  each((_projectId: string) => stytch.call('get', '/v1/debug/whoami', {}));
