import type { Context } from '../../src/context.ts';
import { forward } from '../../src/forward.ts';
import { type PageArgs, searchConnection } from '../../src/search.ts';
import type { Output, Schemas } from '../../src/stytch/rest.ts';

/** A connected app as one answer or another shows it. */
export type AnyConnectedApp =
  | Schemas['api_connectedapps_v1_ConnectedApp']
  | Schemas['api_connectedapps_v1_ConnectedAppWithClientSecret']
  | Schemas['api_connectedapps_v1_ConnectedAppWithNextClientSecret'];

export const connectedApp = (_: unknown, { clientId }: { clientId: string }, { loaders }: Context) =>
  loaders.connectedApp.load(clientId);

export const connectedAppNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => loaders.connectedApp.load(id));

export const connectedApps = (_: unknown, page: PageArgs, { stytch }: Context) =>
  searchConnection(page, async (wanted) => {
    const { connected_apps: items, results_metadata } = await stytch.call(
      'post',
      '/v1/connected_apps/clients/search',
      wanted,
    );
    return { items, total: results_metadata.total, next: results_metadata.next_cursor };
  });

/** Two mutations answer an app without this; whoever asks for it there gets it by one call more. */
export const connectedAppCreationMethod = async (app: AnyConnectedApp, _: unknown, { loaders }: Context) => {
  const whole = 'creation_method' in app ? app : await loaders.connectedApp.load(app.client_id);
  return whole?.creation_method || null;
};

const renames = { name: 'client_name', description: 'client_description' } as const;

export const createConnectedApp = forward('post', '/v1/connected_apps/clients', renames);
export const updateConnectedApp = forward('put', '/v1/connected_apps/clients/{client_id}', renames);
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

export const clientSecret = ({ connected_app }: Output<'post', '/v1/connected_apps/clients'>) =>
  connected_app.client_secret || null;

export const nextClientSecret = ({
  connected_app,
}: Output<'post', '/v1/connected_apps/clients/{client_id}/secrets/rotate/start'>) => connected_app.next_client_secret;
