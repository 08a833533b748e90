/**
 * The baseline: hand-written code without GraphQL. It makes the fewest REST calls, in parallel where possible, and returns
 * the selected fields. Requests and responses are those of the other contestants.
 */
import { createServer } from 'node:http';
import { Pool } from 'undici';
import type { Member, MemberSession, Organization, User, UserSession } from '../world.ts';

const { UPSTREAM = '', PROJECT_ID = '', PROJECT_SECRET = '', API_KEY = '', PORT } = process.env;

const pool = new Pool(UPSTREAM, { connections: 128 });
const headers = {
  authorization: `Basic ${Buffer.from(`${PROJECT_ID}:${PROJECT_SECRET}`).toString('base64')}`,
  'content-type': 'application/json',
};

async function call<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer> {
  const answer = await pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`Stytch answered ${answer.statusCode}`);
  return JSON.parse(text) as Answer;
}

interface Search {
  members: Member[];
  organizations: Record<string, Organization>;
  results_metadata: { total: number };
}

const organization = async (id: string) =>
  (await call<{ organization: Organization }>('GET', `/v1/b2b/organizations/${encodeURIComponent(id)}`)).organization;
const search = (body: object) => call<Search>('POST', '/v1/b2b/organizations/members/search', body);
const sessions = async (organizationId: string, memberId: string) => {
  const query = new URLSearchParams({ organization_id: organizationId, member_id: memberId });
  return (await call<{ member_sessions: MemberSession[] }>('GET', `/v1/b2b/sessions?${query}`)).member_sessions;
};

interface UserSearch {
  results: User[];
  results_metadata: { total: number };
}

const userSessions = async (userId: string) =>
  (await call<{ sessions: UserSession[] }>('GET', `/v1/sessions?${new URLSearchParams({ user_id: userId })}`)).sessions;

interface Variables {
  organizationId: string;
  organizationIds: string[];
  first: number;
  input: { organizationId: string; memberId: string; name: string };
  filter: { nameContains: string };
}

const operations: Record<string, (variables: Variables) => Promise<object>> = {
  Lookup: async ({ organizationId }) => {
    const found = await organization(organizationId);
    return {
      organization: {
        organizationId: found.organization_id,
        name: found.organization_name,
        slug: found.organization_slug,
        externalId: found.organization_external_id,
        mfaPolicy: found.mfa_policy,
        emailAllowedDomains: found.email_allowed_domains,
        createdAt: found.created_at,
        updatedAt: found.updated_at,
      },
    };
  },
  Members: async ({ organizationId, first }) => {
    const [found, { members, results_metadata }] = await Promise.all([
      organization(organizationId),
      search({ organization_ids: [organizationId], limit: first }),
    ]);
    return {
      organization: {
        organizationId: found.organization_id,
        name: found.organization_name,
        members: {
          totalCount: results_metadata.total,
          nodes: members.map((member) => ({
            memberId: member.member_id,
            name: member.name,
            emailAddress: member.email_address,
            isAdmin: member.is_admin,
            mfaEnrolled: member.mfa_enrolled,
            createdAt: member.created_at,
            roles: member.roles.map(({ role_id }) => ({ roleId: role_id })),
          })),
        },
      },
    };
  },
  MembersToOrganizations: async ({ organizationIds, first }) => {
    const { members, organizations } = await search({ organization_ids: organizationIds, limit: first });
    return {
      members: {
        nodes: members.map((member) => {
          const owner = organizations[member.organization_id];
          return {
            memberId: member.member_id,
            name: member.name,
            emailAddress: member.email_address,
            organization: owner && {
              organizationId: owner.organization_id,
              name: owner.organization_name,
              slug: owner.organization_slug,
            },
          };
        }),
      },
    };
  },
  Aliases: async ({ organizationId, ...wanted }) => {
    const ids = Object.entries(wanted);
    const { members } = await search({
      organization_ids: [organizationId],
      limit: ids.length,
      query: {
        operator: 'AND',
        operands: [{ filter_name: 'member_ids', filter_value: ids.map(([, memberId]) => memberId) }],
      },
    });
    const known = new Map<unknown, Member>(members.map((member) => [member.member_id, member]));
    return Object.fromEntries(
      ids.map(([alias, memberId]) => {
        const member = known.get(memberId);
        return [
          alias,
          member && {
            memberId: member.member_id,
            name: member.name,
            emailAddress: member.email_address,
            isAdmin: member.is_admin,
          },
        ];
      }),
    );
  },
  Deep: async ({ organizationId, first }) => {
    const [found, { members }] = await Promise.all([
      organization(organizationId),
      search({ organization_ids: [organizationId], limit: first }),
    ]);
    const open = await Promise.all(members.map(({ member_id }) => sessions(organizationId, member_id)));
    return {
      organization: {
        organizationId: found.organization_id,
        name: found.organization_name,
        members: {
          nodes: members.map((member, index) => ({
            memberId: member.member_id,
            name: member.name,
            sessions: open[index]?.map((session) => ({
              memberSessionId: session.member_session_id,
              startedAt: session.started_at,
              member: {
                memberId: member.member_id,
                name: member.name,
                organization: { organizationId: found.organization_id, name: found.organization_name },
              },
            })),
          })),
        },
      },
    };
  },
  Rename: async ({ input: { organizationId, memberId, name } }) => {
    const path = `/v1/b2b/organizations/${encodeURIComponent(organizationId)}/members/${encodeURIComponent(memberId)}`;
    const { member } = await call<{ member: Member }>('PUT', path, { name });
    return {
      updateMember: { member: { memberId: member.member_id, name: member.name, updatedAt: member.updated_at } },
    };
  },
  UserSessions: async ({ filter: { nameContains }, first }) => {
    const { results, results_metadata } = await call<UserSearch>('POST', '/v1/users/search', {
      limit: first,
      query: { operator: 'AND', operands: [{ filter_name: 'full_name_fuzzy', filter_value: nameContains }] },
    });
    const open = await Promise.all(results.map(({ user_id }) => userSessions(user_id)));
    return {
      users: {
        totalCount: results_metadata.total,
        nodes: results.map((user, index) => ({
          userId: user.user_id,
          name: user.name ? { firstName: user.name.first_name, lastName: user.name.last_name } : null,
          emailAddresses: user.emails.map(({ email, verified }) => ({ emailAddress: email, verified })),
          sessions: open[index]?.map((session) => ({
            sessionId: session.session_id,
            startedAt: session.started_at,
            user: { userId: user.user_id, status: user.status.toUpperCase() },
          })),
        })),
      },
    };
  },
};

async function answer(text: string): Promise<string> {
  const { operationName, variables } = JSON.parse(text) as { operationName: string; variables: Variables };
  const operation = operations[operationName];
  if (!operation) throw new Error('no such operation');
  return JSON.stringify({ data: await operation(variables) });
}

const server = createServer((request, response) => {
  if (request.headers.authorization !== `Bearer ${API_KEY}`) {
    response.writeHead(401).end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(Buffer.concat(chunks).toString()).then(
      (body) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
        response.end(body);
      },
      () => response.writeHead(500).end(),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(PORT), '127.0.0.1');
