import { pageOf } from '../../loaders/page.ts';
import { connectedAppLoader } from '../../loaders/project/connected-app.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { RestInput, RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { isNotFound } from '../../src/stytch/error.ts';
import { type PageArgs, searchConnection } from '../connection.ts';
import { forward, replace } from '../forward.ts';

/** A connected app in any of its REST formats. */
export type ConnectedAppShape =
  | Schemas['api_connectedapps_v1_ConnectedApp']
  | Schemas['api_connectedapps_v1_ConnectedAppWithClientSecret']
  | Schemas['api_connectedapps_v1_ConnectedAppWithNextClientSecret'];

export const connectedApp = (_: unknown, { clientId }: { clientId: string }, { loaders }: Context) =>
  loaders.get(connectedAppLoader).load(clientId);

export const connectedAppNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => loaders.get(connectedAppLoader).load(id));

export const connectedApps = (_: unknown, page: PageArgs, { stytch, faults }: Context) =>
  searchConnection(page, async (wanted) => {
    const answer = await stytch.call('post', '/v1/connected_apps/clients/search', wanted);
    return pageOf('ConnectedAppConnection', answer.connected_apps, answer.results_metadata, answer, faults);
  });

/** The responses of two mutations lack `creation_method`; selecting it there costs one more call. */
export const connectedAppCreationMethod = async (app: ConnectedAppShape, _: unknown, { loaders }: Context) => {
  const whole = 'creation_method' in app ? app : await loaders.get(connectedAppLoader).load(app.client_id);
  return whole?.creation_method || null;
};

const renames = { name: 'client_name', description: 'client_description' } as const;

/** The current values of all properties of the PUT. Null if the app does not exist: then the PUT returns the error. */
async function appSettings({ clientId }: { clientId: string }, { stytch, faults }: Context) {
  const found = await stytch.call('get', '/v1/connected_apps/clients/{client_id}', { clientId }).catch((cause) => {
    if (isNotFound(cause)) return null;
    throw cause;
  });
  if (!found) return null;
  const app = faults.object(found.connected_app, { type: 'Query', field: 'connectedApp' }, found);
  return {
    clientId,
    clientName: app.client_name,
    clientDescription: app.client_description,
    redirectUrls: app.redirect_urls,
    fullAccessAllowed: app.full_access_allowed,
    accessTokenExpiryMinutes: app.access_token_expiry_minutes,
    accessTokenCustomAudience: app.access_token_custom_audience,
    accessTokenTemplateContent: app.access_token_template_content,
    postLogoutRedirectUrls: app.post_logout_redirect_urls,
    logoUrl: app.logo_url,
    bypassConsentForOfflineAccess: app.bypass_consent_for_offline_access,
    idTokenTemplateContent: app.id_token_template_content,
  } satisfies Required<RestInput<'put', '/v1/connected_apps/clients/{client_id}'>>;
}

export const createConnectedApp = forward('post', '/v1/connected_apps/clients', renames);
export const updateConnectedApp = replace('/v1/connected_apps/clients/{client_id}', appSettings, renames);
export const deleteConnectedApp = forward('delete', '/v1/connected_apps/clients/{client_id}');
export const startConnectedAppSecretRotation = forward(
  'post',
  '/v1/connected_apps/clients/{client_id}/secrets/rotate/start',
);
export const completeConnectedAppSecretRotation = forward(
  'post',
  '/v1/connected_apps/clients/{client_id}/secrets/rotate',
);
export const cancelConnectedAppSecretRotation = forward(
  'post',
  '/v1/connected_apps/clients/{client_id}/secrets/rotate/cancel',
);

/** Public apps have no secret. */
export const connectedAppSecret = (
  answer: RestOutput<'post', '/v1/connected_apps/clients'>,
  _: unknown,
  { faults }: Context,
) => {
  const place = { type: 'CreateConnectedAppPayload', field: 'clientSecret' };
  const { client_secret: secret } = faults.object(answer.connected_app, place, answer);
  return secret ? faults.secret(secret, place, answer) : null;
};

export const nextConnectedAppSecret = (
  answer: RestOutput<'post', '/v1/connected_apps/clients/{client_id}/secrets/rotate/start'>,
  _: unknown,
  { faults }: Context,
) => {
  const place = { type: 'StartConnectedAppSecretRotationPayload', field: 'nextClientSecret' };
  return faults.secret(answer.connected_app?.next_client_secret, place, answer);
};
