import type { ConsumerGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';

/** The authorization request of a seeded app. */
export const authorizationRequest = ({ sandbox }: ConsumerGateway, name: string, scopes: string[]) => {
  const app = sandbox.store.connectedApps.values().find(({ app }) => app.client_name === name)?.app;
  if (!app) throw new Error(`no seeded app is called ${name}`);
  return { clientId: app.client_id, redirectUri: app.redirect_urls[0] ?? '', scopes };
};

export const operations: readonly OperationExample[] = [
  {
    id: 'api_idp_v1_idp_oauth_AuthorizeStart',
    document: mutationOf(
      'prepareConnectedAppAuthorization',
      'consentRequired client { name clientType logoUrl } scopeResults { scope description isGrantable } user { userId }',
    ),
    variables: (g) => ({ input: authorizationRequest(g, 'Ledgerly', ['openid', 'read:documents']) }),
    as: 'ada',
  },
  {
    id: 'api_idp_v1_idp_oauth_Authorize',
    document: mutationOf('authorizeConnectedApp', 'redirectUri authorizationCode'),
    variables: (g) => ({
      input: {
        ...authorizationRequest(g, 'Ledgerly', ['openid', 'read:documents']),
        session: { sessionToken: g.world.credentials.ada.session_token },
        consentGranted: true,
        state: 'xyz',
      },
    }),
    as: null,
  },
];
