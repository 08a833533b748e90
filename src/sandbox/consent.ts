import { type ConnectedApp, consentKey, type Organization, type Store } from './store.ts';

/** Whether an organization lets its members use a connected app. */
export const allowsApp = (organization: Organization, { client_id, client_type }: ConnectedApp): boolean => {
  const [setting, allowed] = client_type.startsWith('first_party')
    ? [organization.first_party_connected_apps_allowed_type, organization.allowed_first_party_connected_apps]
    : [organization.third_party_connected_apps_allowed_type, organization.allowed_third_party_connected_apps];
  return setting === 'ALL_ALLOWED' || (setting === 'RESTRICTED' && allowed.includes(client_id));
};

/** A connected app as those see it who use it. */
export const appSummary = ({ client_id, client_name, client_description, client_type, logo_url }: ConnectedApp) => ({
  connected_app_id: client_id,
  name: client_name,
  description: client_description,
  client_type,
  ...(logo_url ? { logo_url } : {}),
});

/** Ends the consents to apps that an organization allows no more. */
export const dropForbiddenConsents = (store: Store, organization: Organization) => {
  for (const { organization_id, member_id, client_id } of store.consents.values()) {
    const app = store.connectedApps.get(client_id)?.app;
    if (organization_id === organization.organization_id && !(app && allowsApp(organization, app))) {
      store.consents.delete(consentKey(member_id, client_id));
    }
  }
};
