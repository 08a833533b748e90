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
  description: 'The device that started a session.',
  fields: (t) => ({
    ipAddress: t.exposeString('ip_address', {
      nullable: true,
      description: 'IP address of the device. Null if unknown.',
    }),
    userAgent: t.exposeString('user_agent', {
      nullable: true,
      description: 'Value of the device’s `User-Agent` header. Null if unknown.',
    }),
  }),
});

/** The permission to revoke a session includes reading it: the user and servers have it. */
const seeSessions = { resource: 'stytch.user', action: 'revoke-sessions', signedIn: 'self' } as const;

export const UserSession = contractObject('UserSession', 'api_session_v1_Session');

builder.node(UserSession, {
  id: { resolve: ({ user_id, session_id }) => joinNodeId(user_id, session_id) },
  loadMany: nodesOf('UserSession', userSessionNodes),
  extensions: { key: ['userId', 'sessionId'], access: seeSessions },
  description:
    'A session: the time in which a user is signed in. It starts when they authenticate and expires automatically.',
  fields: (t) => ({
    sessionId: t.exposeString('session_id', { description: 'Stytch id of the session.' }),
    userId: t.exposeString('user_id', { description: 'Stytch id of the user.' }),
    roleIds: t.exposeStringList('roles', { description: 'Ids of the roles of the session.' }),
    ...sessionFields(t, 'user'),
    attributes: t.expose('attributes', {
      type: SessionAttributes,
      nullable: true,
      description: 'The device that started the session. Null if unknown.',
    }),
    user: t.field({ ...userEdge, description: 'The user who is signed in.' }),
    roles: t.field({
      type: [Role],
      nullable: true,
      access: { resource: 'stytch.rbac', action: 'get', signedIn: 'self' },
      operations: ['get /v1/rbac/policy'],
      description: 'The roles of this session with their permissions.',
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
    description: 'Active sessions of the user.',
    resolve: userSessions,
  }),
);

builder.objectField(Viewer, 'session', (t) =>
  t.field({
    type: UserSession,
    nullable: true,
    access: 'anyone',
    operations: ['get /v1/sessions'],
    description:
      'The session of your bearer token, read from Stytch. Null if you are not a user or the session has ended.',
    resolve: viewerSession,
  }),
);

builder.queryField('jwks', (t) =>
  t.field({
    type: [JsonWebKey],
    nullable: true,
    access: 'anyone',
    operations: ['get /v1/sessions/jwks/{project_id}'],
    description: 'Public keys that verify session JWTs. During a key rotation both the old and the new key are listed.',
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
    'Revokes a session with all its tokens. Its JWTs pass local verification until they expire. A session token suffices to revoke its session; users may revoke their own sessions by id.',
  oneOf: true,
  input: (t) => ({
    sessionId: t.id({ idOf: 'UserSession', withOwners: true, description: 'Session to revoke.' }),
    sessionToken: t.string({ secret: true, description: 'Token of the session to revoke.' }),
    sessionJwt: t.string({ secret: true, description: 'JWT of the session to revoke. It may have expired.' }),
    ...cookieInput(t),
  }),
  resolve: revokeUserSession,
  payload: (t) => ({
    revokedSessionIds: t.idList({
      nullable: true,
      description:
        'The `id` of the revoked session, to remove from your cache. Null if neither the input nor Stytch names it.',
      resolve: revokedUserSessionIds,
    }),
    user: t.field({
      ...userEdge,
      description: 'The user of the session. Null if neither the input nor Stytch names them.',
      resolve: revokedUser,
    }),
  }),
});
