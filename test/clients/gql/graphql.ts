/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** How much a setting of an organization lets through. */
export type Allowance =
  /** Everything is allowed. */
  | 'ALL_ALLOWED'
  /** Nothing is allowed. */
  | 'NOT_ALLOWED'
  /** Only what the list beside this setting names is allowed. */
  | 'RESTRICTED'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** Tenants of one OAuth provider whose people may become members. */
export type AllowedOauthTenantInput = {
  /** The provider. */
  provider: OauthTenantProvider;
  /** Ids of the tenants at the provider. */
  tenantIds: Array<string>;
};

/** A way to sign in to an organization. */
export type AuthMethod =
  /** A one-time passcode sent by email. */
  | 'EMAIL_OTP'
  /** A GitHub account. */
  | 'GITHUB_OAUTH'
  /** A Google account. */
  | 'GOOGLE_OAUTH'
  /** A HubSpot account. */
  | 'HUBSPOT_OAUTH'
  /** A link sent by email. */
  | 'MAGIC_LINK'
  /** A Microsoft account. */
  | 'MICROSOFT_OAUTH'
  /** A password. */
  | 'PASSWORD'
  /** A Slack account. */
  | 'SLACK_OAUTH'
  /** Single sign-on through a connection of the organization. */
  | 'SSO'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** Which ways to sign in may be used. What is not given stays as it is. */
export type AuthMethodSettingInput = {
  /** ALL_ALLOWED or RESTRICTED. Null is refused. Leave it out to keep it. */
  allowance?: Allowance | null | undefined;
  /** The ways to sign in allowed under RESTRICTED. Null is refused. Leave it out to keep it, or give [] to clear it. */
  allowed?: Array<AuthMethod> | null | undefined;
};

/** Which connected apps of one kind members may use. What is not given stays as it is. */
export type ConnectedAppSettingInput = {
  /** How much is allowed. Null is refused. Leave it out to keep it. */
  allowance?: Allowance | null | undefined;
  /** The apps allowed under RESTRICTED, by `id` or `clientId`. Null is refused. Leave it out to keep it, or give [] to clear it. */
  allowed?: Array<string> | null | undefined;
};

/** What `createMember` takes. */
export type CreateMemberInput = {
  /** Whether to begin as PENDING until the first sign-in; ACTIVE at once when not given. */
  createMemberAsPending?: boolean | null | undefined;
  /** Address the person will sign in with; nobody else in the organization may have it. */
  emailAddress: string;
  /** Your own id: up to 128 letters, digits or any of . _ - |, unique within the organization. Servers only. */
  externalId?: string | null | undefined;
  /** Whether the member may sign in past the settings of the organization. */
  isBreakglass?: boolean | null | undefined;
  /** Whether the member needs a second factor at every sign-in. */
  mfaEnrolled?: boolean | null | undefined;
  /** Phone for passcodes. A member has one at most: delete it before you set another. */
  mfaPhoneNumber?: string | null | undefined;
  /** What the person is called. */
  name?: string | null | undefined;
  /** Id of the organization. */
  organizationId: string;
  /** Ids of the roles to give by hand; replaces those given so before. */
  roleIds?: Array<string> | null | undefined;
  /** Your own data; keys are merged, null removes one. Servers only. */
  trustedMetadata?: Record<string, unknown> | null | undefined;
  /** Data that the member may write too; keys are merged, null removes one. */
  untrustedMetadata?: Record<string, unknown> | null | undefined;
};

/** A role that everybody with an address in a domain shall have. */
export type EmailImplicitRoleAssignmentInput = {
  /** Domain of the email address, such as `example.com`. */
  domain: string;
  /** Id of the role. */
  roleId: string;
};

