import type { Stytch } from '../../src/stytch/client.ts';
import { each } from '../batch.ts';

/** The project that the client speaks for; its id only names it among the reads of a request. */
export const whoamiLoader = (stytch: Stytch) =>
  each((_projectId: string) => stytch.call('get', '/v1/debug/whoami', {}));
