import type { OrganizationConnectedApp } from '../../loaders/b2b/connected-app.ts';
import {
  memberConnectedAppsLoader,
  organizationConnectedAppLoader,
  organizationConnectedAppsLoader,
} from '../../loaders/b2b/connected-app.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { remove } from '../forward.ts';

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];

/** A connected app that a member uses, with the ids of the member. */
export type MemberConnectedAppShape = Schemas['api_organization_v1_MemberConnectedApp'] &
  Pick<Member, 'organization_id' | 'member_id'>;

/** A member who uses a connected app, with the organization id. */
export type ActiveMemberShape = Schemas['api_organization_v1_OrganizationConnectedAppActiveMember'] &
  Pick<Member, 'organization_id'>;

export const organizationConnectedApps = ({ organization_id }: Organization, _: unknown, { loaders }: Context) =>
  loaders.get(organizationConnectedAppsLoader).load(organization_id);

export const organizationConnectedApp = (
  { organization_id: organizationId }: Organization,
  { clientId }: { clientId: string },
  { loaders }: Context,
) => loaders.get(organizationConnectedAppLoader).load({ organizationId, clientId });

export const organizationConnectedAppNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => {
    const [organizationId = '', clientId = ''] = id.split('/');
    return loaders.get(organizationConnectedAppLoader).load({ organizationId, clientId });
  });

/** Lists of apps omit the members who use them, so the app is then fetched separately. */
export const activeMembers = async (
  { organization_id, connected_app_id, active_members }: OrganizationConnectedApp,
  _: unknown,
  { loaders, faults }: Context,
): Promise<ActiveMemberShape[] | null> => {
  const key = { organizationId: organization_id, clientId: connected_app_id };
  const app = active_members ? { active_members } : await loaders.get(organizationConnectedAppLoader).load(key);
  const place = { type: 'OrganizationConnectedApp', field: 'activeMembers' };
  return app && faults.list(app.active_members, place, app).map((member) => ({ ...member, organization_id }));
};

export const memberConnectedApps = async (
  { organization_id, member_id }: Member,
  _: unknown,
  { loaders }: Context,
): Promise<MemberConnectedAppShape[]> => {
  const apps = await loaders
    .get(memberConnectedAppsLoader)
    .load({ organizationId: organization_id, memberId: member_id });
  return apps.map((app) => ({ ...app, organization_id, member_id }));
};

const REVOKE = '/v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps/{connected_app_id}/revoke';
export const revokeMemberConnectedApp = remove('post', REVOKE, { clientId: 'connected_app_id' });
