import type { ConsumerGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';
import { playProvider } from './play.ts';

/** The token in the redirect after a sign-in at a provider. */
export const oauthTokenOf = async (g: ConsumerGateway, account: object): Promise<string> =>
  (await playProvider(g, 'oauth', { provider: 'google', ...account }))['oauth_token'] ?? '';

export const operations: readonly OperationExample[] = [
  {
    id: 'api_oauth_v1_Attach',
    document: mutationOf('startUserOauthAttachment', 'oauthAttachToken'),
    variables: () => ({ input: { provider: 'GITHUB' } }),
    as: 'ada',
  },
  {
    id: 'api_oauth_v1_Authenticate',
    document: mutationOf(
      'authenticateUserOauth',
      `provider providerSubject oauthUserRegistrationId resetSessions userDevice { __typename } user { userId }
       providerValues { accessToken refreshToken idToken scopes expiresAt }
       outcome { __typename ... on UserSignedIn { sessionToken session { authenticationFactors { __typename } } } }`,
    ),
    variables: async (g) => ({ input: { token: await oauthTokenOf(g, { email_address: 'ada@lovelace.example' }) } }),
    as: null,
  },
];
