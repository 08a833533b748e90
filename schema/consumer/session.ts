import { userSessionRoles } from '../../resolvers/consumer/rbac.ts';
import {
  jwks,
  revokedUser,
  revokedUserSessionIds,
  revokeUserSession,
  userSessionNodes,
  userSessions,
  viewerSession,
} from '../../resolvers/consumer/session.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, nodesOf } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { JsonWebKey } from '../shared/json-web-key.ts';
import { Role } from '../shared/rbac.ts';
import { cookieInput, sessionFields } from '../shared/session.ts';
import { Viewer } from '../shared/viewer.ts';
import { User, userEdge } from './user.ts';

const SessionAttributes = contractObject('SessionAttributes', 'api_attribute_v1_Attributes').implement({
  description: 'The device that began a session.',
  fields: (t) => ({
    ipAddress: t.exposeString('ip_address', {
      nullable: true,
      description: 'Its IP address. Null if it is not known.',
    }),
    userAgent: t.exposeString('user_agent', {
      nullable: true,
      description: 'The header `User-Agent` that it sent. Null if it is not known.',
    }),
  }),
});

/** Sessions are shown to whoever may end them: the user, and servers. */
const seeSessions = { resource: 'stytch.user', action: 'revoke-sessions', signedIn: 'self' } as const;

export const UserSession = contractObject('UserSession', 'api_session_v1_Session');

builder.node(UserSession, {
  id: { resolve: ({ user_id, session_id }) => joinNodeId(user_id, session_id) },
  loadMany: nodesOf('UserSession', userSessionNodes),
  extensions: { key: ['userId', 'sessionId'], access: seeSessions },
  description: 'A time during which a user stays signed in: it begins with a proof of identity and ends by itself.',
  fields: (t) => ({
    sessionId: t.exposeString('session_id', { description: 'Stytch id of the session.' }),
    userId: t.exposeString('user_id', { description: 'Stytch id of the user who is signed in.' }),
    roleIds: t.exposeStringList('roles', { description: 'Ids of the roles that the session carries.' }),
    ...sessionFields(t, 'user'),
    attributes: t.expose('attributes', {
      type: SessionAttributes,
      nullable: true,
      description: 'The device that began it. Null if nothing is known of it.',
    }),
    user: t.field({ ...userEdge, description: 'Who is signed in.' }),
    roles: t.field({
      type: [Role],
      nullable: true,
      access: { resource: 'stytch.rbac', action: 'get', signedIn: 'self' },
      operations: ['get /v1/rbac/policy'],
      description: 'The roles of this session with their permissions, as the policy defines them.',
      resolve: userSessionRoles,
    }),
  }),
});

builder.objectField(User, 'sessions', (t) =>
  t.field({
    type: [UserSession],
    nullable: true,
    access: seeSessions,
    byKey: true,
    operations: ['get /v1/sessions'],
    description: 'Where the user is signed in at the moment: all sessions that have not ended.',
    resolve: userSessions,
  }),
);

builder.objectField(Viewer, 'session', (t) =>
  t.field({
    type: UserSession,
    nullable: true,
    access: 'anyone',
    operations: ['get /v1/sessions'],
    description: 'The session you show, fresh from Stytch; null unless you are a user, and once the session has ended.',
    resolve: viewerSession,
  }),
);

builder.queryField('jwks', (t) =>
  t.field({
    type: [JsonWebKey],
    nullable: true,
    access: 'anyone',
    operations: ['get /v1/sessions/jwks/{project_id}'],
    description:
      'The public keys that session JWTs are checked with. While a key is being replaced, the old and the new one stand here.',
    resolve: jwks,
  }),
);

mutation('revokeUserSession', {
  access: {
    resource: 'stytch.user',
    action: 'revoke-sessions',
    signedIn: 'self',
    impliedTarget: 'own',
    proof: sessionProofs,
  },
  operations: ['post /v1/sessions/revoke', 'get /v1/sessions'],
  description:
    'Ends a session and all its tokens. Its JWTs still pass local checks until they expire. Whoever holds a token may end its session; users may end their own by id.',
  oneOf: true,
  input: (t) => ({
    sessionId: t.id({ idOf: 'UserSession', withOwners: true, description: 'Session to end.' }),
    sessionToken: t.string({ secret: true, description: 'Token of the session to end.' }),
    sessionJwt: t.string({ secret: true, description: 'JWT of the session to end. It may have expired.' }),
    ...cookieInput(t),
  }),
  resolve: revokeUserSession,
  payload: (t) => ({
    revokedSessionIds: t.idList({
      nullable: true,
      description:
        'The `id` of the session that ended. Take it out of your cache by this. Null if neither the input nor Stytch tells which.',
      resolve: revokedUserSessionIds,
    }),
    user: t.field({
      ...userEdge,
      description: 'Whose session it was. Null if neither the input nor Stytch tells whose.',
      resolve: revokedUser,
    }),
  }),
});
