import type { Stytch } from '../src/stytch/client.ts';
import type { Schemas } from '../src/stytch/rest.ts';
import { memberLoader } from './b2b/member.ts';
import { organizationLoader, organizationMetricsLoader, organizationRbacPolicyLoader } from './b2b/organization.ts';

/** Every loader of one request, and what keeps them true. */
export type Loaders = ReturnType<typeof createLoaders>;

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];

/** Makes the loaders of one request. They are never shared: what one caller may read, another may not. */
export function createLoaders(stytch: Stytch) {
  const all = {
    organization: organizationLoader(stytch),
    organizationMetrics: organizationMetricsLoader(stytch),
    organizationRbacPolicy: organizationRbacPolicyLoader(stytch),
    member: memberLoader(stytch),
  };
  const { organization, member } = all;

  const primeOrganization = (found: Organization) => {
    organization.prime(found.organization_id, found);
    if (found.organization_slug) organization.prime(found.organization_slug, found);
    if (found.organization_external_id) organization.prime(found.organization_external_id, found);
  };

  const primeMember = (found: Member) => {
    const { organization_id: organizationId, member_id: memberId } = found;
    member.prime({ organizationId, memberId }, found);
  };

  return {
    ...all,
    /** Remembers the objects that an answer of Stytch brings along, so that nobody asks for them again. */
    prime(answer: object): void {
      const embedded: Embedded = answer;
      if (embedded.organization) primeOrganization(embedded.organization);
      if (embedded.member) primeMember(embedded.member);
      // Searches answer a list, or a map by id.
      for (const found of Object.values(embedded.organizations ?? {})) primeOrganization(found);
      for (const found of embedded.members ?? []) primeMember(found);
    },
    /** Forgets everything: after a write, whatever was read before may be wrong. */
    clear(): void {
      for (const loader of Object.values(all)) loader.clearAll();
    },
  };
}

/** Under these names, and no others, the contract embeds whole objects in answers. */
interface Embedded {
  organization?: Organization;
  organizations?: Record<string, Organization> | Organization[];
  member?: Member;
  members?: Member[];
}
