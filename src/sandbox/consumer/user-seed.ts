/** Users of a world described by a test. */
import type { Described, Maker } from '../control/maker.ts';
import { bodiesOf, objectsAt, textAt } from '../control/world-seed.ts';
import { setPassword } from './password-store.ts';
import type { ConsumerStore, User } from './store.ts';
import { saveUser } from './user.ts';

const CREATE = 'api_user_v1_Create';

/** Marks the addresses and numbers of an active user as verified, as if the user had signed in before. */
const verified = (user: User): User => ({
  ...user,
  emails: user.emails.map((email) => ({ ...email, verified: true })),
  phone_numbers: user.phone_numbers.map((phone) => ({ ...phone, verified: true })),
});

/** Creates the `users` of a description. */
export async function fillUsers(store: ConsumerStore, described: Described, { make }: Maker): Promise<void> {
  for (const [place, user] of objectsAt('seed.users', described['users'])) {
    const body = bodiesOf(place, user, [CREATE], ['password'])[CREATE];
    const password = textAt(`${place}.password`, user['password']);
    const made = await make(CREATE, { place, body });
    const known = store.users.get(String(made['user_id']));
    if (!known) continue;
    const present = known.status === 'active' ? saveUser(store, verified(known)) : known;
    if (password !== undefined) setPassword(store, present, password);
  }
}
