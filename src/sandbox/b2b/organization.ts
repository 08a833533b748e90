import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { appSummary, endConsents } from '../oauth-server/consent.ts';
import { checkExternalId, checkOneOf, checkUrl, isCommonDomain, isDomain, mergeMetadata } from '../shared/checks.ts';
import { type Filters, paginate, readQuery } from '../shared/search.ts';
import { newId } from '../shared/tokens.ts';
import { emailDomainOf, timestamp } from '../store.ts';
import { allowsApp, dropForbiddenConsents } from './consent.ts';
import { findOrganization, lookUpOrganization } from './find.ts';
import { revokeSessionsOf } from './live-session.ts';
import { roleIdsOf, saveOrganization } from './save.ts';
import { type Member, membersOf, type Organization, type Store } from './store.ts';

type Change = Partial<RequestBody<'api_organization_v1_Create'>> & RequestBody<'api_organization_v1_Update'>;

/** Sign-in methods that an organization can be restricted to. */
export const RESTRICTABLE_METHODS = [
  'sso',
  'magic_link',
  'email_otp',
  'password',
  'google_oauth',
  'microsoft_oauth',
  'slack_oauth',
  'github_oauth',
  'hubspot_oauth',
];
const any = ['ALL_ALLOWED', 'RESTRICTED', 'NOT_ALLOWED'];
const allOrSome = ['ALL_ALLOWED', 'RESTRICTED'];
const someOrNone = ['RESTRICTED', 'NOT_ALLOWED'];

/** Rejects values that are invalid regardless of the organization. */
const checkValues = (change: Change) => {
  const { organization_name: name, organization_slug: slug, organization_logo_url: logo } = change;
  if (name === '') fail(400, 'organization_name_missing', 'An organization has a name.');
  if (name !== undefined && name.length > 128) {
    fail(400, 'invalid_organization_name', 'An organization name has 1 to 128 characters.');
  }
  if (slug !== undefined && !/^[A-Za-z0-9._~-]{2,128}$/.test(slug)) {
    fail(400, 'invalid_organization_slug', 'A slug has 2 to 128 letters, digits, dots, dashes, underscores or tildes.');
  }
  checkUrl(logo);
  if (logo !== undefined && logo.length > 2048) {
    fail(400, 'organization_logo_url_too_long', 'A logo URL has 2048 characters at most.');
  }
  checkExternalId(change.organization_external_id, 'invalid_organization_external_id');

  const factor = 'invalid_organization_auth_factor_setting';
  checkOneOf(change.sso_jit_provisioning, any, factor, 'sso_jit_provisioning');
  checkOneOf(change.email_invites, any, factor, 'email_invites');
  checkOneOf(
    change.email_jit_provisioning,
    someOrNone,
    `${factor}_for_email_jit_provisioning`,
    'email_jit_provisioning',
  );
  checkOneOf(
    change.oauth_tenant_jit_provisioning,
    someOrNone,
    `${factor}_for_oauth_tenant_jit_provisioning`,
    'oauth_tenant_jit_provisioning',
  );
  checkOneOf(change.auth_methods, allOrSome, 'invalid_organization_auth_method_settings', 'auth_methods');
  checkOneOf(change.mfa_methods, allOrSome, 'invalid_organization_mfa_factor_setting', 'mfa_methods');
  checkOneOf(change.mfa_policy, ['OPTIONAL', 'REQUIRED_FOR_ALL'], 'invalid_organization_mfa_policy', 'mfa_policy');
  for (const method of change.allowed_auth_methods ?? []) {
    checkOneOf(method, RESTRICTABLE_METHODS, 'invalid_organization_allowed_auth_methods', 'allowed_auth_methods');
  }
  for (const method of change.allowed_mfa_methods ?? []) {
    checkOneOf(method, ['sms_otp', 'totp'], 'invalid_organization_allowed_mfa_methods', 'allowed_mfa_methods');
  }
  for (const [tenant, ids] of Object.entries(change.allowed_oauth_tenants ?? {})) {
    checkOneOf(tenant, ['slack', 'hubspot', 'github'], 'invalid_oauth_allowed_tenants_format', 'allowed_oauth_tenants');
    if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string')) {
      fail(
        400,
        'invalid_oauth_allowed_tenants_format',
        'Each provider in allowed_oauth_tenants has a list of tenants.',
      );
    }
  }
  checkDomains(change.email_allowed_domains, '');
  checkDomains(change.claimed_email_domains, 'claimed_');
};

