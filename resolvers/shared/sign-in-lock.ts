/** The sign-in lock of the gateway, which is independent of Stytch's. */
import type { Context } from '../../src/graphql/context.ts';
import type { Account } from '../../src/sign-in/account.ts';

/**
 * A name that Stytch omitted or sent in another form than its contract becomes the empty string, under which nothing is
 * counted.
 */
export const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * When the lock of a person expires. Null if not locked.
 *
 * @param namesOf the names under which sign-in attempts of a person are counted
 */
export const lockedUntil =
  <Person>(namesOf: (person: Person) => readonly Account[]) =>
  async (person: Person, _: unknown, { signInThrottle }: Context): Promise<string | null> =>
    (await signInThrottle.lockedUntil(namesOf(person)))?.toISOString() ?? null;
