import type { MemberKey } from '../../loaders/b2b/member.ts';
import { jwksLoader, memberSessionsLoader } from '../../loaders/b2b/session.ts';
import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { RestInput, RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { invalidInput } from '../../src/stytch/error.ts';
import { aboutInput, isUnauthenticated } from '../session-proof.ts';
import { authenticationFactor, checkFactorDetails } from '../shared/authentication-factor.ts';

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

export const sessionFactors = ({ authentication_factors }: MemberSession, _: unknown, { faults }: Context) =>
  authentication_factors.map((factor) => {
    checkFactorDetails(factor, faults);
    return authenticationFactor(factor);
  });

export const jwks = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(jwksLoader).load(projectId);

const REVOKE = '/v1/b2b/sessions/revoke';
/** A target that has ended does not exist, unless it is the session that the caller acts with. */
export const revokeMemberSession = async (
  _: unknown,
  args: { input: RestInput<'post', typeof REVOKE> },
  context: Context,
): Promise<RestOutput<'post', typeof REVOKE>> => {
  // Stytch takes an empty text for nothing, and what it ends without a target is not known.
  for (const [name, value] of Object.entries(args.input)) {
    if (typeof value !== 'string' || value.trim() === '') throw invalidInput(`\`${name}\` must not be empty.`);
  }
  const { stytch, caller, confirmedCaller } = context;
  try {
    return await stytch.call('post', REVOKE, args.input);
  } catch (cause) {
    if (!isUnauthenticated(cause)) throw cause;
    // A write forgets what was confirmed, so Stytch is asked.
    if (caller.kind === 'member') await confirmedCaller();
    throw aboutInput(cause, 'NOT_FOUND');
  }
};
