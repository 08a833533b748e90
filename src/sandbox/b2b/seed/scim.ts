import { seedId, seedSecret } from '../../seed/id.ts';
import type { ScimGroup, ScimRecord } from '../store.ts';

export const scimConnectionId = seedId('scim-connection', 'northgate-okta');

const groupNames = [
  'Tellers',
  'Branch managers',
  'Internal audit',
  'Risk',
  'Platform engineering',
  'Accounts payable',
] as const;
export type GroupName = (typeof groupNames)[number];

export const groupId = (name: GroupName) => seedId('scim-group', name);

/** Groups that the identity provider has pushed. */
export const scimGroups = (organizationId: string): ScimGroup[] =>
  groupNames.map((name) => ({
    group_id: groupId(name),
    group_name: name,
    organization_id: organizationId,
    connection_id: scimConnectionId,
  }));

const assignments: [GroupName, string][] = [
  ['Branch managers', 'branch_manager'],
  ['Internal audit', 'auditor'],
  ['Accounts payable', 'bookkeeper'],
];

/** SCIM connection of the bank. Its token has a distant expiry, valid at every start of the sandbox. */
export const scimConnection = (organizationId: string): ScimRecord => {
  const bearer_token = seedSecret('northgate scim');
  return {
    bearer_token,
    connection: {
      organization_id: organizationId,
      connection_id: scimConnectionId,
      status: 'active',
      display_name: 'Okta provisioning',
      identity_provider: 'okta',
      base_url: `https://test.stytch.com/v1/b2b/scim/${scimConnectionId}`,
      bearer_token_last_four: bearer_token.slice(-4),
      bearer_token_expires_at: '2045-01-01T00:00:00Z',
      next_bearer_token_last_four: '',
      scim_group_implicit_role_assignments: assignments.map(([name, role_id]) => ({
        role_id,
        group_id: groupId(name),
        group_name: name,
      })),
    },
  };
};
