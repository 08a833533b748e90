import { emailDomainOf, timestamp } from '../store.ts';
import { type Member, membersOf, type Organization, type SsoRecord, type Store } from './store.ts';

type MemberRole = Member['roles'][number];
type RoleSource = MemberRole['sources'][number];

/** Ids of the roles that exist in an organization: those of the project and its own. */
export const roleIdsOf = (store: Store, organization: Organization) =>
  new Set([...store.policy.roles, ...organization.custom_roles].map(({ role_id }) => role_id));

/** Directly assigned roles of a member, which `roles` of an update replaces. */
export const directRoles = (member: Member) =>
  member.roles
    .filter(
      ({ role_id, sources }) => role_id !== 'stytch_member' && sources.some(({ type }) => type === 'direct_assignment'),
    )
    .map(({ role_id }) => role_id);

/** Roles of a member, each assigned directly. */
export const assignDirectly = (roleIds: readonly string[]): MemberRole[] =>
  roleIds.map((role_id) => ({ role_id, sources: [{ type: 'direct_assignment', details: {} }] }));

/** Roles that an SSO connection assigns; OIDC connections assign none. */
const ssoAssignments = (record: SsoRecord | undefined) => {
  if (record?.kind === 'saml') {
    const { saml_connection_implicit_role_assignments, saml_group_implicit_role_assignments } = record.connection;
    return { byConnection: saml_connection_implicit_role_assignments, byGroup: saml_group_implicit_role_assignments };
  }
  if (record?.kind === 'external') {
    const { external_connection_implicit_role_assignments, external_group_implicit_role_assignments } =
      record.connection;
    return {
      byConnection: external_connection_implicit_role_assignments,
      byGroup: external_group_implicit_role_assignments,
    };
  }
  return { byConnection: [], byGroup: [] };
};

/** All roles of a member with their sources. Roles that no policy has are dropped. */
const rolesOf = (store: Store, organization: Organization, member: Member): MemberRole[] => {
  const known = roleIdsOf(store, organization);
  const sources = new Map<string, RoleSource[]>();
  const grant = (roleId: string, source: RoleSource) => {
    if (known.has(roleId)) sources.set(roleId, [...(sources.get(roleId) ?? []), source]);
  };

  grant('stytch_member', { type: 'direct_assignment', details: {} });
  for (const roleId of directRoles(member)) grant(roleId, { type: 'direct_assignment', details: {} });
  for (const { domain, role_id } of organization.rbac_email_implicit_role_assignments) {
    if (emailDomainOf(member.email_address) === domain.toLowerCase()) {
      grant(role_id, { type: 'email_assignment', details: { email_domain: domain } });
    }
  }
  const { connection_id, scim_attributes } = member.scim_registration ?? {};
  const scim = connection_id ? store.scimConnections.get(connection_id)?.connection : undefined;
  const groupIds = new Set(scim_attributes?.groups.map(({ value }) => value));
  for (const { group_id, role_id } of scim?.status === 'active' ? scim.scim_group_implicit_role_assignments : []) {
    if (groupIds.has(group_id)) {
      grant(role_id, { type: 'scim_connection_group', details: { connection_id, group_id } });
    }
  }
  for (const { connection_id, sso_attributes } of member.sso_registrations) {
    const { byConnection, byGroup } = ssoAssignments(store.ssoConnections.get(connection_id));
    for (const { role_id } of byConnection) grant(role_id, { type: 'sso_connection', details: { connection_id } });
    const said = sso_attributes?.['groups'];
    const groups: unknown[] = Array.isArray(said) ? said : [];
    for (const { role_id, group } of byGroup) {
      if (groups.includes(group)) grant(role_id, { type: 'sso_connection_group', details: { connection_id, group } });
    }
  }
  return [...sources].map(([role_id, from]) => ({ role_id, sources: from }));
};

const settleMember = (store: Store, organization: Organization, member: Member): Member => {
  const roles = rolesOf(store, organization, member);
  const settled = { ...member, roles, is_admin: roles.some(({ role_id }) => role_id === 'stytch_admin') };
  store.members.set(member.member_id, settled);
  return settled;
};

/** Identity provider of a connection; an external connection has that of the connection it refers to. */
const identityProviderOf = (store: Store, record: SsoRecord | undefined): string =>
  record?.kind === 'external'
    ? identityProviderOf(store, store.ssoConnections.get(record.connection.external_connection_id))
    : (record?.connection.identity_provider ?? 'generic');

/** SSO properties of an organization. The default connection is omitted unless it is active. */
const ssoOf = (store: Store, { organization_id, sso_default_connection_id: preferred }: Organization) => {
  const sso_active_connections = [...store.ssoConnections.values()]
    .filter(({ connection }) => connection.organization_id === organization_id && connection.status === 'active')
    .map((record) => ({
      connection_id: record.connection.connection_id,
      display_name: record.connection.display_name,
      identity_provider: identityProviderOf(store, record),
    }));
  const stands = preferred && sso_active_connections.some(({ connection_id }) => connection_id === preferred);
  return { sso_active_connections, ...(stands ? { sso_default_connection_id: preferred } : {}) };
};

const settleOrganization = (store: Store, { sso_default_connection_id, ...unsettled }: Organization): Organization => {
  const sso = ssoOf(store, { ...unsettled, ...(sso_default_connection_id ? { sso_default_connection_id } : {}) });
  const organization: Organization = { ...unsettled, ...sso };
  const { scim_active_connection: _, ...rest } = organization;
  const scim = [...store.scimConnections.values()].find(
    ({ connection }) => connection.organization_id === organization.organization_id && connection.status === 'active',
  )?.connection;
  const settled: Organization = scim
    ? {
        ...rest,
        scim_active_connection: {
          connection_id: scim.connection_id,
          display_name: scim.display_name,
          bearer_token_last_four: scim.bearer_token_last_four,
          ...(scim.bearer_token_expires_at ? { bearer_token_expires_at: scim.bearer_token_expires_at } : {}),
        },
      }
    : rest;
  store.organizations.set(organization.organization_id, settled);
  for (const member of membersOf(store, organization.organization_id)) settleMember(store, settled, member);
  return settled;
};

/** Stores a new or changed member, recomputes its roles and returns it. */
export const saveMember = (store: Store, member: Member): Member => {
  const organization = store.organizations.get(member.organization_id);
  if (!organization) throw new Error(`member ${member.member_id} has no organization`);
  return settleMember(store, organization, { ...member, updated_at: timestamp(store.now()) });
};

/** Stores a new or changed organization and recomputes everything derived from it. */
export const saveOrganization = (store: Store, organization: Organization): Organization =>
  settleOrganization(store, { ...organization, updated_at: timestamp(store.now()) });

/** Recomputes what is derived from other records (SCIM connections, roles) without changing `updated_at`. */
export const refreshOrganization = (store: Store, organizationId: string) => {
  const organization = store.organizations.get(organizationId);
  if (organization) settleOrganization(store, organization);
};
