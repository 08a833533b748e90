/** Users of a world that a test describes. */
import type { Described, Maker } from '../control/maker.ts';
import { bodiesOf, objectsAt, textAt } from '../control/world-seed.ts';
import { setPassword } from './password-store.ts';
import type { ConsumerStore, User } from './store.ts';
import { saveUser } from './user.ts';

const CREATE = 'api_user_v1_Create';

/** A described user who is not pending has shown that addresses and numbers are theirs, in some past of the description. */
const verified = (user: User): User => ({
  ...user,
  emails: user.emails.map((email) => ({ ...email, verified: true })),
  phone_numbers: user.phone_numbers.map((phone) => ({ ...phone, verified: true })),
});

/** Makes the `users` of a description. */
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
