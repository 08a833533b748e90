import type { Stytch } from '../../src/stytch/client.ts';
import { isNotFound } from '../../src/stytch/error.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { each } from '../batch.ts';
import type { MemberKey } from './member.ts';

type Owned = { organization_id: string };

/** A connected app that members of an organization use; who they are is known only of one that was asked for by itself. */
export type OrganizationConnectedApp = Schemas['api_organization_v1_OrganizationConnectedApp'] &
  Owned & { active_members?: Schemas['api_organization_v1_OrganizationConnectedAppActiveMember'][] };

/** What finds a connected app of an organization. */
export interface OrganizationConnectedAppKey {
  readonly organizationId: string;
  readonly clientId: string;
}

/** The connected apps that members of an organization use, by the organization’s id. */
export const organizationConnectedAppsLoader = (stytch: Stytch) =>
  each(async (organizationId: string): Promise<OrganizationConnectedApp[]> => {
    const answer = await stytch.call('get', '/v1/b2b/organizations/{organization_id}/connected_apps', {
      organizationId,
    });
    return answer.connected_apps.map((app) => ({ ...app, organization_id: organizationId }));
  });

/** One of them with the members who use it; null where nobody does. */
export const organizationConnectedAppLoader = (stytch: Stytch) =>
  each(async ({ organizationId, clientId }: OrganizationConnectedAppKey): Promise<OrganizationConnectedApp | null> => {
    try {
      const app = await stytch.call(
        'get',
        '/v1/b2b/organizations/{organization_id}/connected_apps/{connected_app_id}',
        { organizationId, connectedAppId: clientId },
      );
      return { ...app, organization_id: organizationId };
    } catch (cause) {
      if (isNotFound(cause)) return null;
      throw cause;
    }
  });

/** The connected apps that a member uses. */
export const memberConnectedAppsLoader = (stytch: Stytch) =>
  each(async (key: MemberKey) => {
    const answer = await stytch.call(
      'get',
      '/v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps',
      key,
    );
    return answer.connected_apps;
  });
