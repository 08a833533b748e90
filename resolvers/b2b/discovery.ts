import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { detail } from '../shared/detail.ts';
import { organizationNames } from './organization.ts';
import { takingSettings } from './organization-setting.ts';
import { missingFactor, type SignInShape } from './sign-in.ts';

type DiscoveredOrganization = Schemas['api_discovery_v1_DiscoveredOrganization'];

/** The response to every proof of an email address without an organization. */
export interface DiscoveryShape extends SignInShape {
  email_address: string;
}

/** A tenant at an OAuth provider. */
export interface OauthTenantShape {
  provider: string;
  tenant: string;
}

const tenant = { type: 'Membership', field: 'oauthTenant' };
const tenantProvider = detail('provider', tenant);
const tenantId = detail('tenant', tenant);

/** The OAuth tenant that allows the person to join; null if something else does. */
export const oauthTenant = (
  membership: Schemas['api_discovery_v1_Membership'],
  _: unknown,
  context: Context,
): OauthTenantShape | null => {
  const id = tenantId(membership, _, context);
  return id ? { provider: tenantProvider(membership, _, context) ?? '', tenant: id } : null;
};

/** The next step to sign in to a discovered organization. */
export const nextStepIn = ({ member_authenticated, ...lacks }: DiscoveredOrganization) =>
  missingFactor(lacks) ?? (member_authenticated ? 'nothing' : 'first_factor');

export const discoverOrganizations = forward('post', '/v1/b2b/discovery/organizations');
export const createDiscoveredOrganization = takingSettings(
  forward('post', '/v1/b2b/discovery/organizations/create', organizationNames),
);
export const exchangeIntermediateSession = forward('post', '/v1/b2b/discovery/intermediate_sessions/exchange');
