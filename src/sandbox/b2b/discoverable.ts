import type { Schemas } from '../../stytch/contract/types.ts';
import { fail } from '../errors.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { emailDomainOf, inMinutes } from '../store.ts';
import { factorsFor } from './exchange.ts';
import { memberByEmail } from './find.ts';
import { newMember } from './member.ts';
import { missingFactors } from './sign-in.ts';
import { type IntermediateSession, membersOf, type Organization, type Store } from './store.ts';

type Membership = Schemas['api_discovery_v1_Membership'];
type DiscoverableOrganization = Schemas['api_discovery_v1_DiscoveredOrganization'];

/**
 * A person who discovers organizations: email address, proven factors and tenants, and the member if one is
 * authenticated.
 */
type DiscoveryIdentity = Pick<IntermediateSession, 'email_address' | 'member_id' | 'factors' | 'tenants'>;

/** Whether an address is in one of the organization's allowed email domains. */
export const allowsEmailDomain = ({ email_allowed_domains }: Organization, email: string) =>
  email_allowed_domains.some((domain) => domain.toLowerCase() === emailDomainOf(email));

/** Rejects an address that just-in-time provisioning by email does not permit. */
export const refuseEmailProvisioning = ({ email_jit_provisioning }: Organization): never =>
  email_jit_provisioning === 'RESTRICTED'
    ? fail(400, 'invalid_email_for_jit_provisioning', 'The organization does not provision members from this domain.')
    : fail(400, 'email_jit_provisioning_not_allowed', 'The organization does not provision members by email address.');

/** First tenant of the person that the organization allows for just-in-time provisioning. */
const sharedTenant = (organization: Organization, tenants: Record<string, string[]>) => {
  const allowed = organization.allowed_oauth_tenants ?? {};
  return Object.entries(tenants)
    .flatMap(([provider, ids]) => ids.map((tenant) => ({ provider, tenant })))
    .find(({ provider, tenant }) => {
      const open: unknown = allowed[provider];
      return Array.isArray(open) && open.includes(tenant);
    });
};

/**
 * Membership of an address in an organization: existing, or possible by just-in-time provisioning; undefined if
 * neither.
 */
export const membershipOf = (
  store: Store,
  organization: Organization,
  { email_address, tenants = {} }: DiscoveryIdentity,
): Membership | undefined => {
  const member = memberByEmail(store, organization.organization_id, email_address);
  if (member) return { type: `${member.status}_member`, member };

  const domain = emailDomainOf(email_address);
  // An allowed domain alone proves nothing: an active member must have a verified address in the domain.
  const known = membersOf(store, organization.organization_id).some(
    (other) =>
      other.status === 'active' && other.email_address_verified && emailDomainOf(other.email_address) === domain,
  );
  if (organization.email_jit_provisioning === 'RESTRICTED' && known && allowsEmailDomain(organization, email_address)) {
    return { type: 'eligible_to_join_by_email_domain', details: { domain } };
  }
  const details = sharedTenant(organization, tenants);
  return organization.oauth_tenant_jit_provisioning === 'RESTRICTED' && details
    ? { type: 'eligible_to_join_by_oauth_tenant', details }
    : undefined;
};

/**
 * Organizations of a person and, with `joining`, those that the person may join, each with the factors that are
 * missing.
 */
export const discoverOrganizations = (
  store: Store,
  seeker: DiscoveryIdentity,
  { joining }: { joining: boolean },
): DiscoverableOrganization[] =>
  [...store.organizations.values()].flatMap((organization) => {
    const membership = membershipOf(store, organization, seeker);
    if (!membership || (!membership.member && !joining)) return [];
    const member = membership.member ?? newMember(store, organization, seeker.email_address, true);
    const lacks = missingFactors(organization, member, factorsFor(seeker, member));
    return [{ organization, membership, member_authenticated: lacks === undefined, ...lacks }];
  });

/**
 * Starts an intermediate session without a member. Returns its token with the discovered organizations: the result of
 * every discovery authentication.
 */
export const startDiscovery = (store: Store, seeker: Omit<DiscoveryIdentity, 'member_id'>) => {
  const intermediate_session_token = opaqueToken();
  const expires_at = inMinutes(store, 10);
  store.intermediateSessions.set(intermediate_session_token, { ...seeker, expires_at });
  return {
    intermediate_session_token,
    intermediate_session_token_expires_at: expires_at,
    email_address: seeker.email_address,
    discovered_organizations: discoverOrganizations(store, seeker, { joining: true }),
  };
};
