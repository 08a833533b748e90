/** The sandbox of a consumer project. */
import type { SandboxKind } from '../kind.ts';
import { isPast } from '../store.ts';
import { domains } from './domains.ts';
import { seed } from './seed/index.ts';
import type { ConsumerStore, User } from './store.ts';
import { type ConsumerWorld, worldOf } from './world.ts';

const unlocked = ({ lock_created_at: _, lock_expires_at: __, ...user }: User): User => ({ ...user, is_locked: false });

/** Ends the locks whose time is over, so that whoever reads a user sees it. */
const liftLocks = (store: ConsumerStore) => {
  for (const user of store.users.values()) {
    if (user.is_locked && isPast(store, user.lock_expires_at)) store.users.set(user.user_id, unlocked(user));
  }
};

export const consumer: SandboxKind<ConsumerStore, ConsumerWorld> = {
  seed,
  domains,
  hasPath: (path) => !path.startsWith('/v1/b2b/'),
  foreign: { type: 'invalid_b2b_endpoint', message: 'This is a consumer project; the operation is for B2B projects.' },
  async run({ operation: { answer }, call }) {
    liftLocks(call.store);
    return answer({ ...call, acting: undefined });
  },
  worldOf,
  endpoints: {},
  otherProtocol: () => null,
  listening() {},
};
