import type { IncomingRequest } from '../../http.ts';
import type { HttpReply } from '../../reply.ts';
import { isPast } from '../../store.ts';
import type { ScimConnection, Store } from '../store.ts';

/** Paths below the base URL of a connection, except `/connection`, which is part of Stytch's own API. */
const address = /^\/v1\/b2b\/scim\/([^/]+)(?:\/(?!connection(?:\/|$))(.*))?$/;

/** SCIM endpoints below a base URL (RFC 7644, 3.2), implemented or not. */
const resources = new Set([
  'Users',
  'Groups',
  'Me',
  'ServiceProviderConfig',
  'ResourceTypes',
  'Schemas',
  'Bulk',
  '.search',
]);

/** An error response of SCIM (RFC 7644, 3.12). */
const scimError = (status: number, detail: string, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
  headers: { 'content-type': 'application/scim+json; charset=utf-8', ...headers },
});

/**
 * Active connection with this bearer token; undefined if the token is invalid. During a rotation two tokens are valid.
 */
const connectionBehind = (store: Store, id: string, { headers }: IncomingRequest): ScimConnection | undefined => {
  const record = store.scimConnections.get(id);
  const token = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (record?.connection.status !== 'active' || token === undefined) return undefined;
  const { bearer_token, next_bearer_token, connection } = record;
  const valid =
    (token === bearer_token && !isPast(store, connection.bearer_token_expires_at)) ||
    (token === next_bearer_token && !isPast(store, connection.next_bearer_token_expires_at));
  return valid ? connection : undefined;
};

/** Handles a request below the base URL of a SCIM connection; null for any other request. */
export const scimProtocol = (store: Store, incoming: IncomingRequest): Promise<HttpReply> | null => {
  const [found, id = '', rest = ''] = address.exec(incoming.path) ?? [];
  return found === undefined ? null : answer(store, incoming, id, rest.replace(/\/$/, '').split('/'));
};

const answer = async (
  store: Store,
  incoming: IncomingRequest,
  id: string,
  path: readonly string[],
): Promise<HttpReply> => {
  if (!resources.has(path[0] ?? '')) return scimError(404, 'There is no such resource type.');
  // Loads the SCIM library only when needed, and before reading the store.
  const { answerScim } = await import('./server.ts');
  const connection = connectionBehind(store, id, incoming);
  return connection
    ? answerScim({ store, connection, base: `${store.origin}/v1/b2b/scim/${id}` }, path, incoming)
    : scimError(401, 'The bearer token is not a valid one of this connection.', { 'www-authenticate': 'Bearer' });
};
