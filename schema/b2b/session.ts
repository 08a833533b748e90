import {
  jwks,
  memberSessionNodes,
  memberSessions,
  revokedMember,
  revokedSessionIds,
  revokeMemberSession,
  sessionRoles,
  viewerSession,
} from '../../resolvers/b2b/session.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, nodesOf } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { JsonWebKey } from '../shared/json-web-key.ts';
import { Role } from '../shared/rbac.ts';
import { cookieInput, sessionFields } from '../shared/session.ts';
import { Viewer } from '../shared/viewer.ts';
import { Member, memberEdge } from './member.ts';
import { organizationEdge } from './organization.ts';

/** The permission to revoke a session includes reading it: the member has it, and roles that manage members. */
const seeSessions = { resource: 'stytch.member', action: 'revoke-sessions', signedIn: 'permittedOrSelf' } as const;

export const MemberSession = contractObject('MemberSession', 'api_b2b_session_v1_MemberSession');

builder.node(MemberSession, {
  id: {
    resolve: ({ organization_id, member_id, member_session_id }) =>
      joinNodeId(organization_id, member_id, member_session_id),
  },
  loadMany: nodesOf('MemberSession', memberSessionNodes),
  extensions: { key: ['organizationId', 'memberId', 'memberSessionId'], access: seeSessions },
  description:
    'A session: the time in which a member is signed in. It starts when they authenticate and expires automatically.',
  fields: (t) => ({
    memberSessionId: t.exposeString('member_session_id', { description: 'Stytch id of the session.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the organization of the session.',
    }),
    organizationSlug: t.exposeString('organization_slug', { description: 'Slug of the organization.' }),
    memberId: t.exposeString('member_id', { description: 'Stytch id of the member.' }),
    roleIds: t.exposeStringList('roles', {
      description: 'Ids of the roles of the member in this session. Some apply only to certain sign-in methods.',
    }),
    ...sessionFields(t, 'member'),
    member: t.field({
      ...memberEdge,
      description: 'The member who is signed in.',
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'The organization that the member is signed in to.',
    }),
    roles: t.field({
      type: [Role],
      nullable: true,
      access: { resource: 'stytch.rbac', action: 'get', signedIn: 'own' },
      operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
      description:
        'The roles of this session with their permissions, cached for up to five minutes, longer during an outage of Stytch.',
      resolve: sessionRoles,
    }),
  }),
});

builder.objectField(Member, 'sessions', (t) =>
  t.field({
    type: [MemberSession],
    nullable: true,
    access: seeSessions,
    byKey: true,
    operations: ['get /v1/b2b/sessions'],
    description: 'Active sessions of the member.',
    resolve: memberSessions,
  }),
);

builder.objectField(Viewer, 'session', (t) =>
  t.field({
    type: MemberSession,
    nullable: true,
    access: 'anyone',
    byKey: true,
    operations: ['get /v1/b2b/sessions'],
    description:
      'The session of your bearer token, read from Stytch. Null if you are not a member or the session has ended.',
    resolve: viewerSession,
  }),
);

builder.queryField('jwks', (t) =>
  t.field({
    type: [JsonWebKey],
    nullable: true,
    access: 'anyone',
    operations: ['get /v1/b2b/sessions/jwks/{project_id}'],
    description: 'Public keys that verify session JWTs. During a key rotation both the old and the new key are listed.',
    resolve: jwks,
  }),
);

mutation('revokeMemberSession', {
  access: {
    resource: 'stytch.member',
    action: 'revoke-sessions',
    signedIn: 'permittedOrSelf',
    proof: sessionProofs,
    impliedTarget: 'own',
  },
  operations: ['post /v1/b2b/sessions/revoke', 'get /v1/b2b/sessions'],
  description:
    'Revokes a session with all its tokens, or all sessions of a member. Its JWTs pass local verification until they expire. A session token suffices to revoke its session; members may revoke their own sessions.',
  oneOf: true,
  input: (t) => ({
    memberSessionId: t.id({ idOf: 'MemberSession', withOwners: true, description: 'Session to revoke.' }),
    sessionToken: t.string({ secret: true, description: 'Token of the session to revoke.' }),
    sessionJwt: t.string({ secret: true, description: 'JWT of the session to revoke. It may have expired.' }),
    ...cookieInput(t),
    memberId: t.id({ idOf: 'Member', withOwners: true, description: 'Member whose sessions are all revoked.' }),
  }),
  resolve: revokeMemberSession,
  payload: (t) => ({
    revokedSessionIds: t.idList({
      nullable: true,
      description:
        'The `id` of each revoked session, to remove from your cache. Null if neither the input nor Stytch names them.',
      resolve: revokedSessionIds,
    }),
    member: t.field({
      ...memberEdge,
      description: 'The member of the sessions. Null if neither the input nor Stytch names them.',
      resolve: revokedMember,
    }),
  }),
});
