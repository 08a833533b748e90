import type { Policy } from '../../store.ts';

const everything = ['*'];

/** Actions of a member on themselves; `stytch.member` has them and more. */
const selfActions = [
  'update.info.name',
  'update.info.email',
  'update.info.untrusted-metadata',
  'update.info.mfa-phone',
  'update.info.delete.mfa-phone',
  'update.info.delete.mfa-totp',
  'update.info.delete.password',
  'update.info.unlink.retired-email',
  'update.settings.mfa-enrolled',
  'update.settings.default-mfa-method',
  'get.connected-apps',
  'revoke.connected-app',
  'revoke-sessions',
  'delete',
];

/** RBAC policy of the project: Stytch's default roles and resources, and those of a fictional product. */
export const policy: Policy = {
  roles: [
    {
      role_id: 'stytch_member',
      description: 'What every member may do.',
      permissions: [
        { resource_id: 'stytch.self', actions: everything },
        { resource_id: 'document', actions: ['read'] },
      ],
    },
    {
      role_id: 'stytch_admin',
      description: 'Runs the organization.',
      permissions: [
        { resource_id: 'stytch.organization', actions: everything },
        { resource_id: 'stytch.member', actions: everything },
        { resource_id: 'stytch.sso', actions: everything },
        { resource_id: 'stytch.scim', actions: everything },
        { resource_id: 'document', actions: everything },
        { resource_id: 'invoice', actions: everything },
      ],
    },
    {
      role_id: 'editor',
      description: 'Writes documents.',
      permissions: [{ resource_id: 'document', actions: ['read', 'write'] }],
    },
    {
      role_id: 'bookkeeper',
      description: 'Reads and pays invoices.',
      permissions: [{ resource_id: 'invoice', actions: ['read', 'pay'] }],
    },
    {
      role_id: 'people_manager',
      description: 'Looks after members without running the organization.',
      permissions: [
        {
          resource_id: 'stytch.member',
          actions: ['search', 'create', 'update.info.name', 'update.settings.mfa-enrolled', 'revoke-sessions'],
        },
      ],
    },
  ],
  resources: [
    {
      resource_id: 'stytch.organization',
      description: 'The organization itself.',
      actions: [
        'update.info.name',
        'update.info.slug',
        'update.info.logo-url',
        'update.settings.allowed-auth-methods',
        'update.settings.allowed-mfa-methods',
        'update.settings.mfa-policy',
        'update.settings.email-jit-provisioning',
        'update.settings.email-invites',
        'update.settings.allowed-domains',
        'update.settings.default-sso-connection',
        'update.settings.sso-jit-provisioning',
        'update.settings.implicit-roles',
        'update.settings.oauth-tenant-jit-provisioning',
        'update.settings.allowed-oauth-tenants',
        'get.connected-apps',
        'delete',
      ],
    },
    {
      resource_id: 'stytch.member',
      description: 'All members of the organization.',
      actions: ['create', 'search', 'update.settings.is-breakglass', 'update.settings.roles', ...selfActions],
    },
    {
      resource_id: 'stytch.sso',
      description: 'SSO connections of the organization.',
      actions: ['create', 'get', 'update', 'delete'],
    },
    {
      resource_id: 'stytch.scim',
      description: 'The SCIM connection of the organization.',
      actions: ['create', 'get', 'update', 'delete'],
    },
    { resource_id: 'stytch.self', description: 'The member who is signed in.', actions: selfActions },
    {
      resource_id: 'document',
      description: 'Documents of the product.',
      actions: ['read', 'write', 'publish', 'delete'],
    },
    { resource_id: 'invoice', description: 'Invoices of the product.', actions: ['read', 'pay', 'void'] },
  ],
  scopes: [
    {
      scope: 'read:documents',
      description: 'Reads documents in a member’s name.',
      permissions: [{ resource_id: 'document', actions: ['read'] }],
    },
    {
      scope: 'write:documents',
      description: 'Reads and writes documents in a member’s name.',
      permissions: [{ resource_id: 'document', actions: ['read', 'write'] }],
    },
    {
      scope: 'read:invoices',
      description: 'Reads invoices in a member’s name.',
      permissions: [{ resource_id: 'invoice', actions: ['read'] }],
    },
  ],
};

const isStytchs = (id: string) => id.startsWith('stytch');

/** The policy of a new project: Stytch's roles and resources only. */
export const defaultPolicy: Policy = {
  roles: policy.roles
    .filter(({ role_id }) => isStytchs(role_id))
    .map((role) => ({ ...role, permissions: role.permissions.filter(({ resource_id }) => isStytchs(resource_id)) })),
  resources: policy.resources.filter(({ resource_id }) => isStytchs(resource_id)),
  scopes: [],
};
