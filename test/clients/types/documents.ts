/** Documents of an app whose types are tested. */
import { graphql } from '../gql/gql.ts';

export const SignIn = graphql(`
  mutation SignIn($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {
    authenticateMemberPassword(
      input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }
    ) {
      ... on AuthenticateMemberPasswordPayload {
        member { id name }
        outcome {
          ... on SignedIn { sessionToken sessionJwt session { id expiresAt } }
          ... on SignedInByCookie { session { id } }
          ... on SecondFactorRequired { intermediateSessionToken started }
          ... on EnrollmentRequired { intermediateSessionToken }
          ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }
          ... on OrganizationRequired { intermediateSessionToken organizations { organization { id name } } }
        }
      }
      ... on MutationError { code message path }
    }
  }
`);

export const Settings = graphql(`
  query Settings($by: OrganizationBy!) {
    organization(by: $by) {
      id
      mfaPolicy
      emailInvites
      authMethods { allowance allowed }
      mfaMethods { allowance allowed }
      firstPartyConnectedApps { allowance allowed }
      thirdPartyConnectedApps { allowance allowed }
      ssoJitProvisioning { allowance allowed }
      oauthTenantJitProvisioning { allowance allowed { provider tenantIds } }
    }
  }
`);

export const SaveSettings = graphql(`
  mutation SaveSettings($input: UpdateOrganizationInput!) {
    updateOrganization(input: $input) {
      ... on UpdateOrganizationPayload { organization { id mfaPolicy emailInvites authMethods { allowance allowed } } }
      ... on MutationError { code message path }
    }
  }
`);

export const DeleteMember = graphql(`
  mutation DeleteMember($organizationId: ID!, $memberId: ID!) {
    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {
      ... on DeleteMemberPayload { deletedId memberId organization { id } member { id status } }
      ... on MutationError { code }
    }
  }
`);

export const CreateMember = graphql(`
  mutation CreateMember($input: CreateMemberInput!) {
    createMember(input: $input) {
      ... on CreateMemberPayload { member { id } memberEdge { cursor node { id } } }
      ... on MutationError { code path }
    }
  }
`);

export const MemberName = graphql(`
  fragment MemberName on Member { id name emailAddress createdAt }
`);

export const MemberPage = graphql(`
  query MemberPage($organizationId: ID!, $by: MemberBy!) {
    viewer { id kind }
    member(organizationId: $organizationId, by: $by) { ...MemberName }
  }
`);
