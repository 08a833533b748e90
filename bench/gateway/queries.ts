/** The queries by the names of this gateway's graphs: six for a B2B project, and one for a consumer project. */
import { memberWith, organizations, stubMembersOf, surnameOf, VARIANTS } from './world.ts';

export const b2bQueryNames = ['Lookup', 'Members', 'MembersToOrganizations', 'Aliases', 'Deep', 'Rename'] as const;
export type B2bQueryName = (typeof b2bQueryNames)[number];

export const queryNames = [...b2bQueryNames, 'UserSessions'] as const;
export type QueryName = (typeof queryNames)[number];

/** Whether a query is about a B2B project. */
export const isB2b = (name: QueryName): name is B2bQueryName => name !== 'UserSessions';

/** One request of a client. */
export interface BenchQuery {
  operationName: string;
  query: string;
  variables: Record<string, unknown>;
}

/** Number of organizations that the third query searches. */
const TOGETHER = 5;

const idOf = (index: number): string => organizations[index]?.organization_id ?? '';
const memberIdsOf = (organizationId: string): string[] =>
  stubMembersOf([organizationId]).map(({ member_id }) => member_id);

/** Objects of one variant of the queries: each connection of a load uses its own variant. */
interface Subject {
  organizationId: string;
  organizationIds: readonly string[];
  memberIds: readonly string[];
  surname: string;
}

const subjects: readonly Subject[] = Array.from({ length: VARIANTS }, (_, variant) => ({
  organizationId: idOf(variant),
  organizationIds: Array.from({ length: TOGETHER }, (_, n) => idOf((variant + n) % VARIANTS)),
  memberIds: memberIdsOf(idOf(variant)),
  surname: surnameOf(variant),
}));

/** The member who calls in a variant, if a contestant is called with sessions of members. */
export const benchCaller = (variant: number) => memberWith(subjects[variant]?.memberIds[0] ?? '');

const ALIASES = 20;

const aliases = Array.from({ length: ALIASES }, (_, n) => n);

const documents: Readonly<Record<QueryName, string>> = {
  Lookup: `query Lookup($organizationId: ID!) {
  organization(by: { id: $organizationId }) {
    organizationId name slug externalId mfaPolicy emailAllowedDomains createdAt updatedAt
  }
}`,
  Members: `query Members($organizationId: ID!, $first: Int!) {
  organization(by: { id: $organizationId }) {
    organizationId
    name
    members(first: $first) {
      totalCount
      nodes { memberId name emailAddress isAdmin mfaEnrolled createdAt roles { roleId } }
    }
  }
}`,
  MembersToOrganizations: `query MembersToOrganizations($organizationIds: [ID!]!, $first: Int!) {
  members(organizationIds: $organizationIds, first: $first) {
    nodes { memberId name emailAddress organization { organizationId name slug } }
  }
}`,
  Aliases: `query Aliases($organizationId: ID!, ${aliases.map((n) => `$m${n}: ID!`).join(', ')}) {
${aliases.map((n) => `  m${n}: member(organizationId: $organizationId, by: { id: $m${n} }) { ...Card }`).join('\n')}
}
fragment Card on Member { memberId name emailAddress isAdmin }`,
  Deep: `query Deep($organizationId: ID!, $first: Int!) {
  organization(by: { id: $organizationId }) {
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
  Rename: `mutation Rename($input: UpdateMemberInput!) {
  updateMember(input: $input) {
    ... on UpdateMemberPayload { member { memberId name updatedAt } }
  }
}`,
  UserSessions: `query UserSessions($filter: UserFilter!, $first: Int!) {
  users(filter: $filter, first: $first) {
    totalCount
    nodes {
      userId
      name { firstName lastName }
      emailAddresses { emailAddress verified }
      sessions { sessionId startedAt user { userId status } }
    }
  }
}`,
};

const variables: Readonly<Record<QueryName, (subject: Subject) => Record<string, unknown>>> = {
  Lookup: ({ organizationId }) => ({ organizationId }),
  Members: ({ organizationId }) => ({ organizationId, first: 100 }),
  MembersToOrganizations: ({ organizationIds }) => ({ organizationIds, first: 50 }),
  Aliases: ({ organizationId, memberIds }) => ({
    organizationId,
    ...Object.fromEntries(aliases.map((n) => [`m${n}`, memberIds[n]])),
  }),
  Deep: ({ organizationId }) => ({ organizationId, first: 20 }),
  Rename: ({ organizationId, memberIds }) => ({
    input: { organizationId, memberId: memberIds[0], name: 'Ada, Countess of Lovelace' },
  }),
  UserSessions: ({ surname }) => ({ filter: { nameContains: surname }, first: 20 }),
};

/** A query for one of the variants. */
export function queryFor(name: QueryName, variant: number): BenchQuery {
  const subject = subjects[variant];
  if (!subject) throw new Error(`there are ${VARIANTS} variants`);
  return { operationName: name, query: documents[name], variables: variables[name](subject) };
}

/** The second query for a number of members of the largest organization. */
export const membersQuery = (first: number): BenchQuery => ({
  operationName: 'Members',
  query: documents.Members,
  variables: { organizationId: idOf(VARIANTS), first },
});

/** Number of times that the crowded query repeats the second one. */
const CROWD = 15;

/**
 * The second query repeated by alias, for one of the variants: two calls to Stytch cost the server much CPU, and the
 * generator and stub little.
 */
export const repeatedQuery = (variant: number): BenchQuery => {
  const { operationName, query, variables: about } = queryFor('Members', variant);
  const fields = query.slice(query.indexOf('{') + 1, query.lastIndexOf('}')).trim();
  const aliases = Array.from({ length: CROWD }, (_, n) => `a${n}: ${fields}`);
  return { operationName, query: `${query.slice(0, query.indexOf('{'))}{ ${aliases.join('\n')} }`, variables: about };
};
