import { checkEmail } from './checks.ts';
import type { Domain } from './domain.ts';
import { fail } from './errors.ts';
import { findMember, findOrganization } from './find.ts';
import { textIn } from './identity-provider.ts';
import { startSession, withFactor } from './live-session.ts';
import { linkTo } from './outbox.ts';
import { showSignIn } from './sign-in.ts';
import { inMinutes, isPast, type Store } from './store.ts';
import { newId, opaqueToken } from './tokens.ts';

const tokenMinutes = 5;
const sessionMinutes = 60;

/**
 * Plays the dashboard's button for acting as a member, at `POST /sandbox/impersonation`:
 *
 *     { "organization_id": "fernhill-bakery", "member_id": "staff-2" }
 *
 * gives the `impersonation_token`, and the address it would be brought to. `impersonator_email_address` says who
 * presses the button; somebody of support, if nobody is named.
 */
export const startImpersonation = (store: Store, sent: Record<string, unknown>) => {
  const organization = findOrganization(store, textIn(sent, 'organization_id') ?? '');
  const member = findMember(store, organization, textIn(sent, 'member_id') ?? '');
  if (member.status !== 'active') {
    fail(400, 'action_available_only_for_active_members', 'Only an active member can be impersonated.');
  }
  const impersonator_email_address = textIn(sent, 'impersonator_email_address') || 'support@sandbox.example';
  checkEmail(impersonator_email_address);
  const impersonation_token = opaqueToken();
  store.impersonations.set(impersonation_token, {
    member_id: member.member_id,
    impersonator_id: newId('workspace-member'),
    impersonator_email_address,
    expires_at: inMinutes(store, tokenMinutes),
  });
  const redirect_url = linkTo(undefined, 'multi_tenant_impersonation', impersonation_token);
  return { impersonation_token, redirect_url };
};

export const impersonation = {
  // No second factor is asked for, and none of the member's first ones counts.
  api_b2b_impersonation_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const granted = store.impersonations.get(body.impersonation_token);
      const member = store.members.get(granted?.member_id ?? '');
      if (!granted || isPast(store, granted.expires_at) || member?.status !== 'active') {
        const type = 'unable_to_auth_impersonation_token';
        return fail(401, type, 'The token is wrong, too old or was used before.');
      }
      store.impersonations.delete(body.impersonation_token);
      const { impersonator_id, impersonator_email_address } = granted;
      const factors = withFactor(store, [], {
        type: 'impersonated',
        delivery_method: 'impersonation',
        impersonated_factor: { impersonator_id, impersonator_email_address },
      });
      const record = startSession(store, member, { factors, minutes: sessionMinutes });
      return {
        ...(await showSignIn(store, record)),
        organization_id: member.organization_id,
        member_authenticated: true,
        intermediate_session_token: '',
      };
    },
  },
} satisfies Domain;