/** What kind of trouble it is: the closed list to match on. */
export type ErrorCode =
  /** The response from Stytch is malformed or too large; a retry rarely helps, so inform the operator. */
  | 'BAD_UPSTREAM_RESPONSE'
  /** The current state does not allow it: a duplicate, a limit that is reached, an object in use or an operation in progress; read the state, then change it or the input. */
  | 'CONFLICT'
  /** The caller is identified but lacks the permission, or a rule of the organization forbids it; signing in again as the same person does not help. */
  | 'FORBIDDEN'
  /** The password, code, link or token in the input is wrong, used up or expired; let the person try again or request a new one. */
  | 'INVALID_CREDENTIALS'
  /** A value is missing, malformed or not allowed; correct the input, since an unchanged retry fails again. */
  | 'INVALID_INPUT'
  /** Too many failed attempts: this sign-in method is locked for a time; `message` names it and the methods that still work, further attempts do not help. */
  | 'LOCKED'
  /** The project or organization lacks a setting, feature, plan or valid credential; no input helps, so inform the operator. */
  | 'NOT_CONFIGURED'
  /** The object that the input names does not exist, or does not belong to the given parent; check the ids. */
  | 'NOT_FOUND'
  /** The write was sent but no response arrived: its outcome is unknown; read the state before you retry. */
  | 'OUTCOME_UNKNOWN'
  /** Another step is needed first, such as a second factor, a fresh sign-in, a verified address, a password reset or a solved captcha; `errorType` names it. */
  | 'PRECONDITION_FAILED'
  /** Too many requests in a short time; retry after `retryAfter` seconds, or later if it is null. */
  | 'RATE_LIMITED'
  /** No response arrived before the deadline; retry, with a narrower request if possible. */
  | 'TIMEOUT'
  /** The session or token of the caller is missing, invalid, expired or revoked; renew it, or have the person sign in. */
  | 'UNAUTHENTICATED'
  /** Stytch, or a service that it uses, failed during the request; report `requestId` if it persists. */
  | 'UPSTREAM_ERROR'
  /** Stytch is unreachable or accepts no requests; retry later. */
  | 'UPSTREAM_UNAVAILABLE';

/** What a member is known by within their organization. */
export type MemberBy =
  {   /** Their address. */
  emailAddress: string; externalId?: never; id?: never; }
  |  { emailAddress?: never;   /** Your own id for them. */
  externalId: string; id?: never; }
  |  { emailAddress?: never; externalId?: never;   /** Their id. Members find themselves by it. */
  id: string; };

/** How far a person has come as a member. */
export type MemberStatus =
  /** Can sign in. */
  | 'ACTIVE'
  /** Can no longer sign in, until reactivated. */
  | 'DELETED'
  /** Was sent an invitation and has not followed it yet. */
  | 'INVITED'
  /** Created, and has not signed in yet. */
  | 'PENDING'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** A second factor. */
export type MfaMethod =
  /** A one-time passcode sent to a phone. */
  | 'SMS_OTP'
  /** A passcode from an authenticator app. */
  | 'TOTP'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** Which second factors may be used. What is not given stays as it is. */
export type MfaMethodSettingInput = {
  /** ALL_ALLOWED or RESTRICTED. Null is refused. Leave it out to keep it. */
  allowance?: Allowance | null | undefined;
  /** The second factors allowed under RESTRICTED. Null is refused. Leave it out to keep it, or give [] to clear it. */
  allowed?: Array<MfaMethod> | null | undefined;
};

/** Who needs a second factor to sign in to an organization. */
export type MfaPolicy =
  /** Only members who enrolled need a second factor. */
  | 'OPTIONAL'
  /** Every member needs a second factor to sign in. */
  | 'REQUIRED_FOR_ALL'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** Who becomes a member by signing in with an account of a Slack, HubSpot or GitHub tenant. What is not given stays as it is. */
export type OauthTenantJitProvisioningSettingInput = {
  /** RESTRICTED or NOT_ALLOWED. Null is refused. Leave it out to keep it. */
  allowance?: Allowance | null | undefined;
  /** The tenants that may add members under RESTRICTED, one item a provider; replaces the list. Null is refused. Leave it out to keep it, or give [] to clear it. */
  allowed?: Array<AllowedOauthTenantInput> | null | undefined;
};

/** A provider of OAuth whose accounts belong to tenants. */
export type OauthTenantProvider =
  /** GitHub; its tenants are organizations. */
  | 'GITHUB'
  /** HubSpot; its tenants are hubs. */
  | 'HUBSPOT'
  /** Slack; its tenants are workspaces. */
  | 'SLACK'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** What an organization is known by. */
export type OrganizationBy =
  {   /** Your own id for it. Servers only. */
  externalId: string; id?: never; slug?: never; }
  |  { externalId?: never;   /** Its id. */
  id: string; slug?: never; }
  |  { externalId?: never; id?: never;   /** Its slug. */
  slug: string; };

