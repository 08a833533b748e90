import { jwksLoader, userSessionsLoader } from '../../loaders/consumer/session.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { encodeOpaqueId, joinNodeId } from '../../src/graphql/node-id.ts';
import type { RestInput } from '../../src/stytch/contract/types.ts';
import { forbidden } from '../../src/stytch/error.ts';
import { checkTarget, endSession, identityIn } from '../shared/session.ts';
import { type UserShape, userOf } from './user.ts';

/** Finds a session in the list of active sessions of its user, because Stytch has no lookup. */
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

const REVOKE = '/v1/sessions/revoke';

/** The session to revoke; the argument reader adds the id of the owner if the session id contains it. */
type RevokeInput = RestInput<'post', typeof REVOKE> & { readonly userId?: string };

/** The facts known about the revoked session. */
interface RevokedShape {
  readonly request_id: string;
  readonly user_id?: string | undefined;
  readonly session_id?: string | undefined;
}

/**
 * Revokes a session. A session id given by a user must be one of their own sessions, because Stytch revokes any
 * session.
 */
export const revokeUserSession = async (
  _: unknown,
  { input }: { input: RevokeInput },
  context: Context,
): Promise<RevokedShape> => {
  const { sessionId, sessionToken, sessionJwt } = input;
  const target = sessionId ? { sessionId } : { sessionToken, sessionJwt };
  checkTarget(target);
  const { caller, stytch } = context;
  if (sessionId && caller.kind === 'user') await checkOwn(sessionId, caller.userId, context);
  const ended = endedBy(input, context);
  const { request_id } = await endSession(
    context,
    ended.session_id === undefined ? undefined : [ended.session_id],
    () => stytch.call('post', REVOKE, target),
  );
  return { ...ended, request_id };
};

/**
 * Checks that a session belongs to a user.
 *
 * @throws StytchError FORBIDDEN
 */
async function checkOwn(sessionId: string, userId: string, { loaders }: Context): Promise<void> {
  const sessions = await loaders.get(userSessionsLoader).load(userId);
  if (!sessions.some(({ session_id }) => session_id === sessionId)) throw forbidden();
}

/** Determines the session to revoke, from the input and the caller. */
function endedBy(
  { sessionId, sessionToken, sessionJwt, userId }: RevokeInput,
  { caller, vertical }: Context,
): Omit<RevokedShape, 'request_id'> {
  const own = caller.kind === 'user' ? caller : undefined;
  if (sessionId) return { user_id: userId ?? own?.userId, session_id: sessionId };
  if (own && sessionToken && 'token' in own.session && own.session.token === sessionToken) {
    return { user_id: own.userId, session_id: own.sessionId };
  }
  const identity = sessionJwt ? identityIn(sessionJwt, vertical) : undefined;
  return identity?.kind === 'user' ? { user_id: identity.userId, session_id: identity.sessionId } : {};
}

export const revokedUserSessionIds = ({ user_id, session_id }: RevokedShape) =>
  user_id && session_id ? [encodeOpaqueId('UserSession', joinNodeId(user_id, session_id))] : null;

export const revokedUser = ({ user_id }: RevokedShape, args: unknown, context: Context) =>
  user_id ? userOf({ user_id }, args, context) : null;
