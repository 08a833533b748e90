import { fail } from '../errors.ts';
import type { ConsumerStore, User } from './store.ts';

/** The user by Stytch id or external id, or a refusal. */
export const findUser = (store: ConsumerStore, reference: string): User => {
  if (!/^[A-Za-z0-9._|-]{1,128}$/.test(reference)) {
    return fail(400, 'invalid_user_id', 'This is neither an id of Stytch’s nor an external id.');
  }
  return (
    store.users.get(reference) ??
    store.users.with('externalId', reference)[0] ??
    fail(404, 'user_not_found', 'User could not be found.')
  );
};

/** The user who has an address, whatever its case. */
export const userByEmail = (store: ConsumerStore, address: string): User | undefined =>
  store.users.with('email', address.toLowerCase())[0];

/** The user who has a phone number. */
export const userByPhone = (store: ConsumerStore, number: string): User | undefined =>
  store.users.with('phone', number)[0];
