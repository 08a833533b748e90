import type { Stytch } from '../../src/stytch/client.ts';
import type { ResponseFaults } from '../../src/stytch/response-faults.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { type Batching, each, partOr } from '../batch.ts';

export type ConnectedApp = Schemas['api_connectedapps_v1_ConnectedApp'];

/** Connected apps by client id; null where there is none. Stytch’s search has no filter by id, so each is a GET. */
export const connectedAppLoader = (stytch: Stytch, _batching: Batching, faults: ResponseFaults) =>
  each(
    (clientId: string): Promise<ConnectedApp | null> =>
      partOr(
        stytch.call('get', '/v1/connected_apps/clients/{client_id}', { clientId }),
        (answer) => faults.object(answer.connected_app, { type: 'Query', field: 'connectedApp' }, answer),
        null,
      ),
  );

/** Whether an app is all of one: what creating it or starting a rotation answers lacks how it came to be. */
export const isWholeApp = (app: object): app is ConnectedApp => 'client_id' in app && 'creation_method' in app;
