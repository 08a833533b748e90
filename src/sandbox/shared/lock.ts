import { fail } from '../errors.ts';
import { inMinutes, isPast, type ProjectStore, timestamp } from '../store.ts';

/** Consecutive failures, passwords and codes together, that lock every sign-in of a person. */
const threshold = 10;
const lockMinutes = 60;

/** A member or a user: both can be locked. */
type Person = { is_locked: boolean; lock_created_at?: string; lock_expires_at?: string };

/** Removes expired locks before a person is read. */
export const liftLocksOf = <P extends Person>(
  store: ProjectStore,
  locked: readonly P[],
  save: (unlocked: P) => void,
) => {
  for (const person of locked) {
    if (!isPast(store, person.lock_expires_at)) continue;
    const unlocked: P = { ...person, is_locked: false };
    delete unlocked.lock_created_at;
    delete unlocked.lock_expires_at;
    save(unlocked);
  }
};

/** Rejects every sign-in of a locked person, even with correct credentials. */
export const checkUnlocked = ({ is_locked }: Person) => {
  if (is_locked) fail(429, 'user_lock_limit_reached', 'Too many attempts went wrong; sign-in is locked for a while.');
};

/** Counts a wrong password or code; the tenth consecutive failure locks the person for an hour. */
export const countFailureOf = <P extends Person>(store: ProjectStore, people: Map<string, P>, id: string) => {
  const failures = (store.failures.get(id) ?? 0) + 1;
  store.failures.set(id, failures);
  const person = people.get(id);
  if (failures < threshold || !person) return;
  store.failures.delete(id);
  people.set(id, {
    ...person,
    is_locked: true,
    lock_created_at: timestamp(store.now()),
    lock_expires_at: inMinutes(store, lockMinutes),
  });
};