/** Who becomes a member by signing in through single sign-on. What is not given stays as it is. */
export type SsoJitProvisioningSettingInput = {
  /** How much is allowed. Null is refused. Leave it out to keep it. */
  allowance?: Allowance | null | undefined;
  /** The connections that may add members under RESTRICTED, by `id` or `connectionId`. Null is refused. Leave it out to keep it, or give [] to clear it. */
  allowed?: Array<string> | null | undefined;
};

/** What `updateOrganization` takes. */
export type UpdateOrganizationInput = {
  /** Which ways to sign in may be used. Null is refused. Leave it out to keep it. */
  authMethods?: AuthMethodSettingInput | null | undefined;
  /** Domains that only this organization may use. Null is refused. Leave it out to keep it, or give [] to clear it. */
  claimedEmailDomains?: Array<string> | null | undefined;
  /** Domains whose addresses may be invited or join. Public mail providers are refused. Null is refused. Leave it out to keep it, or give [] to clear it. */
  emailAllowedDomains?: Array<string> | null | undefined;
  /** Who can be invited by email. Null is refused. Leave it out to keep it. */
  emailInvites?: Allowance | null | undefined;
  /** Who joins by a verified email address: RESTRICTED or NOT_ALLOWED. Null is refused. Leave it out to keep it. */
  emailJitProvisioning?: Allowance | null | undefined;
  /** Your own id: up to 128 letters, digits or any of . _ - |. Null is refused. Leave it out to keep it, or use `deleteOrganizationExternalId` to clear it. */
  externalId?: string | null | undefined;
  /** Which of your own connected apps members may use. Null is refused. Leave it out to keep it. */
  firstPartyConnectedApps?: ConnectedAppSettingInput | null | undefined;
  /** Image for sign-in pages. Null is refused. Leave it out to keep it, or give "" to clear it. */
  logoUrl?: string | null | undefined;
  /** Which second factors may be used. Null is refused. Leave it out to keep it. */
  mfaMethods?: MfaMethodSettingInput | null | undefined;
  /** Who needs a second factor. Null is refused. Leave it out to keep it. */
  mfaPolicy?: MfaPolicy | null | undefined;
  /** New name: 1 to 128 characters. Null is refused. Leave it out to keep it. */
  name?: string | null | undefined;
  /** Who becomes a member just by belonging to an allowed Slack, HubSpot or GitHub tenant. Null is refused. Leave it out to keep it. */
  oauthTenantJitProvisioning?: OauthTenantJitProvisioningSettingInput | null | undefined;
  /** Id of the organization. */
  organizationId: string;
  /** Roles that come with an email domain; replaces the list. Null is refused. Leave it out to keep it, or give [] to clear it. */
  rbacEmailImplicitRoleAssignments?: Array<EmailImplicitRoleAssignmentInput> | null | undefined;
  /** Unique short name for URLs: 2 to 128 letters, digits or any of - . _ ~. Null is refused. Leave it out to keep it. */
  slug?: string | null | undefined;
  /** Id of the connection to take where none is named. Null is refused. Leave it out to keep it, or give "" to clear it. */
  ssoDefaultConnectionId?: string | null | undefined;
  /** Who becomes a member just by signing in through single sign-on. Null is refused. Leave it out to keep it. */
  ssoJitProvisioning?: SsoJitProvisioningSettingInput | null | undefined;
  /** Which connected apps of others members may use. Null is refused. Leave it out to keep it. */
  thirdPartyConnectedApps?: ConnectedAppSettingInput | null | undefined;
  /** Your own data; keys are merged, null removes one. Servers only. Null is refused. Leave it out to keep it, or give null for a key in it to remove that key. */
  trustedMetadata?: Record<string, unknown> | null | undefined;
};

/** What kind of caller the gateway takes you for. */
export type ViewerKind =
  /** A person signed in to one organization. */
  | 'MEMBER'
  /** A machine with a key of this gateway. */
  | 'SERVER'
  /** A caller without a bearer: may sign in, and little else. */
  | 'VISITOR';

export type TeamQueryVariables = Exact<{
  by: OrganizationBy;
  statuses?: Array<MemberStatus> | MemberStatus | null | undefined;
  after?: string | null | undefined;
}>;


