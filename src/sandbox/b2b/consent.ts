import { endConsents } from '../oauth-server/consent.ts';
import type { ConnectedApp } from '../store.ts';
import type { Organization, Store } from './store.ts';

/** Whether an organization lets its members use a connected app. */
export const allowsApp = (organization: Organization, { client_id, client_type }: ConnectedApp): boolean => {
  const [setting, allowed] = client_type.startsWith('first_party')
    ? [organization.first_party_connected_apps_allowed_type, organization.allowed_first_party_connected_apps]
    : [organization.third_party_connected_apps_allowed_type, organization.allowed_third_party_connected_apps];
  return setting === 'ALL_ALLOWED' || (setting === 'RESTRICTED' && allowed.includes(client_id));
};

/** Revokes consents to apps that the organization does not allow. */
export const dropForbiddenConsents = (store: Store, organization: Organization) => {
  endConsents(store, ({ organization_id, client_id }) => {
    const app = store.connectedApps.get(client_id)?.app;
    return organization_id === organization.organization_id && !(app && allowsApp(organization, app));
  });
};
