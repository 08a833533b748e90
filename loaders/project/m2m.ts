import type { Schemas } from '../../src/stytch/contract/types.ts';
import { batchById, batchLoader, pickOrDefault } from '../batch.ts';
import { defineEmbeddedLoader, inside } from '../embedded.ts';
import type { LoaderTools } from '../loader.ts';

type M2mClient = Schemas['api_m2m_v1_M2MClient'];

/** M2M clients by client id, which may be chosen by the customer; null if not found. */
const fetchM2mClients = ({ stytch, batching, faults, trace }: LoaderTools) => {
  const fetchOne = (clientId: string): Promise<M2mClient | null> =>
    pickOrDefault(
      stytch.call('get', '/v1/m2m/clients/{client_id}', { clientId }),
      (answer) => faults.object(answer.m2m_client, { type: 'Query', field: 'm2mClient' }, answer),
      null,
    );
  const fetchMany = async (clientIds: readonly string[]): Promise<readonly M2mClient[]> => {
    const answer = await stytch.call('post', '/v1/m2m/clients/search', {
      limit: clientIds.length,
      query: { operator: 'AND', operands: [{ filter_name: 'client_id', filter_value: clientIds }] },
    });
    return faults.list(answer.m2m_clients, { type: 'M2mClientConnection', field: 'nodes' }, answer);
  };
  return batchLoader(
    batchById(
      {
        isId: () => true,
        id: (key: string) => key,
        idOf: ({ client_id }: M2mClient) => client_id,
        type: 'M2mClient',
        faults,
        fetchOne,
        fetchMany,
      },
      batching,
    ),
    trace,
    (id) => id,
  );
};

/** Properties of responses that contain M2M clients. */
interface Holder {
  readonly m2m_client?: M2mClient;
  readonly m2m_clients?: readonly M2mClient[];
}

/** M2M clients, which many responses contain. */
export const m2mClientLoader = defineEmbeddedLoader<string, M2mClient>({
  make: fetchM2mClients,
  places: ['m2m_client', 'm2m_clients'] satisfies (keyof Holder)[],
  find({ m2m_client, m2m_clients }: Holder, found) {
    found(m2m_client);
    for (const one of inside(m2m_clients)) found(one);
  },
  idOf: ({ client_id }) => client_id,
  idIn: (key) => key,
  is: ({ client_id }, key) => client_id === key,
});
