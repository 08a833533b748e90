import { unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The project that the client speaks for. */
export const whoamiLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((_projectId: string) => stytch.call('get', '/v1/debug/whoami', {})),
);
