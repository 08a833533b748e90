/**
 * What can be asked for before its owner is there, because the ids in the query are all it takes; and what need not be
 * asked for at all, because those ids are all that is wanted.
 */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNullableType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { argumentsOf } from './execution/input.ts';
import { toWireName } from './stytch/names.ts';

/** The ids that find a thing, each under its name in the graph, as far as they are known. */
export type Ids = Readonly<Record<string, string | undefined>>;

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** A field below a thing that needs no more of it than its ids. */
interface Edge {
  readonly field: GraphQLField<unknown, unknown>;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  /** Its arguments, by the variables. */
  readonly given: ReturnType<typeof argumentsOf>;
  /** The ids it needs. */
  readonly needs: readonly string[];
}

/** What is selected of a thing, as far as its ids lead. */
interface Plan {
  readonly type: GraphQLObjectType;
  readonly key: readonly string[];
  /** What can be asked for at the same time as the thing. */
  readonly edges: readonly Edge[];
  /** Whether all that is selected follows from the ids. */
  readonly idsAreAll: boolean;
}

/**
 * Wraps the resolver of a field that leads to a thing with a key: one that is marked `byKey`, or a lookup at the root.
 *
 * A lookup always asks, since null says that there is no such thing; what is selected below and marked `byKey` is asked
 * for at the same time. A reference from a thing that exists is not followed while nothing but ids is wanted: of a
 * member who was deleted a moment ago it gives the id, where any other property would have made it null.
 *
 * What is asked for ahead is resolved as ever, by its own rule, only on an owner that has ids and nothing else. Its
 * outcome is dropped: the request remembers the read, and errors appear when the field's turn comes.
 */
export const aheadOf =
  <Context>(resolve: Resolve<Context>): Resolve<Context> =>
  (parent, args, context, info) => {
    const plan = planOf(info.returnType, info);
    if (!plan) return resolve(parent, args, context, info);
    const ofParent = idsIn(plan.key, parent, info.parentType);
    if (plan.idsAreAll && plan.key.every((name) => ofParent[name])) return stub(plan.type, ofParent);
    askBeside(plan, { ...idsIn(plan.key, args), ...ofParent }, context, info);
    return resolve(parent, args, context, info);
  };

/** Asks for what is selected of a thing and follows from its ids, as `node` knows it. */
export function askAhead(typename: string, ids: Ids, context: unknown, info: GraphQLResolveInfo): void {
  const type = info.schema.getType(typename);
  const plan = isObjectType(type) ? planOf(type, info) : null;
  if (plan) askBeside(plan, idsIn(plan.key, ids), context, info);
}

function askBeside({ type, edges }: Plan, ids: Ids, context: unknown, info: GraphQLResolveInfo): void {
  for (const { field, name, nodes, given, needs } of edges) {
    if (field.extensions['comesAlong'] || !needs.every((id) => ids[id])) continue;
    const below = {
      ...info,
      fieldName: field.name,
      fieldNodes: nodes,
      returnType: field.type,
      parentType: type,
      path: { prev: info.path, key: name, typename: type.name },
    };
    try {
      Promise.resolve(field.resolve?.(stub(type, ids), given(info.variableValues), context, below)).catch(dropped);
    } catch {
      dropped();
    }
  }
}

/** The field fails again when its turn comes, and says so where it stands. */
const dropped = (): void => {};

/**
 * Plans by the operation they are for, and by the request where directives make each one different. One field of a
 * document always selects the same, unless execution merged it with others of its name.
 */
const plans = new WeakMap<object, Map<GraphQLOutputType, Map<FieldNode, Plan | null>>>();

function planOf(returned: GraphQLOutputType, info: GraphQLResolveInfo): Plan | null {
  const [node, ...merged] = info.fieldNodes;
  if (!node || merged.length > 0) return makePlan(returned, info);
  const owner = isConditional(info) ? info.variableValues : info.operation;
  const known = plans.get(owner)?.get(returned)?.get(node);
  if (known !== undefined) return known;
  const ofOwner = entry(plans, owner, () => new Map<GraphQLOutputType, Map<FieldNode, Plan | null>>());
  const ofType = entry(ofOwner, returned, () => new Map<FieldNode, Plan | null>());
  return entry(ofType, node, () => makePlan(returned, info));
}

