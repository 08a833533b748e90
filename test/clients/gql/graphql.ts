/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What kind of trouble it is: the closed list to match on. */
export type ErrorCode =
  /** An answer came from upstream that cannot be understood or is too large; trying again rarely helps, report it to the operator. */
  | 'BAD_UPSTREAM_RESPONSE'
  /** What exists already stands in the way: a duplicate, a limit that is reached, something still in use or under way; read the current state, then change that or the input. */
  | 'CONFLICT'
  /** The caller is known but may not do this, by permission or by a rule of the organization; signing in again as the same person does not help. */
  | 'FORBIDDEN'
  /** The password, code, link or token offered as proof is wrong, used up or expired; let the person try again or request a new one. */
  | 'INVALID_CREDENTIALS'
  /** A value is missing, malformed or not acceptable; correct the input, repeating it unchanged cannot help. */
  | 'INVALID_INPUT'
  /** Too many failed attempts have closed this way to sign in for a while; `message` says which and whether another stays open, more attempts do not help. */
  | 'LOCKED'
  /** The project or organization lacks a setting, feature, plan or valid credential; no input fixes this, tell whoever operates it. */
  | 'NOT_CONFIGURED'
  /** The thing named by the input does not exist, or not where it was looked for. */
  | 'NOT_FOUND'
  /** The change was sent but its answer was lost, so it may or may not have happened; look at the current state before repeating it. */
  | 'OUTCOME_UNKNOWN'
  /** Another step has to come first, such as a second factor, a fresh sign-in, a verified address, a password reset or a solved captcha; `errorType` says which. */
  | 'PRECONDITION_FAILED'
  /** Too many requests in a short time; wait, for `retryAfter` seconds where that is given, and send it again. */
  | 'RATE_LIMITED'
  /** No result was ready in time; try again, with a narrower request where that is possible. */
  | 'TIMEOUT'
  /** The session or token the caller acts with is missing, invalid, expired or revoked; renew it or send the person to sign in. */
  | 'UNAUTHENTICATED'
  /** Stytch, or a service it relies on, failed while working on the request; report `requestId` if it persists. */
  | 'UPSTREAM_ERROR'
  /** Stytch cannot be reached or takes no requests at the moment; try again later. */
  | 'UPSTREAM_UNAVAILABLE';

/** Who needs a second factor to sign in to an organization. */
export type MfaPolicy =
  /** Only members who enrolled need a second factor. */
  | 'OPTIONAL'
  /** Every member needs a second factor to sign in. */
  | 'REQUIRED_FOR_ALL'
  /** A value that this gateway does not know yet. */
  | 'UNKNOWN';

export type TeamQueryVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type TeamQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, members: { __typename: 'MemberConnection', edges: Array<{ __typename: 'MemberEdge', node: { __typename: 'Member', id: string, name: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type RenameOrganizationMutationVariables = Exact<{
  organizationId: string;
  name: string;
}>;


export type RenameOrganizationMutation = { __typename: 'Mutation', updateOrganization:
    | { __typename: 'MutationError', code: ErrorCode, errorType: string | null }
    | { __typename: 'UpdateOrganizationPayload', organization: { __typename: 'Organization', name: string, mfaPolicy: MfaPolicy, createdAt: string | null } }
   | null };

export type NamesQueryVariables = Exact<{
  organizationId: string;
}>;


export type NamesQuery = { __typename: 'Query', organization: { __typename: 'Organization', id: string, members: { __typename: 'MemberConnection', nodes: Array<{ __typename: 'Member', id: string, name: string | null } | null> } | null } | null };


export const TeamDocument = {"__meta__":{"hash":"sha256:5d966acc90692f4ad8f755098d94a57c0649423b8ff803aa3af2df578b14c80a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Team"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"4"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TeamQuery, TeamQueryVariables>;
export const RenameOrganizationDocument = {"__meta__":{"hash":"sha256:0bbae88ecf4cd1cfb279eee8da87633bbefc6a774328e5351545ff1839c99d95"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOrganizationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"errorType"}}]}}]}}]}}]} as unknown as DocumentNode<RenameOrganizationMutation, RenameOrganizationMutationVariables>;
export const NamesDocument = {"__meta__":{"hash":"sha256:37f83a03d00b80f1973ffbed49c643ac6f924107b908e4db60359a53e50f3592"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Names"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"4"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NamesQuery, NamesQueryVariables>;