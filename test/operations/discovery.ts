import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { latestSecret, SIGNED_IN } from './magic-link.ts';

/** The intermediate session token of a person who has used a magic link to their address. */
export async function discoveryToken(g: SandboxGateway, emailAddress: string): Promise<string> {
  await g.data(
    'mutation ($emailAddress: EmailAddress!) { sendDiscoveryMagicLink(input: { emailAddress: $emailAddress }) { __typename } }',
    { variables: { emailAddress }, as: null },
  );
  const { authenticateDiscoveryMagicLink: found } = await g.data<{
    authenticateDiscoveryMagicLink: { outcome: { intermediateSessionToken: string } };
  }>(
    `mutation ($token: String!) { authenticateDiscoveryMagicLink(input: { token: $token }) {
      ... on AuthenticateDiscoveryMagicLinkPayload { outcome { ... on OrganizationRequired { intermediateSessionToken } } } } }`,
    { variables: { token: latestSecret(g, emailAddress) }, as: null },
  );
  return found.outcome.intermediateSessionToken;
}

const error = '... on MutationError { errorType }';
const more = 'memberDevice { visitorId }';

export const operations: OperationExample[] = [
  {
    id: 'api_discovery_v1_discovery_organizations_List',
    document: `mutation ($intermediateSessionToken: String!) { discoverOrganizations(input: { credential: { intermediateSessionToken: $intermediateSessionToken } }) {
      ... on DiscoverOrganizationsPayload { emailAddress organizationIdHint
        organizations { nextStep organization { slug } membership { type member { memberId } } } } ${error} } }`,
    variables: async (g) => ({ intermediateSessionToken: await discoveryToken(g, 'liam@fernhill.example') }),
    as: null,
  },
  {
    id: 'api_discovery_v1_discovery_organizations_Create',
    document: `mutation ($intermediateSessionToken: String!) { createDiscoveredOrganization(input: { intermediateSessionToken: $intermediateSessionToken, name: "Elsewhere", slug: "elsewhere" }) {
      ...SignedIn ... on CreateDiscoveredOrganizationPayload { ${more} } ${error} } } ${SIGNED_IN}`,
    variables: async (g) => ({ intermediateSessionToken: await discoveryToken(g, 'quinn@elsewhere.example') }),
    as: null,
  },
  {
    id: 'api_discovery_v1_discovery_intermediate_sessions_Exchange',
    document: `mutation ($intermediateSessionToken: String!, $organizationId: ID!) { exchangeIntermediateSession(input: { intermediateSessionToken: $intermediateSessionToken, organizationId: $organizationId }) {
      ...SignedIn ... on ExchangeIntermediateSessionPayload { ${more} } ${error} } } ${SIGNED_IN}`,
    variables: async (g) => ({
      intermediateSessionToken: await discoveryToken(g, 'liam@fernhill.example'),
      organizationId: g.world.credentials.admin.organization_id,
    }),
    as: null,
  },
];
