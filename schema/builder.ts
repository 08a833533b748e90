/** The only SchemaBuilder, and the helpers that this schema adds to Pothos. */
import SchemaBuilder, { EnumRef } from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import type { GraphQLSchema } from 'graphql';
import { type AccessRule, accessDenied, isAllowed } from '../src/auth/access.ts';
import type { Context } from '../src/graphql/context.ts';
import { decodeOpaqueId, encodeOpaqueId, joinNodeId, splitNodeId } from '../src/graphql/node-id.ts';
import { type NodeIds, prefetchNode } from '../src/graphql/prefetch.ts';
import type { SchemaName, Schemas } from '../src/stytch/contract/types.ts';
import { invalidInput, StytchError } from '../src/stytch/error.ts';
import type { NodeIdPart, Vertical } from '../src/vertical/vertical.ts';
import { directives } from './directives.ts';
import { UNKNOWN } from './leaf.ts';
import GatewayPlugin from './plugin.ts';
import { DateTime, EmailAddress, JsonObject, Jwt, PhoneNumber, Url } from './scalars.ts';

/** Types of the scalars in resolvers. Text scalars stay unparsed. */
type Scalars = {
  ID: { Input: string; Output: string | number };
  DateTime: { Input: string; Output: string };
  EmailAddress: { Input: string; Output: string };
  JWT: { Input: string; Output: string };
  PhoneNumber: { Input: string; Output: string };
  URL: { Input: string; Output: string };
  JSONObject: { Input: Record<string, unknown>; Output: Record<string, unknown> };
};

/** Maximum number of ids per `nodes` call. */
const MOST_NODES = 100;

export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: Scalars;
  Connection: { totalCount: number | null };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  // An object that cannot be returned is null in its position; the rest of the page is kept.
  DefaultNodeNullability: true;
}>({
  // Errors come first, so that access errors of the gateway become part of a mutation's result.
  plugins: [ErrorsPlugin, RelayPlugin, GatewayPlugin],
  defaultFieldNullability: false,
  errors: {
    defaultTypes: [StytchError],
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName[0]?.toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'The payload, or the error.',
    },
  },
  relay: {
    cursorType: 'String',
    nodesOnConnection: {
      description: 'The objects on this page, without cursors. Objects that cannot be returned are left out.',
    },
    encodeGlobalID: encodeOpaqueId,
    // Any other text has no type; `checkNode` rejects it.
    decodeGlobalID: (id) => decodeOpaqueId(id) ?? { typename: '', id: '' },
    nodeTypeOptions: {
      description: 'An object with a global id, by which `node` fetches it.',
      resolveType: (node) => typeOfNode(node),
    },
    idFieldOptions: { description: 'Opaque global id of the object. `node` fetches the object by it.' },
    nodeQueryOptions: {
      access: 'anyone',
      description: 'One object by its global `id`. Null if it does not exist.',
      args: { id: { description: 'The `id` of the object.' } },
      resolve: async (_root, { id }, context, info) => {
        const ids = await checkNode(id, context, info.schema.getType(id.typename)?.extensions, ['id']);
        prefetchNode(id.typename, ids, context, info);
        return loadNode(id.typename, id.id, context);
      },
    },
    nodesQueryOptions: {
      access: 'anyone',
      description: `Up to ${MOST_NODES} objects by their global \`id\`, in the order of \`ids\`. An item is null if the object does not exist.`,
      args: { ids: { description: 'The `id` of each object.' } },
      resolve: async (_root, { ids }, context, info) => {
        if (ids.length > MOST_NODES) throw invalidInput(`\`ids\` accepts at most ${MOST_NODES} ids.`, ['ids']);
        const keys = await Promise.all(
          ids.map((id, index) =>
            checkNode(id, context, info.schema.getType(id.typename)?.extensions, ['ids', String(index)]),
          ),
        );
        for (const [index, id] of ids.entries()) prefetchNode(id.typename, keys[index] ?? {}, context, info);
        return ids.map(({ typename, id }) => loadNode(typename, id, context));
      },
    },
    pageInfoTypeOptions: { description: 'Position of a page in its connection.' },
    pageInfoFieldOptions: { description: 'Position of this page in the connection.' },
    hasNextPageFieldOptions: { description: 'Whether more edges follow after `endCursor`.' },
    hasPreviousPageFieldOptions: { description: 'Whether this page was requested with `after`.' },
    startCursorFieldOptions: { description: 'Cursor of the first edge. Null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last edge, for `after`. Null on an empty page.' },
    firstArgOptions: {
      description: 'Maximum number of edges: 1 to 1000, or less if the connection says so. Default: 50.',
    },
    afterArgOptions: { description: 'Cursor after which the page starts.' },
    cursorFieldOptions: { description: 'Cursor of this edge, for `after`.' },
    nodeFieldOptions: { nullable: true, description: 'The object. Null if it cannot be returned.' },
    edgesFieldOptions: { description: 'The objects on this page, with cursors.' },
    defaultConnectionTypeOptions: { description: 'One page of a list.' },
    defaultEdgeTypeOptions: { description: 'An object of a connection, with its cursor.' },
  },
});

