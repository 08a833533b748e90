/** The sandbox of a consumer project. */
import type { SandboxKind } from '../kind.ts';
import { liftLocksOf } from '../lock.ts';
import { dropExpiredAddresses } from './address.ts';
import { domains } from './domains.ts';
import { seed } from './seed/index.ts';
import type { ConsumerStore } from './store.ts';
import { type ConsumerWorld, worldOf } from './world.ts';

export const consumer: SandboxKind<ConsumerStore, ConsumerWorld> = {
  seed,
  domains,
  hasPath: (path) => !path.startsWith('/v1/b2b/'),
  foreign: { type: 'invalid_b2b_endpoint', message: 'This is a consumer project; the operation is for B2B projects.' },
  async run({ operation: { answer }, call }) {
    liftLocksOf(call.store, call.store.users);
    dropExpiredAddresses(call.store);
    return answer({ ...call, acting: undefined });
  },
  worldOf,
  endpoints: {},
  otherProtocol: () => null,
  listening() {},
};
