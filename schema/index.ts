/** Loads the graph of the vertical that a process serves. */
import type { GraphQLSchema } from 'graphql';
import type { VerticalName } from '../src/vertical/vertical.ts';

const graphs: Readonly<Record<VerticalName, () => Promise<{ schema: GraphQLSchema }>>> = {
  b2b: () => import('./b2b/index.ts'),
  consumer: () => import('./consumer/index.ts'),
};

/**
 * The graph of a vertical. A process has one.
 *
 * @throws Error if the graph of another vertical was loaded before
 */
export const loadSchema = async (vertical: VerticalName): Promise<GraphQLSchema> => (await graphs[vertical]()).schema;

/**
 * The same graph as a subgraph of a Federation 2 supergraph.
 *
 * @throws Error if the graph of another vertical was loaded before
 */
export async function loadSubgraph(vertical: VerticalName): Promise<GraphQLSchema> {
  const [schema, { subgraphOf }] = await Promise.all([loadSchema(vertical), import('./federation/subgraph.ts')]);
  return subgraphOf(schema, vertical);
}