/** Finds an entry, or makes it. */
function entry<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: (key: Key) => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  map.set(key, made);
  return made;
}

const conditional = new WeakMap<OperationDefinitionNode, boolean>();

/** Whether what an operation selects may hang on its variables: only where there is a directive somewhere in the text. */
const isConditional = ({ operation }: GraphQLResolveInfo): boolean => entry(conditional, operation, hasDirectives);

const hasDirectives = ({ loc }: OperationDefinitionNode): boolean => loc?.source.body.includes('@') ?? true;

/** Null where nothing follows from ids. */
function makePlan(returned: GraphQLOutputType, info: GraphQLResolveInfo): Plan | null {
  const type = getNullableType(returned);
  const key = keyOf(type);
  if (!key || !isObjectType(type)) return null;
  const fields = type.getFields();
  const edges: Edge[] = [];
  let idsAreAll = true;
  for (const [name, nodes] of collectSubfields(
    info.schema,
    info.fragments,
    info.variableValues,
    type,
    info.fieldNodes,
  )) {
    const fieldName = nodes[0]?.name.value ?? '';
    const field = fields[fieldName];
    if (field?.extensions['byKey']) {
      edges.push({ field, name, nodes, given: argumentsOf(field, nodes[0]), needs: needsOf(field, key) });
    } else if (!isId(fieldName, key)) idsAreAll = false;
  }
  return edges.length > 0 || idsAreAll ? { type, key, edges, idsAreAll } : null;
}

const isId = (name: string, key: readonly string[]): boolean =>
  name === 'id' || name === '__typename' || key.includes(name);

/** The names of the ids that find a thing of a type, where there are such. */
function keyOf(type: GraphQLOutputType): readonly string[] | null {
  const key: unknown = isObjectType(type) ? type.extensions['key'] : undefined;
  return Array.isArray(key) ? key : null;
}

/** The ids that an edge takes: those of what it leads to where its owner has them all, else those of its owner. */
function needsOf({ type }: GraphQLField<unknown, unknown>, key: readonly string[]): readonly string[] {
  const target = keyOf(getNullableType(type));
  return target?.every((name) => key.includes(name)) ? target : key;
}

/** How Stytch's own ids begin, where a slug or an id of the customer's may stand in their place. */
const beginnings: Readonly<Record<string, string>> = { organizationId: 'organization-', memberId: 'member-' };

/** The ids that arguments hold, or an object of a type. Stytch has its own names for them; a caller has the graph's. */
function idsIn(key: readonly string[], holder: unknown, type?: GraphQLObjectType): Ids {
  const ids: Record<string, string> = {};
  if (!isRecord(holder)) return ids;
  for (const name of key) {
    const id = (type && holder[wireName(type, name)]) ?? holder[name];
    if (typeof id === 'string' && id !== '' && id.startsWith(beginnings[name] ?? '')) ids[name] = id;
  }
  return ids;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A thing of which nothing is known but its ids. */
function stub(type: GraphQLObjectType, ids: Ids): object {
  const thing: Record<string, string | undefined> = {};
  for (const [name, id] of Object.entries(ids)) thing[wireName(type, name)] = id;
  return thing;
}

const wireNames = new WeakMap<GraphQLObjectType, Map<string, string>>();

/** What Stytch calls an id on objects of a type. */
const wireName = (type: GraphQLObjectType, name: string): string =>
  wireNames.get(type)?.get(name) ??
  entry(
    entry(wireNames, type, () => new Map<string, string>()),
    name,
    () => {
      const exposed = type.getFields()[name]?.extensions['exposed'];
      return typeof exposed === 'string' ? exposed : toWireName(name);
    },
  );
