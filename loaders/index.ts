import type { Stytch } from '../src/stytch/client.ts';
import type { Schemas } from '../src/stytch/rest.ts';
import { organizationLoader, organizationMetricsLoader } from './b2b/organization.ts';

/** Every loader of one request, and what keeps them true. */
export type Loaders = ReturnType<typeof createLoaders>;

type Organization = Schemas['api_organization_v1_Organization'];

/** Makes the loaders of one request. They are never shared: what one caller may read, another may not. */
export function createLoaders(stytch: Stytch) {
  const organization = organizationLoader(stytch);
  const organizationMetrics = organizationMetricsLoader(stytch);
  const all = [organization, organizationMetrics];

  const primeOrganization = (found: Organization) => {
    organization.prime(found.organization_id, found);
    if (found.organization_slug) organization.prime(found.organization_slug, found);
    if (found.organization_external_id) organization.prime(found.organization_external_id, found);
  };

  return {
    organization,
    organizationMetrics,
    /** Remembers the objects that an answer of Stytch brings along, so that nobody asks for them again. */
    prime(answer: object): void {
      const { organization: one, organizations: many } = answer as Embedded;
      if (one) primeOrganization(one);
      // Searches answer a list, or a map by id.
      if (many) for (const found of Object.values(many)) primeOrganization(found);
    },
    /** Forgets everything: after a write, whatever was read before may be wrong. */
    clear(): void {
      for (const loader of all) loader.clearAll();
    },
  };
}

/** Under these names, and no others, the contract embeds whole objects in answers. */
interface Embedded {
  organization?: Organization;
  organizations?: Record<string, Organization> | Organization[];
}
