import { countFailureOf } from '../shared/lock.ts';
import type { ConsumerStore, User } from './store.ts';

/** Counts a wrong password or code of a user; the tenth consecutive failure locks the user. */
export const countFailure = (store: ConsumerStore, { user_id }: Pick<User, 'user_id'>) =>
  countFailureOf(store, store.users, user_id);
