/** The gateway's own lock on sign-in, which Stytch knows nothing of. */
import type { Context } from '../../src/graphql/context.ts';
import type { Account } from '../../src/sign-in/account.ts';

/** Nothing is counted by a name that Stytch left out or sent in another form than its contract has. */
export const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * When the lock of a person ends; null if it is open.
 *
 * @param namesOf the names under which the attempts to sign in as a person are counted
 */
export const lockedUntil =
  <Person>(namesOf: (person: Person) => readonly Account[]) =>
  async (person: Person, _: unknown, { tries }: Context): Promise<string | null> =>
    (await tries.lockedUntil(namesOf(person)))?.toISOString() ?? null;
