import { userLoader } from '../../loaders/consumer/user.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { byIds } from '../by-ids.ts';
import { forward, remove } from '../forward.ts';

/** A user in REST format. */
export type UserShape = Schemas['api_user_v1_User'];

/** The names of a user in a lookup. The argument reader adds the fields of `by` to the arguments. */
interface UserNames {
  readonly by: object;
  readonly userId?: string | undefined;
  readonly userExternalId?: string | undefined;
}

export const user = (_: unknown, { userId, userExternalId }: UserNames, { loaders }: Context) =>
  loaders.get(userLoader).load(userId ?? userExternalId ?? '');

export const usersById = (_: unknown, { ids }: { ids: readonly string[] }, { loaders }: Context) =>
  byIds(ids, (userId) => loaders.get(userLoader).load(userId));

export const userNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((userId) => loaders.get(userLoader).load(userId));

/** The user of an object that has the user id. */
export const userOf = ({ user_id }: Pick<UserShape, 'user_id'>, _: unknown, { loaders }: Context) =>
  loaders.get(userLoader).load(user_id);

export const viewerUser = (caller: Caller, _: unknown, { loaders }: Context) =>
  caller.kind === 'user' ? loaders.get(userLoader).load(caller.userId) : null;

export const createUser = forward('post', '/v1/users', { emailAddress: 'email', roleIds: 'roles' });
export const updateUser = forward('put', '/v1/users/{user_id}', { roleIds: 'roles' });
export const deleteUser = remove('delete', '/v1/users/{user_id}');
export const deleteUserExternalId = forward('delete', '/v1/users/{user_id}/external_id');
export const exchangeUserPrimaryFactor = forward('put', '/v1/users/{user_id}/exchange_primary_factor');