const checkDomains = (domains: readonly string[] = [], kind: '' | 'claimed_') => {
  const type = (what: string) => `organization_settings_${what.replace('domain', `${kind}domain`)}`;
  for (const domain of domains) {
    if (!isDomain(domain)) fail(400, type('invalid_domain'), 'A list of domains holds something else.');
    if (isCommonDomain(domain)) fail(400, type('domain_too_common'), 'Anybody can have an address in this domain.');
  }
  if (new Set(domains).size < domains.length) fail(400, type('duplicate_domain'), 'A domain is listed twice.');
};

/** Rejects collisions with other organizations and references to missing objects. */
const checkReferences = (store: Store, organization: Organization, change: Change) => {
  const { organization_slug: slug, organization_external_id: externalId } = change;
  const isOther = ({ organization_id }: Organization) => organization_id !== organization.organization_id;
  if (slug !== undefined && store.organizations.with('slug', slug).some(isOther)) {
    fail(400, 'organization_slug_already_used', 'Another organization has this slug.');
  }
  if (externalId !== undefined && store.organizations.with('externalId', externalId).some(isOther)) {
    fail(400, 'organization_external_id_already_used', 'Another organization has this external id.');
  }
  if (externalId !== undefined && store.organizations.has(externalId)) {
    fail(400, 'external_organization_id_same_as_organization_id', 'The external id is the id of an organization.');
  }

  const roles = roleIdsOf(store, organization);
  for (const { domain, role_id } of change.rbac_email_implicit_role_assignments ?? []) {
    if (!isDomain(domain)) fail(400, 'rbac_invalid_domain', 'A role assignment names something other than a domain.');
    if (isCommonDomain(domain)) fail(400, 'rbac_domain_too_common', 'Anybody can have an address in this domain.');
    if (role_id === 'stytch_member') {
      fail(400, 'cannot_assign_default_rbac_role_id', 'Every member has stytch_member anyway.');
    }
    if (!roles.has(role_id)) fail(400, 'invalid_rbac_role_assignment', 'A role assignment names an unknown role.');
  }

  const connections = new Set(organization.sso_active_connections.map(({ connection_id }) => connection_id));
  const { sso_default_connection_id: preferred, sso_jit_provisioning_allowed_connections: allowed = [] } = change;
  if (preferred && !connections.has(preferred)) {
    fail(400, 'invalid_sso_default_connection_id', 'The organization has no such active SSO connection.');
  }
  if (allowed.some((id) => !connections.has(id))) {
    fail(400, 'invalid_connection_for_jit_provisioning', 'The organization has no such active SSO connection.');
  }
  const apps = [
    ...(change.allowed_first_party_connected_apps ?? []),
    ...(change.allowed_third_party_connected_apps ?? []),
  ];
  if (apps.some((id) => !store.connectedApps.has(id))) {
    fail(404, 'connected_app_not_found', 'A list of allowed connected apps names one that does not exist.');
  }
};

