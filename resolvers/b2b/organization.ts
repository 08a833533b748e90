import { organizationLoader, organizationMetricsLoader } from '../../loaders/b2b/organization.ts';
import { pageOf } from '../../loaders/page.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { byIds } from '../by-ids.ts';
import { type PageArgs, searchConnection, searchQuery } from '../connection.ts';
import { forward } from '../forward.ts';
import { takingSettings } from './organization-setting.ts';

type Organization = Schemas['api_organization_v1_Organization'];

/** The names of an organization in a lookup. The argument reader adds the fields of `by` to the arguments. */
interface OrganizationNames {
  readonly by: object;
  /** The id or slug. */
  readonly organizationId?: string | undefined;
  readonly organizationExternalId?: string | undefined;
}

export const organization = (
  _: unknown,
  { organizationId, organizationExternalId }: OrganizationNames,
  { loaders }: Context,
) => loaders.get(organizationLoader).load(organizationId ?? organizationExternalId ?? '');

export const organizationsById = (_: unknown, { ids }: { ids: readonly string[] }, { loaders }: Context) =>
  byIds(ids, (id) => loaders.get(organizationLoader).load(id));

/** The organization of an object that has its id. */
export const organizationOf = ({ organization_id }: { organization_id: string }, _: unknown, { loaders }: Context) =>
  loaders.get(organizationLoader).load(organization_id);

export const organizationNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => loaders.get(organizationLoader).load(id));

/** Filters of the organization search with their wire names. */
const filters = {
  organizationIds: 'organization_ids',
  slugs: 'organization_slugs',
  memberEmailAddresses: 'member_emails',
  emailAllowedDomains: 'allowed_domains',
  nameFuzzy: 'organization_name_fuzzy',
  slugFuzzy: 'organization_slug_fuzzy',
  memberEmailAddressFuzzy: 'member_email_fuzzy',
  emailAllowedDomainFuzzy: 'allowed_domain_fuzzy',
} as const;

export type OrganizationFilter = {
  readonly [Field in keyof typeof filters]?: string | readonly string[] | null | undefined;
};

export const organizations = (
  _: unknown,
  { filter, ...page }: PageArgs & { filter?: OrganizationFilter | null | undefined },
  { stytch, faults }: Context,
) => {
  const query = searchQuery(filter, filters);
  return searchConnection(page, async ({ cursor, limit }) => {
    const answer = await stytch.call('post', '/v1/b2b/organizations/search', {
      cursor,
      limit,
      query,
    });
    return pageOf('OrganizationConnection', answer.organizations, answer.results_metadata, answer, faults);
  });
};

export const organizationMetrics = ({ organization_id }: Organization, _: unknown, { loaders }: Context) =>
  loaders.get(organizationMetricsLoader).load(organization_id);

/** Wire names of the organization's properties, by graph name. */
export const organizationNames = {
  name: 'organization_name',
  slug: 'organization_slug',
  logoUrl: 'organization_logo_url',
  externalId: 'organization_external_id',
} as const;

export const createOrganization = takingSettings(forward('post', '/v1/b2b/organizations', organizationNames));
export const updateOrganization = takingSettings(
  forward('put', '/v1/b2b/organizations/{organization_id}', organizationNames),
);
export const deleteOrganization = forward('delete', '/v1/b2b/organizations/{organization_id}');
export const deleteOrganizationExternalId = forward('delete', '/v1/b2b/organizations/{organization_id}/external_id');
