import { B2BClient, Client } from 'stytch';
import { vi } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Shown } from '../../src/sandbox/kind.ts';
import type { ProjectStore } from '../../src/sandbox/store.ts';

type AnySandbox = Sandbox<ProjectStore, Shown>;

const quietly = <Made>(make: () => Made): Made => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    return make();
  } finally {
    warn.mockRestore();
  }
};

/** Options that point the vendor's SDK at a sandbox. It accepts plain http only as `env`, and prints a warning. */
const configOf = ({ projectId, secret, origin }: AnySandbox) => ({
  project_id: projectId,
  secret,
  env: origin,
  fraud_env: origin,
});

/** The vendor's SDK for B2B projects. */
export const sdkClient = (sandbox: AnySandbox) => quietly(() => new B2BClient(configOf(sandbox)));

/** The vendor's SDK for consumer projects. */
export const consumerSdkClient = (sandbox: AnySandbox) => quietly(() => new Client(configOf(sandbox)));
