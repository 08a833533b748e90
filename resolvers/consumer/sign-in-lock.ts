import { userIn } from '../../loaders/consumer/user.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Account } from '../../src/sign-in/account.ts';
import { lockedUntil, nameOf } from '../shared/sign-in-lock.ts';
import type { UserShape } from './user.ts';

/**
 * The names under which attempts are counted: addresses for passwords, ids of addresses and phone numbers for
 * passcodes, wallet addresses, and the user id for second factors.
 */
const namesOf = (user: Partial<UserShape>): Account[] =>
  [
    { kind: 'id', name: user.user_id } as const,
    ...(user.emails ?? []).flatMap(({ email, email_id }) => [
      { kind: 'address', name: email } as const,
      { kind: 'method', name: email_id } as const,
    ]),
    ...(user.phone_numbers ?? []).map(({ phone_id }) => ({ kind: 'method', name: phone_id }) as const),
    ...(user.crypto_wallets ?? []).map(
      ({ crypto_wallet_address }) => ({ kind: 'publicKey', name: crypto_wallet_address }) as const,
    ),
  ].flatMap(({ kind, name }) => (nameOf(name) === '' ? [] : [{ kind, name: nameOf(name) }]));

export const userSignInLockedUntil = lockedUntil<UserShape>(namesOf);

export const unlockUserSignIn = async (
  _: unknown,
  { input }: { input: { userId: string } },
  { stytch, signInThrottle }: Context,
) => {
  const found = await stytch.call('get', '/v1/users/{user_id}', input);
  await signInThrottle.unlock(namesOf(found), true);
  return { request_id: found.request_id, user: userIn(found) };
};
