/**
 * The six queries by the names of the graph that GraphQL Mesh generates from the contract. Mesh wraps each object in
 * the response object of REST; the alias `_` marks the value that this gateway's graph returns in place of the wrapper.
 */
import { type B2bQueryName, type BenchQuery, queryFor } from '../queries.ts';

const organization = (fields: string) => `... on api_organization_v1_GetResponse { _: organization { ${fields} } }`;
const member = (fields: string) =>
  `... on api_organization_v1_organizations_members_GetResponse { _: member { ${fields} } }`;
const members = (fields: string) => `... on api_organization_v1_organizations_members_SearchResponse { ${fields} }`;

const lookup = (fields: string) =>
  `organization: api_organization_v1_Get(organization_id: $organizationId) { ${organization(fields)} }`;

const aliases = Object.keys(queryFor('Aliases', 0).variables).filter((name) => name !== 'organizationId');

const documents: Readonly<Record<Exclude<B2bQueryName, 'Rename'>, string>> = {
  Lookup: `query Lookup($organizationId: String!) {
    ${lookup(`organizationId: organization_id name: organization_name slug: organization_slug
      externalId: organization_external_id mfaPolicy: mfa_policy emailAllowedDomains: email_allowed_domains
      createdAt: created_at updatedAt: updated_at`)}
  }`,
  Members: `query Members($organizationId: String!, $first: Int!) {
    ${lookup(`organizationId: organization_id name: organization_name
      members(first: $first) { ${members(`totalCount: results_metadata { _: total }
        nodes: members { memberId: member_id name emailAddress: email_address isAdmin: is_admin
          mfaEnrolled: mfa_enrolled createdAt: created_at roles { roleId: role_id } }`)} }`)}
  }`,
  MembersToOrganizations: `query MembersToOrganizations($organizationIds: [String]!, $first: Int!) {
    members: api_organization_v1_organizations_members_Search(
      input: { organization_ids: $organizationIds, limit: $first }
    ) {
      ${members(`nodes: members { memberId: member_id name emailAddress: email_address
        organization { ${organization('organizationId: organization_id name: organization_name slug: organization_slug')} } }`)}
    }
  }`,
  Aliases: `query Aliases($organizationId: String!, ${aliases.map((name) => `$${name}: String!`).join(', ')}) {
    ${aliases
      .map(
        (name) =>
          `${name}: api_organization_v1_organizations_members_Get(organization_id: $organizationId, member_id: $${name}) { ${member('...Card')} }`,
      )
      .join('\n')}
  }
  fragment Card on api_organization_v1_Member { memberId: member_id name emailAddress: email_address isAdmin: is_admin }`,
  Deep: `query Deep($organizationId: String!, $first: Int!) {
    ${lookup(`organizationId: organization_id name: organization_name
      members(first: $first) { ${members(`nodes: members { memberId: member_id name
        sessions { ... on api_b2b_session_v1_GetResponse { _: member_sessions {
          memberSessionId: member_session_id startedAt: started_at
          member { ${member(`memberId: member_id name
            organization { ${organization('organizationId: organization_id name: organization_name')} }`)} }
        } } } }`)} }`)}
  }`,
};

const rename = `mutation Rename($organizationId: String!, $memberId: String!, $name: String!) {
    updateMember: api_organization_v1_organizations_members_Update(
      organization_id: $organizationId, member_id: $memberId, input: { name: $name }
    ) {
      ... on api_organization_v1_organizations_members_UpdateResponse {
        member { memberId: member_id name updatedAt: updated_at }
      }
    }
  }`;

/** A query by the names of Mesh's graph. */
export function toMeshQuery(name: B2bQueryName, variant: number): BenchQuery {
  const query = queryFor(name, variant);
  if (name === 'Rename') return { ...query, query: rename, variables: Object(query.variables['input']) };
  return { ...query, query: documents[name] };
}

/** Replaces each wrapper by the value that `_` marks. */
export function fromMeshData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromMeshData);
  if (value === null || typeof value !== 'object') return value;
  if ('_' in value) return fromMeshData(value._);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fromMeshData(inner)]));
}
