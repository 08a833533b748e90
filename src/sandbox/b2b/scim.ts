import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { paginate } from '../shared/search.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import { inMinutes } from '../store.ts';
import { findOrganization } from './find.ts';
import { refreshOrganization, roleIdsOf } from './save.ts';
import { membersOf, type Organization, type ScimConnection, type ScimRecord, type Store } from './store.ts';

type Key = { organization_id: string; connection_id: string };
type Assignments = ScimConnection['scim_group_implicit_role_assignments'];

/** Lifetime of a bearer token: five years. */
const tokenMinutes = 5 * 365 * 24 * 60;

/** Base URL of the connection. Entra ID complies with SCIM 2.0 only with this flag in the URL. */
const baseUrl = (store: Store, connectionId: string, identityProvider: string) =>
  `${store.origin}/v1/b2b/scim/${connectionId}${identityProvider === 'microsoft-entra' ? '?aadOptscim062020' : ''}`;

const activeOf = (store: Store, { organization_id }: Organization): ScimRecord | undefined =>
  [...store.scimConnections.values()].find(
    ({ connection }) => connection.organization_id === organization_id && connection.status === 'active',
  );

/** The organization's active connection. Rejects an organization without one, and the id of another connection. */
const findActive = (store: Store, params: Pick<Key, 'organization_id'> & Partial<Key>): ScimRecord => {
  const record = activeOf(store, findOrganization(store, params.organization_id));
  return record && (params.connection_id === undefined || params.connection_id === record.connection.connection_id)
    ? record
    : fail(404, 'no_active_scim_connection', 'The organization has no such active SCIM connection.');
};

const findRotating = (store: Store, params: Key): ScimRecord & { next_bearer_token: string } => {
  const { next_bearer_token, ...record } = findActive(store, params);
  return next_bearer_token === undefined
    ? fail(400, 'scim_connection_not_rotating_token', 'No rotation of the bearer token is under way.')
    : { ...record, next_bearer_token };
};

/** Stores a changed connection and recomputes its organization and the members' roles. */
const save = (store: Store, record: ScimRecord): ScimConnection => {
  store.scimConnections.set(record.connection.connection_id, record);
  refreshOrganization(store, record.connection.organization_id);
  return record.connection;
};

const withoutNext = ({ next_bearer_token_expires_at: _, ...connection }: ScimConnection): ScimConnection => ({
  ...connection,
  next_bearer_token_last_four: '',
});

/** Validates role assignments. Group names come from the stored groups; duplicates are dropped. */
const checkedAssignments = (
  store: Store,
  { organization_id, connection_id }: ScimConnection,
  sent: Assignments,
): Assignments => {
  const roles = roleIdsOf(store, findOrganization(store, organization_id));
  const checked = sent.map(({ role_id, group_id }): [string, Assignments[number]] => {
    if (group_id === '') {
      fail(400, 'scim_group_role_assignment_does_not_contain_group_id', 'A role assignment names no group.');
    }
    const group = store.scimGroups.get(group_id);
    if (group?.connection_id !== connection_id) {
      return fail(400, 'scim_group_role_assignment_group_does_not_exist', 'The connection has no such group.');
    }
    if (role_id === 'stytch_member') {
      fail(400, 'cannot_assign_default_rbac_role_id', 'Every member has stytch_member anyway.');
    }
    if (!roles.has(role_id)) fail(400, 'invalid_rbac_role_assignment', 'A role assignment names an unknown role.');
    return [`${group_id}/${role_id}`, { role_id, group_id, group_name: group.group_name }];
  });
  return [...new Map(checked).values()];
};

const changed = (
  store: Store,
  connection: ScimConnection,
  {
    scim_group_implicit_role_assignments: assignments,
    ...change
  }: RequestBody<'api_b2b_scim_v1_b2b_scim_connection_Update'>,
): ScimConnection => {
  const next = { ...connection, ...change };
  return {
    ...next,
    base_url: baseUrl(store, next.connection_id, next.identity_provider),
    ...(assignments
      ? { scim_group_implicit_role_assignments: checkedAssignments(store, connection, assignments) }
      : {}),
  };
};

