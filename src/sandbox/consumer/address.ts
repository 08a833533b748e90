/** Email addresses and phone numbers of users: lookup, and adding unverified ones. */

import { fail } from '../errors.ts';
import { checkEmail, checkPhoneNumber } from '../shared/checks.ts';
import { inMinutes, isPast } from '../store.ts';
import { findUser, userByEmail, userByPhone } from './find.ts';
import { findLiveSession } from './live-session.ts';
import { type ConsumerStore, secretsOf, type User } from './store.ts';
import { blankUser, newEmail, newPhone, saveUser } from './user.ts';

/** Kind of address that a message goes to. */
export type Channel = 'email' | 'phone';

/** Minutes until an added address expires unless it is verified. */
const ADDING_MINUTES = 5;

/** Differences between email addresses and phone numbers. */
type Kind = {
  readonly check: (name: string) => void;
  readonly owner: (store: ConsumerStore, name: string) => User | undefined;
  readonly idOf: (user: User, name: string) => string | undefined;
  readonly withNew: (user: User, name: string) => User;
  readonly unknown: string;
  readonly duplicate: string;
};

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const kinds: Record<Channel, Kind> = {
  email: {
    check: checkEmail,
    owner: userByEmail,
    idOf: ({ emails }, name) => emails.find(({ email }) => same(email, name))?.email_id,
    withNew: (user, name) => ({ ...user, emails: [...user.emails, newEmail(name)] }),
    unknown: 'email_not_found',
    duplicate: 'duplicate_email',
  },
  phone: {
    check: checkPhoneNumber,
    owner: userByPhone,
    idOf: ({ phone_numbers }, name) => phone_numbers.find(({ phone_number }) => phone_number === name)?.phone_id,
    withNew: (user, name) => ({ ...user, phone_numbers: [...user.phone_numbers, newPhone(name)] }),
    unknown: 'phone_number_not_found',
    duplicate: 'duplicate_phone_number',
  },
};

/** Receiver of a message: the user, and the id of the address or number. */
export type Receiver = { user: User; id: string };

const receiverIn = (channel: Channel, user: User, name: string): Receiver => ({
  user,
  id: kinds[channel].idOf(user, name) ?? '',
});

/** User that a request names by id or session; undefined if it names none. */
export const namedUser = async (
  store: ConsumerStore,
  { user_id, session_token, session_jwt }: { user_id?: string; session_token?: string; session_jwt?: string },
): Promise<User | undefined> => {
  if (session_token || session_jwt) return (await findLiveSession(store, { session_token, session_jwt })).user;
  return user_id ? findUser(store, user_id) : undefined;
};

/**
 * Receiver of a message to an existing user. An address that the named user does not have is added to them, unverified,
 * for five minutes.
 */
export const existingReceiver = async (
  store: ConsumerStore,
  channel: Channel,
  name: string,
  sent: Parameters<typeof namedUser>[1],
): Promise<Receiver> => {
  const { check, owner: ownerOf, withNew, unknown, duplicate } = kinds[channel];
  check(name);
  const named = await namedUser(store, sent);
  const owner = ownerOf(store, name);
  if (!named)
    return owner ? receiverIn(channel, owner, name) : fail(404, unknown, 'No user has this address or number.');
  if (owner) {
    return owner.user_id === named.user_id
      ? receiverIn(channel, owner, name)
      : fail(400, duplicate, 'Another user has it.');
  }
  if ([...named.emails, ...named.phone_numbers].some(({ verified }) => !verified)) {
    fail(400, 'too_many_unverified_factors', 'Another address or number of the user waits to be verified.');
  }
  const receiver = receiverIn(channel, saveUser(store, withNew(named, name)), name);
  const { deadlines, ...secrets } = secretsOf(store, named.user_id);
  store.userSecrets.set(named.user_id, {
    ...secrets,
    deadlines: { ...deadlines, [receiver.id]: inMinutes(store, ADDING_MINUTES) },
  });
  return receiver;
};

/** Receiver of a message to any address: creates a user if no user has the address or number. */
export const anyReceiver = (
  store: ConsumerStore,
  channel: Channel,
  name: string,
  { create_user_as_pending = false }: { create_user_as_pending?: boolean },
): Receiver & { created: boolean } => {
  const { check, owner: ownerOf, withNew } = kinds[channel];
  check(name);
  const owner = ownerOf(store, name);
  if (owner) return { ...receiverIn(channel, owner, name), created: false };
  const status = create_user_as_pending ? 'pending' : 'active';
  const user = saveUser(store, withNew({ ...blankUser(store), status }, name));
  return { ...receiverIn(channel, user, name), created: true };
};

/** Removes added addresses and numbers that were not verified in time. */
export const dropExpiredAddresses = (store: ConsumerStore) => {
  for (const [userId, { deadlines, ...secrets }] of store.userSecrets) {
    const over = Object.keys(deadlines).filter((id) => isPast(store, deadlines[id]));
    if (over.length === 0) continue;
    const left = Object.entries(deadlines).filter(([id]) => !over.includes(id));
    store.userSecrets.set(userId, { ...secrets, deadlines: Object.fromEntries(left) });
    const user = store.users.get(userId);
    if (!user) continue;
    saveUser(store, {
      ...user,
      emails: user.emails.filter(({ email_id, verified }) => verified || !over.includes(email_id)),
      phone_numbers: user.phone_numbers.filter(({ phone_id, verified }) => verified || !over.includes(phone_id)),
    });
  }
};
