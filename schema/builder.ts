/** The one SchemaBuilder, and the few words this schema adds to Pothos. */
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

/** How the scalars look to resolvers: text stays the text that came. */
type Scalars = {
  ID: { Input: string; Output: string | number };
  DateTime: { Input: string; Output: string };
  EmailAddress: { Input: string; Output: string };
  JWT: { Input: string; Output: string };
  PhoneNumber: { Input: string; Output: string };
  URL: { Input: string; Output: string };
  JSONObject: { Input: Record<string, unknown>; Output: Record<string, unknown> };
};

/** Ids that `nodes` takes at a time. */
const MOST_NODES = 100;

export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: Scalars;
  Connection: { totalCount: number | null };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  // One thing that cannot be shown leaves its place empty, and not the whole page.
  DefaultNodeNullability: true;
}>({
  // Errors come first, so that a refusal of ours becomes part of a mutation's result.
  plugins: [ErrorsPlugin, RelayPlugin, GatewayPlugin],
  defaultFieldNullability: false,
  errors: {
    defaultTypes: [StytchError],
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName[0]?.toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'What the mutation came to: its payload, or the reason why not.',
    },
  },
  relay: {
    cursorType: 'String',
    nodesOnConnection: {
      description: 'The things on this page, without their cursors. One that cannot be shown is left out.',
    },
    encodeGlobalID: encodeOpaqueId,
    // Any other text is the id of no type, which `checkNode` refuses.
    decodeGlobalID: (id) => decodeOpaqueId(id) ?? { typename: '', id: '' },
    nodeTypeOptions: {
      description: 'A thing with an id of its own, by which it can be fetched again.',
      resolveType: (node) => typeOfNode(node),
    },
    idFieldOptions: { description: 'Opaque id that finds this very thing again through `node`.' },
    nodeQueryOptions: {
      access: 'anyone',
      description: 'One thing by the `id` it was seen with; null when it is no longer there.',
      args: { id: { description: 'The `id` of the thing.' } },
      resolve: async (_root, { id }, context, info) => {
        const ids = await checkNode(id, context, info.schema.getType(id.typename)?.extensions, ['id']);
        prefetchNode(id.typename, ids, context, info);
        return loadNode(id.typename, id.id, context);
      },
    },
    nodesQueryOptions: {
      access: 'anyone',
      description: `Up to ${MOST_NODES} things by their \`id\`, in the order asked; null for each that is no longer there.`,
      args: { ids: { description: 'The `id` of each thing.' } },
      resolve: async (_root, { ids }, context, info) => {
        if (ids.length > MOST_NODES) throw invalidInput(`\`ids\` takes at most ${MOST_NODES} ids.`, ['ids']);
        const keys = await Promise.all(
          ids.map((id, index) =>
            checkNode(id, context, info.schema.getType(id.typename)?.extensions, ['ids', String(index)]),
          ),
        );
        for (const [index, id] of ids.entries()) prefetchNode(id.typename, keys[index] ?? {}, context, info);
        return ids.map(({ typename, id }) => loadNode(typename, id, context));
      },
    },
    pageInfoTypeOptions: { description: 'Where a page lies within its connection.' },
    pageInfoFieldOptions: { description: 'Where this page lies in the whole.' },
    hasNextPageFieldOptions: { description: 'Whether more follow after `endCursor`.' },
    hasPreviousPageFieldOptions: { description: 'Whether this page was asked for with `after`.' },
    startCursorFieldOptions: { description: 'Cursor of the first edge; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last edge, to be given as `after`; null on an empty page.' },
    firstArgOptions: {
      description: 'How many at most: 1 to 1000, or fewer where the connection says so; 50 when not given.',
    },
    afterArgOptions: { description: 'Go on after this cursor.' },
    cursorFieldOptions: { description: 'Place of this edge, to be given as `after`.' },
    nodeFieldOptions: { nullable: true, description: 'The thing itself; null where it cannot be shown.' },
    edgesFieldOptions: { description: 'The things on this page, each with its cursor.' },
    defaultConnectionTypeOptions: { description: 'One page of a longer list.' },
    defaultEdgeTypeOptions: { description: 'One thing of a connection and its place there.' },
  },
});

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({ description: 'Everything that can be changed.' });

builder.addScalarType('DateTime', DateTime);
builder.addScalarType('EmailAddress', EmailAddress);
builder.addScalarType('JSONObject', JsonObject);
builder.addScalarType('JWT', Jwt);
builder.addScalarType('PhoneNumber', PhoneNumber);
builder.addScalarType('URL', Url);

builder.globalConnectionField('totalCount', (t) =>
  t.exposeInt('totalCount', {
    nullable: true,
    description: 'How many there are in all; null when Stytch does not count them.',
  }),
);

/** Which object of the contract each GraphQL type shows; the contract test holds one against the other. */
export const contractTypes = new Map<string, readonly SchemaName[]>();

/** An object type that shows one object of the contract, property by property; or several objects that are alike. */
export const contractObject = <Name extends SchemaName>(name: string, ...schemas: [Name, ...Name[]]) => {
  contractTypes.set(name, schemas);
  return builder.objectRef<Schemas[Name]>(name);
};

