import { type MemberKey, memberLoader } from '../../loaders/b2b/member.ts';
import { jwksLoader, memberSessionsLoader } from '../../loaders/b2b/session.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { encodeOpaqueId, joinNodeId } from '../../src/graphql/node-id.ts';
import type { RestInput, Schemas } from '../../src/stytch/contract/types.ts';
import { checkTarget, endSession, identityIn } from '../shared/session.ts';

type Member = Schemas['api_organization_v1_Member'];
type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];

const findSession = async ({ loaders, faults }: Context, key: MemberKey, memberSessionId: string) => {
  const sessions = await loaders.get(memberSessionsLoader).load(key);
  const place = { type: 'MemberSession', field: 'memberSessionId' };
  return faults.find(sessions, 'member_session_id', memberSessionId, place);
};

export const memberSessionNodes = (ids: readonly string[], context: Context) =>
  ids.map((id) => {
    const [organizationId = '', memberId = '', memberSessionId = ''] = id.split('/');
    return findSession(context, { organizationId, memberId }, memberSessionId);
  });

export const memberSessions = ({ organization_id, member_id }: Member, _: unknown, { loaders }: Context) =>
  loaders.get(memberSessionsLoader).load({ organizationId: organization_id, memberId: member_id });

export const viewerSession = (caller: Caller, _: unknown, context: Context) =>
  caller.kind === 'member' ? findSession(context, caller, caller.sessionId) : null;

export const sessionRoles = async (session: MemberSession, _: unknown, { policy, faults }: Context) => {
  const roles = faults.list(session.roles, { type: 'MemberSession', field: 'roles' }, session);
  const known = await policy.roles(session.organization_id);
  return known.filter(({ role_id }) => roles.includes(role_id));
};

export const jwks = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(jwksLoader).load(projectId);

const REVOKE = '/v1/b2b/sessions/revoke';

/** The sessions to revoke; the argument reader adds the ids of the owner if the session id contains them. */
type RevokeInput = RestInput<'post', typeof REVOKE> & { readonly organizationId?: string };

/** The facts known about the revoked sessions. */
interface RevokedShape {
  readonly request_id: string;
  readonly organization_id?: string | undefined;
  readonly member_id?: string | undefined;
  readonly sessionIds?: readonly string[] | undefined;
}

export const revokeMemberSession = async (
  _: unknown,
  { input }: { input: RevokeInput },
  context: Context,
): Promise<RevokedShape> => {
  const { memberSessionId, sessionToken, sessionJwt, memberId } = input;
  // The argument reader adds the owner of a session, which the call must not contain.
  const target = memberSessionId ? { memberSessionId } : { sessionToken, sessionJwt, memberId };
  checkTarget(target);
  const ended = await endedBy(input, context);
  const { request_id } = await endSession(context, ended.sessionIds, () => context.stytch.call('post', REVOKE, target));
  return { ...ended, request_id };
};

/** Determines the sessions to revoke, from the input, the caller or a call to Stytch. */
async function endedBy(input: RevokeInput, context: Context): Promise<Omit<RevokedShape, 'request_id'>> {
  const { memberSessionId, sessionToken, sessionJwt, memberId } = input;
  const { caller, vertical } = context;
  const own = caller.kind === 'member' ? caller : undefined;
  const shown = own && 'token' in own.session ? own.session.token : undefined;
  if ((memberSessionId && memberSessionId === own?.sessionId) || (sessionToken && sessionToken === shown)) {
    return { organization_id: own?.organizationId, member_id: own?.memberId, sessionIds: own && [own.sessionId] };
  }
  const organization_id = input.organizationId ?? own?.organizationId;
  if (memberSessionId) {
    return { organization_id, member_id: memberId ?? undefined, sessionIds: memberId ? [memberSessionId] : undefined };
  }
  if (sessionJwt) {
    const identity = identityIn(sessionJwt, vertical);
    return identity?.kind === 'member'
      ? { organization_id: identity.organizationId, member_id: identity.memberId, sessionIds: [identity.sessionId] }
      : {};
  }
  if (!memberId || organization_id === undefined) return {};
  const sessions = await context.loaders
    .get(memberSessionsLoader)
    .load({ organizationId: organization_id, memberId })
    // The revocation proceeds although the ids of the sessions are unknown.
    .catch(() => undefined);
  return {
    organization_id,
    member_id: memberId,
    sessionIds: sessions?.map(({ member_session_id }) => member_session_id),
  };
}

export const revokedSessionIds = ({ organization_id, member_id, sessionIds }: RevokedShape) =>
  organization_id && member_id && sessionIds
    ? sessionIds.map((id) => encodeOpaqueId('MemberSession', joinNodeId(organization_id, member_id, id)))
    : null;

export const revokedMember = (
  { organization_id: organizationId, member_id: memberId }: RevokedShape,
  _: unknown,
  { loaders }: Context,
) => (organizationId && memberId ? loaders.get(memberLoader).load({ organizationId, memberId }) : null);
