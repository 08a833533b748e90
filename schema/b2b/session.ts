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

/** Sessions are shown to whoever may end them: the member, and those who look after members. */
const seeSessions = { resource: 'stytch.member', action: 'revoke-sessions', signedIn: 'permittedOrSelf' } as const;

export const MemberSession = contractObject('MemberSession', 'api_b2b_session_v1_MemberSession');

builder.node(MemberSession, {
  id: {
    resolve: ({ organization_id, member_id, member_session_id }) =>
      joinNodeId(organization_id, member_id, member_session_id),
  },
  loadMany: nodesOf('MemberSession', memberSessionNodes),
  extensions: { key: ['organizationId', 'memberId', 'memberSessionId'], access: seeSessions },
  description: 'A time during which a member stays signed in: it begins with a proof of identity and ends by itself.',
  fields: (t) => ({
    memberSessionId: t.exposeString('member_session_id', { description: 'Stytch id of the session.' }),
    organizationId: t.exposeString('organization_id', {
      description: 'Stytch id of the organization that the member is signed in to.',
    }),
    organizationSlug: t.exposeString('organization_slug', { description: 'Slug of that organization.' }),
    memberId: t.exposeString('member_id', { description: 'Stytch id of the member who is signed in.' }),
    roleIds: t.exposeStringList('roles', {
      description: 'Ids of the roles the member has in this session; some come only with a certain way to sign in.',
    }),
    ...sessionFields(t, 'member'),
    member: t.field({
      ...memberEdge,
      description: 'Who is signed in.',
    }),
    organization: t.field({
      ...organizationEdge,
      description: 'Where the member is signed in.',
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
    description: 'Where the member is signed in at the moment: all sessions that have not ended.',
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
      'The session you show, fresh from Stytch; null unless you are a member, and once the session has ended.',
    resolve: viewerSession,
  }),
);

builder.queryField('jwks', (t) =>
  t.field({
    type: [JsonWebKey],
    nullable: true,
    access: 'anyone',
    operations: ['get /v1/b2b/sessions/jwks/{project_id}'],
    description:
      'The public keys that session JWTs are checked with. While a key is being replaced, the old and the new one stand here.',
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
    'Ends a session and all its tokens, or every session of a member. Its JWTs still pass local checks until they expire. Whoever holds a token may end its session; members may end their own.',
  oneOf: true,
  input: (t) => ({
    memberSessionId: t.id({ idOf: 'MemberSession', withOwners: true, description: 'Session to end.' }),
    sessionToken: t.string({ secret: true, description: 'Token of the session to end.' }),
    sessionJwt: t.string({ secret: true, description: 'JWT of the session to end; it may have expired.' }),
    ...cookieInput(t),
    memberId: t.id({ idOf: 'Member', withOwners: true, description: 'Member whose sessions all end.' }),
  }),
  resolve: revokeMemberSession,
  payload: (t) => ({
    revokedSessionIds: t.idList({
      nullable: true,
      description:
        'The `id` of each session that ended. Take them out of your cache by these. Null if neither the input nor Stytch tells which.',
      resolve: revokedSessionIds,
    }),
    member: t.field({
      ...memberEdge,
      description: 'Whose sessions they were. Null if neither the input nor Stytch tells whose.',
      resolve: revokedMember,
    }),
  }),
});
