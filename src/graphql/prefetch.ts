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
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { toWireName } from '../stytch/contract/names.ts';
import { isRecord } from '../stytch/contract/record.ts';
import { compileArguments } from './execution/input.ts';

/** The ids that find a thing, each under its name in the graph, as far as they are known. */
export type NodeIds = Readonly<Record<string, string | undefined>>;
type WritableIds = Record<string, string | undefined>;

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** A field below a thing that needs no more of it than its ids. */
interface PrefetchEdge {
  readonly field: GraphQLField<unknown, unknown>;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  /** Its arguments, by the variables. */
  readonly given: ReturnType<typeof compileArguments>;
  /** The ids it needs. */
  readonly needs: readonly string[];
}

/** One of the ids that find a thing, or another property of it that its owner has. */
interface Id {
  /** In the graph. */
  readonly name: string;
  /** What Stytch calls it on the thing, and on what leads to it. */
  readonly own: string;
  readonly ofParent: string;
  /** How Stytch's own id begins, where a slug or an id of the customer's may stand in its place. */
  readonly prefix: string;
}

/** What is selected of a thing, as far as its ids lead. */
interface PrefetchPlan {
  readonly type: GraphQLObjectType;
  readonly key: readonly Id[];
  /** What else of it its owner has. */
  readonly known: readonly Id[];
  /** What can be asked for at the same time as the thing. */
  readonly edges: readonly PrefetchEdge[];
  /** Whether all that is selected follows from the ids, and from what else the owner has. */
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
export const withPrefetch =
  <Context>(resolve: Resolve<Context>): Resolve<Context> =>
  (parent, args, context, info) => {
    const plan = planOf(info.returnType, info);
    if (!plan) return resolve(parent, args, context, info);
    const ids: WritableIds = {};
    const allOfParent = take(ids, plan.key, parent, 'ofParent');
    if (plan.idsAreAll && allOfParent && take(ids, plan.known, parent, 'ofParent')) {
      return referenceObject([...plan.key, ...plan.known], ids);
    }
    if (plan.edges.length > 0) {
      if (!allOfParent) take(ids, plan.key, args, 'name');
      askBeside(plan, ids, context, info);
    }
    return resolve(parent, args, context, info);
  };

/** Asks for what is selected of a thing and follows from its ids, as `node` knows it. */
export function prefetchNode(typename: string, given: NodeIds, context: unknown, info: GraphQLResolveInfo): void {
  const type = info.schema.getType(typename);
  const plan = isObjectType(type) ? planOf(type, info) : null;
  if (!plan || plan.edges.length === 0) return;
  const ids: WritableIds = {};
  take(ids, plan.key, given, 'name');
  askBeside(plan, ids, context, info);
}

function askBeside(plan: PrefetchPlan, ids: NodeIds, context: unknown, info: GraphQLResolveInfo): void {
  for (const { field, name, nodes, given, needs } of plan.edges) {
    if (!needs.every((id) => ids[id])) continue;
    const below = {
      fieldName: field.name,
      fieldNodes: nodes,
      returnType: field.type,
      parentType: plan.type,
      path: { prev: info.path, key: name, typename: plan.type.name },
      schema: info.schema,
      fragments: info.fragments,
      rootValue: info.rootValue,
      operation: info.operation,
      variableValues: info.variableValues,
    };
    try {
      Promise.resolve(
        field.resolve?.(referenceObject(plan.key, ids), given(info.variableValues), context, below),
      ).catch(dropped);
    } catch {
      dropped();
    }
  }
}

/** The field fails again when its turn comes, and says so where it stands. */
const dropped = (): void => {};

/**
 * Plans by the places in a document that ask for the thing: execution collects those anew for each set of conditions, so they
 * always select the same. The type is told apart where one place asks for things of several.
 */
const plans = new WeakMap<readonly FieldNode[], Map<GraphQLOutputType, PrefetchPlan | null>>();

function planOf(returned: GraphQLOutputType, info: GraphQLResolveInfo): PrefetchPlan | null {
  const { fieldNodes } = info;
  const known = plans.get(fieldNodes)?.get(returned);
  if (known !== undefined) return known;
  const ofType = entry(plans, fieldNodes, () => new Map<GraphQLOutputType, PrefetchPlan | null>());
  return entry(ofType, returned, () => makePlan(returned, info));
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

/** Null where nothing follows from ids. */
function makePlan(returned: GraphQLOutputType, info: GraphQLResolveInfo): PrefetchPlan | null {
  const type = getNullableType(returned);
  const names = nodeKeyOf(type);
  if (!names || !isObjectType(type)) return null;
  const fields = type.getFields();
  const knownFields = knownIn(info);
  const known: Id[] = [];
  const edges: PrefetchEdge[] = [];
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
    const ofParent = knownFields[fieldName];
    if (typeof ofParent === 'string')
      known.push({ name: fieldName, own: wireName(type, fieldName), ofParent, prefix: '' });
    else if (!field?.extensions['byKey']) idsAreAll &&= isId(fieldName, names);
    else if (!field.extensions['comesAlong']) {
      edges.push({ field, name, nodes, given: compileArguments(field, nodes[0]), needs: needsOf(field, names) });
    }
  }
  if (edges.length === 0 && !idsAreAll) return null;
  const prefixes = info.schema.extensions.vertical?.ids.prefixes ?? {};
  const key = names.map((name) => ({
    name,
    own: wireName(type, name),
    ofParent: wireName(info.parentType, name),
    prefix: prefixes[name] ?? '',
  }));
  return { type, key, known, edges, idsAreAll };
}

/** The fields of what a field leads to that its owner has, each with the owner's name for it. */
function knownIn({ parentType, fieldName }: GraphQLResolveInfo): Readonly<Record<string, unknown>> {
  const known = parentType.getFields()[fieldName]?.extensions['known'];
  return isRecord(known) ? known : {};
}

const isId = (name: string, key: readonly string[]): boolean =>
  name === 'id' || name === '__typename' || key.includes(name);

/** The names of the ids that find a thing of a type, where there are such. */
function nodeKeyOf(type: GraphQLOutputType): readonly string[] | null {
  const key: unknown = isObjectType(type) ? type.extensions['key'] : undefined;
  return Array.isArray(key) ? key : null;
}

/** The ids that an edge takes: those of what it leads to where its owner has them all, else those of its owner. */
function needsOf({ type }: GraphQLField<unknown, unknown>, key: readonly string[]): readonly string[] {
  const target = nodeKeyOf(getNullableType(type));
  return target?.every((name) => key.includes(name)) ? target : key;
}

/**
 * Adds the ids that an object or arguments hold, each under the name it has there.
 *
 * @returns whether all were there
 */
function take(ids: WritableIds, key: readonly Id[], holder: unknown, by: 'name' | 'ofParent'): boolean {
  if (!isRecord(holder)) return false;
  let all = true;
  for (const id of key) {
    // Whoever leads to a thing may also give an id by its name in the graph, as a caller does.
    const value = holder[id[by]] ?? (by === 'ofParent' ? holder[id.name] : undefined);
    if (typeof value === 'string' && value !== '' && value.startsWith(id.prefix)) ids[id.name] = value;
    else all = false;
  }
  return all;
}

/** A thing of which nothing is known but its ids, or a little more. */
function referenceObject(key: readonly Id[], ids: NodeIds): object {
  const thing: Record<string, string> = {};
  for (const { name, own } of key) {
    const id = ids[name];
    if (id !== undefined) thing[own] = id;
  }
  return thing;
}

/** What Stytch calls an id on objects of a type. */
function wireName(type: GraphQLObjectType, name: string): string {
  const exposed = type.getFields()[name]?.extensions['exposed'];
  return typeof exposed === 'string' ? exposed : toWireName(name);
}
