/** B2B: people are members of organizations and signed in to one of them. */

import type { MemberIdentity } from './b2b/identity.ts';
import { session, target } from './b2b/member.ts';
import { signIn } from './b2b/sign-in.ts';
import { tenancyGuard } from './b2b/tenancy-guard.ts';
import type { MemberCaller, Vertical } from './vertical.ts';

export const b2b: Vertical = {
  name: 'b2b',
  person: 'member',
  session,
  project: {
    fetchKeys: async (stytch, projectId, options) =>
      (await stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId }, options)).keys,
    fetchPolicy: async (stytch, options) => (await stytch.call('get', '/v1/b2b/rbac/policy', {}, options)).policy,
    tenantOf: ({ organizationId }: MemberIdentity) => organizationId,
    async fetchTenantRoles(stytch, organizationId, options) {
      const path = '/v1/b2b/rbac/organizations/{organization_id}';
      const { org_policy } = await stytch.call('get', path, { organizationId }, options);
      return org_policy?.roles;
    },
  },
  target,
  ids: {
    prefixes: { organizationId: 'organization-', memberId: 'member-' },
    tenant: { name: 'organizationId', wireName: 'organization_id' },
    person: { name: 'memberId', wireName: 'member_id' },
  },
  signIn,
  partyOf: ({ organizationId, memberId }: MemberCaller) => ({
    caller: `member ${memberId}`,
    tenant: `organization ${organizationId}`,
  }),
  loadIntroduction: async () => (await import('./b2b/introduction.ts')).introduction,
  // A request by proof may concern any organization: Stytch verifies the proof.
  guardOf: (member: MemberCaller | undefined, byProof, log) =>
    member && !byProof ? tenancyGuard(member.organizationId, log) : undefined,
};
