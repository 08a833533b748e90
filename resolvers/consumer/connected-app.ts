import { userConnectedAppsLoader } from '../../loaders/consumer/connected-app.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { remove } from '../forward.ts';
import type { UserShape } from './user.ts';

/** A connected app that a user uses, with the user id. */
export type UserConnectedAppShape = Schemas['api_user_v1_UserConnectedApp'] & Pick<UserShape, 'user_id'>;

export const userConnectedApps = async (
  { user_id }: UserShape,
  _: unknown,
  { loaders }: Context,
): Promise<UserConnectedAppShape[]> => {
  const apps = await loaders.get(userConnectedAppsLoader).load(user_id);
  return apps.map((app) => ({ ...app, user_id }));
};

const REVOKE = '/v1/users/{user_id}/connected_apps/{connected_app_id}/revoke';
export const revokeUserConnectedApp = remove('post', REVOKE, { clientId: 'connected_app_id' });
