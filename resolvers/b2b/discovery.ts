import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { organizationNames } from './organization.ts';
import { missingFactor, type SignInShape } from './sign-in.ts';

type DiscoveredOrganization = Schemas['api_discovery_v1_DiscoveredOrganization'];

/** What every way to prove an address, and no more, answers. */
export interface DiscoveryShape extends SignInShape {
  email_address: string;
}

/** What it would take to sign in to an organization that was found. */
export const nextStepIn = ({ member_authenticated, ...lacks }: DiscoveredOrganization) =>
  missingFactor(lacks) ?? (member_authenticated ? 'nothing' : 'first_factor');

export const discoverOrganizations = forward('post', '/v1/b2b/discovery/organizations');
export const createDiscoveredOrganization = forward(
  'post',
  '/v1/b2b/discovery/organizations/create',
  organizationNames,
);
export const exchangeIntermediateSession = forward('post', '/v1/b2b/discovery/intermediate_sessions/exchange');
