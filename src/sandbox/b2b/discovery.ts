import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { isCommonDomain } from '../shared/checks.ts';
import { emailDomainOf } from '../store.ts';
import { discoverOrganizations, membershipOf, refuseEmailProvisioning } from './discoverable.ts';
import { factorsFor, findIntermediate } from './exchange.ts';
import { findOrganization } from './find.ts';
import { findLiveSession } from './live-session.ts';
import { newMember } from './member.ts';
import { checkEmailFree } from './member-email.ts';
import { newOrganization } from './organization.ts';
import { assignDirectly, saveMember, saveOrganization } from './save.ts';
import { checkSessionOptions, sessionOptionsOf, signIn } from './sign-in.ts';
import { type IntermediateSession, type Member, normalEmail, type Organization, type Store } from './store.ts';

/** Default name of a new organization: from the email domain, or from the local part for common and .edu domains. */
const nameFor = (email: string) => {
  const domain = emailDomainOf(email);
  const [person = ''] = email.split('@');
  const [company = ''] = domain.split('.');
  const source = isCommonDomain(domain) || domain.endsWith('.edu') ? person : company;
  const words = source.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join(' ') || email;
};

type DiscoveryIdentity = Pick<IntermediateSession, 'email_address' | 'factors' | 'tenants'>;

/** Rejects a person who is not a member and cannot be provisioned. */
const refuseJoining = (organization: Organization, { tenants }: DiscoveryIdentity): never => {
  if (tenants && organization.oauth_tenant_jit_provisioning === 'RESTRICTED') {
    const type = 'invalid_oauth_tenant_for_jit_provisioning';
    return fail(400, type, 'The organization does not provision members from these tenants.');
  }
  return refuseEmailProvisioning(organization);
};

/** Member of an organization for a discovery session. A new member is returned without being stored. */
export const memberToJoin = (store: Store, organization: Organization, session: DiscoveryIdentity): Member => {
  const membership = membershipOf(store, organization, session) ?? refuseJoining(organization, session);
  if (membership.member) return membership.member;
  checkEmailFree(store, organization, session.email_address);
  return newMember(store, organization, session.email_address, true);
};

/** Factors of an intermediate session that count for a member. Rejects a session without any. */
const worthTo = (session: IntermediateSession, member: Member) => {
  const factors = factorsFor(session, member);
  if (factors.length === 0) {
    const type = 'insufficient_factors_for_session_exchange';
    return fail(400, type, 'No factor of the intermediate session says anything outside of its organization.');
  }
  return factors;
};

export const discovery = {
  api_discovery_v1_discovery_intermediate_sessions_Exchange: {
    answer: ({ store, body }) => {
      const { intermediate_session_token: intermediate, locale } = body;
      const session = findIntermediate(store, intermediate);
      const organization = findOrganization(store, body.organization_id);
      const arriving = memberToJoin(store, organization, session);
      const factors = worthTo(session, arriving);
      checkSessionOptions(sessionOptionsOf(body));
      const member = store.members.has(arriving.member_id) ? arriving : saveMember(store, arriving);
      return signIn(store, organization, member, factors, sessionOptionsOf(body), { locale, intermediate });
    },
  },

  api_discovery_v1_discovery_organizations_Create: {
    answer: ({ store, body }) => {
      const {
        intermediate_session_token: intermediate,
        session_duration_minutes: _,
        session_custom_claims: __,
        telemetry_id: ___,
        organization_name,
        ...settings
      } = body;
      const session = findIntermediate(store, intermediate);
      const email = session.email_address;
      checkSessionOptions(sessionOptionsOf(body));
      const planned = newOrganization(store, { ...settings, organization_name: organization_name ?? nameFor(email) });
      checkEmailFree(store, planned, email);
      const founder = newMember(store, planned, email, true);
      const factors = worthTo(session, founder);

      const organization = saveOrganization(store, planned);
      const member = saveMember(store, { ...founder, roles: assignDirectly(['stytch_admin']) });
      return signIn(store, organization, member, factors, sessionOptionsOf(body), { intermediate });
    },
  },

  // A session lists the member's organizations; an intermediate session also lists those that the person may join.
  api_discovery_v1_discovery_organizations_List: {
    answer: async ({ store, body }) => {
      const { intermediate_session_token, session_token, session_jwt } = body;
      const given = [intermediate_session_token, session_token, session_jwt].filter(Boolean);
      if (given.length > 1) {
        const type = 'too_many_session_arguments';
        fail(400, type, 'Send one of intermediate session token, session token and JWT.');
      }
      if (intermediate_session_token) {
        const session = findIntermediate(store, intermediate_session_token);
        return {
          email_address: session.email_address,
          discovered_organizations: discoverOrganizations(store, session, { joining: true }),
          ...(session.organization_id ? { organization_id_hint: session.organization_id } : {}),
        };
      }
      const { record, member } = await findLiveSession(store, { session_token, session_jwt });
      const { member_id } = member;
      const email_address = normalEmail(member.email_address);
      const seeker = { email_address, member_id, factors: record.session.authentication_factors };
      return { email_address, discovered_organizations: discoverOrganizations(store, seeker, { joining: false }) };
    },
  },
} satisfies DomainHandlers;
