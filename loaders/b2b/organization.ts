import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { batchById, batchLoader, pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineEmbeddedLoader, inside } from '../embedded.ts';
import { defineLoader, type LoaderTools } from '../loader.ts';

type Organization = Schemas['api_organization_v1_Organization'];

/** Whether an id is a Stytch id; otherwise it is a slug or an external id. */
export const isOrganizationId = (id: string): boolean => id.startsWith('organization-');

/**
 * Organizations by id, slug or external id; null if not found. Several Stytch ids are one search; slugs and external
 * ids, which have the same form, are fetched by GET.
 */
const fetchOrganizations = ({ stytch, batching, faults, trace }: LoaderTools) => {
  const fetchOne = (organizationId: string): Promise<Organization | null> =>
    pickOrDefault(
      stytch.call('get', '/v1/b2b/organizations/{organization_id}', { organizationId }),
      (answer) => faults.object(answer.organization, { type: 'Query', field: 'organization' }, answer),
      null,
    );
  const fetchMany = async (organizationIds: readonly string[]): Promise<readonly Organization[]> => {
    const answer = await stytch.call('post', '/v1/b2b/organizations/search', {
      limit: organizationIds.length,
      query: { operator: 'AND', operands: [{ filter_name: 'organization_ids', filter_value: organizationIds }] },
    });
    return faults.list(answer.organizations, { type: 'OrganizationConnection', field: 'nodes' }, answer);
  };
  return batchLoader(
    batchById(
      {
        isId: isOrganizationId,
        id: (key: string) => key,
        idOf: (organization: Organization) => organization.organization_id,
        type: 'Organization',
        faults,
        fetchOne,
        fetchMany,
      },
      batching,
    ),
    trace,
    (id) => id,
  );
};

/** Properties of responses that contain organizations. */
interface Holder {
  readonly organization?: Organization;
  readonly organizations?: Readonly<Record<string, Organization>> | readonly Organization[];
  readonly discovered_organizations?: readonly Schemas['api_discovery_v1_DiscoveredOrganization'][];
}

/** Organizations, which most responses contain. */
export const organizationLoader = defineEmbeddedLoader<string, Organization>({
  make: fetchOrganizations,
  places: ['organization', 'organizations', 'discovered_organizations'] satisfies (keyof Holder)[],
  find({ organization, organizations, discovered_organizations }: Holder, found) {
    found(organization);
    for (const one of inside(organizations)) found(one);
    for (const one of inside(discovered_organizations)) if (isRecord(one)) found(one.organization);
  },
  idOf: ({ organization_id }) => organization_id,
  idIn: (key) => (isOrganizationId(key) ? key : undefined),
  is: (one, key) =>
    one.organization_id === key || one.organization_slug === key || one.organization_external_id === key,
});

/** The custom roles of an organization, by organization id. */
export const organizationRbacPolicyLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (organizationId: string) => {
    const answer = await stytch.call('get', '/v1/b2b/rbac/organizations/{organization_id}', { organizationId });
    return faults.object(answer.org_policy, { type: 'Organization', field: 'rbacPolicy' }, answer);
  }),
);

/** Metrics of an organization, by organization id. */
export const organizationMetricsLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((organizationId: string) =>
    stytch.call('get', '/v1/b2b/organizations/{organization_id}/metrics', { organizationId }),
  ),
);
