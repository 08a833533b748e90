import type { Incoming } from './http.ts';
import type { Reply } from './reply.ts';
import { membersOf, type Store } from './store.ts';

const address = /^\/v1\/b2b\/scim\/([^/]+)\/(Users|Groups)$/;

/** An error as SCIM says it (RFC 7644, 3.12). */
const scimError = (status: number, detail: string): Reply => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
});

const list = (resources: object[]): Reply => ({
  status: 200,
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  },
});

/**
 * The side of a SCIM connection that an identity provider sees: it lists users and groups for whoever shows a bearer
 * token that is good at the moment, which while rotating are two. Null for any other request.
 */
export const scimProtocol = (store: Store, { method, path, headers }: Incoming): Reply | null => {
  const [, connectionId = '', kind] = address.exec(path) ?? [];
  if (!kind || method !== 'GET') return null;
  const record = store.scimConnections.get(connectionId);
  const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  const good = [record?.bearer_token, record?.next_bearer_token];
  if (record?.connection.status !== 'active' || token === undefined || !good.includes(token)) {
    return scimError(401, 'The bearer token is not one of this connection.');
  }
  if (kind === 'Groups') {
    const groups = [...store.scimGroups.values()].filter(({ connection_id }) => connection_id === connectionId);
    return list(groups.map(({ group_id, group_name }) => ({ id: group_id, displayName: group_name })));
  }
  const members = membersOf(store, record.connection.organization_id).filter(
    ({ scim_registration }) => scim_registration?.connection_id === connectionId,
  );
  return list(
    members.map(({ scim_registration, email_address, name, status }) => ({
      id: scim_registration?.registration_id,
      externalId: scim_registration?.external_id,
      userName: email_address,
      displayName: name,
      active: status === 'active',
    })),
  );
};
