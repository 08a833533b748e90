import { fail } from '../errors.ts';
import { findOrganization } from './find.ts';
import { refreshOrganization, roleIdsOf, saveOrganization } from './save.ts';
import type { ExternalConnection, OidcConnection, Organization, SamlConnection, SsoRecord, Store } from './store.ts';

type Key = { organization_id: string; connection_id: string };

/** Type of a connection, by kind. */
type ConnectionOf = { saml: SamlConnection; oidc: OidcConnection; external: ExternalConnection };

/** SSO connection of an organization. Rejects an unknown one. */
export const findSsoConnection = (store: Store, { organization_id, connection_id }: Key): SsoRecord => {
  const organization = findOrganization(store, organization_id);
  const record = store.ssoConnections.get(connection_id);
  return record?.connection.organization_id === organization.organization_id
    ? record
    : fail(404, 'sso_connection_not_found', 'The organization has no such SSO connection.');
};

/** Connections of one kind in an organization, oldest first. */
export const ssoConnectionsOf = <Kind extends SsoRecord['kind']>(
  store: Store,
  { organization_id }: Organization,
  kind: Kind,
): ConnectionOf[Kind][] =>
  [...store.ssoConnections.values()].flatMap((record) =>
    isKind(record, kind) && record.connection.organization_id === organization_id ? [record.connection] : [],
  );

const isKind = <Kind extends SsoRecord['kind']>(
  record: SsoRecord,
  kind: Kind,
): record is Extract<SsoRecord, { kind: Kind }> & { connection: ConnectionOf[Kind] } => record.kind === kind;

/**
 * SAML or OIDC connection behind a connection: itself, or the other organization's connection behind an external one;
 * undefined if that was deleted.
 */
export const underlyingSsoConnection = (
  store: Store,
  record: SsoRecord,
): Exclude<SsoRecord, { kind: 'external' }> | undefined => {
  if (record.kind !== 'external') return record;
  const other = store.ssoConnections.get(record.connection.external_connection_id);
  return other?.kind === 'external' ? undefined : other;
};

/**
 * Stores a new or changed connection, updates the organization and its members' roles, and makes the first active
 * connection the default.
 */
export const saveSsoConnection = (store: Store, record: SsoRecord) => {
  const { connection_id, organization_id, status } = record.connection;
  const wasActive = store.ssoConnections.get(connection_id)?.connection.status === 'active';
  store.ssoConnections.set(connection_id, record);
  refreshOrganization(store, organization_id);
  const organization = findOrganization(store, organization_id);
  if (status === 'active' && !wasActive && !organization.sso_default_connection_id) {
    saveOrganization(store, { ...organization, sso_default_connection_id: connection_id });
  }
};

/** Rejects roles that a connection cannot assign. */
export const checkAssignedRoles = (
  store: Store,
  organizationId: string,
  assignments: readonly { role_id: string }[] = [],
) => {
  const known = roleIdsOf(store, findOrganization(store, organizationId));
  for (const { role_id } of assignments) {
    if (role_id === 'stytch_member') {
      fail(400, 'cannot_assign_default_rbac_role_id', 'Every member has stytch_member anyway.');
    }
    if (!known.has(role_id)) fail(400, 'invalid_rbac_role_assignment', 'A role assignment names an unknown role.');
  }
};

/** Rejects group assignments without a group. */
export const checkGroups = (assignments: readonly { group: string }[] = []) => {
  if (assignments.some(({ group }) => group.trim() === '')) {
    fail(400, 'saml_group_role_assignment_does_not_contain_member_group', 'A role assignment names no group.');
  }
};

/** Whether a text is an absolute https URL. */
export const isHttps = (text: string) => URL.parse(text)?.protocol === 'https:';

/** Domains that never resolve (RFC 2606). The sandbox simulates a failed retrieval for them. */
export const isUnreachable = (url: URL) => url.hostname.endsWith('.invalid');

export const ssoPermission = (action: 'create' | 'get' | 'update' | 'delete') => ({ resource: 'stytch.sso', action });
