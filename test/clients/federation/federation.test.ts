/**
 * The subgraph behind real routers, beside the subgraph of another team: a client gets the same results as without a
 * router.
 */
import { composeServices } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { describe, expect, onTestFinished } from 'vitest';
import { loadSubgraph } from '../../../schema/index.ts';
import { replacing, stytchError } from '../../safety/replaced.ts';
import { type ClientGateway, clientTest, present, readText } from '../harness.ts';
import { type Invoice, startBilling } from './billing.ts';
import { ids, OPERATIONS, SERVER, seen, send } from './operation.ts';
import { routers } from './routers.ts';

const subgraph = await loadSubgraph('b2b');
const sdlOf = (vertical: string) => parse(readText(`schema/${vertical}.subgraph.graphql`));

const test = clientTest('federation', { schema: subgraph });

/** A Stytch that rejects all changes of members. */
const limited = clientTest('federation', {
  schema: subgraph,
  between: replacing((method, path) =>
    method === 'PUT' && path.includes('/members/') ? stytchError(429, 'too_many_requests') : undefined,
  ),
});

async function supergraphOf(g: ClientGateway, invoices: readonly Invoice[]) {
  const billing = await startBilling(invoices);
  onTestFinished(billing.close);
  const services = [
    { name: 'auth', url: g.endpoint, typeDefs: sdlOf('b2b') },
    { name: 'billing', url: billing.endpoint, typeDefs: billing.typeDefs },
  ];
  const { supergraphSdl, errors } = composeServices(services);
  expect(errors ?? []).toEqual([]);
  return present(supergraphSdl, 'a supergraph');
}

describe('composition', () => {
  test.for(['b2b', 'consumer'])('of the %s subgraph succeeds, alone and beside others', async (vertical) => {
    const billing = await startBilling([]);
    onTestFinished(billing.close);
    const auth = { name: 'auth', url: 'http://auth.example', typeDefs: sdlOf(vertical) };
    // Billing refers to organizations, which a consumer project does not have.
    const other =
      vertical === 'b2b'
        ? billing.typeDefs
        : parse(`
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
            type Query { orders: [Order!]! }
            type Order { orderId: ID!  buyer: User }
            type User @key(fields: "userId") { userId: String!  points: Int! }`);
    for (const services of [[auth], [auth, { name: 'other', url: 'http://other.example', typeDefs: other }]]) {
      const apollo = composeServices(services);
      expect(apollo.errors ?? []).toEqual([]);
      const guild = composeByGuild(services);
      expect(guild.errors ?? []).toEqual([]);
      // A contract variant of the supergraph can leave secrets out.
      for (const sdl of [apollo.supergraphSdl, guild.supergraphSdl]) expect(sdl).toContain('@tag(name: "secret")');
    }
  });
});

describe.for(Object.entries(routers))('%s', ([, start]) => {
  const open = async (g: ClientGateway, invoices: readonly Invoice[]) => {
    const router = await start(await supergraphOf(g, invoices));
    onTestFinished(router.close);
    g.received.length = 0;
    g.calls.length = 0;
    return router;
  };

  test('joins both ways: from invoices to people, and from an organization to its plan', async ({ g }) => {
    const { own } = ids(g);
    const router = await open(g, [
      { invoiceId: '1', organization: own, issuedBy: { organizationId: own.organizationId, memberId: own.admin } },
    ]);
    const joined = await send(
      router.endpoint,
      SERVER,
      `{ invoices { invoiceId organization { name plan } issuedBy { name seats emailAddress } } }`,
    );
    expect(seen(joined)).toEqual({
      data: {
        invoices: [
          {
            invoiceId: '1',
            organization: { name: 'Fernhill Bakery', plan: 'team' },
            issuedBy: { name: 'Ada Okafor', seats: 1, emailAddress: 'ada@fernhill.example' },
          },
        ],
      },
      codes: [],
    });
    const required = await send(
      router.endpoint,
      SERVER,
      `{ organization(by: { slug: "fernhill-bakery" }) { name plan billingAddress members(first: 1) { nodes { seats } pageInfo { hasNextPage } } } }`,
    );
    expect(seen(required)).toEqual({
      data: {
        organization: {
          name: 'Fernhill Bakery',
          plan: 'team',
          billingAddress: 'billing@fernhill-bakery.example',
          members: { nodes: [{ seats: 1 }], pageInfo: { hasNextPage: true } },
        },
      },
      codes: [],
    });
  });

  test('asks once for a hundred references', async ({ g }) => {
    const { own, other } = ids(g);
    const members = [own, other].flatMap(({ organizationId, admin, member }) =>
      [admin, member].map((memberId) => ({ organizationId, memberId })),
    );
    const invoices = Array.from({ length: 100 }, (_, n) => ({
      invoiceId: String(n),
      organization: null,
      issuedBy: members[n % members.length] ?? null,
    }));
    const router = await open(g, invoices);
    const answer = await send(router.endpoint, SERVER, '{ invoices(first: 100) { issuedBy { name } } }');
    expect(answer.errors ?? []).toEqual([]);
    expect(g.received).toHaveLength(1);
    // A router uses the shortest key that the other subgraph offers: the member id alone.
    expect(g.calls.length).toBeLessThanOrEqual(members.length);
  });

  test('shows a member nothing of another organization, and Stytch is not asked', async ({ g }) => {
    const { own, other } = ids(g);
    const router = await open(g, [
      {
        invoiceId: '1',
        organization: other,
        issuedBy: { organizationId: other.organizationId, memberId: other.admin },
      },
      { invoiceId: '2', organization: own, issuedBy: null },
    ]);
    const { member } = g.world.credentials;
    const answer = await send(
      router.endpoint,
      member.session_jwt,
      '{ invoices { organization { name } issuedBy { name } } }',
    );
    expect(answer.data).toEqual({
      invoices: [
        { organization: null, issuedBy: { name: null } },
        { organization: { name: 'Fernhill Bakery' }, issuedBy: null },
      ],
    });
    expect([...new Set(answer.errors?.map(({ extensions: { code } }) => code))]).toEqual(['FORBIDDEN']);
    expect(JSON.stringify(g.calls)).not.toContain(other.organizationId);
  });

  test('shows each operation as it is without a router', async ({ g }) => {
    const router = await open(g, []);
    for (const [name, operation] of OPERATIONS) {
      const [token, document, variables] = operation(g);
      const direct = seen(await send(g.endpoint, token, document, variables));
      expect(seen(await send(router.endpoint, token, document, variables)), name).toEqual(direct);
      expect(direct.data !== null || direct.codes.length > 0, name).toBe(true);
    }
  });

  limited('shows that Stytch limits calls as it is without a router', async ({ g }) => {
    const router = await open(g, []);
    const [, mutation] = OPERATIONS.find(([name]) => name === 'a mutation') ?? [];
    const [token, document, variables] = present(mutation, 'a mutation')(g);
    const direct = seen(await send(g.endpoint, token, document, variables));
    expect(direct.data).toEqual({ updateMember: { code: 'RATE_LIMITED' } });
    expect(seen(await send(router.endpoint, token, document, variables))).toEqual(direct);
  });
});
