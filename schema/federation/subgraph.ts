/**
 * The graph as a Federation 2 subgraph. `_entities` resolves nodes and lookups under the same access rules as `node`.
 * `_service` returns the printed subgraph. `node` and `nodes` are left out: their ids have no meaning in other
 * subgraphs.
 */
import { readFile } from 'node:fs/promises';
import {
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { Context } from '../../src/graphql/context.ts';
import { traceField } from '../../src/graphql/explain.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { prefetchNode } from '../../src/graphql/prefetch.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import { invalidInput } from '../../src/stytch/error.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import { checkNode, loadNode, markNode, typeOfNode } from '../builder.ts';
import { subgraphFile } from '../subgraph-file.ts';
import { type Entity, entitiesOf, fieldSetsOf, type KeyValues, valuesOf } from './entity.ts';
import { callsForEntities } from './entity-cost.ts';

/** `Query` fields that only exist outside of a supergraph. */
export const STANDALONE: readonly string[] = ['node', 'nodes'];

/** Loads an allowed representation. */
type Load = () => unknown;

/**
 * Creates a subgraph from a graph.
 *
 * @param schema the graph outside of a supergraph
 */
export function subgraphOf(schema: GraphQLSchema, vertical: VerticalName): GraphQLSchema {
  const entities = entitiesOf(schema, vertical);
  const { query, types, ...config } = schema.toConfig();
  if (!query) throw new Error('A graph without queries cannot be a subgraph.');
  const { fields, ...queryConfig } = query.toConfig();
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !STANDALONE.includes(name)));
  return new GraphQLSchema({
    ...config,
    query: new GraphQLObjectType({
      ...queryConfig,
      fields: { ...kept, _entities: entitiesField(query, entities), _service: serviceField(vertical) },
    }),
    types: types.filter((type) => type !== query),
  });
}

const Any = new GraphQLScalarType({
  name: '_Any',
  description: 'Representation of an entity: `__typename` and the fields of one of its keys. Routers send it.',
});

const entitiesField = (
  query: GraphQLObjectType,
  entities: ReadonlyMap<string, Entity>,
): GraphQLFieldConfig<unknown, Context, { representations: readonly unknown[] }> => ({
  type: new GraphQLNonNull(
    new GraphQLList(
      new GraphQLUnionType({
        name: '_Entity',
        description: 'Any type that other subgraphs can reference.',
        types: [...entities.values()].map(({ type }) => type),
        resolveType: typeOfNode,
      }),
    ),
  ),
  description:
    'Entities that other subgraphs reference, in the order of `representations`. An item is null if the entity does not exist or the caller may not read it. Routers call this field.',
  args: {
    representations: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
      description: 'Representations of the entities.',
    },
  },
  extensions: { callsFor: callsForEntities(query, entities) },
  resolve: (_, { representations }, context, info) => {
    const { trace } = context;
    return trace
      ? traceField(trace, null, info, () => resolveEntities(query, entities, representations, context, info))
      : resolveEntities(query, entities, representations, context, info);
  },
});

/** Resolves entities, each at the position of its representation. */
async function resolveEntities(
  query: GraphQLObjectType,
  entities: ReadonlyMap<string, Entity>,
  representations: readonly unknown[],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<unknown[]> {
  // All rules are checked before any load, so that entities of one type share a call. An error affects only its own
  // position.
  const loads = await Promise.all(
    representations.map((representation, index) =>
      prepare(query, entities, representation, context, info, ['representations', String(index)]).catch(
        (cause: unknown): Load =>
          () => {
            throw cause;
          },
      ),
    ),
  );
  return loads.map(async (load) => load());
}

/**
 * Checks the access rule of a representation.
 *
 * @throws GraphQLError FORBIDDEN or UNAUTHENTICATED as `node` does; StytchError INVALID_INPUT for an invalid
 * representation
 */
async function prepare(
  query: GraphQLObjectType,
  entities: ReadonlyMap<string, Entity>,
  representation: unknown,
  context: Context,
  info: GraphQLResolveInfo,
  path: readonly string[],
): Promise<Load> {
  const typename = isRecord(representation) ? representation['__typename'] : undefined;
  const entity = typeof typename === 'string' ? entities.get(typename) : undefined;
  if (!entity || !isRecord(representation)) {
    throw invalidInput(`\`${path.join('.')}\` has no \`__typename\` of an entity of this subgraph.`, path);
  }
  const { type, nodeKey, lookupKeys } = entity;
  const byNode = async (parts: KeyValues): Promise<Load> => {
    const id = joinNodeId(...nodeKey.map((name) => parts[name] ?? ''));
    const ids = await checkNode({ id }, context, type.extensions, path);
    prefetchNode(type.name, ids, context, info);
    return () => loadNode(type.name, id, context);
  };
  const parts = valuesOf(representation, nodeKey);
  if (parts) return byNode(parts);
  for (const { fields, lookup, args, implied } of lookupKeys) {
    const values = valuesOf(representation, fields);
    const field = values && query.getFields()[lookup];
    if (!field) continue;
    const own = implied?.(context.caller);
    if (own) return byNode({ ...values, ...own });
    const below = lookupInfo(info, query, lookup, type);
    return () => markNode(field.resolve?.(undefined, args(values), context, below), type.name);
  }
  const keys = fieldSetsOf(entity).map((fields) => `\`${fields}\``);
  throw invalidInput(`\`${path.join('.')}\` has no complete key of \`${type.name}\`: ${keys.join(', or ')}.`, path);
}

/** Resolve info for a lookup field that runs as part of `_entities`. */
const lookupInfo = (
  info: GraphQLResolveInfo,
  parentType: GraphQLObjectType,
  fieldName: string,
  returnType: GraphQLObjectType,
): GraphQLResolveInfo => ({
  fieldName,
  fieldNodes: info.fieldNodes,
  returnType,
  parentType,
  path: info.path,
  schema: info.schema,
  fragments: info.fragments,
  rootValue: info.rootValue,
  operation: info.operation,
  variableValues: info.variableValues,
});

const serviceField = (vertical: VerticalName): GraphQLFieldConfig<unknown, Context> => {
  let sdl: Promise<string> | undefined;
  return {
    type: new GraphQLNonNull(
      new GraphQLObjectType({
        name: '_Service',
        description: 'The subgraph schema.',
        fields: {
          sdl: {
            type: GraphQLString,
            description: 'The subgraph as SDL, with Federation directives.',
          },
        },
      }),
    ),
    description: 'The subgraph schema, for composition. Readable by callers who may introspect the graph.',
    resolve: () => {
      sdl ??= readFile(subgraphFile(vertical), 'utf8');
      return sdl.then((text) => ({ sdl: text }));
    },
  };
};
