import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { detail } from '../shared/detail.ts';
import { organizationNames } from './organization.ts';
import { takingSettings } from './organization-setting.ts';
import { missingFactor, type SignInShape } from './sign-in.ts';

type DiscoveredOrganization = Schemas['api_discovery_v1_DiscoveredOrganization'];

/** What every way to prove an address, and no more, answers. */
export interface DiscoveryShape extends SignInShape {
  email_address: string;
}

/** A tenant of an OAuth provider. */
export interface OauthTenantShape {
  provider: string;
  tenant: string;
}

const tenant = { type: 'Membership', field: 'oauthTenant' };
const tenantProvider = detail('provider', tenant);
const tenantId = detail('tenant', tenant);

/** The OAuth tenant that allows the person to join. Null if something else does. */
export const oauthTenant = (
  membership: Schemas['api_discovery_v1_Membership'],
  _: unknown,
  context: Context,
): OauthTenantShape | null => {
  const id = tenantId(membership, _, context);
  return id ? { provider: tenantProvider(membership, _, context) ?? '', tenant: id } : null;
};

/** What it would take to sign in to an organization that was found. */
export const nextStepIn = ({ member_authenticated, ...lacks }: DiscoveredOrganization) =>
  missingFactor(lacks) ?? (member_authenticated ? 'nothing' : 'first_factor');

export const discoverOrganizations = forward('post', '/v1/b2b/discovery/organizations');
export const createDiscoveredOrganization = takingSettings(
  forward('post', '/v1/b2b/discovery/organizations/create', organizationNames),
);
export const exchangeIntermediateSession = forward('post', '/v1/b2b/discovery/intermediate_sessions/exchange');
