import { type AnyVariables, Client, fetchExchange, type OperationResult, type OperationResultSource } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { type Cache, cacheExchange } from '@urql/exchange-graphcache';
import { minifyIntrospectionQuery } from '@urql/introspection';
import { buildSchema, introspectionFromSchema, print } from 'graphql';
import { describe, expect, onTestFinished } from 'vitest';
import { SERVER_KEY } from '../../gateway.ts';
import { graphql } from '../gql/gql.ts';
import { type ClientGateway, clientTest, eventually, present, readText } from '../harness.ts';

const schema = minifyIntrospectionQuery(introspectionFromSchema(buildSchema(readText('schema/b2b.graphql'))));

const test = clientTest('urql');

const Names = graphql(`
  query Names($by: OrganizationBy!) {
    organization(by: $by) { id name members(first: 4) { nodes { id name } } }
  }
`);

const Card = graphql(`
  query Card($organizationId: ID!, $by: MemberBy!) {
    member(organizationId: $organizationId, by: $by) { id name }
  }
`);

const Profile = graphql(`
  query Profile($organizationId: ID!, $by: MemberBy!) {
    member(organizationId: $organizationId, by: $by) { id name createdAt }
  }
`);

const NewName = graphql(`
  mutation NewName($organizationId: ID!, $memberId: ID!, $name: String!) {
    updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {
      ... on UpdateMemberPayload { member { id name } }
      ... on Error { code message }
    }
  }
`);

const Add = graphql(`
  mutation Add($organizationId: ID!, $emailAddress: EmailAddress!) {
    createMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {
      ... on CreateMemberPayload { member { id name } }
      ... on Error { code message }
    }
  }
`);

const Discard = graphql(`
  mutation Discard($organizationId: ID!, $memberId: ID!) {
    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {
      ... on DeleteMemberPayload { deletedId }
      ... on Error { code message }
    }
  }
`);

const WhoAmI = graphql(`query WhoAmI { viewer { id kind member { id name } } }`);

const Renew = graphql(`
  mutation Renew($sessionToken: String!) {
    authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) {
      ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } }
      ... on MutationError { code }
    }
  }
`);

const by = { slug: 'fernhill-bakery' };

/** Evicts the object that a mutation deleted, with one updater for all deletions, as in an app. */
const evictMember = (result: unknown, _: unknown, cache: Cache) => {
  if (typeof result !== 'object' || result === null || !('deleteMember' in result)) return;
  const { deleteMember } = result;
  if (typeof deleteMember !== 'object' || deleteMember === null || !('deletedId' in deleteMember)) return;
  cache.invalidate({ __typename: 'Member', id: String(deleteMember.deletedId) });
};

/** A client as in an app: only the cache differs from the defaults. */
const createClient = (url: string, token: string) => {
  const warned: string[] = [];
  const client = new Client({
    url,
    exchanges: [
      cacheExchange({
        schema,
        updates: { Mutation: { deleteMember: evictMember } },
        logger: (severity, message) => {
          if (severity !== 'debug') warned.push(message);
        },
      }),
      fetchExchange,
    ],
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
  });
  return { client, warned };
};

/** Watches a query until the test ends; returns its results, oldest first. */
function watch<Data, Variables extends AnyVariables>(
  source: OperationResultSource<OperationResult<Data, Variables>>,
): OperationResult<Data, Variables>[] {
  const results: OperationResult<Data, Variables>[] = [];
  const { unsubscribe } = source.subscribe((result) => {
    results.push(result);
  });
  onTestFinished(unsubscribe);
  return results;
}

describe('queries', () => {
  test('go by GET, and the second is answered by the cache', async ({ g }) => {
    const { client, warned } = createClient(g.endpoint, SERVER_KEY);
    const { data, error } = await client.query(Names, { by });
    expect(error).toBeUndefined();
    expect(data?.organization?.members?.nodes).toHaveLength(4);
    expect(g.received.map(({ method }) => method)).toEqual(['GET']);
    expect((await client.query(Names, { by })).data).toEqual(data);
    expect(g.received).toHaveLength(1);
    expect(warned).toEqual([]);
  });

  test('show what the cache has, by the schema, until the rest comes', async ({ g }) => {
    const { client, warned } = createClient(g.endpoint, SERVER_KEY);
    const variables = {
      organizationId: g.world.credentials.admin.organization_id,
      by: { emailAddress: 'imogen@fernhill.example' },
    };
    const { data: card } = await client.query(Card, variables);
    const profiles = watch(client.query(Profile, variables));
    expect(profiles[0]).toMatchObject({ stale: true, data: { member: { ...card?.member, createdAt: null } } });
    await eventually(() =>
      expect(profiles.at(-1)).toMatchObject({
        stale: false,
        data: { member: { ...card?.member, createdAt: expect.stringMatching(/^2023-/) } },
      }),
    );
    expect(g.received).toHaveLength(2);
    expect(warned).toEqual([]);
  });

  test('fail with the codes of the errors', async ({ g }) => {
    const { client } = createClient(g.endpoint, 'no-token');
    const { error } = await client.query(WhoAmI, {});
    expect(error?.graphQLErrors.map(({ extensions }) => extensions['code'])).toEqual(['UNAUTHENTICATED']);
    expect(error?.response).toMatchObject({ status: 401 });
  });
});

