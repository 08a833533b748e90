import { fail } from '../errors.ts';
import type { ConsumerStore, User } from './store.ts';

/** User by Stytch id or external id. Rejects an unknown reference. */
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

/** User by email address, case-insensitive. */
export const userByEmail = (store: ConsumerStore, address: string): User | undefined =>
  store.users.with('email', address.toLowerCase())[0];

/** User by phone number. */
export const userByPhone = (store: ConsumerStore, number: string): User | undefined =>
  store.users.with('phone', number)[0];
