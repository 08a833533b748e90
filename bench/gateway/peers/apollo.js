// Apollo Server with its REST data source and DataLoader, as its documentation shows them: a subset of this gateway's
// graph, so that the same documents run. With BATCH set, loaders use the searches of the API and are primed with other
// responses.
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';

const { PORT, UPSTREAM, PROJECT_ID, PROJECT_SECRET, API_KEY, BATCH } = process.env;
const authorization = `Basic ${Buffer.from(`${PROJECT_ID}:${PROJECT_SECRET}`).toString('base64')}`;

const typeDefs = `
  type Query {
    organization(by: By!): Organization
    member(organizationId: ID!, by: By!): Member
    members(organizationIds: [ID!]!, first: Int): MemberConnection
  }
  type Mutation {
    updateMember(input: UpdateMemberInput!): UpdateMemberResult!
  }
  input By { id: ID! }
  input UpdateMemberInput { organizationId: String!, memberId: String!, name: String }
  union UpdateMemberResult = UpdateMemberPayload
  type UpdateMemberPayload { member: Member! }
  type Organization {
    organizationId: String!
    name: String!
    slug: String!
    externalId: String
    mfaPolicy: String!
    emailAllowedDomains: [String!]!
    createdAt: String
    updatedAt: String
    members(first: Int): MemberConnection
  }
  type MemberConnection { totalCount: Int, nodes: [Member!]! }
  type Member {
    memberId: String!
    name: String
    emailAddress: String
    isAdmin: Boolean!
    mfaEnrolled: Boolean!
    createdAt: String
    updatedAt: String
    roles: [MemberRole!]!
    organization: Organization
    sessions: [MemberSession!]
  }
  type MemberRole { roleId: String! }
  type MemberSession { memberSessionId: String!, startedAt: String, member: Member }
`;

const memberKey = ({ organizationId, memberId }) => `${organizationId}/${memberId}`;

class Stytch extends RESTDataSource {
  baseURL = UPSTREAM;

  willSendRequest(_path, request) {
    request.headers.authorization = authorization;
  }

  organization = new DataLoader((ids) =>
    BATCH && ids.length > 1 ? this.findOrganizations(ids) : this.getOrganizations(ids),
  );
  member = new DataLoader((keys) => (BATCH && keys.length > 1 ? this.findMembers(keys) : this.getMembers(keys)), {
    cacheKeyFn: memberKey,
  });
  sessions = new DataLoader((keys) => Promise.all(keys.map((key) => this.getSessions(key))), { cacheKeyFn: memberKey });

  getOrganizations(ids) {
    return Promise.all(
      ids.map(async (id) => (await this.get(`/v1/b2b/organizations/${encodeURIComponent(id)}`)).organization),
    );
  }

  async findOrganizations(ids) {
    const { organizations } = await this.post('/v1/b2b/organizations/search', {
      body: {
        limit: ids.length,
        query: { operator: 'AND', operands: [{ filter_name: 'organization_ids', filter_value: ids }] },
      },
    });
    const known = new Map(organizations.map((organization) => [organization.organization_id, organization]));
    return ids.map((id) => known.get(id) ?? null);
  }

  getMembers(keys) {
    return Promise.all(
      keys.map(async ({ organizationId, memberId }) => {
        const path = `/v1/b2b/organizations/${encodeURIComponent(organizationId)}/member`;
        return (await this.get(path, { params: { member_id: memberId } })).member;
      }),
    );
  }

  async findMembers(keys) {
    const { members } = await this.post('/v1/b2b/organizations/members/search', {
      body: {
        organization_ids: [...new Set(keys.map(({ organizationId }) => organizationId))],
        limit: keys.length,
        query: {
          operator: 'AND',
          operands: [{ filter_name: 'member_ids', filter_value: keys.map(({ memberId }) => memberId) }],
        },
      },
    });
    const known = new Map(members.map((member) => [member.member_id, member]));
    return keys.map(({ memberId }) => known.get(memberId) ?? null);
  }

  async getSessions({ organizationId, memberId }) {
    const params = { organization_id: organizationId, member_id: memberId };
    return (await this.get('/v1/b2b/sessions', { params })).member_sessions;
  }

  async search(organizationIds, first = 50) {
    const { members, organizations, results_metadata } = await this.post('/v1/b2b/organizations/members/search', {
      body: { organization_ids: organizationIds, limit: first },
    });
    if (BATCH) {
      for (const member of members) {
        this.member.prime({ organizationId: member.organization_id, memberId: member.member_id }, member);
      }
      for (const [id, organization] of Object.entries(organizations)) this.organization.prime(id, organization);
    }
    return { totalCount: results_metadata.total, nodes: members };
  }

  async rename({ organizationId, memberId, name }) {
    const path = `/v1/b2b/organizations/${encodeURIComponent(organizationId)}/members/${encodeURIComponent(memberId)}`;
    return this.put(path, { body: { name } });
  }
}

const resolvers = {
  Query: {
    organization: (_, { by }, { stytch }) => stytch.organization.load(by.id),
    member: (_, { organizationId, by }, { stytch }) => stytch.member.load({ organizationId, memberId: by.id }),
    members: (_, { organizationIds, first }, { stytch }) => stytch.search(organizationIds, first),
  },
  Mutation: { updateMember: (_, { input }, { stytch }) => stytch.rename(input) },
  UpdateMemberResult: { __resolveType: () => 'UpdateMemberPayload' },
  Organization: {
    organizationId: (organization) => organization.organization_id,
    name: (organization) => organization.organization_name,
    slug: (organization) => organization.organization_slug,
    externalId: (organization) => organization.organization_external_id,
    mfaPolicy: (organization) => organization.mfa_policy,
    emailAllowedDomains: (organization) => organization.email_allowed_domains,
    createdAt: (organization) => organization.created_at,
    updatedAt: (organization) => organization.updated_at,
    members: ({ organization_id }, { first }, { stytch }) => stytch.search([organization_id], first),
  },
  Member: {
    memberId: (member) => member.member_id,
    emailAddress: (member) => member.email_address,
    isAdmin: (member) => member.is_admin,
    mfaEnrolled: (member) => member.mfa_enrolled,
    createdAt: (member) => member.created_at,
    updatedAt: (member) => member.updated_at,
    organization: ({ organization_id }, _, { stytch }) => stytch.organization.load(organization_id),
    sessions: ({ organization_id, member_id }, _, { stytch }) =>
      stytch.sessions.load({ organizationId: organization_id, memberId: member_id }),
  },
  MemberRole: { roleId: (role) => role.role_id },
  MemberSession: {
    memberSessionId: (session) => session.member_session_id,
    startedAt: (session) => session.started_at,
    member: ({ organization_id, member_id }, _, { stytch }) =>
      stytch.member.load({ organizationId: organization_id, memberId: member_id }),
  },
};

const server = new ApolloServer({ typeDefs, resolvers });
await startStandaloneServer(server, {
  listen: { port: Number(PORT), host: '127.0.0.1' },
  context: async ({ req }) => {
    if (req.headers.authorization !== `Bearer ${API_KEY}`) {
      throw new GraphQLError('Who is calling?', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    }
    return { stytch: new Stytch({ cache: server.cache }) };
  },
});
