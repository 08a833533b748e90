import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';

/** Has the sandbox play the other party of a flow: an OAuth provider, or the dashboard. */
export async function playProvider(g: SandboxGateway, part: string, said: object): Promise<Record<string, string>> {
  const response = await fetch(`${g.sandbox.origin}/sandbox/${part}`, { method: 'POST', body: JSON.stringify(said) });
  return (await response.json()) as Record<string, string>;
}

const error = '... on MutationError { errorType }';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_oauth_v1_Authenticate',
    document: `mutation ($token: String!) { authenticateMemberOauth(input: { oauthToken: $token }) {
      ... on AuthenticateMemberOauthPayload { ${OUTCOME} member { name } provider providerSubject
        providerValues { accessToken refreshToken idToken expiresAt scopes } } ${error} } }`,
    variables: async (g) => {
      const said = {
        provider: 'google',
        email_address: 'hiro@fernhill.example',
        organization_id: g.world.credentials.admin.organization_id,
      };
      return { token: (await playProvider(g, 'oauth', said))['oauth_token'] };
    },
    as: null,
  },
  {
    id: 'api_b2b_oauth_v1_b2b_oauth_discovery_Authenticate',
    document: `mutation ($token: String!) { authenticateDiscoveryOauth(input: { discoveryOauthToken: $token }) {
      ... on AuthenticateDiscoveryOauthPayload { emailAddress ${OUTCOME}
        fullName provider providerTenantId providerTenantIds } ${error} } }`,
    variables: async (g) => {
      const said = {
        provider: 'slack',
        email_address: 'hiro@fernhill.example',
        name: 'Hiro',
        tenant_ids: ['T0FERNHILL'],
      };
      return { token: (await playProvider(g, 'oauth', said))['discovery_oauth_token'] };
    },
    as: null,
  },
];
