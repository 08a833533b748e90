import { mintAccessToken, mintTrustedToken } from '../../../src/sandbox/shared/tokens.ts';
import type { ConsumerGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';

const SIGN_IN = 'user { userId } outcome { __typename ... on UserSignedIn { sessionToken } }';

/** Input of `attestUserSession` for the owner of an address. */
export const attestation = async ({ sandbox: { store } }: ConsumerGateway, email: string) => {
  const [profile] = store.trustedTokenProfiles.values();
  if (!profile) throw new Error('the sandbox trusts no issuer');
  const token = await mintTrustedToken(store, profile, { [profile.email_claim]: email });
  return { profileId: profile.profile_id, token };
};

/** An access token of Ada's, from a connected app with full access. */
export const accessTokenOf = ({ sandbox: { store }, world }: ConsumerGateway, scopes = ['openid', 'full_access']) => {
  const app = store.connectedApps.values().find(({ app: { full_access_allowed } }) => full_access_allowed)?.app;
  return mintAccessToken(store, {
    personId: world.credentials.ada.user_id,
    clientId: app?.client_id ?? '',
    scopes,
  });
};

export const operations: readonly OperationExample[] = [
  {
    id: 'api_session_v1_Get',
    document:
      '{ viewer { user { sessions { sessionId attributes { ipAddress } authenticationFactors { __typename } } } } }',
    as: 'ada',
  },
  { id: 'api_session_v1_GetJWKS', document: '{ jwks { kid n e } }', as: null },
  {
    id: 'api_session_v1_Authenticate',
    document: mutationOf(
      'authenticateUserSession',
      'verdict { authorized grantingRoleIds } user { userId } outcome { ... on UserSignedIn { sessionJwt } }',
    ),
    variables: (g) => ({
      input: {
        session: { sessionToken: g.world.credentials.ada.session_token },
        authorizationCheck: { resourceId: 'document', action: 'write' },
      },
    }),
    as: null,
  },
  {
    id: 'api_session_v1_Revoke',
    document: mutationOf('revokeUserSession', 'revokedSessionIds'),
    variables: (g) => ({ input: { sessionToken: g.world.credentials.ada.session_token } }),
    as: null,
  },
  {
    id: 'api_session_v1_Migrate',
    document: mutationOf('migrateUserSession', SIGN_IN),
    variables: () => ({ input: { externalSessionToken: 'legacy-session-of-ada' } }),
  },
  {
    id: 'api_session_v1_Attest',
    document: mutationOf('attestUserSession', SIGN_IN),
    variables: async (g) => ({ input: await attestation(g, 'ben@okafor.example') }),
    as: null,
  },
  {
    id: 'api_session_v1_ExchangeAccessToken',
    document: mutationOf('exchangeUserAccessToken', SIGN_IN),
    variables: async (g) => ({ input: { accessToken: await accessTokenOf(g) } }),
    as: null,
  },
];
