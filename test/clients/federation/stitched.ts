/** A schema that stitches the graph with that of a billing service, behind a listener that forwards `Authorization`. */
import { createServer } from 'node:http';
import { stitchSchemas } from '@graphql-tools/stitch';
import type { ExecutionResult } from '@graphql-tools/utils';
import { buildSchema, type DocumentNode, print } from 'graphql';
import { createSchema, createYoga } from 'graphql-yoga';
import { readText } from '../harness.ts';
import type { Invoice } from './billing.ts';
import { listening, type Service } from './service.ts';

interface StitchedContext {
  readonly authorization: string | null;
}

/** The ids by which the billing service refers to a member. */
interface MemberKey {
  readonly organizationId: string;
  readonly memberId: string;
}

const billing = (invoices: readonly Invoice[]) =>
  createSchema({
    typeDefs: `
      type Query { invoices(first: Int! = 10): [Invoice!]!  plans(organizationIds: [String!]!): [Organization]! }
      type Invoice { invoiceId: ID!  organization: Organization  issuedBy: Member }
      type Organization { organizationId: String!  plan: String }
      type Member { organizationId: String!  memberId: String! }`,
    resolvers: {
      Query: {
        invoices: (_: unknown, { first }: { first: number }) => invoices.slice(0, first),
        plans: (_: unknown, { organizationIds }: { organizationIds: readonly string[] }) =>
          organizationIds.map((organizationId) => ({ organizationId })),
      },
      Organization: { plan: () => 'team' },
    },
  });

/** A request that is delegated to the graph. */
interface Delegated {
  readonly document: DocumentNode;
  readonly variables?: unknown;
  readonly context?: StitchedContext | undefined;
}

/** Sends delegated requests to the graph as the caller of the stitched schema. */
const remote =
  (endpoint: string) =>
  async ({ document, variables, context }: Delegated): Promise<ExecutionResult> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(context?.authorization ? { authorization: context.authorization } : {}),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    return response.json();
  };

/** All members in one call of `membersById` have the same organization. */
function membersOfOne(keys: readonly MemberKey[]) {
  const [organizationId, ...others] = new Set(keys.map((key) => key.organizationId));
  if (others.length > 0) throw new Error('The members of one request belong to one organization.');
  return { organizationId, ids: keys.map(({ memberId }) => memberId) };
}

/** Starts the stitched schema over the graph at an endpoint. */
export function startStitched(endpoint: string, invoices: readonly Invoice[]): Promise<Service> {
  const dataLoaderOptions = { maxBatchSize: 100 };
  const schema = stitchSchemas<StitchedContext>({
    subschemas: [
      {
        schema: buildSchema(readText('schema/b2b.graphql')),
        executor: remote(endpoint),
        batch: true,
        merge: {
          Organization: {
            selectionSet: '{ organizationId }',
            fieldName: 'organizationsById',
            key: ({ organizationId }: { organizationId: string }) => organizationId,
            argsFromKeys: (ids) => ({ ids }),
            dataLoaderOptions,
          },
          Member: {
            selectionSet: '{ organizationId memberId }',
            fieldName: 'membersById',
            key: ({ organizationId, memberId }: MemberKey) => ({ organizationId, memberId }),
            argsFromKeys: membersOfOne,
            dataLoaderOptions,
          },
        },
      },
      {
        schema: billing(invoices),
        merge: {
          Organization: {
            selectionSet: '{ organizationId }',
            fieldName: 'plans',
            key: ({ organizationId }: { organizationId: string }) => organizationId,
            argsFromKeys: (organizationIds) => ({ organizationIds }),
          },
        },
      },
    ],
  });
  const yoga = createYoga({
    schema,
    logging: false,
    landingPage: false,
    context: ({ request }): StitchedContext => ({ authorization: request.headers.get('authorization') }),
  });
  return listening(createServer(yoga), '/graphql');
}