describe('mutations', () => {
  test('go by POST; a change is shown wherever its thing is', async ({ g }) => {
    const { client, warned } = createClient(g.endpoint, SERVER_KEY);
    const lists = watch(client.query(Names, { by }));
    await eventually(() => expect(lists.at(-1)?.data).toBeDefined());
    const { id: organizationId, members } = present(lists.at(-1)?.data?.organization, 'the organization');
    const { id: memberId } = present(members?.nodes[1], 'a member');
    const { data } = await client.mutation(NewName, { organizationId, memberId, name: 'Renamed' });
    expect(data?.updateMember).toMatchObject({ __typename: 'UpdateMemberPayload' });
    await eventually(() =>
      expect(lists.at(-1)?.data?.organization?.members?.nodes[1]).toMatchObject({ id: memberId, name: 'Renamed' }),
    );
    expect(g.received.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(warned).toEqual([]);
  });

  test('what was deleted leaves the list', async ({ g }) => {
    const { client, warned } = createClient(g.endpoint, SERVER_KEY);
    const lists = watch(client.query(Names, { by }));
    await eventually(() => expect(lists.at(-1)?.data).toBeDefined());
    const { id: organizationId, members } = present(lists.at(-1)?.data?.organization, 'the organization');
    const { id: memberId } = present(members?.nodes[1], 'a member');
    const { data } = await client.mutation(Discard, { organizationId, memberId });
    expect(data?.deleteMember).toMatchObject({ __typename: 'DeleteMemberPayload', deletedId: memberId });
    await eventually(() => {
      const shown = lists.at(-1);
      expect(shown?.stale).toBe(false);
      expect(shown?.data?.organization?.members?.nodes.map((each) => each?.id)).not.toContain(memberId);
    });
    expect(warned).toEqual([]);
  });

  test('what was created brings its list up to date', async ({ g }) => {
    const { client, warned } = createClient(g.endpoint, SERVER_KEY);
    const variables = {
      organizationId: g.world.credentials.admin.organization_id,
      by: { emailAddress: 'newcomer@fernhill.example' },
    };
    expect((await client.query(Card, variables)).data).toEqual({ __typename: 'Query', member: null });
    const { data } = await client.mutation(Add, {
      organizationId: variables.organizationId,
      emailAddress: variables.by.emailAddress,
    });
    if (data?.createMember?.__typename !== 'CreateMemberPayload') throw new Error(data?.createMember?.message);
    const { data: found } = await client.query(Card, variables, { requestPolicy: 'cache-and-network' });
    expect(found?.member).toEqual(data.createMember.member);
    expect(warned).toEqual([]);
  });
});

describe('authExchange', () => {
  test('renews a session whose JWT is refused, and repeats what failed', async ({ g }) => {
    const { session_token: sessionToken } = g.world.credentials.admin;
    const expired = await expiredJwt(g, sessionToken);
    g.received.length = 0;
    const client = new Client({
      url: g.endpoint,
      exchanges: [
        cacheExchange({ schema }),
        authExchange(async (utils) => {
          let jwt = expired;
          return {
            addAuthToOperation: (operation) => utils.appendHeaders(operation, { authorization: `Bearer ${jwt}` }),
            didAuthError: ({ graphQLErrors }) =>
              graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED'),
            refreshAuth: async () => {
              const { data } = await utils.mutate(Renew, { sessionToken });
              const result = data?.authenticateMemberSession;
              if (result?.__typename !== 'AuthenticateMemberSessionPayload') throw new Error(result?.code);
              if (result.outcome.__typename !== 'SignedIn') throw new Error(result.outcome.__typename);
              jwt = result.outcome.sessionJwt;
            },
          };
        }),
        fetchExchange,
      ],
    });
    const { data, error } = await client.query(WhoAmI, {});
    expect(error).toBeUndefined();
    expect(data?.viewer).toMatchObject({ kind: 'MEMBER', member: { name: 'Ada Okafor' } });
    expect(g.received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });
});

/** A JWT of the session that was issued ten minutes ago. */
async function expiredJwt(g: ClientGateway, sessionToken: string): Promise<string> {
  g.pass({ minutes: -10 });
  const { authenticateMemberSession } = await g.data<{
    authenticateMemberSession: { outcome: { sessionJwt: string } };
  }>(print(Renew), { variables: { sessionToken }, as: null });
  g.pass({ minutes: 10 });
  return authenticateMemberSession.outcome.sessionJwt;
}
