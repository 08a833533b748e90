/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Team($by: OrganizationBy!, $statuses: [MemberStatus!], $after: String) {\n    organization(by: $by) {\n      id\n      members(first: 4, after: $after, filter: { statuses: $statuses }) {\n        edges { cursor node { id name } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": typeof types.TeamDocument,
    "\n  query EveryMember($by: OrganizationBy!) {\n    organization(by: $by) { id members(first: 50) { nodes { id name } } }\n  }\n": typeof types.EveryMemberDocument,
    "\n  mutation Rename($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.RenameDocument,
    "\n  mutation Remove($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId organization { id } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.RemoveDocument,
    "query ViewerHead { viewer { id kind roleIds } }": typeof types.ViewerHeadDocument,
    "query ViewerMember { viewer { id member { id name } } }": typeof types.ViewerMemberDocument,
    "query ViewerOrganization { viewer { id organization { id name } } }": typeof types.ViewerOrganizationDocument,
    "\n  query SsoConnections($by: OrganizationBy!) {\n    organization(by: $by) { id ssoConnections { ... on SsoConnection { id displayName } ... on Node { id } } }\n  }\n": typeof types.SsoConnectionsDocument,
    "\n  mutation RenameOrganization($organizationId: ID!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n": typeof types.RenameOrganizationDocument,
    "\n  mutation InviteByForm($organizationId: ID!, $emailAddress: EmailAddress!) {\n    inviteMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on InviteMemberPayload { member { id } }\n      ... on MutationError { code path message }\n    }\n  }\n": typeof types.InviteByFormDocument,
    "\n  query Colleague($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name recoveryCodes }\n  }\n": typeof types.ColleagueDocument,
    "\n  query ByIds($organizationId: ID!, $ids: [ID!]!) {\n    membersById(organizationId: $organizationId, ids: $ids) { id name }\n    organizationsById(ids: [$organizationId]) { id name }\n  }\n": typeof types.ByIdsDocument,
    "query Me { viewer { id kind member { id name } } }": typeof types.MeDocument,
    "\n  mutation SignIn($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {\n    authenticateMemberPassword(\n      input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }\n    ) {\n      ... on AuthenticateMemberPasswordPayload {\n        member { id name }\n        outcome {\n          ... on SignedIn { sessionToken sessionJwt session { id expiresAt } }\n          ... on SignedInByCookie { session { id } }\n          ... on SecondFactorRequired { intermediateSessionToken started }\n          ... on EnrollmentRequired { intermediateSessionToken }\n          ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }\n          ... on OrganizationRequired { intermediateSessionToken organizations { organization { id name } } }\n        }\n      }\n      ... on MutationError { code message path }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  query Settings($by: OrganizationBy!) {\n    organization(by: $by) {\n      id\n      mfaPolicy\n      emailInvites\n      authMethods { allowance allowed }\n      mfaMethods { allowance allowed }\n      firstPartyConnectedApps { allowance allowed }\n      thirdPartyConnectedApps { allowance allowed }\n      ssoJitProvisioning { allowance allowed }\n      oauthTenantJitProvisioning { allowance allowed { provider tenantIds } }\n    }\n  }\n": typeof types.SettingsDocument,
    "\n  mutation SaveSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      ... on UpdateOrganizationPayload { organization { id mfaPolicy emailInvites authMethods { allowance allowed } } }\n      ... on MutationError { code message path }\n    }\n  }\n": typeof types.SaveSettingsDocument,
    "\n  mutation DeleteMember($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId memberId organization { id } member { id status } }\n      ... on MutationError { code }\n    }\n  }\n": typeof types.DeleteMemberDocument,
    "\n  mutation CreateMember($input: CreateMemberInput!) {\n    createMember(input: $input) {\n      ... on CreateMemberPayload { member { id } memberEdge { cursor node { id } } }\n      ... on MutationError { code path }\n    }\n  }\n": typeof types.CreateMemberDocument,
    "\n  fragment MemberName on Member { id name emailAddress createdAt }\n": typeof types.MemberNameFragmentDoc,
    "\n  query MemberPage($organizationId: ID!, $by: MemberBy!) {\n    viewer { id kind }\n    member(organizationId: $organizationId, by: $by) { ...MemberName }\n  }\n": typeof types.MemberPageDocument,
    "\n  query Names($by: OrganizationBy!) {\n    organization(by: $by) { id name members(first: 4) { nodes { id name } } }\n  }\n": typeof types.NamesDocument,
    "\n  query Card($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name }\n  }\n": typeof types.CardDocument,
    "\n  query Profile($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name createdAt }\n  }\n": typeof types.ProfileDocument,
    "\n  mutation NewName($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.NewNameDocument,
    "\n  mutation Add($organizationId: ID!, $emailAddress: EmailAddress!) {\n    createMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on CreateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.AddDocument,
    "\n  mutation Discard($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId }\n      ... on Error { code message }\n    }\n  }\n": typeof types.DiscardDocument,
    "query WhoAmI { viewer { id kind member { id name } } }": typeof types.WhoAmIDocument,
    "\n  mutation Renew($sessionToken: String!) {\n    authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) {\n      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } }\n      ... on MutationError { code }\n    }\n  }\n": typeof types.RenewDocument,
};
const documents: Documents = {
    "\n  query Team($by: OrganizationBy!, $statuses: [MemberStatus!], $after: String) {\n    organization(by: $by) {\n      id\n      members(first: 4, after: $after, filter: { statuses: $statuses }) {\n        edges { cursor node { id name } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": types.TeamDocument,
    "\n  query EveryMember($by: OrganizationBy!) {\n    organization(by: $by) { id members(first: 50) { nodes { id name } } }\n  }\n": types.EveryMemberDocument,
    "\n  mutation Rename($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n": types.RenameDocument,
    "\n  mutation Remove($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId organization { id } }\n      ... on Error { code message }\n    }\n  }\n": types.RemoveDocument,
    "query ViewerHead { viewer { id kind roleIds } }": types.ViewerHeadDocument,
    "query ViewerMember { viewer { id member { id name } } }": types.ViewerMemberDocument,
    "query ViewerOrganization { viewer { id organization { id name } } }": types.ViewerOrganizationDocument,
    "\n  query SsoConnections($by: OrganizationBy!) {\n    organization(by: $by) { id ssoConnections { ... on SsoConnection { id displayName } ... on Node { id } } }\n  }\n": types.SsoConnectionsDocument,
    "\n  mutation RenameOrganization($organizationId: ID!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n": types.RenameOrganizationDocument,
    "\n  mutation InviteByForm($organizationId: ID!, $emailAddress: EmailAddress!) {\n    inviteMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on InviteMemberPayload { member { id } }\n      ... on MutationError { code path message }\n    }\n  }\n": types.InviteByFormDocument,
    "\n  query Colleague($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name recoveryCodes }\n  }\n": types.ColleagueDocument,
    "\n  query ByIds($organizationId: ID!, $ids: [ID!]!) {\n    membersById(organizationId: $organizationId, ids: $ids) { id name }\n    organizationsById(ids: [$organizationId]) { id name }\n  }\n": types.ByIdsDocument,
    "query Me { viewer { id kind member { id name } } }": types.MeDocument,
    "\n  mutation SignIn($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {\n    authenticateMemberPassword(\n      input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }\n    ) {\n      ... on AuthenticateMemberPasswordPayload {\n        member { id name }\n        outcome {\n          ... on SignedIn { sessionToken sessionJwt session { id expiresAt } }\n          ... on SignedInByCookie { session { id } }\n          ... on SecondFactorRequired { intermediateSessionToken started }\n          ... on EnrollmentRequired { intermediateSessionToken }\n          ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }\n          ... on OrganizationRequired { intermediateSessionToken organizations { organization { id name } } }\n        }\n      }\n      ... on MutationError { code message path }\n    }\n  }\n": types.SignInDocument,
    "\n  query Settings($by: OrganizationBy!) {\n    organization(by: $by) {\n      id\n      mfaPolicy\n      emailInvites\n      authMethods { allowance allowed }\n      mfaMethods { allowance allowed }\n      firstPartyConnectedApps { allowance allowed }\n      thirdPartyConnectedApps { allowance allowed }\n      ssoJitProvisioning { allowance allowed }\n      oauthTenantJitProvisioning { allowance allowed { provider tenantIds } }\n    }\n  }\n": types.SettingsDocument,
    "\n  mutation SaveSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      ... on UpdateOrganizationPayload { organization { id mfaPolicy emailInvites authMethods { allowance allowed } } }\n      ... on MutationError { code message path }\n    }\n  }\n": types.SaveSettingsDocument,
    "\n  mutation DeleteMember($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId memberId organization { id } member { id status } }\n      ... on MutationError { code }\n    }\n  }\n": types.DeleteMemberDocument,
    "\n  mutation CreateMember($input: CreateMemberInput!) {\n    createMember(input: $input) {\n      ... on CreateMemberPayload { member { id } memberEdge { cursor node { id } } }\n      ... on MutationError { code path }\n    }\n  }\n": types.CreateMemberDocument,
    "\n  fragment MemberName on Member { id name emailAddress createdAt }\n": types.MemberNameFragmentDoc,
    "\n  query MemberPage($organizationId: ID!, $by: MemberBy!) {\n    viewer { id kind }\n    member(organizationId: $organizationId, by: $by) { ...MemberName }\n  }\n": types.MemberPageDocument,
    "\n  query Names($by: OrganizationBy!) {\n    organization(by: $by) { id name members(first: 4) { nodes { id name } } }\n  }\n": types.NamesDocument,
    "\n  query Card($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name }\n  }\n": types.CardDocument,
    "\n  query Profile($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name createdAt }\n  }\n": types.ProfileDocument,
    "\n  mutation NewName($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n": types.NewNameDocument,
    "\n  mutation Add($organizationId: ID!, $emailAddress: EmailAddress!) {\n    createMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on CreateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n": types.AddDocument,
    "\n  mutation Discard($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId }\n      ... on Error { code message }\n    }\n  }\n": types.DiscardDocument,
    "query WhoAmI { viewer { id kind member { id name } } }": types.WhoAmIDocument,
    "\n  mutation Renew($sessionToken: String!) {\n    authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) {\n      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } }\n      ... on MutationError { code }\n    }\n  }\n": types.RenewDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Team($by: OrganizationBy!, $statuses: [MemberStatus!], $after: String) {\n    organization(by: $by) {\n      id\n      members(first: 4, after: $after, filter: { statuses: $statuses }) {\n        edges { cursor node { id name } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Team($by: OrganizationBy!, $statuses: [MemberStatus!], $after: String) {\n    organization(by: $by) {\n      id\n      members(first: 4, after: $after, filter: { statuses: $statuses }) {\n        edges { cursor node { id name } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EveryMember($by: OrganizationBy!) {\n    organization(by: $by) { id members(first: 50) { nodes { id name } } }\n  }\n"): (typeof documents)["\n  query EveryMember($by: OrganizationBy!) {\n    organization(by: $by) { id members(first: 50) { nodes { id name } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Rename($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation Rename($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Remove($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId organization { id } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation Remove($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId organization { id } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ViewerHead { viewer { id kind roleIds } }"): (typeof documents)["query ViewerHead { viewer { id kind roleIds } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ViewerMember { viewer { id member { id name } } }"): (typeof documents)["query ViewerMember { viewer { id member { id name } } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ViewerOrganization { viewer { id organization { id name } } }"): (typeof documents)["query ViewerOrganization { viewer { id organization { id name } } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SsoConnections($by: OrganizationBy!) {\n    organization(by: $by) { id ssoConnections { ... on SsoConnection { id displayName } ... on Node { id } } }\n  }\n"): (typeof documents)["\n  query SsoConnections($by: OrganizationBy!) {\n    organization(by: $by) { id ssoConnections { ... on SsoConnection { id displayName } ... on Node { id } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenameOrganization($organizationId: ID!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n"): (typeof documents)["\n  mutation RenameOrganization($organizationId: ID!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation InviteByForm($organizationId: ID!, $emailAddress: EmailAddress!) {\n    inviteMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on InviteMemberPayload { member { id } }\n      ... on MutationError { code path message }\n    }\n  }\n"): (typeof documents)["\n  mutation InviteByForm($organizationId: ID!, $emailAddress: EmailAddress!) {\n    inviteMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on InviteMemberPayload { member { id } }\n      ... on MutationError { code path message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Colleague($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name recoveryCodes }\n  }\n"): (typeof documents)["\n  query Colleague($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name recoveryCodes }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ByIds($organizationId: ID!, $ids: [ID!]!) {\n    membersById(organizationId: $organizationId, ids: $ids) { id name }\n    organizationsById(ids: [$organizationId]) { id name }\n  }\n"): (typeof documents)["\n  query ByIds($organizationId: ID!, $ids: [ID!]!) {\n    membersById(organizationId: $organizationId, ids: $ids) { id name }\n    organizationsById(ids: [$organizationId]) { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Me { viewer { id kind member { id name } } }"): (typeof documents)["query Me { viewer { id kind member { id name } } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {\n    authenticateMemberPassword(\n      input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }\n    ) {\n      ... on AuthenticateMemberPasswordPayload {\n        member { id name }\n        outcome {\n          ... on SignedIn { sessionToken sessionJwt session { id expiresAt } }\n          ... on SignedInByCookie { session { id } }\n          ... on SecondFactorRequired { intermediateSessionToken started }\n          ... on EnrollmentRequired { intermediateSessionToken }\n          ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }\n          ... on OrganizationRequired { intermediateSessionToken organizations { organization { id name } } }\n        }\n      }\n      ... on MutationError { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {\n    authenticateMemberPassword(\n      input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }\n    ) {\n      ... on AuthenticateMemberPasswordPayload {\n        member { id name }\n        outcome {\n          ... on SignedIn { sessionToken sessionJwt session { id expiresAt } }\n          ... on SignedInByCookie { session { id } }\n          ... on SecondFactorRequired { intermediateSessionToken started }\n          ... on EnrollmentRequired { intermediateSessionToken }\n          ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }\n          ... on OrganizationRequired { intermediateSessionToken organizations { organization { id name } } }\n        }\n      }\n      ... on MutationError { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Settings($by: OrganizationBy!) {\n    organization(by: $by) {\n      id\n      mfaPolicy\n      emailInvites\n      authMethods { allowance allowed }\n      mfaMethods { allowance allowed }\n      firstPartyConnectedApps { allowance allowed }\n      thirdPartyConnectedApps { allowance allowed }\n      ssoJitProvisioning { allowance allowed }\n      oauthTenantJitProvisioning { allowance allowed { provider tenantIds } }\n    }\n  }\n"): (typeof documents)["\n  query Settings($by: OrganizationBy!) {\n    organization(by: $by) {\n      id\n      mfaPolicy\n      emailInvites\n      authMethods { allowance allowed }\n      mfaMethods { allowance allowed }\n      firstPartyConnectedApps { allowance allowed }\n      thirdPartyConnectedApps { allowance allowed }\n      ssoJitProvisioning { allowance allowed }\n      oauthTenantJitProvisioning { allowance allowed { provider tenantIds } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      ... on UpdateOrganizationPayload { organization { id mfaPolicy emailInvites authMethods { allowance allowed } } }\n      ... on MutationError { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SaveSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      ... on UpdateOrganizationPayload { organization { id mfaPolicy emailInvites authMethods { allowance allowed } } }\n      ... on MutationError { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMember($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId memberId organization { id } member { id status } }\n      ... on MutationError { code }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMember($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId memberId organization { id } member { id status } }\n      ... on MutationError { code }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateMember($input: CreateMemberInput!) {\n    createMember(input: $input) {\n      ... on CreateMemberPayload { member { id } memberEdge { cursor node { id } } }\n      ... on MutationError { code path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateMember($input: CreateMemberInput!) {\n    createMember(input: $input) {\n      ... on CreateMemberPayload { member { id } memberEdge { cursor node { id } } }\n      ... on MutationError { code path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MemberName on Member { id name emailAddress createdAt }\n"): (typeof documents)["\n  fragment MemberName on Member { id name emailAddress createdAt }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MemberPage($organizationId: ID!, $by: MemberBy!) {\n    viewer { id kind }\n    member(organizationId: $organizationId, by: $by) { ...MemberName }\n  }\n"): (typeof documents)["\n  query MemberPage($organizationId: ID!, $by: MemberBy!) {\n    viewer { id kind }\n    member(organizationId: $organizationId, by: $by) { ...MemberName }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Names($by: OrganizationBy!) {\n    organization(by: $by) { id name members(first: 4) { nodes { id name } } }\n  }\n"): (typeof documents)["\n  query Names($by: OrganizationBy!) {\n    organization(by: $by) { id name members(first: 4) { nodes { id name } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Card($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name }\n  }\n"): (typeof documents)["\n  query Card($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Profile($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name createdAt }\n  }\n"): (typeof documents)["\n  query Profile($organizationId: ID!, $by: MemberBy!) {\n    member(organizationId: $organizationId, by: $by) { id name createdAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation NewName($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation NewName($organizationId: ID!, $memberId: ID!, $name: String!) {\n    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {\n      ... on UpdateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Add($organizationId: ID!, $emailAddress: EmailAddress!) {\n    createMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on CreateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation Add($organizationId: ID!, $emailAddress: EmailAddress!) {\n    createMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {\n      ... on CreateMemberPayload { member { id name } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Discard($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation Discard($organizationId: ID!, $memberId: ID!) {\n    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {\n      ... on DeleteMemberPayload { deletedId }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAmI { viewer { id kind member { id name } } }"): (typeof documents)["query WhoAmI { viewer { id kind member { id name } } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Renew($sessionToken: String!) {\n    authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) {\n      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } }\n      ... on MutationError { code }\n    }\n  }\n"): (typeof documents)["\n  mutation Renew($sessionToken: String!) {\n    authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) {\n      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } }\n      ... on MutationError { code }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;