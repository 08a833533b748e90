import type { Stytch } from '../../src/stytch/client.ts';
import { isNotFound } from '../../src/stytch/error.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { each } from '../batch.ts';

export type ConnectedApp = Schemas['api_connectedapps_v1_ConnectedApp'];

/** Connected apps by client id; null where there is none. Stytch’s search has no filter by id, so each is a GET. */
export const connectedAppLoader = (stytch: Stytch) =>
  each(async (clientId: string): Promise<ConnectedApp | null> => {
    try {
      return (await stytch.call('get', '/v1/connected_apps/clients/{client_id}', { clientId })).connected_app;
    } catch (cause) {
      if (isNotFound(cause)) return null;
      throw cause;
    }
  });

/** Whether an app is all of one: what creating it or starting a rotation answers lacks how it came to be. */
export const isWholeApp = (app: object): app is ConnectedApp => 'client_id' in app && 'creation_method' in app;
