import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineEmbeddedLoader, inside } from '../embedded.ts';
import type { LoaderTools } from '../loader.ts';

export type ConnectedApp = Schemas['api_connectedapps_v1_ConnectedApp'];

/** Connected apps by client id; null if not found. Stytch's search has no filter by id, so each is a GET. */
const fetchConnectedApps = ({ stytch, faults }: LoaderTools) =>
  unbatchedLoader(
    (clientId: string): Promise<ConnectedApp | null> =>
      pickOrDefault(
        stytch.call('get', '/v1/connected_apps/clients/{client_id}', { clientId }),
        (answer) => faults.object(answer.connected_app, { type: 'Query', field: 'connectedApp' }, answer),
        null,
      ),
  );

/** Whether an app is complete: responses to the creation and to the start of a rotation lack `creation_method`. */
const isFullConnectedApp = (app: object): app is ConnectedApp => 'client_id' in app && 'creation_method' in app;

/** Properties of responses that contain connected apps. */
interface Holder {
  readonly connected_app?: object;
  readonly connected_apps?: readonly object[];
}

/** Connected apps, which many responses contain. Those of organizations and members are summaries and not cached. */
export const connectedAppLoader = defineEmbeddedLoader<string, ConnectedApp>({
  make: fetchConnectedApps,
  places: ['connected_app', 'connected_apps'] satisfies (keyof Holder)[],
  find({ connected_app, connected_apps }: Holder, found) {
    for (const one of [connected_app, ...inside(connected_apps)])
      if (isRecord(one) && isFullConnectedApp(one)) found(one);
  },
  idOf: ({ client_id }) => client_id,
  idIn: (key) => key,
  is: ({ client_id }, key) => client_id === key,
});
