import { seedId } from '../../seed/id.ts';
import type { Organization } from '../store.ts';
import { scimConnectionId } from './scim.ts';

export const bakeryId = seedId('organization', 'fernhill-bakery');
export const bankId = seedId('organization', 'northgate-bank');

/** SSO connections of the bank. */
export const samlConnectionId = seedId('saml-connection', 'northgate-okta');
export const oidcConnectionId = seedId('oidc-connection', 'northgate-entra');

/** An organization with few restrictions. */
const bakery: Organization = {
  organization_id: bakeryId,
  organization_name: 'Fernhill Bakery',
  organization_slug: 'fernhill-bakery',
  organization_logo_url: 'https://fernhill.example/logo.png',
  organization_external_id: 'crm-1001',
  trusted_metadata: { plan: 'starter', seats: 25 },
  sso_jit_provisioning: 'ALL_ALLOWED',
  sso_jit_provisioning_allowed_connections: [],
  sso_active_connections: [],
  email_allowed_domains: [],
  email_jit_provisioning: 'NOT_ALLOWED',
  email_invites: 'ALL_ALLOWED',
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
  created_at: '2023-03-14T08:30:00Z',
  updated_at: '2025-01-20T16:05:11Z',
};

/** A restrictive organization: SSO and SCIM, mandatory second factor, few sign-in methods. */
const bank: Organization = {
  organization_id: bankId,
  organization_name: 'Northgate Bank',
  organization_slug: 'northgate-bank',
  organization_logo_url: '',
  organization_external_id: 'crm-2002',
  trusted_metadata: { plan: 'enterprise', seats: 500, regulated: true },
  sso_jit_provisioning: 'RESTRICTED',
  sso_jit_provisioning_allowed_connections: [samlConnectionId],
  sso_active_connections: [
    { connection_id: samlConnectionId, display_name: 'Okta', identity_provider: 'okta' },
    { connection_id: oidcConnectionId, display_name: 'Entra for contractors', identity_provider: 'microsoft-entra' },
  ],
  sso_default_connection_id: samlConnectionId,
  email_allowed_domains: ['northgate.example', 'contractors.northgate.example'],
  email_jit_provisioning: 'RESTRICTED',
  email_invites: 'RESTRICTED',
  auth_methods: 'RESTRICTED',
  allowed_auth_methods: ['sso', 'google_oauth', 'password'],
  mfa_policy: 'REQUIRED_FOR_ALL',
  mfa_methods: 'RESTRICTED',
  allowed_mfa_methods: ['totp'],
  rbac_email_implicit_role_assignments: [{ domain: 'contractors.northgate.example', role_id: 'editor' }],
  oauth_tenant_jit_provisioning: 'RESTRICTED',
  allowed_oauth_tenants: { slack: ['T0NORTHGATE'], github: ['7700101'] },
  claimed_email_domains: ['northgate.example'],
  first_party_connected_apps_allowed_type: 'ALL_ALLOWED',
  allowed_first_party_connected_apps: [],
  third_party_connected_apps_allowed_type: 'RESTRICTED',
  allowed_third_party_connected_apps: [seedId('connected-app', 'ledgerly')],
  custom_roles: [
    {
      role_id: 'auditor',
      description: 'Reads everything, changes nothing.',
      permissions: [
        { resource_id: 'document', actions: ['read'] },
        { resource_id: 'invoice', actions: ['read'] },
        { resource_id: 'stytch.member', actions: ['search'] },
        { resource_id: 'stytch.scim', actions: ['get'] },
        { resource_id: 'stytch.sso', actions: ['get'] },
      ],
    },
    {
      role_id: 'branch_manager',
      description: 'Publishes documents and pays invoices of a branch.',
      permissions: [
        { resource_id: 'document', actions: ['read', 'write', 'publish'] },
        { resource_id: 'invoice', actions: ['read', 'pay'] },
      ],
    },
  ],
  // The remaining properties are computed from the SCIM connection.
  scim_active_connection: { connection_id: scimConnectionId, display_name: '', bearer_token_last_four: '' },
  created_at: '2022-11-02T10:00:00Z',
  updated_at: '2025-02-11T09:12:45Z',
};

export const organizations = [bakery, bank];
