import { countFailureOf, liftLocksOf } from '../shared/lock.ts';
import type { Member, Store } from './store.ts';

/** Removes expired locks of members. */
export const expireLocks = (store: Store) =>
  liftLocksOf(store, store.members.with('locked', 'true'), (member) => store.members.set(member.member_id, member));

/** Counts a wrong password or code of a member. */
export const countFailure = (store: Store, { member_id }: Member) => countFailureOf(store, store.members, member_id);

/** Resets the failure count after a successful sign-in. */
export const resetFailures = (store: Store, { member_id }: Member) => {
  store.failures.delete(member_id);
};