/** Rejects settings that contradict each other after the change. */
const checkWhole = (organization: Organization) => {
  const restricts = (setting: string) => setting === 'RESTRICTED';
  if (restricts(organization.auth_methods) && organization.allowed_auth_methods.length === 0) {
    fail(400, 'allowed_auth_methods_required_for_restricted', 'RESTRICTED auth_methods need allowed_auth_methods.');
  }
  if (restricts(organization.mfa_methods) && organization.allowed_mfa_methods.length === 0) {
    fail(400, 'allowed_mfa_methods_required_for_restricted', 'RESTRICTED mfa_methods need allowed_mfa_methods.');
  }
  const byEmail = [organization.email_invites, organization.email_jit_provisioning];
  if (byEmail.some(restricts) && organization.email_allowed_domains.length === 0) {
    fail(400, 'invalid_restricted_email_setting', 'RESTRICTED email settings need email_allowed_domains.');
  }
  if (
    restricts(organization.sso_jit_provisioning) &&
    organization.sso_jit_provisioning_allowed_connections.length === 0
  ) {
    fail(400, 'invalid_restricted_sso_setting', 'RESTRICTED SSO provisioning needs a list of allowed connections.');
  }
  if (
    restricts(organization.oauth_tenant_jit_provisioning) &&
    Object.keys(organization.allowed_oauth_tenants ?? {}).length === 0
  ) {
    fail(400, 'invalid_restricted_oauth_tenants_setting', 'RESTRICTED tenants need allowed_oauth_tenants.');
  }
  const ways = [...byEmail, organization.sso_jit_provisioning, organization.oauth_tenant_jit_provisioning];
  if (ways.every((way) => way === 'NOT_ALLOWED')) {
    fail(400, 'invalid_organization_auth_factor_setting', 'Some way to add members has to stay open.');
  }
};

/** Applies a validated change to an organization without storing it. */
const changed = (store: Store, organization: Organization, change: Change): Organization => {
  checkValues(change);
  checkReferences(store, organization, change);
  const { trusted_metadata, ...rest } = change;
  const next = {
    ...organization,
    ...rest,
    trusted_metadata: mergeMetadata(organization.trusted_metadata, trusted_metadata),
  };
  checkWhole(next);
  return next;
};

/** Slug derived from the name, with a number appended if the slug is taken. */
const freeSlug = (store: Store, name: string) => {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 100) || 'organization';
  for (let n = 1; ; n += 1) {
    const slug = n === 1 && base.length > 1 ? base : `${base}-${n}`;
    if (!lookUpOrganization(store, slug)) return slug;
  }
};

/** A new organization with the documented defaults. */
const fresh = (store: Store, body: RequestBody<'api_organization_v1_Create'>): Organization => {
  const choosesAuth = [
    body.sso_jit_provisioning,
    body.email_allowed_domains,
    body.email_jit_provisioning,
    body.email_invites,
    body.auth_methods,
    body.allowed_auth_methods,
    body.oauth_tenant_jit_provisioning,
    body.allowed_oauth_tenants,
  ].some((setting) => setting !== undefined);
  return {
    organization_id: newId('organization'),
    organization_name: body.organization_name,
    organization_slug: freeSlug(store, body.organization_name),
    organization_logo_url: '',
    trusted_metadata: {},
    sso_jit_provisioning: 'ALL_ALLOWED',
    sso_jit_provisioning_allowed_connections: [],
    sso_active_connections: [],
    email_allowed_domains: [],
    email_jit_provisioning: 'NOT_ALLOWED',
    // By default an organization created with only a name allows invitations, so that members can join.
    email_invites: choosesAuth ? 'NOT_ALLOWED' : 'ALL_ALLOWED',
    auth_methods: 'ALL_ALLOWED',
    allowed_auth_methods: [],
    mfa_policy: 'OPTIONAL',
    mfa_methods: 'ALL_ALLOWED',
    allowed_mfa_methods: [],
    rbac_email_implicit_role_assignments: [],
    oauth_tenant_jit_provisioning: 'NOT_ALLOWED',
    allowed_oauth_tenants: {},
    claimed_email_domains: [],
    first_party_connected_apps_allowed_type: 'ALL_ALLOWED',
    allowed_first_party_connected_apps: [],
    third_party_connected_apps_allowed_type: 'ALL_ALLOWED',
    allowed_third_party_connected_apps: [],
    custom_roles: [],
    created_at: timestamp(store.now()),
  };
};

