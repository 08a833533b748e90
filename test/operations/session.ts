import { mintAccessToken, mintTrustedToken } from '../../src/sandbox/shared/tokens.ts';
import { consentKey } from '../../src/sandbox/store.ts';
import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';

const admin = (g: SandboxGateway) => g.world.credentials.admin;
const other = (g: SandboxGateway) =>
  g.world.organizations.find(({ organization_id }) => organization_id !== admin(g).organization_id)?.organization_id;

/** An access token of a first-party app, issued for the admin. */
const accessToken = (g: SandboxGateway) => {
  const { store } = g.sandbox;
  const memberId = admin(g).member_id;
  const [app] = [...store.connectedApps.values()].filter(({ app }) => app.full_access_allowed);
  const clientId = app?.app.client_id ?? '';
  const scopes = ['openid', 'full_access'];
  store.consents.set(consentKey(memberId, clientId), {
    member_id: memberId,
    organization_id: admin(g).organization_id,
    client_id: clientId,
    scopes,
    granted_at: store.now().toISOString(),
  });
  return mintAccessToken(store, { personId: memberId, clientId, scopes });
};

/** A token of an issuer that the project trusts, about the admin. */
const trustedToken = async (g: SandboxGateway) => {
  const [profile] = g.sandbox.store.trustedTokenProfiles.values();
  if (!profile) throw new Error('the sandbox has a profile');
  const { email_address: email, organization_id } = admin(g);
  const token = await mintTrustedToken(g.sandbox.store, profile, { email, organization_id });
  return { token, profileId: profile.profile_id };
};

const error = '... on MutationError { errorType }';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_session_v1_Get',
    document:
      '{ viewer { session { memberSessionId expiresAt authenticationFactors { __typename type deliveryMethod } } } }',
    as: 'member',
  },
  {
    id: 'api_b2b_session_v1_Authenticate',
    document: `mutation ($sessionToken: String!) { authenticateMemberSession(input: { session: { sessionToken: $sessionToken }, sessionDurationMinutes: 60 }) {
      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt session { expiresAt } } } } ${error} } }`,
    variables: (g) => ({ sessionToken: admin(g).session_token }),
    as: null,
  },
  {
    id: 'api_b2b_session_v1_Revoke',
    document: `mutation ($memberId: ID!) { revokeMemberSession(input: { memberId: $memberId }) {
      ... on RevokeMemberSessionPayload { requestId } ${error} } }`,
    variables: (g) => ({ memberId: g.world.credentials.member.member_id }),
  },
  {
    id: 'api_b2b_session_v1_Exchange',
    document: `mutation ($organizationId: ID!, $sessionToken: String!) { exchangeMemberSession(input: { organizationId: $organizationId, session: { sessionToken: $sessionToken } }) {
      ... on ExchangeMemberSessionPayload { ${OUTCOME} } ${error} } }`,
    variables: (g) => ({ organizationId: other(g), sessionToken: admin(g).session_token }),
    as: null,
  },
  {
    id: 'api_b2b_session_v1_ExchangeAccessToken',
    document: `mutation ($accessToken: String!) { exchangeMemberAccessToken(input: { accessToken: $accessToken }) {
      ... on ExchangeMemberAccessTokenPayload { ${OUTCOME} member { memberId } } ${error} } }`,
    variables: async (g) => ({ accessToken: await accessToken(g) }),
    as: null,
  },
  {
    id: 'api_b2b_session_v1_Attest',
    document: `mutation ($profileId: String!, $token: String!) { attestMemberSession(input: { profileId: $profileId, token: $token }) {
      ... on AttestMemberSessionPayload { ${OUTCOME} member { memberId } } ${error} } }`,
    variables: trustedToken,
    as: null,
  },
  {
    id: 'api_b2b_session_v1_Migrate',
    document: `mutation ($organizationId: ID!) { migrateMemberSession(input: { organizationId: $organizationId, sessionToken: "legacy-session-of-liam" }) {
      ... on MigrateMemberSessionPayload { ${OUTCOME} member { memberId } } ${error} } }`,
    variables: (g) => ({ organizationId: admin(g).organization_id }),
  },
  { id: 'api_b2b_session_v1_GetJWKS', document: '{ jwks { kid alg n e } }', as: null },
];
