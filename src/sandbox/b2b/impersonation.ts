import { textIn } from '../control/sent.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { grantImpersonation, impersonationMinutes, takeImpersonation } from '../shared/impersonator.ts';
import { findMember, findOrganization } from './find.ts';
import { startSession } from './live-session.ts';
import { signInResult } from './sign-in.ts';
import type { Store } from './store.ts';

/**
 * Simulates the dashboard's button to impersonate a member, at `POST /sandbox/impersonation`:
 *
 *     { "organization_id": "fernhill-bakery", "member_id": "staff-2" }
 *
 * Returns the `impersonation_token` and the redirect URL. `impersonator_email_address` names the impersonator. Default:
 * support@sandbox.example.
 */
export const startImpersonation = (store: Store, sent: Record<string, unknown>) => {
  const organization = findOrganization(store, textIn(sent, 'organization_id') ?? '');
  const member = findMember(store, organization, textIn(sent, 'member_id') ?? '');
  if (member.status !== 'active') {
    fail(400, 'action_available_only_for_active_members', 'Only an active member can be impersonated.');
  }
  return grantImpersonation(store, member.member_id, sent, 'multi_tenant_impersonation');
};

export const impersonation = {
  // Needs no second factor; the member's own factors are not part of the session.
  api_b2b_impersonation_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { person: member, factors } = takeImpersonation(store, body.impersonation_token, ({ person_id }) => {
        const found = store.members.get(person_id);
        return found?.status === 'active' ? found : undefined;
      });
      const record = startSession(store, member, { factors, minutes: impersonationMinutes });
      return {
        ...(await signInResult(store, record)),
        organization_id: member.organization_id,
        member_authenticated: true,
        intermediate_session_token: '',
      };
    },
  },
} satisfies DomainHandlers;
