import type { Policy } from '../../store.ts';

/** RBAC policy of a fictional product. Consumer projects have no Stytch resources. */
export const policy: Policy = {
  roles: [
    {
      role_id: 'stytch_user',
      description: 'What every user may do.',
      permissions: [{ resource_id: 'document', actions: ['read'] }],
    },
    {
      role_id: 'reader',
      description: 'Reads documents and invoices.',
      permissions: [
        { resource_id: 'document', actions: ['read'] },
        { resource_id: 'invoice', actions: ['read'] },
      ],
    },
    {
      role_id: 'editor',
      description: 'Does anything to documents.',
      permissions: [{ resource_id: 'document', actions: ['*'] }],
    },
  ],
  resources: [
    { resource_id: 'document', description: 'A document.', actions: ['read', 'write'] },
    { resource_id: 'invoice', description: 'An invoice.', actions: ['read'] },
  ],
  scopes: [
    {
      scope: 'read:documents',
      description: 'Read your documents.',
      permissions: [{ resource_id: 'document', actions: ['read'] }],
    },
    {
      scope: 'write:documents',
      description: 'Write your documents.',
      permissions: [{ resource_id: 'document', actions: ['write'] }],
    },
    {
      scope: 'read:invoices',
      description: 'Read your invoices.',
      permissions: [{ resource_id: 'invoice', actions: ['read'] }],
    },
  ],
};

/** The policy of a new project: the default role only. */
export const defaultPolicy: Policy = {
  roles: [{ role_id: 'stytch_user', description: 'What every user may do.', permissions: [] }],
  resources: [],
  scopes: [],
};
