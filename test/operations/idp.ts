import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

/** The authorization request of a seeded app. */
export const authorizationRequest = (g: SandboxGateway, name: string, scopes: string[]) => {
  const app = [...g.sandbox.store.connectedApps.values()].find(({ app }) => app.client_name === name)?.app;
  if (!app) throw new Error(`no seeded app is called ${name}`);
  return { clientId: app.client_id, redirectUri: app.redirect_urls[0], scopes };
};

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart',
    document: `mutation ($input: PrepareConnectedAppAuthorizationInput!) { prepareConnectedAppAuthorization(input: $input) {
      ... on PrepareConnectedAppAuthorizationPayload { consentRequired client { name clientType logoUrl }
        scopeResults { scope description isGrantable } member { memberId } organization { slug } }
      ... on MutationError { errorType } } }`,
    variables: (g) => ({
      input: {
        ...authorizationRequest(g, 'Ledgerly', ['openid', 'read:documents']),
        member: { sessionToken: g.world.credentials.member.session_token },
      },
    }),
    as: null,
  },
  {
    id: 'api_b2b_idp_v1_b2b_idp_oauth_Authorize',
    document: `mutation ($input: AuthorizeConnectedAppInput!) { authorizeConnectedApp(input: $input) {
      ... on AuthorizeConnectedAppPayload { redirectUri authorizationCode } ... on MutationError { errorType } } }`,
    variables: (g) => ({
      input: {
        ...authorizationRequest(g, 'Ledgerly', ['openid', 'read:documents']),
        member: { sessionToken: g.world.credentials.member.session_token },
        consentGranted: true,
        state: 'xyz',
      },
    }),
    as: null,
  },
];
