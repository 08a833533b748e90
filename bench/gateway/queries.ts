/** What every contestant is asked: the six queries, as this gateway's graph words them. */
import { membersOf, memberWith, organizations } from './world.ts';

export const queryNames = ['Lookup', 'Members', 'MembersToOrganizations', 'Aliases', 'Deep', 'Rename'] as const;
export type QueryName = (typeof queryNames)[number];

/** One request of a client. */
export interface Query {
  operationName: string;
  query: string;
  variables: Record<string, unknown>;
}

const organizationIds = organizations.map(({ organization_id }) => organization_id);
const organizationId = organizationIds[0] ?? '';
const memberIds = membersOf([organizationId]).map(({ member_id }) => member_id);

/** Member whose session is used where a contestant is asked as a member. */
export const caller = memberWith(memberIds[0] ?? '');

const ALIASES = 20;

export const membersDocument = `query Members($organizationId: String!, $first: Int!) {
  organization(organizationId: $organizationId) {
    organizationId
    name
    members(first: $first) {
      totalCount
      nodes { memberId name emailAddress isAdmin mfaEnrolled createdAt roles { roleId } }
    }
  }
}`;

const aliases = Array.from({ length: ALIASES }, (_, n) => n);

export const queries: Readonly<Record<QueryName, Query>> = {
  Lookup: {
    operationName: 'Lookup',
    query: `query Lookup($organizationId: String!) {
  organization(organizationId: $organizationId) {
    organizationId name slug externalId mfaPolicy emailAllowedDomains createdAt updatedAt
  }
}`,
    variables: { organizationId },
  },
  Members: { operationName: 'Members', query: membersDocument, variables: { organizationId, first: 100 } },
  MembersToOrganizations: {
    operationName: 'MembersToOrganizations',
    query: `query MembersToOrganizations($organizationIds: [String!]!, $first: Int!) {
  members(organizationIds: $organizationIds, first: $first) {
    nodes { memberId name emailAddress organization { organizationId name slug } }
  }
}`,
    variables: { organizationIds, first: 50 },
  },
  Aliases: {
    operationName: 'Aliases',
    query: `query Aliases($organizationId: String!, ${aliases.map((n) => `$m${n}: String!`).join(', ')}) {
${aliases.map((n) => `  m${n}: member(organizationId: $organizationId, memberId: $m${n}) { ...Card }`).join('\n')}
}
fragment Card on Member { memberId name emailAddress isAdmin }`,
    variables: { organizationId, ...Object.fromEntries(aliases.map((n) => [`m${n}`, memberIds[n]])) },
  },
  Deep: {
    operationName: 'Deep',
    query: `query Deep($organizationId: String!, $first: Int!) {
  organization(organizationId: $organizationId) {
    organizationId
    name
    members(first: $first) {
      nodes {
        memberId
        name
        sessions {
          memberSessionId
          startedAt
          member { memberId name organization { organizationId name } }
        }
      }
    }
  }
}`,
    variables: { organizationId, first: 20 },
  },
  Rename: {
    operationName: 'Rename',
    query: `mutation Rename($input: UpdateMemberInput!) {
  updateMember(input: $input) {
    ... on UpdateMemberPayload { member { memberId name updatedAt } }
  }
}`,
    variables: { input: { organizationId, memberId: memberIds[0], name: 'Ada, Countess of Lovelace' } },
  },
};

/** The second query for so many members. */
export const membersQuery = (first: number): Query => ({
  ...queries.Members,
  variables: { organizationId, first },
});