export type TeamQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, members: { __typename: 'MemberConnection', edges: Array<{ __typename: 'MemberEdge', cursor: string, node: { __typename: 'Member', id: string, name: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type EveryMemberQueryVariables = Exact<{
  by: OrganizationBy;
}>;


export type EveryMemberQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, members: { __typename: 'MemberConnection', nodes: Array<{ __typename: 'Member', id: string, name: string | null }> } | null } | null };

export type RenameMutationVariables = Exact<{
  organizationId: string;
  memberId: string;
  name: string;
}>;


export type RenameMutation = { __typename: 'Mutation', updateMember:
    | { __typename: 'MutationError', code: ErrorCode, message: string }
    | { __typename: 'UpdateMemberPayload', member: { __typename: 'Member', id: string, name: string | null } }
   | null };

export type RemoveMutationVariables = Exact<{
  organizationId: string;
  memberId: string;
}>;


export type RemoveMutation = { __typename: 'Mutation', deleteMember:
    | { __typename: 'DeleteMemberPayload', deletedId: string, organization: { __typename: 'Organization', id: string } | null }
    | { __typename: 'MutationError', code: ErrorCode, message: string }
   | null };

export type ViewerHeadQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerHeadQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, kind: ViewerKind, roleIds: Array<string> } };

export type ViewerMemberQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerMemberQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, member: { __typename: 'Member', id: string, name: string | null } | null } };

export type ViewerOrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerOrganizationQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, organization: { __typename: 'Organization', id: string, name: string } | null } };

export type SsoConnectionsQueryVariables = Exact<{
  by: OrganizationBy;
}>;


export type SsoConnectionsQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, ssoConnections: Array<
      | { __typename: 'ExternalConnection', id: string, displayName: string | null }
      | { __typename: 'OidcConnection', id: string, displayName: string | null }
      | { __typename: 'SamlConnection', id: string, displayName: string | null }
    > | null } | null };

export type RenameOrganizationMutationVariables = Exact<{
  organizationId: string;
  name: string;
}>;


export type RenameOrganizationMutation = { __typename: 'Mutation', updateOrganization:
    | { __typename: 'MutationError', code: ErrorCode, errorType: string | null }
    | { __typename: 'UpdateOrganizationPayload', organization: { __typename: 'Organization', name: string, mfaPolicy: MfaPolicy, createdAt: string | null } }
   | null };

export type InviteByFormMutationVariables = Exact<{
  organizationId: string;
  emailAddress: string;
}>;


export type InviteByFormMutation = { __typename: 'Mutation', inviteMember:
    | { __typename: 'InviteMemberPayload', member: { __typename: 'Member', id: string } }
    | { __typename: 'MutationError', code: ErrorCode, path: Array<string> | null, message: string }
   | null };

export type ColleagueQueryVariables = Exact<{
  organizationId: string;
  by: MemberBy;
}>;


export type ColleagueQuery = { __typename: 'Query', member: { __typename: 'Member', id: string, name: string | null, recoveryCodes: Array<string> | null } | null };

export type ByIdsQueryVariables = Exact<{
  organizationId: string;
  ids: Array<string> | string;
}>;


export type ByIdsQuery = { __typename: 'Query', membersById: Array<{ __typename: 'Member', id: string, name: string | null } | null>, organizationsById: Array<{ __typename: 'Organization', id: string, name: string } | null> };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, kind: ViewerKind, member: { __typename: 'Member', id: string, name: string | null } | null } };

export type SignInMutationVariables = Exact<{
  organizationId: string;
  emailAddress: string;
  password: string;
}>;


export type SignInMutation = { __typename: 'Mutation', authenticateMemberPassword:
    | { __typename: 'AuthenticateMemberPasswordPayload', member: { __typename: 'Member', id: string, name: string | null } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', organization: { __typename: 'Organization', id: string, name: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string, session: { __typename: 'MemberSession', id: string, expiresAt: string | null } | null }
        | { __typename: 'SignedInByCookie', session: { __typename: 'MemberSession', id: string } | null }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null }
   | null };

export type SettingsQueryVariables = Exact<{
  by: OrganizationBy;
}>;


