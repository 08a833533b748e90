import type { Schemas } from '../../stytch/contract/types.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { domainOf, inMinutes } from '../store.ts';
import { factorsFor } from './exchange.ts';
import { memberByEmail } from './find.ts';
import { newMember } from './member.ts';
import { missingFactors } from './sign-in.ts';
import { type IntermediateSession, membersOf, type Organization, type Store } from './store.ts';

type Membership = Schemas['api_discovery_v1_Membership'];
type Discovered = Schemas['api_discovery_v1_DiscoveredOrganization'];

/** Whoever looks for an organization: what they have proven, and whose member they are already, if anybody's. */
type Seeker = Pick<IntermediateSession, 'email_address' | 'member_id' | 'factors' | 'tenants'>;

/** Whether a domain is one that an organization takes people from. */
export const allowsDomainOf = ({ email_allowed_domains }: Organization, email: string) =>
  email_allowed_domains.some((domain) => domain.toLowerCase() === domainOf(email));

/** A tenant that an organization lets people join from and that the person belongs to. */
const sharedTenant = (organization: Organization, tenants: Record<string, string[]>) => {
  const allowed = organization.allowed_oauth_tenants ?? {};
  return Object.entries(tenants)
    .flatMap(([provider, ids]) => ids.map((tenant) => ({ provider, tenant })))
    .find(({ provider, tenant }) => {
      const open: unknown = allowed[provider];
      return Array.isArray(open) && open.includes(tenant);
    });
};

/** What somebody of an address is to an organization, or may become; undefined is nothing. */
export const membershipIn = (
  store: Store,
  organization: Organization,
  { email_address, tenants = {} }: Seeker,
): Membership | undefined => {
  const member = memberByEmail(store, organization.organization_id, email_address);
  if (member) return { type: `${member.status}_member`, member };

  const domain = domainOf(email_address);
  // A domain in the settings proves nothing; a member with a verified address in it does.
  const known = membersOf(store, organization.organization_id).some(
    (other) => other.status === 'active' && other.email_address_verified && domainOf(other.email_address) === domain,
  );
  if (organization.email_jit_provisioning === 'RESTRICTED' && known && allowsDomainOf(organization, email_address)) {
    return { type: 'eligible_to_join_by_email_domain', details: { domain } };
  }
  const details = sharedTenant(organization, tenants);
  return organization.oauth_tenant_jit_provisioning === 'RESTRICTED' && details
    ? { type: 'eligible_to_join_by_oauth_tenant', details }
    : undefined;
};

/** The organizations somebody belongs to and, where they may, those they can join; each with what is left to do. */
export const discover = (store: Store, seeker: Seeker, { joining }: { joining: boolean }): Discovered[] =>
  [...store.organizations.values()].flatMap((organization) => {
    const membership = membershipIn(store, organization, seeker);
    if (!membership || (!membership.member && !joining)) return [];
    const member = membership.member ?? newMember(store, organization, seeker.email_address, true);
    const lacks = missingFactors(organization, member, factorsFor(seeker, member));
    return [{ organization, membership, member_authenticated: lacks === undefined, ...lacks }];
  });

/** What every way of discovery answers: an intermediate session of nobody's member, and where it leads. */
export const startDiscovery = (store: Store, seeker: Omit<Seeker, 'member_id'>) => {
  const intermediate_session_token = opaqueToken();
  const expires_at = inMinutes(store, 10);
  store.intermediateSessions.set(intermediate_session_token, { ...seeker, expires_at });
  return {
    intermediate_session_token,
    intermediate_session_token_expires_at: expires_at,
    email_address: seeker.email_address,
    discovered_organizations: discover(store, seeker, { joining: true }),
  };
};
