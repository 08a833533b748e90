import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';
import { seededMember } from './totp.ts';

/** A password that no seeded member has and that every strength policy accepts. */
export const STRONG_PASSWORD = 'eleven wet umbrellas in the hall';

/** Address, organization and seeded password of Benedikt. */
export const benedikt = (g: SandboxGateway) => ({
  ...addressOf(seededMember(g, 'benedikt@fernhill.example')),
  password: 'rye needs a longer proof',
});

/** The input that names a member at sign-in. */
export const addressOf = ({ organization_id, email_address }: Member) => ({
  organizationId: organization_id,
  emailAddress: email_address,
});

/** A session of a member with a password factor authenticated now. */
export const freshSession = (g: SandboxGateway, member: Member) =>
  startSession(g.sandbox.store, member, {
    factors: [
      { type: 'password', delivery_method: 'knowledge', last_authenticated_at: g.sandbox.store.now().toISOString() },
    ],
  });

const START = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!) {
  startMemberPasswordReset(input: { organizationId: $organizationId, emailAddress: $emailAddress }) { __typename } }`;
const START_DISCOVERY = `mutation ($emailAddress: EmailAddress!) {
  startDiscoveryPasswordReset(input: { emailAddress: $emailAddress }) { __typename } }`;

/** The token of the newest mail. */
export const latestMailToken = (g: SandboxGateway) => g.sandbox.store.outbox[0]?.secret ?? '';

/** Enables passwords that are shared across organizations, a setting of the project. */
export const acrossOrganizations = (g: SandboxGateway) => {
  g.sandbox.store.crossOrganizationPasswords = true;
};

const error = '... on MutationError { errorType }';
const who = '$organizationId: ID!, $emailAddress: EmailAddress!';
const whom = 'organizationId: $organizationId, emailAddress: $emailAddress';
const found = `emailAddress ${OUTCOME}`;

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_password_v1_StrengthCheck',
    document: `mutation ($password: String!) { checkPasswordStrength(input: { password: $password, emailAddress: "ada@fernhill.example" }) {
      ... on CheckPasswordStrengthPayload { validPassword score breachedPassword strengthPolicy zxcvbnFeedback { warning suggestions } } ${error} } }`,
    variables: () => ({ password: 'ada ada ada' }),
    as: null,
  },
  {
    id: 'api_b2b_password_v1_Migrate',
    document: `mutation (${who}, $hash: String!) { migrateMemberPassword(input: { ${whom}, hash: $hash, hashType: SHA512,
      sha512Config: { prependSalt: "", appendSalt: "flour" } }) {
      ... on MigrateMemberPasswordPayload { memberCreated member { passwordId } organization { slug } } ${error} } }`,
    variables: (g) => ({ ...addressOf(seededMember(g, 'hiro@fernhill.example')), hash: '5a'.repeat(64) }),
  },
  {
    id: 'api_b2b_password_v1_Authenticate',
    document: `mutation (${who}, $password: String!) { authenticateMemberPassword(input: { ${whom}, password: $password }) {
      ... on SignIn { ${OUTCOME} member { name } } ${error} } }`,
    variables: benedikt,
    as: null,
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_email_ResetStart',
    document: `mutation (${who}) { startMemberPasswordReset(input: { ${whom} }) {
      ... on StartMemberPasswordResetPayload { requestId member { name } emailId } ${error} } }`,
    variables: (g) => addressOf(seededMember(g, 'hiro@fernhill.example')),
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_email_Reset',
    document: `mutation ($token: String!, $password: String!) { resetMemberPassword(input: { passwordResetToken: $token, password: $password }) {
      ... on SignIn { ${OUTCOME} member { passwordId } } ${error} } }`,
    variables: async (g) => {
      await g.data(START, { variables: addressOf(seededMember(g, 'hiro@fernhill.example')), as: null });
      return { token: latestMailToken(g), password: STRONG_PASSWORD };
    },
    as: null,
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_email_RequireReset',
    document: `mutation (${who}) { requireMemberPasswordReset(input: { ${whom} }) {
      ... on RequireMemberPasswordResetPayload { member { passwordId } organization { slug } } ${error} } }`,
    variables: (g) => {
      acrossOrganizations(g);
      return addressOf(seededMember(g, 'benedikt@fernhill.example'));
    },
    as: 'admin',
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_session_Reset',
    document: `mutation ($organizationId: ID!, $sessionToken: String!, $password: String!) {
      resetMemberPasswordBySession(input: { organizationId: $organizationId, session: { sessionToken: $sessionToken }, password: $password }) {
        ... on SignIn { ${OUTCOME} member { passwordId } } ${error} } }`,
    variables: (g) => {
      const hiro = seededMember(g, 'hiro@fernhill.example');
      return {
        organizationId: hiro.organization_id,
        sessionToken: freshSession(g, hiro).token,
        password: STRONG_PASSWORD,
      };
    },
    as: null,
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_existing_password_Reset',
    document: `mutation (${who}, $password: String!, $new: String!) {
      resetMemberPasswordByExistingPassword(input: { ${whom}, existingPassword: $password, newPassword: $new }) {
        ... on SignIn { ${OUTCOME} } ${error} } }`,
    variables: (g) => ({ ...benedikt(g), new: STRONG_PASSWORD }),
    as: null,
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_discovery_Authenticate',
    document: `mutation ($emailAddress: EmailAddress!, $password: String!) {
      authenticateDiscoveryPassword(input: { emailAddress: $emailAddress, password: $password }) {
        ... on AuthenticateDiscoveryPasswordPayload { ${found} } ${error} } }`,
    variables: (g) => {
      acrossOrganizations(g);
      const { emailAddress, password } = benedikt(g);
      return { emailAddress, password };
    },
    as: null,
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_discovery_email_ResetStart',
    document: `mutation { startDiscoveryPasswordReset(input: { emailAddress: "nobody@fernhill.example" }) {
      ... on StartDiscoveryPasswordResetPayload { requestId } ${error} } }`,
    variables: (g) => {
      acrossOrganizations(g);
      return {};
    },
    as: null,
  },
  {
    id: 'api_b2b_password_v1_b2b_passwords_discovery_email_Reset',
    document: `mutation ($token: String!, $password: String!) { resetDiscoveryPassword(input: { passwordResetToken: $token, password: $password }) {
      ... on ResetDiscoveryPasswordPayload { ${found} } ${error} } }`,
    variables: async (g) => {
      acrossOrganizations(g);
      await g.data(START_DISCOVERY, { variables: { emailAddress: 'hiro@fernhill.example' }, as: null });
      return { token: latestMailToken(g), password: STRONG_PASSWORD };
    },
    as: null,
  },
];
