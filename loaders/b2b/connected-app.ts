import type { Schemas } from '../../src/stytch/contract/types.ts';
import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';
import type { MemberKey } from './member.ts';

type Owned = { organization_id: string };

/**
 * A connected app that members of an organization use; `active_members` is only present if the app was fetched
 * separately.
 */
export type OrganizationConnectedApp = Schemas['api_organization_v1_OrganizationConnectedApp'] &
  Owned & { active_members?: Schemas['api_organization_v1_OrganizationConnectedAppActiveMember'][] };

/** The key of a connected app of an organization. */
export interface OrganizationConnectedAppKey {
  readonly organizationId: string;
  readonly clientId: string;
}

/** The connected apps that members of an organization use, by organization id. */
export const organizationConnectedAppsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (organizationId: string): Promise<OrganizationConnectedApp[]> => {
    const answer = await stytch.call('get', '/v1/b2b/organizations/{organization_id}/connected_apps', {
      organizationId,
    });
    const place = { type: 'Organization', field: 'connectedApps' };
    return faults
      .list(answer.connected_apps, place, answer)
      .map((app) => ({ ...faults.object(app, place, answer), organization_id: organizationId }));
  }),
);

/** One of these apps with the members who use it; null if no member does. */
export const organizationConnectedAppLoader = defineLoader(({ stytch }) =>
  unbatchedLoader(
    ({ organizationId, clientId }: OrganizationConnectedAppKey): Promise<OrganizationConnectedApp | null> =>
      pickOrDefault(
        stytch.call('get', '/v1/b2b/organizations/{organization_id}/connected_apps/{connected_app_id}', {
          organizationId,
          connectedAppId: clientId,
        }),
        (app) => ({ ...app, organization_id: organizationId }),
        null,
      ),
  ),
);

/** The connected apps that a member uses. */
export const memberConnectedAppsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (key: MemberKey) => {
    const answer = await stytch.call(
      'get',
      '/v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps',
      key,
    );
    return faults.list(answer.connected_apps, { type: 'Member', field: 'connectedApps' }, answer);
  }),
);
