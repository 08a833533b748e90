import { setTimeout } from 'node:timers/promises';
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  type DocumentNode,
  HttpLink,
  InMemoryCache,
  type ObservableQuery,
  type OperationVariables,
} from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import * as v from 'valibot';
import { describe, expect, onTestFinished, vi } from 'vitest';
import { readManifest } from '../../../src/graphql/persisted-documents.ts';
import { SERVER_KEY } from '../../gateway.ts';
import { graphql } from '../gql/gql.ts';
import { clientTest, eventually, present, readText } from '../harness.ts';

const possibleTypes = v.parse(
  v.record(v.string(), v.array(v.string())),
  JSON.parse(readText('schema/b2b.possibleTypes.json')),
);
const documents = readManifest(readText('test/clients/gql/persisted-documents.json'));

const test = clientTest('Apollo Client');

const Team = graphql(`
  query Team($by: OrganizationBy!, $statuses: [MemberStatus!], $after: String) {
    organization(by: $by) {
      id
      members(first: 4, after: $after, filter: { statuses: $statuses }) {
        edges { cursor node { id name } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const EveryMember = graphql(`
  query EveryMember($by: OrganizationBy!) {
    organization(by: $by) { id members(first: 50) { nodes { id name } } }
  }
`);

const Rename = graphql(`
  mutation Rename($organizationId: ID!, $memberId: ID!, $name: String!) {
    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {
      ... on UpdateMemberPayload { member { id name } }
      ... on Error { code message }
    }
  }
`);

const Remove = graphql(`
  mutation Remove($organizationId: ID!, $memberId: ID!) {
    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {
      ... on DeleteMemberPayload { deletedId organization { id } }
      ... on Error { code message }
    }
  }
`);

const ViewerHead = graphql(`query ViewerHead { viewer { id kind roleIds } }`);
const ViewerMember = graphql(`query ViewerMember { viewer { id member { id name } } }`);
const ViewerOrganization = graphql(`query ViewerOrganization { viewer { id organization { id name } } }`);

const SsoConnections = graphql(`
  query SsoConnections($by: OrganizationBy!) {
    organization(by: $by) { id ssoConnections { ... on SsoConnection { id displayName } ... on Node { id } } }
  }
`);

const by = { slug: 'fernhill-bakery' };

const createClient = (uri: string, token: string, link?: ApolloLink) =>
  new ApolloClient({
    link: ApolloLink.from([
      ...(link ? [link] : []),
      new HttpLink({ uri, headers: { authorization: `Bearer ${token}` } }),
    ]),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: { Organization: { fields: { members: relayStylePagination(['filter']) } } },
    }),
  });

/** The current result of a component. */
function current<Data, Variables extends OperationVariables>(query: ObservableQuery<Data, Variables>) {
  const result = query.getCurrentResult();
  if (result.dataState !== 'complete') throw new Error(`the data is ${result.dataState}: ${result.error?.message}`);
  return result.data;
}

/** Lets a component watch a query until the test ends, and waits for its first result. */
async function mount<Data, Variables extends OperationVariables>(query: ObservableQuery<Data, Variables>) {
  const subscription = query.subscribe(() => {});
  onTestFinished(() => subscription.unsubscribe());
  await eventually(() => expect(query.getCurrentResult().loading).toBe(false));
  return current(query);
}

describe('pages', () => {
  test('grow, each member once, apart for each filter', async ({ g }) => {
    const client = createClient(g.endpoint, SERVER_KEY);
    const team = client.watchQuery({ query: Team, variables: { by, statuses: ['ACTIVE'] } });
    await mount(team);
    const sizes = [];
    for (;;) {
      const { edges, pageInfo } = present(current(team).organization?.members, 'a page');
      sizes.push(edges.length);
      if (!pageInfo.hasNextPage) break;
      await team.fetchMore({ variables: { after: pageInfo.endCursor } });
      // The result follows the cache in a later task.
      await eventually(() => expect(current(team).organization?.members?.edges.length).toBeGreaterThan(edges.length));
    }
    const ids = current(team).organization?.members?.edges.map(({ node }) => node?.id) ?? [];
    expect(sizes.slice(0, 3)).toEqual([4, 8, 12]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(g.received).toHaveLength(sizes.length);

    const invited = client.watchQuery({ query: Team, variables: { by, statuses: ['INVITED'] } });
    await mount(invited);
    const others = current(invited).organization?.members?.edges.map(({ node }) => node?.id) ?? [];
    expect(others.length).toBeGreaterThan(0);
    expect(ids).not.toEqual(expect.arrayContaining(others));
  });
});

describe('the cache', () => {
  test('shows a change in each list, by its id, without another request', async ({ g }) => {
    const client = createClient(g.endpoint, SERVER_KEY);
    const every = client.watchQuery({ query: EveryMember, variables: { by } });
    const team = client.watchQuery({ query: Team, variables: { by } });
    const { organization } = await mount(every);
    await mount(team);
    const { id: organizationId, members } = present(organization, 'the organization');
    const member = present(members?.nodes[0], 'a member');
    const requests = g.received.length;
    const { data } = await client.mutate({
      mutation: Rename,
      variables: { organizationId, memberId: member.id, name: 'Renamed' },
    });
    expect(data?.updateMember).toMatchObject({ __typename: 'UpdateMemberPayload', member: { id: member.id } });
    await eventually(() => {
      expect(current(every).organization?.members?.nodes[0]).toMatchObject({ id: member.id, name: 'Renamed' });
      expect(current(team).organization?.members?.edges[0]?.node).toMatchObject({ id: member.id, name: 'Renamed' });
    });
    expect(g.received).toHaveLength(requests + 1);
  });

  test('loses what was deleted, by `deletedId`', async ({ g }) => {
    const client = createClient(g.endpoint, SERVER_KEY);
    const every = client.watchQuery({ query: EveryMember, variables: { by } });
    const team = client.watchQuery({ query: Team, variables: { by } });
    const { organization } = await mount(every);
    await mount(team);
    const { id: organizationId, members } = present(organization, 'the organization');
    const { id: memberId } = present(members?.nodes[2], 'a member');
    const requests = g.received.length;
    await client.mutate({
      mutation: Remove,
      variables: { organizationId, memberId },
      update: (cache, { data }) => {
        if (data?.deleteMember?.__typename !== 'DeleteMemberPayload') throw new Error('the member was not deleted');
        const { deletedId } = data.deleteMember;
        cache.evict({ id: present(cache.identify({ __typename: 'Member', id: deletedId }), 'a key') });
        cache.gc();
      },
    });
    await eventually(() => {
      expect(current(every).organization?.members?.nodes.map((each) => each?.id)).not.toContain(memberId);
      expect(current(team).organization?.members?.edges.map(({ node }) => node?.id)).not.toContain(memberId);
    });
    expect(current(team).organization?.members?.edges).toHaveLength(3);
    expect(g.received).toHaveLength(requests + 1);
    expect(client.cache.extract()).not.toHaveProperty([`Member:${memberId}`]);
    expect(client.cache.extract()).toHaveProperty([`Organization:${organizationId}`]);
  });

  test('matches interfaces and unions, also without the network', async ({ g }) => {
    const client = createClient(g.endpoint, SERVER_KEY);
    const variables = { by: { slug: 'northgate-bank' } };
    const { data } = await client.query({ query: SsoConnections, variables });
    const names = data?.organization?.ssoConnections?.map(({ displayName }) => displayName);
    expect(names).toEqual(expect.arrayContaining([expect.any(String)]));
    const again = await client.query({ query: SsoConnections, variables, fetchPolicy: 'cache-only' });
    expect(again.data).toEqual(data);

    const { data: refused } = await client.mutate({
      mutation: Rename,
      variables: { organizationId: 'organization-test-none', memberId: 'member-test-none', name: 'Nobody' },
    });
    expect(refused?.updateMember).toMatchObject({ __typename: 'MutationError', code: expect.any(String) });
  });
});

describe('the viewer', () => {
  test('is read by three components in three requests, and nothing is lost', async ({ g }) => {
    const client = createClient(g.endpoint, g.world.credentials.admin.session_jwt);
    const warned = vi.spyOn(console, 'warn');
    onTestFinished(() => warned.mockRestore());
    const head = client.watchQuery({ query: ViewerHead });
    const member = client.watchQuery({ query: ViewerMember });
    const organization = client.watchQuery({ query: ViewerOrganization });
    await Promise.all([mount(head), mount(member), mount(organization)]);
    // If data of another component were overwritten, that component would send its query again.
    await setTimeout(300);
    expect(g.received).toHaveLength(3);
    expect(current(head).viewer).toMatchObject({ kind: 'MEMBER', roleIds: expect.arrayContaining(['stytch_admin']) });
    expect(current(member).viewer).toMatchObject({ member: { name: 'Ada Okafor' } });
    expect(current(organization).viewer).toMatchObject({ organization: { name: 'Fernhill Bakery' } });
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('errors', () => {
  test('have their codes', async ({ g }) => {
    const client = createClient(g.endpoint, 'no-token');
    const error: unknown = await client.query({ query: ViewerHead }).catch((reason: unknown) => reason);
    if (!CombinedGraphQLErrors.is(error)) throw new Error(`${error} is no error of GraphQL`);
    expect(error.errors.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
  });
});

describe('persisted documents', () => {
  const persisting = clientTest('Apollo Client', {
    persistedDocuments: { mode: 'only', documents: present(documents, 'a manifest') },
  });

  persisting.for([
    { useGETForHashedQueries: false, methods: ['POST', 'POST'] },
    { useGETForHashedQueries: true, methods: ['GET', 'POST'] },
  ])('run by their ids alone: $methods', async ({ useGETForHashedQueries, methods }, { g }) => {
    const link = new PersistedQueryLink({ generateHash: idOf, useGETForHashedQueries });
    const client = createClient(g.endpoint, SERVER_KEY, link);
    const { data } = await client.query({ query: EveryMember, variables: { by } });
    const member = present(data?.organization?.members?.nodes[0], 'a member');
    const { data: renamed } = await client.mutate({
      mutation: Rename,
      variables: { organizationId: data?.organization?.id ?? '', memberId: member.id, name: 'Renamed' },
    });
    expect(renamed?.updateMember).toMatchObject({ member: { name: 'Renamed' } });
    expect(g.received.map(({ method }) => method)).toEqual(methods);
    await expect(
      createClient(g.endpoint, SERVER_KEY).query({ query: EveryMember, variables: { by } }),
    ).rejects.toThrow();
  });
});

/** The id that the client preset writes into a document and into the manifest. */
function idOf(document: DocumentNode): string {
  const { hash } = v.parse(v.object({ __meta__: v.object({ hash: v.string() }) }), document).__meta__;
  return hash.replace('sha256:', '');
}