/** A validated new organization, not stored. */
export const newOrganization = (store: Store, body: RequestBody<'api_organization_v1_Create'>): Organization =>
  changed(store, fresh(store, body), body);

/** Members of an organization that are not deleted. */
const presentMembers = (store: Store, { organization_id }: Organization): Member[] =>
  membersOf(store, organization_id).filter(({ status }) => status !== 'deleted');

const filters = (store: Store): Filters<Organization> => {
  const emails = (organization: Organization) =>
    presentMembers(store, organization).map(({ email_address }) => email_address.toLowerCase());
  return {
    organization_ids: {
      expects: 'strings',
      match: ({ organization_id, organization_external_id = '' }, ids) =>
        ids.includes(organization_id) || ids.includes(organization_external_id),
    },
    organization_slugs: {
      expects: 'strings',
      match: ({ organization_slug }, slugs) => slugs.includes(organization_slug),
    },
    organization_name_fuzzy: {
      expects: 'fuzzy',
      match: ({ organization_name }, includes) => includes(organization_name),
    },
    organization_slug_fuzzy: {
      expects: 'fuzzy',
      match: ({ organization_slug }, includes) => includes(organization_slug),
    },
    member_emails: {
      expects: 'strings',
      match: (organization, wanted) => {
        const present = emails(organization);
        return wanted.some((email) => present.includes(email.toLowerCase()));
      },
    },
    member_email_fuzzy: { expects: 'fuzzy', match: (organization, includes) => emails(organization).some(includes) },
    allowed_domains: {
      expects: 'strings',
      match: ({ email_allowed_domains }, domains) =>
        email_allowed_domains.some((domain) =>
          domains.some((wanted) => emailDomainOf(wanted) === domain.toLowerCase()),
        ),
    },
    allowed_domain_fuzzy: {
      expects: 'fuzzy',
      match: ({ email_allowed_domains }, includes) => email_allowed_domains.some(includes),
    },
  };
};

/** Connected apps used by active members of an organization, with their consents. */
const installedApps = (store: Store, organization: Organization) =>
  [...store.connectedApps.values()].flatMap(({ app }) => {
    const consents = [...store.consents.values()].filter(
      ({ organization_id, client_id, member_id }) =>
        organization_id === organization.organization_id &&
        client_id === app.client_id &&
        store.members.get(member_id)?.status === 'active',
    );
    return consents.length > 0 && allowsApp(organization, app) ? [{ app, consents }] : [];
  });

