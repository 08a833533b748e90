import { fail } from '../errors.ts';
import type { HandlerRequest, OperationId, RequestBody, RequiredPermission } from '../handler.ts';
import { rolesThatGrant } from '../shared/rbac.ts';
import { findOrganization, lookUpMember } from './find.ts';
import { findLiveSession, sessionRoleIds } from './live-session.ts';
import type { Organization, Store } from './store.ts';

/** Roles of a session that permit an action in an organization; empty if it is not permitted. */
export const grantingRoles = (
  store: Store,
  organization: Organization,
  roleIds: readonly string[],
  resource: string,
  action: string,
): string[] => {
  return rolesThatGrant([...store.policy.roles, ...organization.custom_roles], roleIds, resource, action);
};

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(',') : header);

/** Member whose session the request's session headers carry; undefined without such a header. */
export const actingMember = async (
  store: Store,
  headers: Record<string, string | string[] | undefined>,
): Promise<HandlerRequest<OperationId>['acting']> => {
  const session_token = one(headers['x-stytch-member-session']);
  const session_jwt = one(headers['x-stytch-member-sessionjwt']);
  return session_token || session_jwt ? findLiveSession(store, { session_token, session_jwt }) : undefined;
};

/** Organizations that a call accesses, as the request names them. */
const organizationsOf = <Id extends OperationId>(needs: RequiredPermission<Id>, call: HandlerRequest<Id>): string[] => {
  if (needs.organizations) return needs.organizations(call);
  const { organization_id } = call.params as { organization_id?: string };
  return organization_id === undefined ? [] : [organization_id];
};

/**
 * Rejects a call with a member's session that the member's roles do not permit. Calls without a session are always
 * permitted.
 */
export const checkPermission = <Id extends OperationId>(
  needs: RequiredPermission<Id>,
  call: HandlerRequest<Id>,
): void => {
  const { store, acting } = call;
  if (!acting) return;
  const own = findOrganization(store, acting.member.organization_id);
  if (organizationsOf(needs, call).some((reference) => findOrganization(store, reference) !== own)) {
    fail(403, 'session_authorization_tenancy_error', 'The session belongs to another organization.');
  }

  const target = needs.self?.(call);
  const isSelf = target !== undefined && lookUpMember(store, own, target)?.member_id === acting.member.member_id;
  const roles = sessionRoleIds(acting.member, acting.record.session);
  // `*` on stytch.self covers only the actions of stytch.self, not all actions on members: it must not let a member
  // make themselves an admin.
  const selfActions = store.policy.resources.find(({ resource_id }) => resource_id === 'stytch.self')?.actions ?? [];
  const permit = (action: string) => {
    const resources = isSelf && selfActions.includes(action) ? [needs.resource, 'stytch.self'] : [needs.resource];
    if (!resources.some((resource) => grantingRoles(store, own, roles, resource, action).length > 0)) {
      fail(403, 'session_authorization_error', `The session lacks the permission ${action} on ${needs.resource}.`);
    }
  };

  if (needs.action) permit(needs.action);
  const sent = call.body as Partial<RequestBody<Id>>;
  const changesNothing = !Object.keys(needs.fields ?? {}).some(
    (field) => sent[field as keyof RequestBody<Id>] !== undefined,
  );
  if (needs.unchanged && !isSelf && changesNothing) permit(needs.unchanged);
  for (const field in needs.fields) {
    if (sent[field] === undefined) continue;
    const action = needs.fields[field];
    if (action === null) fail(403, 'cannot_update_trusted_metadata', `A member may not set ${field}.`);
    if (action) permit(action);
  }
};
