import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';

/** The token or passcode in the newest message to an address or number. */
export const latestSecret = (g: SandboxGateway, to: string): string => {
  const message = g.sandbox.store.outbox.find((sent) => sent.to === to);
  if (!message?.secret) throw new Error(`nothing was sent to ${to}`);
  return message.secret;
};

/** The selection of a complete sign-in. */
export const SIGNED_IN = `fragment SignedIn on SignIn {
  member { memberId status } organization { organizationId slug } ${OUTCOME}
}`;

const home = (g: SandboxGateway) => g.world.credentials.admin.organization_id;
const liam = 'liam@fernhill.example';
const stranger = 'quinn@elsewhere.example';
const error = '... on MutationError { errorType }';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup',
    document: `mutation ($organizationId: ID!) { sendMemberMagicLink(input: { organizationId: $organizationId, emailAddress: "${liam}" }) {
      ... on SendMemberMagicLinkPayload { requestId member { memberId } organization { slug } memberCreated } ${error} } }`,
    variables: (g) => ({ organizationId: home(g) }),
  },
  {
    id: 'api_b2b_magic_v1_Authenticate',
    document: `mutation ($token: String!) { authenticateMemberMagicLink(input: { token: $token }) {
      ...SignedIn ... on AuthenticateMemberMagicLinkPayload { methodId } ${error} } } ${SIGNED_IN}`,
    variables: async (g) => {
      await g.data(
        `mutation ($organizationId: ID!) { sendMemberMagicLink(input: { organizationId: $organizationId, emailAddress: "${liam}" }) { __typename } }`,
        { variables: { organizationId: home(g) }, as: null },
      );
      return { token: latestSecret(g, liam) };
    },
    as: null,
  },
  {
    id: 'api_b2b_magic_v1_b2b_magic_links_email_Invite',
    document: `mutation ($organizationId: ID!) { inviteMember(input: { organizationId: $organizationId, emailAddress: "${stranger}", name: "Quinn", roleIds: ["editor"] }) {
      ... on InviteMemberPayload { member { memberId status roles { roleId } } organization { slug } } ${error} } }`,
    variables: (g) => ({ organizationId: home(g) }),
    as: 'admin',
  },
  {
    id: 'api_b2b_magic_v1_b2b_magic_links_email_discovery_Send',
    document: `mutation { sendDiscoveryMagicLink(input: { emailAddress: "${stranger}" }) {
      ... on SendDiscoveryMagicLinkPayload { requestId } ${error} } }`,
    as: null,
  },
  {
    id: 'api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate',
    document: `mutation ($token: String!) { authenticateDiscoveryMagicLink(input: { token: $token }) {
      ... on AuthenticateDiscoveryMagicLinkPayload { emailAddress ${OUTCOME} }
      ${error} } }`,
    variables: async (g) => {
      await g.data(`mutation { sendDiscoveryMagicLink(input: { emailAddress: "${liam}" }) { __typename } }`, {
        as: null,
      });
      return { token: latestSecret(g, liam) };
    },
    as: null,
  },
];