export const organization = {
  api_organization_v1_Create: {
    answer: ({ store, body }) => ({ organization: saveOrganization(store, newOrganization(store, body)) }),
  },

  api_organization_v1_Get: {
    answer: ({ store, params }) => ({ organization: findOrganization(store, params.organization_id) }),
  },

  api_organization_v1_Update: {
    needs: {
      resource: 'stytch.organization',
      fields: {
        organization_name: 'update.info.name',
        organization_slug: 'update.info.slug',
        organization_logo_url: 'update.info.logo-url',
        trusted_metadata: null,
        sso_default_connection_id: 'update.settings.default-sso-connection',
        sso_jit_provisioning: 'update.settings.sso-jit-provisioning',
        sso_jit_provisioning_allowed_connections: 'update.settings.sso-jit-provisioning',
        email_allowed_domains: 'update.settings.allowed-domains',
        email_jit_provisioning: 'update.settings.email-jit-provisioning',
        email_invites: 'update.settings.email-invites',
        auth_methods: 'update.settings.allowed-auth-methods',
        allowed_auth_methods: 'update.settings.allowed-auth-methods',
        mfa_policy: 'update.settings.mfa-policy',
        rbac_email_implicit_role_assignments: 'update.settings.implicit-roles',
        mfa_methods: 'update.settings.allowed-mfa-methods',
        allowed_mfa_methods: 'update.settings.allowed-mfa-methods',
        oauth_tenant_jit_provisioning: 'update.settings.oauth-tenant-jit-provisioning',
        allowed_oauth_tenants: 'update.settings.allowed-oauth-tenants',
        // Stytch documents no action for these fields, so only `*` on the organization permits them.
        organization_external_id: 'update.settings.external-id',
        claimed_email_domains: 'update.settings.claimed-domains',
        first_party_connected_apps_allowed_type: 'update.settings.allowed-connected-apps',
        allowed_first_party_connected_apps: 'update.settings.allowed-connected-apps',
        third_party_connected_apps_allowed_type: 'update.settings.allowed-connected-apps',
        allowed_third_party_connected_apps: 'update.settings.allowed-connected-apps',
      },
    },
    answer: ({ store, params, body }) => {
      const before = findOrganization(store, params.organization_id);
      const organization = saveOrganization(store, changed(store, before, body));
      dropForbiddenConsents(store, organization);
      return { organization };
    },
  },

  api_organization_v1_Delete: {
    needs: { resource: 'stytch.organization', action: 'delete' },
    answer: ({ store, params }) => {
      const { organization_id } = findOrganization(store, params.organization_id);
      for (const { member_id } of membersOf(store, organization_id)) {
        revokeSessionsOf(store, member_id);
        store.members.delete(member_id);
        store.memberSecrets.delete(member_id);
      }
      endConsents(store, (consent) => consent.organization_id === organization_id);
      for (const [id, { connection }] of store.scimConnections) {
        if (connection.organization_id === organization_id) store.scimConnections.delete(id);
      }
      for (const [id, { connection }] of store.ssoConnections) {
        if (connection.organization_id === organization_id) store.ssoConnections.delete(id);
      }
      for (const [id, group] of store.scimGroups) {
        if (group.organization_id === organization_id) store.scimGroups.delete(id);
      }
      store.organizations.delete(organization_id);
      return { organization_id };
    },
  },

  api_organization_v1_Search: {
    answer: ({ store, body }) => {
      const matches = readQuery('organization_search', filters(store), body.query);
      const found = [...store.organizations.values()].filter(matches);
      const { page, ...results_metadata } = paginate(
        found,
        ({ created_at, organization_id }) => `${created_at}/${organization_id}`,
        { ...body, scope: body.query },
      );
      return { organizations: page, results_metadata };
    },
  },

  api_organization_v1_Metrics: {
    answer: ({ store, params }) => ({
      member_count: presentMembers(store, findOrganization(store, params.organization_id)).length,
    }),
  },

  api_organization_v1_ConnectedApps: {
    needs: { resource: 'stytch.organization', action: 'get.connected-apps' },
    answer: ({ store, params }) => ({
      connected_apps: installedApps(store, findOrganization(store, params.organization_id)).map(({ app }) =>
        appSummary(app),
      ),
    }),
  },

  api_organization_v1_GetConnectedApp: {
    needs: { resource: 'stytch.organization', action: 'get.connected-apps' },
    answer: ({ store, params }) => {
      const installed = installedApps(store, findOrganization(store, params.organization_id)).find(
        ({ app }) => app.client_id === params.connected_app_id,
      );
      if (!installed) fail(404, 'connected_app_not_found', 'No member of the organization uses this connected app.');
      return {
        ...appSummary(installed.app),
        active_members: installed.consents.map(({ member_id, scopes }) => ({ member_id, granted_scopes: scopes })),
      };
    },
  },

  api_organization_v1_DeleteExternalId: {
    needs: { resource: 'stytch.organization', action: 'update.settings.external-id' },
    answer: ({ store, params }) => {
      const { organization_external_id: _, ...rest } = findOrganization(store, params.organization_id);
      return { organization: saveOrganization(store, rest) };
    },
  },
} satisfies DomainHandlers;
