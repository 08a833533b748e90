import { pageOf } from '../../loaders/page.ts';
import { m2mClientLoader } from '../../loaders/project/m2m.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { RestOutput } from '../../src/stytch/contract/types.ts';
import { type PageArgs, searchConnection, searchQuery } from '../connection.ts';
import { forward } from '../forward.ts';

export const m2mClient = (_: unknown, { clientId }: { clientId: string }, { loaders }: Context) =>
  loaders.get(m2mClientLoader).load(clientId);

export const m2mClientNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => loaders.get(m2mClientLoader).load(id));

/** Filters of the client search with their wire names. */
const filters = { clientIds: 'client_id', names: 'client_name', scopes: 'scopes' } as const;

export type M2mClientFilter = { readonly [Field in keyof typeof filters]?: readonly string[] | null | undefined };

export const m2mClients = (
  _: unknown,
  { filter, ...page }: PageArgs & { filter?: M2mClientFilter | null | undefined },
  { stytch, faults }: Context,
) => {
  const query = searchQuery(filter, filters);
  return searchConnection(page, async ({ cursor, limit }) => {
    const answer = await stytch.call('post', '/v1/m2m/clients/search', {
      cursor,
      limit,
      query,
    });
    return pageOf('M2mClientConnection', answer.m2m_clients, answer.results_metadata, answer, faults);
  });
};

const renames = { name: 'client_name', description: 'client_description' } as const;

export const createM2mClient = forward('post', '/v1/m2m/clients', renames);
export const updateM2mClient = forward('put', '/v1/m2m/clients/{client_id}', renames);
export const deleteM2mClient = forward('delete', '/v1/m2m/clients/{client_id}');
export const startM2mClientSecretRotation = forward('post', '/v1/m2m/clients/{client_id}/secrets/rotate/start');
export const completeM2mClientSecretRotation = forward('post', '/v1/m2m/clients/{client_id}/secrets/rotate');
export const cancelM2mClientSecretRotation = forward('post', '/v1/m2m/clients/{client_id}/secrets/rotate/cancel');

export const m2mClientSecret = (answer: RestOutput<'post', '/v1/m2m/clients'>, _: unknown, { faults }: Context) =>
  faults.secret(answer.m2m_client?.client_secret, { type: 'CreateM2mClientPayload', field: 'clientSecret' }, answer);

export const nextM2mClientSecret = (
  answer: RestOutput<'post', '/v1/m2m/clients/{client_id}/secrets/rotate/start'>,
  _: unknown,
  { faults }: Context,
) => {
  const place = { type: 'StartM2mClientSecretRotationPayload', field: 'nextClientSecret' };
  return faults.secret(answer.m2m_client?.next_client_secret, place, answer);
};
