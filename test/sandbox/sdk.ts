import { B2BClient } from 'stytch';
import { vi } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';

/** The vendor's SDK, pointed at a sandbox. It takes plain http only as `env`, and warns of that. */
export const sdkClient = ({ projectId, secret, origin }: Sandbox) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    return new B2BClient({ project_id: projectId, secret, env: origin, fraud_env: origin });
  } finally {
    warn.mockRestore();
  }
};
