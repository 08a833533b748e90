import type { Incoming } from '../../http.ts';
import type { Reply } from '../../reply.ts';
import { isPast } from '../../store.ts';
import type { ScimConnection, Store } from '../store.ts';

/** What lies below the base URL of a connection; `/connection` is an operation of Stytch's own. */
const address = /^\/v1\/b2b\/scim\/([^/]+)(?:\/(?!connection(?:\/|$))(.*))?$/;

/** What SCIM has below a base URL (RFC 7644, 3.2), built here or not. */
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

/** An error as SCIM says it (RFC 7644, 3.12). */
const scimError = (status: number, detail: string, headers: Record<string, string> = {}): Reply => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
  headers: { 'content-type': 'application/scim+json; charset=utf-8', ...headers },
});

/** The active connection with a bearer token that is valid now, which are two while the token is rotated. */
const connectionBehind = (store: Store, id: string, { headers }: Incoming): ScimConnection | undefined => {
  const record = store.scimConnections.get(id);
  const token = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (record?.connection.status !== 'active' || token === undefined) return undefined;
  const { bearer_token, next_bearer_token, connection } = record;
  const valid =
    (token === bearer_token && !isPast(store, connection.bearer_token_expires_at)) ||
    (token === next_bearer_token && !isPast(store, connection.next_bearer_token_expires_at));
  return valid ? connection : undefined;
};

/** Answers what an identity provider asks at the base URL of a SCIM connection; null for any other request. */
export const scimProtocol = (store: Store, incoming: Incoming): Promise<Reply> | null => {
  const [found, id = '', rest = ''] = address.exec(incoming.path) ?? [];
  return found === undefined ? null : answer(store, incoming, id, rest.replace(/\/$/, '').split('/'));
};

const answer = async (store: Store, incoming: Incoming, id: string, path: readonly string[]): Promise<Reply> => {
  if (!resources.has(path[0] ?? '')) return scimError(404, 'There is no such resource type.');
  // The protocol's library is loaded where SCIM is used, and before the store is read.
  const { answerScim } = await import('./server.ts');
  const connection = connectionBehind(store, id, incoming);
  return connection
    ? answerScim({ store, connection, base: `${store.origin}/v1/b2b/scim/${id}` }, path, incoming)
    : scimError(401, 'The bearer token is not a valid one of this connection.', { 'www-authenticate': 'Bearer' });
};
