import DataLoader from 'dataloader';
import type { Stytch } from '../../src/stytch/client.ts';
import type { ResponseFaults } from '../../src/stytch/response-faults.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { type Batching, byId, partOr } from '../batch.ts';

type M2mClient = Schemas['api_m2m_v1_M2MClient'];

/** M2M clients by client id, which may be of anybody's making; null where there is none. */
export const m2mClientLoader = (
  stytch: Stytch,
  batching: Batching,
  faults: ResponseFaults,
): DataLoader<string, M2mClient | null> => {
  const fetchOne = (clientId: string): Promise<M2mClient | null> =>
    partOr(
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
  return new DataLoader(
    byId(
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
    { maxBatchSize: 1000 },
  );
};
