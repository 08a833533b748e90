/** Passwords of users. */
import { fail } from '../errors.ts';
import { isPassword, type KeptPassword } from '../shared/kept-password.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { isBreached } from '../shared/password-strength.ts';
import { newId } from '../shared/tokens.ts';
import { userByEmail } from './find.ts';
import { countFailure } from './lock.ts';
import { type ConsumerStore, secretsOf, type User } from './store.ts';
import { saveUser } from './user.ts';

/** Sets a password; an existing password id stays unchanged. */
export const setPassword = (store: ConsumerStore, user: User, password: KeptPassword): User => {
  store.userSecrets.set(user.user_id, { ...secretsOf(store, user.user_id), password });
  const password_id = user.password?.password_id ?? newId('password');
  return saveUser(store, { ...user, password: { password_id, requires_reset: false } });
};

const wrong = () => fail(401, 'unauthorized_credentials', 'The password is wrong.');

/** Unlocked user of an address, with the stored password. Rejects any other. */
const holderOf = (store: ConsumerStore, email: string) => {
  const user = userByEmail(store, email) ?? fail(404, 'email_not_found', 'No user has this address.');
  checkUnlocked(user);
  const kept = secretsOf(store, user.user_id).password;
  return kept === undefined ? fail(400, 'no_user_password', 'The user has no password.') : { user, kept };
};

/**
 * Verifies a password and returns the user as stored afterwards. Rejects and counts a wrong password. Rejects a correct
 * one that has leaked, or that another person may have set: it must be reset by email.
 */
export const userByPassword = async (store: ConsumerStore, email: string, password: string): Promise<User> => {
  const before = holderOf(store, email);
  if (!(await isPassword(before.kept, password))) {
    countFailure(store, before.user);
    return wrong();
  }
  // Concurrent requests may have locked the user or changed the password while the hash was computed.
  const { user, kept } = holderOf(store, email);
  if (user.user_id !== before.user.user_id || kept !== before.kept) return wrong();
  if (isBreached(password) || user.password?.requires_reset) {
    fail(400, 'reset_password', 'The password holds no more; reset it by email.');
  }
  return user;
};
