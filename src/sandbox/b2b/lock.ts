import { countFailureOf, liftLocksOf } from '../shared/lock.ts';
import type { Member, Store } from './store.ts';

/** Ends the locks of members whose time is over. */
export const expireLocks = (store: Store) =>
  liftLocksOf(store, store.members.with('locked', 'true'), (member) => store.members.set(member.member_id, member));

/** Counts a wrong password or code of a member. */
export const countFailure = (store: Store, { member_id }: Member) => countFailureOf(store, store.members, member_id);

/** Resets the count of failures after a successful sign-in. */
export const resetFailures = (store: Store, { member_id }: Member) => {
  store.failures.delete(member_id);
};
