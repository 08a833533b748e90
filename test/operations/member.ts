import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

const MEMBERS = 'api_organization_v1_organizations_members';

/** Ids of the first member in the sandbox that meets a condition. */
const someone =
  (is: (member: ReturnType<SandboxGateway['sandbox']['store']['members']['get']> & object) => boolean) =>
  (g: SandboxGateway) => {
    const found = [...g.sandbox.store.members.values()].find(is);
    if (!found) throw new Error('the sandbox knows nobody like that');
    return { organizationId: found.organization_id, memberId: found.member_id };
  };

const active = ({ status }: { status: string }) => status === 'active';
const anybody = someone(active);
const deleted = someone(({ status, email_address_verified }) => status === 'deleted' && email_address_verified);
const hasPhone = someone((member) => active(member) && member.mfa_phone_number !== '');
const hasTotp = someone((member) => active(member) && member.totp_registration_id !== '');
const hasPassword = someone((member) => active(member) && member.member_password_id !== '');
const hasRetiredEmail = someone((member) => active(member) && member.retired_email_addresses.length > 0);
const signedInWith = (provider: string) =>
  someone((member) => member.oauth_registrations.some(({ provider_type }) => provider_type === provider));
const cameByOidc = someone((member) =>
  member.sso_registrations.some(({ connection_id }) => connection_id.startsWith('oidc-')),
);

const mutation = (name: string, input = '', payload = 'member { memberId }') =>
  `mutation ($organizationId: ID!, $memberId: ID!) {
    ${name}(input: { organizationId: $organizationId, memberId: $memberId${input} }) {
      ... on ${name[0]?.toUpperCase()}${name.slice(1)}Payload { ${payload} } ... on MutationError { errorType } } }`;

const tokens = (field: string, selection: string) =>
  `query ($organizationId: ID!, $memberId: ID!) {
    member(organizationId: $organizationId, by: { id: $memberId }) { ${field} { ${selection} } } }`;

export const operations: OperationExample[] = [
  {
    id: `${MEMBERS}_Create`,
    document: `mutation ($organizationId: ID!) {
      createMember(input: { organizationId: $organizationId, emailAddress: "uma@fernhill.example" }) {
        ... on CreateMemberPayload { member { memberId } } ... on MutationError { errorType } } }`,
    variables: (g) => ({ organizationId: g.world.credentials.admin.organization_id }),
    as: 'admin',
  },
  {
    id: `${MEMBERS}_Get`,
    document: `mutation ($organizationId: ID!, $memberId: ID!) {
      unlockMemberSignIn(input: { organizationId: $organizationId, memberId: $memberId }) {
        ... on UnlockMemberSignInPayload { requestId member { isLocked signInLockedUntil } } ... on MutationError { errorType } } }`,
    variables: (g) => {
      const { organization_id, member_id } = g.world.credentials.member;
      return { organizationId: organization_id, memberId: member_id };
    },
    as: 'admin',
  },
  {
    id: `${MEMBERS}_Get`,
    document: `query ($organizationId: ID!, $memberId: ID!) {
      member(organizationId: $organizationId, by: { id: $memberId }) { name organization { name } } }`,
    variables: anybody,
  },
  { id: `${MEMBERS}_Update`, document: mutation('updateMember', ', name: "Renamed"'), variables: anybody },
  { id: `${MEMBERS}_Delete`, document: mutation('deleteMember', '', 'memberId'), variables: anybody },
  { id: `${MEMBERS}_Reactivate`, document: mutation('reactivateMember'), variables: deleted },
  {
    id: `${MEMBERS}_Search`,
    document: `query ($organizationId: ID!) {
      organization(by: { id: $organizationId }) { members(first: 2, filter: { statuses: [ACTIVE] }) { nodes { name } } } }`,
    variables: anybody,
  },
  {
    id: `${MEMBERS}_DangerouslyGet`,
    document: 'query ($memberId: ID!) { memberAnywhere(memberId: $memberId, includeDeleted: true) { status } }',
    variables: (g) => ({ memberId: deleted(g).memberId }),
  },
  { id: `${MEMBERS}_DeleteMFAPhoneNumber`, document: mutation('deleteMemberMfaPhoneNumber'), variables: hasPhone },
  { id: `${MEMBERS}_DeleteTOTP`, document: mutation('deleteMemberTotp'), variables: hasTotp },
  { id: `${MEMBERS}_DeletePassword`, document: mutation('deleteMemberPassword'), variables: hasPassword },
  {
    id: `${MEMBERS}_UnlinkRetiredEmail`,
    document: `mutation ($organizationId: ID!, $memberId: ID!, $emailId: ID!) {
      unlinkRetiredMemberEmail(input: { organizationId: $organizationId, memberId: $memberId, emailId: $emailId }) {
        ... on UnlinkRetiredMemberEmailPayload { member { memberId } } ... on MutationError { errorType } } }`,
    variables: (g) => {
      const key = hasRetiredEmail(g);
      return { ...key, emailId: g.sandbox.store.members.get(key.memberId)?.retired_email_addresses[0]?.email_id };
    },
  },
  {
    id: `${MEMBERS}_StartEmailUpdate`,
    document: mutation('startMemberEmailUpdate', ', emailAddress: "new@fernhill.example", deliveryMethod: EMAIL_OTP'),
    variables: anybody,
  },
  {
    id: `${MEMBERS}_DeleteExternalId`,
    document: mutation('deleteMemberExternalId'),
    variables: someone((member) => active(member) && member.external_id !== undefined),
  },
  {
    id: `${MEMBERS}_OIDCProviders`,
    document: tokens('oidcTokens', 'connectionId idToken accessToken'),
    variables: cameByOidc,
  },
  {
    id: `${MEMBERS}_oauth_providers_Google`,
    document: tokens('googleTokens', 'idToken accessToken'),
    variables: signedInWith('Google'),
  },
  {
    id: `${MEMBERS}_oauth_providers_Microsoft`,
    document: tokens('microsoftTokens', 'idToken accessToken'),
    variables: signedInWith('Microsoft'),
  },
  {
    id: `${MEMBERS}_oauth_providers_Slack`,
    document: tokens('slackTokens', 'accessToken botAccessToken'),
    variables: signedInWith('Slack'),
  },
  {
    id: `${MEMBERS}_oauth_providers_Hubspot`,
    document: tokens('hubspotTokens', 'accessToken'),
    variables: signedInWith('Hubspot'),
  },
  {
    id: `${MEMBERS}_oauth_providers_Github`,
    document: tokens('githubTokens', 'accessToken providerTenantIds'),
    variables: signedInWith('Github'),
  },
];