const fresh = (
  store: Store,
  { organization_id }: Organization,
  { display_name = '', identity_provider = 'generic' }: RequestBody<'api_b2b_scim_v1_b2b_scim_connection_Create'>,
): ScimRecord => {
  const connection_id = newId('scim-connection');
  const bearer_token = opaqueToken();
  return {
    bearer_token,
    connection: {
      organization_id,
      connection_id,
      status: 'active',
      display_name,
      identity_provider,
      base_url: baseUrl(store, connection_id, identity_provider),
      bearer_token_last_four: bearer_token.slice(-4),
      bearer_token_expires_at: inMinutes(store, tokenMinutes),
      next_bearer_token_last_four: '',
      scim_group_implicit_role_assignments: [],
    },
  };
};

const scimPermission = (action: 'create' | 'get' | 'update' | 'delete') => ({ resource: 'stytch.scim', action });

export const scim = {
  api_b2b_scim_v1_b2b_scim_connection_Create: {
    needs: scimPermission('create'),
    answer: ({ store, params, body }) => {
      const organization = findOrganization(store, params.organization_id);
      if (activeOf(store, organization)) {
        fail(400, 'active_scim_connection_exists', 'The organization has a SCIM connection, and one is the limit.');
      }
      const record = fresh(store, organization, body);
      const { bearer_token_last_four: _, next_bearer_token_last_four: __, ...connection } = save(store, record);
      return { connection: { ...connection, bearer_token: record.bearer_token } };
    },
  },

  api_b2b_scim_v1_b2b_scim_connection_Get: {
    needs: scimPermission('get'),
    answer: ({ store, params }) => ({ connection: findActive(store, params).connection }),
  },

  api_b2b_scim_v1_b2b_scim_connection_Update: {
    needs: scimPermission('update'),
    answer: ({ store, params, body }) => {
      const record = findActive(store, params);
      return { connection: save(store, { ...record, connection: changed(store, record.connection, body) }) };
    },
  },

  // Members stay, without the attributes from the connection and the roles from its groups.
  api_b2b_scim_v1_b2b_scim_connection_Delete: {
    needs: scimPermission('delete'),
    answer: ({ store, params }) => {
      const { organization_id, connection_id } = findActive(store, params).connection;
      store.scimConnections.delete(connection_id);
      for (const [id, group] of store.scimGroups) {
        if (group.connection_id === connection_id) store.scimGroups.delete(id);
      }
      for (const { scim_registration, ...member } of membersOf(store, organization_id)) {
        if (scim_registration?.connection_id === connection_id) store.members.set(member.member_id, member);
      }
      refreshOrganization(store, organization_id);
      return { connection_id };
    },
  },

  api_b2b_scim_v1_b2b_scim_connection_GetGroups: {
    needs: scimPermission('get'),
    answer: ({ store, params, query }) => {
      const { connection_id } = findActive(store, params).connection;
      const groups = [...store.scimGroups.values()].filter((group) => group.connection_id === connection_id);
      const { page, next_cursor } = paginate(groups, ({ group_name, group_id }) => `${group_name}/${group_id}`, {
        ...query,
        scope: connection_id,
      });
      return { scim_groups: page, ...(next_cursor === undefined ? {} : { next_cursor }) };
    },
  },

  // Both tokens are valid until the rotation ends. A second start replaces the next token: Stytch documents no error
  // for it.
  api_b2b_scim_v1_b2b_scim_connection_RotateStart: {
    needs: scimPermission('update'),
    answer: ({ store, params }) => {
      const record = findActive(store, params);
      const next_bearer_token = opaqueToken();
      const { next_bearer_token_last_four: _, ...connection } = save(store, {
        ...record,
        next_bearer_token,
        connection: {
          ...record.connection,
          next_bearer_token_last_four: next_bearer_token.slice(-4),
          next_bearer_token_expires_at: inMinutes(store, tokenMinutes),
        },
      });
      return { connection: { ...connection, next_bearer_token } };
    },
  },

  api_b2b_scim_v1_b2b_scim_connection_RotateComplete: {
    needs: scimPermission('update'),
    answer: ({ store, params }) => {
      const { connection, next_bearer_token } = findRotating(store, params);
      return {
        connection: save(store, {
          bearer_token: next_bearer_token,
          connection: {
            ...withoutNext(connection),
            bearer_token_last_four: connection.next_bearer_token_last_four,
            bearer_token_expires_at: connection.next_bearer_token_expires_at ?? inMinutes(store, tokenMinutes),
          },
        }),
      };
    },
  },

  api_b2b_scim_v1_b2b_scim_connection_RotateCancel: {
    needs: scimPermission('update'),
    answer: ({ store, params }) => {
      const { connection, bearer_token } = findRotating(store, params);
      return { connection: save(store, { bearer_token, connection: withoutNext(connection) }) };
    },
  },
} satisfies DomainHandlers;
