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
    "\n  query Team($organizationId: String!, $after: String) {\n    organization(organizationId: $organizationId) {\n      id\n      members(first: 4, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }\n    }\n  }\n": typeof types.TeamDocument,
    "\n  mutation RenameOrganization($organizationId: String!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      __typename\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n": typeof types.RenameOrganizationDocument,
    "\n  query Names($organizationId: String!) {\n    organization(organizationId: $organizationId) { id members(first: 4) { nodes { id name } } }\n  }\n": typeof types.NamesDocument,
};
const documents: Documents = {
    "\n  query Team($organizationId: String!, $after: String) {\n    organization(organizationId: $organizationId) {\n      id\n      members(first: 4, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }\n    }\n  }\n": types.TeamDocument,
    "\n  mutation RenameOrganization($organizationId: String!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      __typename\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n": types.RenameOrganizationDocument,
    "\n  query Names($organizationId: String!) {\n    organization(organizationId: $organizationId) { id members(first: 4) { nodes { id name } } }\n  }\n": types.NamesDocument,
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
export function graphql(source: "\n  query Team($organizationId: String!, $after: String) {\n    organization(organizationId: $organizationId) {\n      id\n      members(first: 4, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }\n    }\n  }\n"): (typeof documents)["\n  query Team($organizationId: String!, $after: String) {\n    organization(organizationId: $organizationId) {\n      id\n      members(first: 4, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenameOrganization($organizationId: String!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      __typename\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n"): (typeof documents)["\n  mutation RenameOrganization($organizationId: String!, $name: String!) {\n    updateOrganization(input: { organizationId: $organizationId, name: $name }) {\n      __typename\n      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }\n      ... on MutationError { code errorType }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Names($organizationId: String!) {\n    organization(organizationId: $organizationId) { id members(first: 4) { nodes { id name } } }\n  }\n"): (typeof documents)["\n  query Names($organizationId: String!) {\n    organization(organizationId: $organizationId) { id members(first: 4) { nodes { id name } } }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;