builder.queryType({ description: 'All queries: operations that only read.' });
builder.mutationType({ description: 'All mutations: operations that can change data.' });

builder.addScalarType('DateTime', DateTime);
builder.addScalarType('EmailAddress', EmailAddress);
builder.addScalarType('JSONObject', JsonObject);
builder.addScalarType('JWT', Jwt);
builder.addScalarType('PhoneNumber', PhoneNumber);
builder.addScalarType('URL', Url);

builder.globalConnectionField('totalCount', (t) =>
  t.exposeInt('totalCount', {
    nullable: true,
    description: 'Total number of objects. Null if Stytch does not count them.',
  }),
);

/** Contract schemas of each GraphQL type. The contract test compares them. */
export const contractTypes = new Map<string, readonly SchemaName[]>();

/** An object type for a contract schema, property by property, or for several similar schemas. */
export const contractObject = <Name extends SchemaName>(name: string, ...schemas: [Name, ...Name[]]) => {
  contractTypes.set(name, schemas);
  return builder.objectRef<Schemas[Name]>(name);
};

/** Enum values by their GraphQL name: the value on the wire, and its description. */
export type EnumValues<Value extends string = string> = Readonly<Record<string, { value: Value; description: string }>>;

type Types = typeof builder.$inferSchemaTypes;

/**
 * An enum for outputs and inputs, so that clients can send back what they read. A value that Stytch adds later is
 * output as UNKNOWN instead of failing the query. As an input UNKNOWN is rejected before the resolver, so resolvers
 * only get values that Stytch accepts.
 *
 * @param use `inputOnly` for an enum without outputs, which needs no UNKNOWN
 */
export function wordEnum<const Words extends EnumValues>(
  name: string,
  description: string,
  words: Words,
  use: 'anywhere' | 'inputOnly' = 'anywhere',
): EnumRef<Types, string, Words[keyof Words]['value']> {
  const unknown = { [UNKNOWN]: { value: UNKNOWN, description: UNKNOWN_MEANS } };
  const values: Record<string, { value: string; description: string }> =
    use === 'anywhere' ? { ...words, ...unknown } : words;
  const ref = new EnumRef<Types, string, Words[keyof Words]['value']>(name);
  builder.configStore.associateParamWithRef(ref, builder.enumType(name, { description, values }));
  return ref;
}

const UNKNOWN_MEANS = 'A value that this gateway does not know. Only for outputs: rejected as an input.';

/**
 * The parts of a node's `id`, in order, and the access rule for fetching it by that id. Part of the type's
 * `extensions`, so that `node` applies the same rule as the typed field.
 */
export interface NodeKey {
  readonly key: readonly NodeIdPart[];
  readonly access: AccessRule;
}

type FieldBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Shape>;

/**
 * The `id` of objects that REST cannot fetch on their own. For caches; `node` does not fetch it.
 *
 * @param parts the values that identify an object of this type
 */
