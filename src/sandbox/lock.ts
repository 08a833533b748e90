import { fail } from './errors.ts';
import { inMinutes, isPast, type Member, type Store, timestamp } from './store.ts';

/** Consecutive failures, passwords and codes together, that lock every sign-in of a member. */
const threshold = 10;
const lockMinutes = 60;

/** A member without a lock. */
const unlocked = ({ lock_created_at: _, lock_expires_at: __, ...member }: Member): Member => ({
  ...member,
  is_locked: false,
});

/** Ends the locks whose time is over, so that whoever reads a member sees it. */
export const liftLocks = (store: Store) => {
  for (const member of store.members.values()) {
    if (member.is_locked && isPast(store, member.lock_expires_at))
      store.members.set(member.member_id, unlocked(member));
  }
};

/** Refuses a sign-in of a locked member, even a right one. */
export const checkUnlocked = ({ is_locked }: Member) => {
  if (is_locked)
    fail(429, 'user_lock_limit_reached', 'Too many attempts went wrong; the member is locked for a while.');
};

/** Counts a wrong password or code; the one too many locks the member. */
export const countFailure = (store: Store, { member_id }: Member) => {
  const failures = (store.failures.get(member_id) ?? 0) + 1;
  store.failures.set(member_id, failures);
  const member = store.members.get(member_id);
  if (failures < threshold || !member) return;
  store.failures.delete(member_id);
  store.members.set(member_id, {
    ...member,
    is_locked: true,
    lock_created_at: timestamp(store.now()),
    lock_expires_at: inMinutes(store, lockMinutes),
  });
};

/** Begins the count anew: somebody got in. */
export const forgetFailures = (store: Store, { member_id }: Member) => {
  store.failures.delete(member_id);
};
