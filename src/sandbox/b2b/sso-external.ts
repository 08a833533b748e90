import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { newId } from '../shared/tokens.ts';
import { findOrganization } from './find.ts';
import {
  checkAssignedRoles,
  checkGroups,
  findSsoConnection,
  saveSsoConnection,
  ssoConnectionsOf,
  ssoPermission,
  underlyingSsoConnection,
} from './sso-connection.ts';
import type { ExternalConnection, SsoRecord, Store } from './store.ts';

/** Rejects invalid role assignments. OIDC connections assign no roles, nor do external connections to them. */
const checkAssignments = (store: Store, { connection }: { connection: ExternalConnection }) => {
  const {
    organization_id,
    external_connection_implicit_role_assignments: all,
    external_group_implicit_role_assignments: byGroup,
  } = connection;
  checkAssignedRoles(store, organization_id, all);
  checkAssignedRoles(store, organization_id, byGroup);
  checkGroups(byGroup);
  if (
    all.length + byGroup.length > 0 &&
    underlyingSsoConnection(store, { kind: 'external', connection })?.kind === 'oidc'
  ) {
    fail(400, 'invalid_rbac_role_assignment', 'A connection by way of OIDC assigns no roles.');
  }
};

export const ssoExternal = {
  // Shares another organization's connection; active from the start.
  api_sso_v1_sso_external_CreateConnection: {
    needs: ssoPermission('create'),
    answer: ({ store, params, body }) => {
      const organization = findOrganization(store, params.organization_id);
      const lender = findOrganization(store, body.external_organization_id);
      const { external_connection_id } = body;
      if (lender.organization_id === organization.organization_id) {
        fail(
          400,
          'external_organization_id_same_as_organization_id',
          'The connection is to be another organization’s.',
        );
      }
      const lent: SsoRecord | undefined = store.ssoConnections.get(external_connection_id);
      if (lent?.connection.organization_id !== lender.organization_id || lent.kind === 'external') {
        fail(404, 'external_connection_id_not_found', 'The other organization has no such SAML or OIDC connection.');
      }
      if (lent?.connection.status !== 'active') {
        fail(400, 'external_connection_not_active', 'The connection of the other organization is not active.');
      }
      const borrowed = ssoConnectionsOf(store, organization, 'external');
      if (borrowed.some((other) => other.external_connection_id === external_connection_id)) {
        fail(400, 'duplicate_external_sso_connection', 'The organization has this connection already.');
      }
      const connection: ExternalConnection = {
        organization_id: organization.organization_id,
        connection_id: newId('external-connection'),
        external_organization_id: lender.organization_id,
        external_connection_id,
        display_name: body.display_name ?? '',
        status: 'active',
        external_connection_implicit_role_assignments: body.connection_implicit_role_assignments ?? [],
        external_group_implicit_role_assignments: body.group_implicit_role_assignments ?? [],
      };
      checkAssignments(store, { connection });
      saveSsoConnection(store, { kind: 'external', connection });
      return { connection };
    },
  },

  api_sso_v1_sso_external_UpdateConnection: {
    needs: ssoPermission('update'),
    answer: ({ store, params, body }) => {
      const record = findSsoConnection(store, params);
      if (record.kind !== 'external') {
        return fail(404, 'sso_connection_not_found', 'This connection is not an external connection.');
      }
      const connection = { ...record.connection, ...body };
      checkAssignments(store, { connection });
      saveSsoConnection(store, { kind: 'external', connection });
      return { connection };
    },
  },
} satisfies DomainHandlers;
