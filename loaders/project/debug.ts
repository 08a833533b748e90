import { each } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The project that the client speaks for. */
export const whoamiLoader = defineLoader(({ stytch }) =>
  each((_projectId: string) => stytch.call('get', '/v1/debug/whoami', {})),
);
