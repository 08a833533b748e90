/**
 * The graph as a Federation 2 subgraph. `_entities` finds what `node` and the lookups find, by the same rules; `_service` gives
 * the printed subgraph. `node` and `nodes` are left out, since an id of theirs means nothing in another subgraph.
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
import { type Entity, entitiesOf, fieldSetsOf, type KeyValues } from './entity.ts';
import { callsForEntities } from './entity-cost.ts';

/** Fields of `Query` that belong to a graph that stands alone. */
export const STANDALONE: readonly string[] = ['node', 'nodes'];

/** A representation: the type of an entity, and the values of one of its keys. */
type Representation = Readonly<Record<string, unknown>>;

/** How a representation is resolved, once it may be. */
type Load = () => unknown;

/**
 * Makes a subgraph of a graph.
 *
 * @param schema the graph as it stands alone
 */
export function subgraphOf(schema: GraphQLSchema, vertical: VerticalName): GraphQLSchema {
  const entities = entitiesOf(schema, vertical);
  const { query, types, ...config } = schema.toConfig();
  if (!query) throw new Error('A graph without queries is no subgraph.');
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
  description: 'A representation of an entity: `__typename` and the fields of one of its keys. Routers send it.',
});

const entitiesField = (
  query: GraphQLObjectType,
  entities: ReadonlyMap<string, Entity>,
): GraphQLFieldConfig<unknown, Context, { representations: readonly unknown[] }> => ({
  type: new GraphQLNonNull(
    new GraphQLList(
      new GraphQLUnionType({
        name: '_Entity',
        description: 'Whatever another subgraph can refer to.',
        types: [...entities.values()].map(({ type }) => type),
        resolveType: typeOfNode,
      }),
    ),
  ),
  description:
    'Entities that other subgraphs refer to, in the order asked; null for each that is not there or not the caller’s to see. Routers call it.',
  args: {
    representations: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
      description: 'Which entities.',
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

/** Finds entities, each at the position of its representation. */
async function resolveEntities(
  query: GraphQLObjectType,
  entities: ReadonlyMap<string, Entity>,
  representations: readonly unknown[],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<unknown[]> {
  // All are decided before any is fetched, so that those of a kind are one call. A refusal belongs to its own place.
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
 * Decides for a representation.
 *
 * @throws GraphQLError FORBIDDEN or UNAUTHENTICATED as `node` does; StytchError INVALID_INPUT for what is no representation
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
  throw invalidInput(`\`${path.join('.')}\` gives no key of \`${type.name}\`: ${keys.join(', or ')}.`, path);
}

/** The values of a key, if the representation gives all of them. */
function valuesOf(representation: Representation, fields: readonly string[]): KeyValues | undefined {
  const values: Record<string, string> = {};
  for (const name of fields) {
    const value = representation[name];
    if (typeof value !== 'string' || value === '') return undefined;
    values[name] = value;
  }
  return values;
}

/** What the resolver of a lookup is told: that it runs in the place of `_entities`. */
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
        description: 'The subgraph itself.',
        fields: {
          sdl: {
            type: GraphQLString,
            description: 'The subgraph in the schema language, with the directives of Federation.',
          },
        },
      }),
    ),
    description: 'The subgraph itself, for composition. Whoever may introspect may read it.',
    resolve: () => {
      sdl ??= readFile(subgraphFile(vertical), 'utf8');
      return sdl.then((text) => ({ sdl: text }));
    },
  };
};
