/** Operations that clients send through a router or a stitched schema, and the relevant parts of the result. */
import { type ClientGateway, present } from '../harness.ts';

/** A response to a GraphQL request. */
export interface Reply {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions: { readonly code: string } }[];
}

/** Sends an operation to an endpoint. The tests assert the type of the data. */
export async function send(
  endpoint: string,
  token: string | null,
  query: string,
  variables: object = {},
): Promise<Reply> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Reply;
}

/**
 * The parts of a response that a client handles. If the whole request failed, a router omits the error path and returns
 * null data.
 */
export const seen = ({ data, errors = [] }: Reply) => ({
  data: Object.values(data ?? {}).some((value) => value !== null) ? data : null,
  codes: errors.map(({ extensions: { code } }) => code),
});

/** Key of a server with all rights. */
export const SERVER = 'sgk_sandbox_admin';

/** Ids of two organizations, and of an admin and another member of each. */
export const ids = (g: ClientGateway) => {
  const [own, other] = g.world.organizations.map(({ organization_id, admin, member }) => ({
    organizationId: organization_id,
    admin: present(admin, 'an administrator').member_id,
    member: present(member, 'a member').member_id,
  }));
  return { own: present(own, 'an organization'), other: present(other, 'another') };
};

/** Operations of a client by name, with token and variables. */
export const OPERATIONS: readonly (readonly [
  string,
  (g: ClientGateway) => readonly [string | null, string, object?],
])[] = [
  ['a query', (g) => [g.world.credentials.member.session_jwt, '{ viewer { kind member { name } } }']],
  ['an expired session', () => ['not-a-session', '{ viewer { kind } }']],
  ['a visitor at a field that needs a caller', () => [null, '{ organizations { nodes { name } } }']],
  [
    'a refused mutation',
    (g) => [
      g.world.credentials.member.session_jwt,
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
        ... on UpdateOrganizationPayload { organization { name } } ... on MutationError { code message path } } }`,
      { input: { organizationId: ids(g).own.organizationId, name: 'Mine' } },
    ],
  ],
  [
    'a mutation with an input that is not acceptable',
    (g) => [
      SERVER,
      `mutation ($input: CreateMemberInput!) { createMember(input: $input) {
        ... on CreateMemberPayload { member { name } } ... on MutationError { code path } } }`,
      { input: { organizationId: ids(g).own.organizationId, emailAddress: 'ada@fernhill.example' } },
    ],
  ],
  [
    'a mutation',
    (g) => [
      SERVER,
      `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) {
        ... on UpdateMemberPayload { member { name organization { name } } } ... on MutationError { code } } }`,
      { input: { organizationId: ids(g).own.organizationId, memberId: ids(g).own.member, name: 'Esperanza V.' } },
    ],
  ],
];