/** A closed set of words: for each name in the graph, the word on the wire and what it means. */
export type EnumValues<Value extends string = string> = Readonly<Record<string, { value: Value; description: string }>>;

type Types = typeof builder.$inferSchemaTypes;

/**
 * An enum, the same where it is shown and where it is given, so that what was read can be sent back. A word that Stytch adds
 * later shows as UNKNOWN instead of failing the query; as input UNKNOWN is refused before a resolver sees it, so resolvers
 * take only the words that Stytch is known to take.
 *
 * @param use `inputOnly` for an enum that no output has, which needs no UNKNOWN
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

const UNKNOWN_MEANS = 'A value that this gateway does not know yet. It is only ever shown: as input it is refused.';

/**
 * The parts of a node's `id`, in order, and who may fetch it by that id. Goes into the type's `extensions`, so that
 * `node` asks for the same right as the typed field does.
 */
export interface NodeKey {
  readonly key: readonly NodeIdPart[];
  readonly access: AccessRule;
}

type FieldBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Shape>;

/**
 * The `id` of things that REST cannot fetch by themselves. It serves caches; `node` does not find it.
 *
 * @param parts what tells things of this type apart
 */
export const cacheId = <Shape>(t: FieldBuilder<Shape>, typename: string, parts: (thing: Shape) => readonly string[]) =>
  t.id({
    description: 'Opaque id of this very thing, for caches and as an argument. `node` does not fetch it.',
    resolve: (thing) => encodeOpaqueId(typename, joinNodeId(...parts(thing))),
  });

/** The `id` that a removed thing had, in the payload of the removal. */
export const deletedId = <Shape>(
  t: FieldBuilder<Shape>,
  typename: string | ((answer: Shape) => string),
  parts: (answer: Shape) => readonly string[],
) =>
  t.id({
    description: 'The `id` that it had. Take it out of your cache by this.',
    resolve: (answer) =>
      encodeOpaqueId(typeof typename === 'string' ? typename : typename(answer), joinNodeId(...parts(answer))),
  });

/**
 * The types of nodes, as their ids say. Pothos marks each object with its type, but another field that asked for the same node
 * may get it before that.
 */
const nodeTypes = new WeakMap<object, string>();

type LoadNodes<Node> = (ids: readonly string[], context: Context) => readonly Node[];

const nodeLoaders = new Map<string, LoadNodes<unknown>>();

/**
 * Says what fetches nodes of a type, each by what its id holds: for Pothos' `loadMany`, and for `node` and `nodes`, where a node
 * that cannot be fetched is an error in its own place.
 */
export function nodesOf<Node>(typename: string, load: LoadNodes<Node>): LoadNodes<Node> {
  nodeLoaders.set(typename, load);
  return load;
}

/** The type of a node that was marked. */
export const typeOfNode = (node: unknown): string | undefined =>
  typeof node === 'object' && node !== null ? nodeTypes.get(node) : undefined;

/** Marks a node with its type, for fields whose type is one of several. */
export async function markNode<Node>(loading: Promise<Node> | Node, typename: string): Promise<Node> {
  const node = await loading;
  if (typeof node === 'object' && node !== null) nodeTypes.set(node, typename);
  return node;
}

/**
 * Fetches a node, whose right `checkNode` has asked for.
 *
 * @param id what its opaque id holds beside the type
 */
export const loadNode = (typename: string, id: string, context: Context): Promise<unknown> =>
  markNode(nodeLoaders.get(typename)?.([id], context)[0], typename);

/**
 * Asks for the right to fetch a node before anything is fetched, and gives the ids that its `id` holds. This graph gives out
 * an organization's id, never its slug, so a member's slug is refused here.
 */
export async function checkNode(
  { id }: { id: string },
  context: Context,
  extensions: Readonly<Record<string, unknown>> | undefined,
  path: readonly string[],
): Promise<NodeIds> {
  if (extensions?.['access'] === 'anyone') return {};
  if (!isNodeKey(extensions)) throw invalidInput('`id` must be one of a type that implements `Node`.', path);
  const parts = splitNodeId(id);
  const target: NodeIds = Object.fromEntries(extensions.key.map((name, index) => [name, parts[index]]));
  const { caller } = context;
  if (parts.length !== extensions.key.length || !(await isAllowed(caller, context, extensions.access, target, {}))) {
    throw accessDenied(caller, context.vertical);
  }
  return target;
}

/** Whether a type is one of nodes, by its extensions. */
export const isNodeKey = (
  extensions: Readonly<Record<string, unknown>> | undefined,
): extensions is Readonly<Record<string, unknown>> & NodeKey =>
  extensions !== undefined && 'key' in extensions && 'access' in extensions;

let isBuilt = false;

/**
 * Builds the graph of a kind of project, after its domains were loaded. The builder belongs to one graph.
 *
 * @param description of the graph, in its printed form and for introspection
 * @throws Error if a graph was built before in this process
 */
export function buildSchema(vertical: Vertical, description: string): GraphQLSchema {
  if (isBuilt) throw new Error('A process serves one kind of project: its graph was built before.');
  isBuilt = true;
  const schema = builder.toSchema({ directives, vertical, extensions: { vertical } });
  schema.description = description;
  return schema;
}