export type SettingsQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, mfaPolicy: MfaPolicy, emailInvites: Allowance, authMethods: { __typename: 'AuthMethodSetting', allowance: Allowance, allowed: Array<AuthMethod> }, mfaMethods: { __typename: 'MfaMethodSetting', allowance: Allowance, allowed: Array<MfaMethod> }, firstPartyConnectedApps: { __typename: 'ConnectedAppSetting', allowance: Allowance, allowed: Array<string> }, thirdPartyConnectedApps: { __typename: 'ConnectedAppSetting', allowance: Allowance, allowed: Array<string> }, ssoJitProvisioning: { __typename: 'SsoJitProvisioningSetting', allowance: Allowance, allowed: Array<string> }, oauthTenantJitProvisioning: { __typename: 'OauthTenantJitProvisioningSetting', allowance: Allowance, allowed: Array<{ __typename: 'AllowedOauthTenant', provider: OauthTenantProvider, tenantIds: Array<string> }> } } | null };

export type SaveSettingsMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type SaveSettingsMutation = { __typename: 'Mutation', updateOrganization:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null }
    | { __typename: 'UpdateOrganizationPayload', organization: { __typename: 'Organization', id: string, mfaPolicy: MfaPolicy, emailInvites: Allowance, authMethods: { __typename: 'AuthMethodSetting', allowance: Allowance, allowed: Array<AuthMethod> } } }
   | null };

export type DeleteMemberMutationVariables = Exact<{
  organizationId: string;
  memberId: string;
}>;


export type DeleteMemberMutation = { __typename: 'Mutation', deleteMember:
    | { __typename: 'DeleteMemberPayload', deletedId: string, memberId: string, organization: { __typename: 'Organization', id: string } | null, member: { __typename: 'Member', id: string, status: MemberStatus } | null }
    | { __typename: 'MutationError', code: ErrorCode }
   | null };

export type CreateMemberMutationVariables = Exact<{
  input: CreateMemberInput;
}>;


export type CreateMemberMutation = { __typename: 'Mutation', createMember:
    | { __typename: 'CreateMemberPayload', member: { __typename: 'Member', id: string }, memberEdge: { __typename: 'MemberEdge', cursor: string, node: { __typename: 'Member', id: string } | null } }
    | { __typename: 'MutationError', code: ErrorCode, path: Array<string> | null }
   | null };

export type MemberNameFragment = { __typename: 'Member', id: string, name: string | null, emailAddress: string, createdAt: string | null } & { ' $fragmentName'?: 'MemberNameFragment' };

export type MemberPageQueryVariables = Exact<{
  organizationId: string;
  by: MemberBy;
}>;


export type MemberPageQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, kind: ViewerKind }, member: (
    { __typename: 'Member' }
    & { ' $fragmentRefs'?: { 'MemberNameFragment': MemberNameFragment } }
  ) | null };

export type NamesQueryVariables = Exact<{
  by: OrganizationBy;
}>;


export type NamesQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, name: string, members: { __typename: 'MemberConnection', nodes: Array<{ __typename: 'Member', id: string, name: string | null }> } | null } | null };

export type CardQueryVariables = Exact<{
  organizationId: string;
  by: MemberBy;
}>;


export type CardQuery = { __typename: 'Query', member: { __typename: 'Member', id: string, name: string | null } | null };

export type ProfileQueryVariables = Exact<{
  organizationId: string;
  by: MemberBy;
}>;


export type ProfileQuery = { __typename: 'Query', member: { __typename: 'Member', id: string, name: string | null, createdAt: string | null } | null };

export type NewNameMutationVariables = Exact<{
  organizationId: string;
  memberId: string;
  name: string;
}>;


export type NewNameMutation = { __typename: 'Mutation', updateMember:
    | { __typename: 'MutationError', code: ErrorCode, message: string }
    | { __typename: 'UpdateMemberPayload', member: { __typename: 'Member', id: string, name: string | null } }
   | null };

export type AddMutationVariables = Exact<{
  organizationId: string;
  emailAddress: string;
}>;


export type AddMutation = { __typename: 'Mutation', createMember:
    | { __typename: 'CreateMemberPayload', member: { __typename: 'Member', id: string, name: string | null } }
    | { __typename: 'MutationError', code: ErrorCode, message: string }
   | null };

export type DiscardMutationVariables = Exact<{
  organizationId: string;
  memberId: string;
}>;


export type DiscardMutation = { __typename: 'Mutation', deleteMember:
    | { __typename: 'DeleteMemberPayload', deletedId: string }
    | { __typename: 'MutationError', code: ErrorCode, message: string }
   | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, kind: ViewerKind, member: { __typename: 'Member', id: string, name: string | null } | null } };

export type RenewMutationVariables = Exact<{
  sessionToken: string;
}>;


