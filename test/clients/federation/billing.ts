/** The subgraph of another team: it refers to organizations and members by their Stytch ids only. */
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { listening, type Service } from './service.ts';

const typeDefs = parse(`
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires", "@shareable"])

  type Query { invoices(first: Int! = 10): [Invoice!]! }

  type Invoice @key(fields: "invoiceId") {
    invoiceId: ID!
    organization: Organization
    issuedBy: Member
  }

  type Organization @key(fields: "organizationId") {
    organizationId: String!
    slug: String! @external
    plan: String!
    billingAddress: String! @requires(fields: "slug")
  }

  type Member @key(fields: "organizationId memberId") {
    organizationId: String!
    memberId: String!
    seats: Int!
  }

  type PageInfo @shareable {
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
  }
`);

/** An invoice, with the ids of its organization and member. */
export interface Invoice {
  readonly invoiceId: string;
  readonly organization: { readonly organizationId: string } | null;
  readonly issuedBy: { readonly organizationId: string; readonly memberId: string } | null;
}

/** Starts the subgraph with these invoices. */
export async function startBilling(
  invoices: readonly Invoice[],
): Promise<Service & { readonly typeDefs: typeof typeDefs }> {
  const schema = buildSubgraphSchema([
    {
      typeDefs,
      resolvers: {
        Query: { invoices: (_: unknown, { first }: { first: number }) => invoices.slice(0, first) },
        Organization: {
          plan: () => 'team',
          billingAddress: ({ slug }: { slug: string }) => `billing@${slug}.example`,
        },
        Member: { seats: () => 1 },
      },
    },
  ]);
  const yoga = createYoga({ schema, logging: false, landingPage: false });
  return { ...(await listening(createServer(yoga), '/graphql')), typeDefs };
}
