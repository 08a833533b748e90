import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { organizationNames } from './organization.ts';
import { missingFactor } from './sign-in.ts';

type DiscoveredOrganization = Schemas['api_discovery_v1_DiscoveredOrganization'];

/** What every way to prove an address, and no more, answers. */
export interface IntermediateSessionShape {
  request_id: string;
  intermediate_session_token: string;
  intermediate_session_token_expires_at?: string;
  email_address: string;
  discovered_organizations: DiscoveredOrganization[];
}

/** Whoever is only known by their address has an organization to choose, whatever comes after. */
export const discoveryStep = () => 'organization' as const;

/** What it would take to sign in to an organization that was found. */
export const nextStepIn = ({ member_authenticated, ...lacks }: DiscoveredOrganization) =>
  missingFactor(lacks) ?? (member_authenticated ? 'nothing' : 'first_factor');

/** Stands for the person: each is a secret. */
export interface DiscoveryCredentials {
  intermediateSessionToken?: string | null | undefined;
  sessionToken?: string | null | undefined;
  sessionJwt?: string | null | undefined;
}

export const discoveredOrganizations = (_: unknown, proof: DiscoveryCredentials, { stytch }: Context) =>
  stytch.call('post', '/v1/b2b/discovery/organizations', proof);

export const createDiscoveredOrganization = forward(
  'post',
  '/v1/b2b/discovery/organizations/create',
  organizationNames,
);
export const exchangeIntermediateSession = forward('post', '/v1/b2b/discovery/intermediate_sessions/exchange');
