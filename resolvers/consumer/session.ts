import { jwksLoader, userSessionsLoader } from '../../loaders/consumer/session.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { UserShape } from './user.ts';

/** Stytch only lists the live sessions of a user; one is picked from the list. */
const findSession = async ({ loaders, faults }: Context, userId: string, sessionId: string) => {
  const sessions = await loaders.get(userSessionsLoader).load(userId);
  return faults.find(sessions, 'session_id', sessionId, { type: 'UserSession', field: 'sessionId' });
};

export const userSessionNodes = (ids: readonly string[], context: Context) =>
  ids.map((id) => {
    const [userId = '', sessionId = ''] = id.split('/');
    return findSession(context, userId, sessionId);
  });

export const userSessions = ({ user_id }: Pick<UserShape, 'user_id'>, _: unknown, { loaders }: Context) =>
  loaders.get(userSessionsLoader).load(user_id);

export const viewerSession = (caller: Caller, _: unknown, context: Context) =>
  caller.kind === 'user' ? findSession(context, caller.userId, caller.sessionId) : null;

export const jwks = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(jwksLoader).load(projectId);
