import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';
import { latestSecret, SIGNED_IN } from './magic-link.ts';
import { memberKeyOf, seededMember } from './totp.ts';

const home = (g: SandboxGateway) => g.world.credentials.admin.organization_id;
const ada = (g: SandboxGateway) => seededMember(g, 'ada@fernhill.example');
const liam = 'liam@fernhill.example';
const error = '... on MutationError { errorType }';
const key = 'organizationId: $organizationId, memberId: $memberId';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_otp_v1_b2b_otp_sms_Send',
    document: `mutation ($organizationId: ID!, $memberId: ID!) { sendMemberSmsPasscode(input: { ${key} }) {
      ... on SendMemberSmsPasscodePayload { member { mfaPhoneNumber } organization { slug } } ${error} } }`,
    variables: (g) => memberKeyOf(ada(g)),
    as: 'admin',
  },
  {
    id: 'api_b2b_otp_v1_b2b_otp_sms_Authenticate',
    document: `mutation ($organizationId: ID!, $memberId: ID!, $code: String!, $sessionToken: String!) {
      authenticateMemberSmsPasscode(input: { ${key}, code: $code, credential: { sessionToken: $sessionToken } }) { ...SignedIn ${error} } } ${SIGNED_IN}`,
    variables: async (g) => {
      await g.data(
        `mutation ($organizationId: ID!, $memberId: ID!) { sendMemberSmsPasscode(input: { ${key} }) { __typename } }`,
        { variables: memberKeyOf(ada(g)), as: 'admin' },
      );
      return {
        ...memberKeyOf(ada(g)),
        code: latestSecret(g, ada(g).mfa_phone_number),
        sessionToken: g.world.credentials.admin.session_token,
      };
    },
    as: null,
  },
  {
    id: 'api_b2b_otp_v1_b2b_otp_email_LoginOrSignup',
    document: `mutation ($organizationId: ID!) { sendMemberEmailPasscode(input: { organizationId: $organizationId, emailAddress: "${liam}" }) {
      ... on SendMemberEmailPasscodePayload { member { memberId } organization { slug } memberCreated } ${error} } }`,
    variables: (g) => ({ organizationId: home(g) }),
  },
  {
    id: 'api_b2b_otp_v1_b2b_otp_email_Authenticate',
    document: `mutation ($organizationId: ID!, $code: String!) {
      authenticateMemberEmailPasscode(input: { organizationId: $organizationId, emailAddress: "${liam}", code: $code }) {
        ...SignedIn ... on AuthenticateMemberEmailPasscodePayload { methodId } ${error} } } ${SIGNED_IN}`,
    variables: async (g) => {
      await g.data(
        `mutation ($organizationId: ID!) { sendMemberEmailPasscode(input: { organizationId: $organizationId, emailAddress: "${liam}" }) { __typename } }`,
        { variables: { organizationId: home(g) }, as: null },
      );
      return { organizationId: home(g), code: latestSecret(g, liam) };
    },
    as: null,
  },
  {
    id: 'api_b2b_otp_v1_b2b_otp_email_discovery_Send',
    document: `mutation { sendDiscoveryEmailPasscode(input: { emailAddress: "${liam}", discoveryExpirationMinutes: 5 }) {
      ... on SendDiscoveryEmailPasscodePayload { requestId } ${error} } }`,
    as: null,
  },
  {
    id: 'api_b2b_otp_v1_b2b_otp_email_discovery_Authenticate',
    document: `mutation ($code: String!) { authenticateDiscoveryEmailPasscode(input: { emailAddress: "${liam}", code: $code }) {
      ... on AuthenticateDiscoveryEmailPasscodePayload { ${OUTCOME} } ${error} } }`,
    variables: async (g) => {
      await g.data(`mutation { sendDiscoveryEmailPasscode(input: { emailAddress: "${liam}" }) { __typename } }`, {
        as: null,
      });
      return { code: latestSecret(g, liam) };
    },
    as: null,
  },
];
