/** The SCIM 2.0 server of the bank's connection, and requests to it as identity providers send them. */
import { expect } from 'vitest';
import { startHarness, storedMember } from '../harness.ts';

export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const bank = { organization_id: 'northgate-bank' };
export const getConnection = 'api_b2b_scim_v1_b2b_scim_connection_Get';
export const updateConnection = 'api_b2b_scim_v1_b2b_scim_connection_Update';

export const rosa = {
  userName: 'rosa.quintana@northgate.example',
  givenName: 'Rosa',
  familyName: 'Quintana',
  externalId: '00uRosa',
};

export type ScimServer = Awaited<ReturnType<typeof startScimServer>>;

/** Starts a sandbox with the server. */
export const startScimServer = async () => {
  const stytch = await startHarness();
  const { connection } = await stytch.ok(getConnection, bank);
  if (!connection) throw new Error('the bank has no connection');
  const key = { ...bank, connection_id: connection.connection_id };
  /** Base URL and bearer token. */
  const server = {
    base: connection.base_url,
    token: stytch.store.scimConnections.get(connection.connection_id)?.bearer_token ?? '',
  };

  /** A request of the identity provider. */
  const ask = async (method: string, path: string, body?: unknown, bearer = server.token) => {
    const response = await fetch(`${server.base}${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      location: response.headers.get('location'),
      // The test compares the response with its expectation.
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  };

  /** Creates a resource and returns its id. */
  const made = async (path: string, body: unknown): Promise<string> => {
    const { status, body: resource } = await ask('POST', path, body);
    expect(status, JSON.stringify(resource)).toBe(201);
    return String(resource['id']);
  };

  /** The existing resources, in the order of the list. */
  const listed = async (path: string): Promise<Record<string, unknown>[]> => {
    const { status, body } = await ask('GET', path);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ schemas: [LIST] });
    return body['Resources'] as Record<string, unknown>[];
  };

  const memberOf = (id: string) => {
    const member = stytch.store.members.get(id);
    if (!member) throw new Error('there is no such member');
    return member;
  };
  const called = (person: string) => storedMember(stytch.store, 'northgate-bank', `${person}@northgate.example`);
  const rolesOf = (id: string) => memberOf(id).roles.map(({ role_id }) => role_id);
  const groupCalled = async (name: string) => {
    const { scim_groups } = await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_GetGroups', key);
    return scim_groups.find(({ group_name }) => group_name === name)?.group_id ?? '';
  };
  /** Gives a role to the members of a group. */
  const assign = (group_id: string, role_id: string) =>
    stytch.ok(updateConnection, {
      ...key,
      scim_group_implicit_role_assignments: [{ group_id, role_id, group_name: '' }],
    });

  return {
    stytch,
    server,
    key,
    ask,
    made,
    listed,
    memberOf,
    called,
    rolesOf,
    groupCalled,
    assign,
    close: stytch.close,
  };
};