export const cacheId = <Shape>(t: FieldBuilder<Shape>, typename: string, parts: (thing: Shape) => readonly string[]) =>
  t.id({
    description: 'Opaque id of the object, for caches and as an argument. `node` does not fetch it.',
    resolve: (thing) => encodeOpaqueId(typename, joinNodeId(...parts(thing))),
  });

/** The `id` of a deleted object, in the payload of the deletion. */
export const deletedId = <Shape>(
  t: FieldBuilder<Shape>,
  typename: string | ((answer: Shape) => string),
  parts: (answer: Shape) => readonly string[],
) =>
  t.id({
    description: 'The `id` of the deleted object, to remove from your cache.',
    resolve: (answer) =>
      encodeOpaqueId(typeof typename === 'string' ? typename : typename(answer), joinNodeId(...parts(answer))),
  });

/**
 * Types of nodes by object. Pothos marks each object with its type, but another field that loads the same node may get
 * the object before that.
 */
const nodeTypes = new WeakMap<object, string>();

type LoadNodes<Node> = (ids: readonly string[], context: Context) => readonly Node[];

const nodeLoaders = new Map<string, LoadNodes<unknown>>();

/**
 * Registers the loader of a node type: for Pothos' `loadMany`, and for `node` and `nodes`, where a failed node is an
 * error in its own position.
 */
export function nodesOf<Node>(typename: string, load: LoadNodes<Node>): LoadNodes<Node> {
  nodeLoaders.set(typename, load);
  return load;
}

/** The type of a marked node. */
export const typeOfNode = (node: unknown): string | undefined =>
  typeof node === 'object' && node !== null ? nodeTypes.get(node) : undefined;

/** Marks a node with its type, for fields whose type is abstract. */
export async function markNode<Node>(loading: Promise<Node> | Node, typename: string): Promise<Node> {
  const node = await loading;
  if (typeof node === 'object' && node !== null) nodeTypes.set(node, typename);
  return node;
}

/**
 * Fetches a node after `checkNode` has checked its access rule.
 *
 * @param id the opaque id without the type
 */
export const loadNode = (typename: string, id: string, context: Context): Promise<unknown> =>
  markNode(nodeLoaders.get(typename)?.([id], context)[0], typename);

/**
 * Checks the access rule of a node before it is fetched, and returns the ids in its `id`. This graph puts organization
 * ids into node ids, never slugs, so a slug is rejected here.
 */
export async function checkNode(
  { id }: { id: string },
  context: Context,
  extensions: Readonly<Record<string, unknown>> | undefined,
  path: readonly string[],
): Promise<NodeIds> {
  if (extensions?.['access'] === 'anyone') return {};
  if (!isNodeKey(extensions)) throw invalidInput('`id` must belong to a type that implements `Node`.', path);
  const parts = splitNodeId(id);
  const target: NodeIds = Object.fromEntries(extensions.key.map((name, index) => [name, parts[index]]));
  const { caller } = context;
  if (parts.length !== extensions.key.length || !(await isAllowed(caller, context, extensions.access, target, {}))) {
    throw accessDenied(caller, context.vertical);
  }
  return target;
}

/** Whether a type is a node type, by its extensions. */
export const isNodeKey = (
  extensions: Readonly<Record<string, unknown>> | undefined,
): extensions is Readonly<Record<string, unknown>> & NodeKey =>
  extensions !== undefined && 'key' in extensions && 'access' in extensions;

let isBuilt = false;

/**
 * Builds the graph of a vertical after its domains were imported. A builder belongs to one graph.
 *
 * @param description description of the graph in SDL and introspection
 * @throws Error if this process already built a graph
 */
export function buildSchema(vertical: Vertical, description: string): GraphQLSchema {
  if (isBuilt) throw new Error('This process already built a graph: a process serves one vertical.');
  isBuilt = true;
  const schema = builder.toSchema({ directives, vertical, extensions: { vertical } });
  schema.description = description;
  return schema;
}
