import DataLoader from 'dataloader';
import type { Stytch } from '../../src/stytch/client.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { type Batching, byId, orNull } from '../batch.ts';

type M2mClient = Schemas['api_m2m_v1_M2MClient'];

/** M2M clients by client id, which may be of anybody's making; null where there is none. */
export const m2mClientLoader = (stytch: Stytch, batching: Batching): DataLoader<string, M2mClient | null> => {
  const fetchOne = async (clientId: string): Promise<M2mClient | null> =>
    (await orNull(stytch.call('get', '/v1/m2m/clients/{client_id}', { clientId })))?.m2m_client ?? null;
  const fetchMany = async (clientIds: readonly string[]): Promise<M2mClient[]> => {
    const { m2m_clients } = await stytch.call('post', '/v1/m2m/clients/search', {
      limit: clientIds.length,
      query: { operator: 'AND', operands: [{ filter_name: 'client_id', filter_value: clientIds }] },
    });
    return m2m_clients;
  };
  return new DataLoader(
    byId(
      {
        isId: () => true,
        id: (key: string) => key,
        idOf: ({ client_id }: M2mClient) => client_id,
        fetchOne,
        fetchMany,
      },
      batching,
    ),
    { maxBatchSize: 1000 },
  );
};