export type RenewMutation = { __typename: 'Mutation', authenticateMemberSession:
    | { __typename: 'AuthenticateMemberSessionPayload', outcome:
        | { __typename: 'EnrollmentRequired' }
        | { __typename: 'FirstFactorRequired' }
        | { __typename: 'OrganizationRequired' }
        | { __typename: 'SecondFactorRequired' }
        | { __typename: 'SignedIn', sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode }
   | null };

export const MemberNameFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberName"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<MemberNameFragment, unknown>;
export const TeamDocument = {"__meta__":{"hash":"sha256:973c54aac228fcca01ed4945265023b045c48c20cdb6e72b6f9d6003adb852b3"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Team"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationBy"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MemberStatus"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"4"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TeamQuery, TeamQueryVariables>;
export const EveryMemberDocument = {"__meta__":{"hash":"sha256:b4b06e89a3dbace8f3ed1ab712ec3683981b92623f2227f04dfd6cf23670909c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EveryMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EveryMemberQuery, EveryMemberQueryVariables>;
export const RenameDocument = {"__meta__":{"hash":"sha256:c609a2e7f920e2cf50cd32af764e8e76fae6f774da07f93ac28fcb18a2da26dd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Rename"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"memberId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RenameMutation, RenameMutationVariables>;
export const RemoveDocument = {"__meta__":{"hash":"sha256:4397430d51c44d5471b3f78f6a2895093767a05aef1201b2e10ad98835089917"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Remove"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"memberId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deletedId"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveMutation, RemoveMutationVariables>;
export const ViewerHeadDocument = {"__meta__":{"hash":"sha256:9e28879c634cb66b54db8865535d3758b094c3bf93b07b5368ce479485d48c3e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ViewerHead"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"roleIds"}}]}}]}}]} as unknown as DocumentNode<ViewerHeadQuery, ViewerHeadQueryVariables>;
export const ViewerMemberDocument = {"__meta__":{"hash":"sha256:9b7ecababc0bed4991a20cec5d9e6d8abcbca1974f087cd4c4d55c3bc4a377e7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ViewerMember"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ViewerMemberQuery, ViewerMemberQueryVariables>;
export const ViewerOrganizationDocument = {"__meta__":{"hash":"sha256:a4b4c7579005ee31336ed7f6b5392239b040469e5feaa7d020372bdecca6516d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ViewerOrganization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ViewerOrganizationQuery, ViewerOrganizationQueryVariables>;
export const SsoConnectionsDocument = {"__meta__":{"hash":"sha256:770fc79b16ad526d81f5f4ebc136559adb8c52cc17140cc5a09fd395a49c38ea"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SsoConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"ssoConnections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SsoConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SsoConnectionsQuery, SsoConnectionsQueryVariables>;
export const RenameOrganizationDocument = {"__meta__":{"hash":"sha256:acba232cf103f3dcbae912f9fe1c7350eadb2d81c28d9ca4b165514a083500a8"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOrganizationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"errorType"}}]}}]}}]}}]} as unknown as DocumentNode<RenameOrganizationMutation, RenameOrganizationMutationVariables>;
export const InviteByFormDocument = {"__meta__":{"hash":"sha256:89c450f3ee45232f20cae3287a536dab0fea27153e08ec98a5453c330afd4faa"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"InviteByForm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"emailAddress"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"inviteMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"emailAddress"},"value":{"kind":"Variable","name":{"kind":"Name","value":"emailAddress"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InviteMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<InviteByFormMutation, InviteByFormMutationVariables>;
export const ColleagueDocument = {"__meta__":{"hash":"sha256:906ef87de6801d029d271134a8ba96349b574c2cc018247d46d36fdce2aa92d4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Colleague"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MemberBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"recoveryCodes"}}]}}]}}]} as unknown as DocumentNode<ColleagueQuery, ColleagueQueryVariables>;
export const ByIdsDocument = {"__meta__":{"hash":"sha256:e49aaa4196751ff09fcb15176aa2d1b6408a4a1138dd7b84926f7f0a02bf3e2d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ByIds"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"membersById"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organizationsById"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ByIdsQuery, ByIdsQueryVariables>;
export const MeDocument = {"__meta__":{"hash":"sha256:d3828cdab97df33353c90522d7103fe8c44c858afe7d34c19bb108a184bdb5a1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const SignInDocument = {"__meta__":{"hash":"sha256:8a4685e1c72197782e52764f07dcb24fd7cab57a6ffdd9421ecf6e26eb8eae54"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"emailAddress"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"password"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"authenticateMemberPassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"emailAddress"},"value":{"kind":"Variable","name":{"kind":"Name","value":"emailAddress"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"password"},"value":{"kind":"Variable","name":{"kind":"Name","value":"password"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateMemberPasswordPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedInByCookie"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<SignInMutation, SignInMutationVariables>;
export const SettingsDocument = {"__meta__":{"hash":"sha256:60c8cfbcc74a1aa793b77d8672ad6f10592e2a7116cb47e2d4db49e60bb821c4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Settings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"emailInvites"}},{"kind":"Field","name":{"kind":"Name","value":"authMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mfaMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstPartyConnectedApps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"thirdPartyConnectedApps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ssoJitProvisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthTenantJitProvisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"tenantIds"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SettingsQuery, SettingsQueryVariables>;
export const SaveSettingsDocument = {"__meta__":{"hash":"sha256:1db1484fabb9c2f532ec119eca7c0d1e1f7f35be0e4a97b7409a17bf511ad45d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveSettings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOrganizationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOrganizationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"emailInvites"}},{"kind":"Field","name":{"kind":"Name","value":"authMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<SaveSettingsMutation, SaveSettingsMutationVariables>;
export const DeleteMemberDocument = {"__meta__":{"hash":"sha256:ee33a3113184026dafc7766fd3fc29ed60af6025c19e6907637c5c30efcec8ae"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"memberId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deletedId"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteMemberMutation, DeleteMemberMutationVariables>;
export const CreateMemberDocument = {"__meta__":{"hash":"sha256:5b0f5f28ac73568369fcf1aa746ad2116fae777cf2708583e4b856a5b9657b07"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"createMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"memberEdge"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateMemberMutation, CreateMemberMutationVariables>;
export const MemberPageDocument = {"__meta__":{"hash":"sha256:4b4f0e0f942dcfe92dc503ff6a8af15c718ce8aa1c51dc42ed953adf253c28f0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MemberPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MemberBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MemberName"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberName"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<MemberPageQuery, MemberPageQueryVariables>;
export const NamesDocument = {"__meta__":{"hash":"sha256:c03615b17928e4d792099e1e22984b56f3e3feb617bf67fc6e35a0be321845ea"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Names"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"4"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NamesQuery, NamesQueryVariables>;
export const CardDocument = {"__meta__":{"hash":"sha256:47c20bd93fed29208756c8ebae97912e19b35427359aa927710707f1741e6995"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Card"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MemberBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<CardQuery, CardQueryVariables>;
export const ProfileDocument = {"__meta__":{"hash":"sha256:3bad856196f4590624a44a900f7d2d2a1b2f3dc153996d588682555cf371c039"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Profile"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MemberBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<ProfileQuery, ProfileQueryVariables>;
export const NewNameDocument = {"__meta__":{"hash":"sha256:5ebec04299045df598a1ba9d13a67f61a93d9aa5d83b5c9a0174680113276f95"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewName"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"memberId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<NewNameMutation, NewNameMutationVariables>;
export const AddDocument = {"__meta__":{"hash":"sha256:98b7aebf1ea3ef4b3ee814867e0b2048e8cae8d88990a275fdd3de1331e9b5fc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Add"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"emailAddress"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"createMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"emailAddress"},"value":{"kind":"Variable","name":{"kind":"Name","value":"emailAddress"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<AddMutation, AddMutationVariables>;
export const DiscardDocument = {"__meta__":{"hash":"sha256:3586bf7928ea5fc436d81aa2780869606aa8356b9d6f103345f7e53c9f6d9a78"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Discard"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"memberId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"memberId"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DiscardMutation, DiscardMutationVariables>;
export const WhoAmIDocument = {"__meta__":{"hash":"sha256:7ff4cab1e3e4b7957bfecf7e2a9f87f804899811218f8a1f149cb3caf3234aee"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;
export const RenewDocument = {"__meta__":{"hash":"sha256:0e7024094d376ee95d2a3550fc889799249ae4b542f09bade14506eee46ea0ba"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Renew"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionToken"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"authenticateMemberSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"session"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionToken"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateMemberSessionPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<RenewMutation, RenewMutationVariables>;