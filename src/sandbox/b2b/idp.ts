import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { answerRequest, type Grantor, showRequest } from '../oauth-server/authorization.ts';
import { grantingRoles } from './authorize.ts';
import { allowsApp } from './consent.ts';
import { findMember, findOrganization, memberResult } from './find.ts';
import { findLiveSession, sessionRoleIds } from './live-session.ts';
import type { Consent, Member, Store } from './store.ts';

type AuthorizationRequest = {
  organization_id?: string;
  member_id?: string;
  session_token?: string;
  session_jwt?: string;
};

/** Member who is asked for consent, with the roles of the session or, without a session, of the member. */
const findAsked = async (
  store: Store,
  sent: AuthorizationRequest,
): Promise<{ member: Member; roles: string[]; sessionId?: string }> => {
  const { organization_id, member_id, session_token, session_jwt } = sent;
  const named = Boolean(organization_id || member_id);
  if ([named, session_token, session_jwt].filter(Boolean).length > 1) {
    fail(400, 'too_many_session_arguments', 'Name the member, or send a session token or a session JWT.');
  }
  if (session_token || session_jwt) {
    const { record, member } = await findLiveSession(store, { session_token, session_jwt });
    const { session } = record;
    return { member, roles: sessionRoleIds(member, session), sessionId: session.member_session_id };
  }
  if (!organization_id || !member_id) {
    const type = 'no_oauth_authorize_member_selector';
    return fail(400, type, 'Send organization_id and member_id, a session token or a session JWT.');
  }
  const member = findMember(store, findOrganization(store, organization_id), member_id);
  if (member.status !== 'active') {
    fail(400, 'action_available_only_for_active_members', 'Only an active member can grant anything.');
  }
  // Roles from SSO connections count only in a session.
  const lasting = member.roles.filter(({ sources }) => sources.some(({ type }) => !type.startsWith('sso_')));
  return { member, roles: lasting.map(({ role_id }) => role_id) };
};

const findGrantor = async (
  store: Store,
  sent: AuthorizationRequest,
): Promise<{ member: Member; grantor: Grantor<Consent> }> => {
  const { member, roles, sessionId } = await findAsked(store, sent);
  const { member_id, organization_id } = member;
  const organization = findOrganization(store, organization_id);
  const grantor: Grantor<Consent> = {
    personId: member_id,
    sessionId,
    may: (resource, action) => grantingRoles(store, organization, roles, resource, action).length > 0,
    checkApp(app) {
      if (allowsApp(organization, app)) return;
      fail(403, 'connected_app_not_allowed_for_org', 'The organization does not let its members use this app.');
    },
    own: (grant) => ({ ...grant, member_id, organization_id }),
  };
  return { member, grantor };
};

export const idp = {
  api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart: {
    answer: async ({ store, body }) => {
      const { member, grantor } = await findGrantor(store, body);
      return { ...memberResult(store, member), ...showRequest(store, grantor, body) };
    },
  },

  api_b2b_idp_v1_b2b_idp_oauth_Authorize: {
    answer: async ({ store, body }) => answerRequest(store, (await findGrantor(store, body)).grantor, body),
  },
} satisfies DomainHandlers;
