/**
 * Prefetch: starts the fetch of child fields that need only ids from the query, and skips the fetch of objects of which
 * only ids are selected.
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

/** The key of an object: ids by their names in the graph, as far as they are known. */
export type NodeIds = Readonly<Record<string, string | undefined>>;
type WritableIds = Record<string, string | undefined>;

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** A child field that needs only ids of its parent. */
interface PrefetchEdge {
  readonly field: GraphQLField<unknown, unknown>;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  /** Compiled arguments of the field. */
  readonly given: ReturnType<typeof compileArguments>;
  /** Names of the ids that the field needs. */
  readonly needs: readonly string[];
}

/** An id of the key of an object, or another property of the object that its parent holds. */
interface Id {
  /** Name in the graph. */
  readonly name: string;
  /** Stytch's property names: `own` on the object, `ofParent` on its parent. */
  readonly own: string;
  readonly ofParent: string;
  /** Prefix of Stytch's own ids. A value without it is a slug or an id of the customer. */
  readonly prefix: string;
}

/** The selection of an object, as far as it depends on ids. */
interface PrefetchPlan {
  readonly type: GraphQLObjectType;
  readonly key: readonly Id[];
  /** Other selected properties that the parent holds. */
  readonly known: readonly Id[];
  /** Child fields that can be fetched in parallel with the object. */
  readonly edges: readonly PrefetchEdge[];
  /** Whether the ids and the properties that the parent holds cover the whole selection. */
  readonly idsAreAll: boolean;
}

/**
 * Wraps the resolver of a field that returns an object with a key: a field marked `byKey`, or a root lookup.
 *
 * A root lookup is always sent: null is its result "not found". Child fields marked `byKey` are fetched in parallel. A
 * reference from an existing object is not fetched if only ids are selected: for a member who has just been deleted it
 * returns the id, while any other property would make it null.
 *
 * A prefetched field is resolved by its own resolver and access rule, on a reference object with ids only. The result
 * is dropped: the request caches the read, and errors are reported when the field itself is resolved.
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

/** Prefetches the child fields of an object that `node` resolves. */
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

/** Drops the failure of a prefetch: it is reported when the field itself is resolved. */
const dropped = (): void => {};

/**
 * Plans by the field nodes that select the object. Execution collects new field nodes for each set of conditions, so an
 * array of field nodes always has the same selection. The second key is the type, because a position may have several.
 */
const plans = new WeakMap<readonly FieldNode[], Map<GraphQLOutputType, PrefetchPlan | null>>();

function planOf(returned: GraphQLOutputType, info: GraphQLResolveInfo): PrefetchPlan | null {
  const { fieldNodes } = info;
  const known = plans.get(fieldNodes)?.get(returned);
  if (known !== undefined) return known;
  const ofType = entry(plans, fieldNodes, () => new Map<GraphQLOutputType, PrefetchPlan | null>());
  return entry(ofType, returned, () => makePlan(returned, info));
}

/** Returns an entry of a map, or creates it. */
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

/** Returns null if no child field can be prefetched and the selection needs more than ids. */
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

/** The fields of the returned object whose values its parent holds, with the parent's names for them. */
function knownIn({ parentType, fieldName }: GraphQLResolveInfo): Readonly<Record<string, unknown>> {
  const known = parentType.getFields()[fieldName]?.extensions['known'];
  return isRecord(known) ? known : {};
}

const isId = (name: string, key: readonly string[]): boolean =>
  name === 'id' || name === '__typename' || key.includes(name);

/** The names of the ids in the key of a type; null if the type has no key. */
function nodeKeyOf(type: GraphQLOutputType): readonly string[] | null {
  const key: unknown = isObjectType(type) ? type.extensions['key'] : undefined;
  return Array.isArray(key) ? key : null;
}

/** The ids that an edge needs: the key of its target if the parent has all of it, otherwise the key of the parent. */
function needsOf({ type }: GraphQLField<unknown, unknown>, key: readonly string[]): readonly string[] {
  const target = nodeKeyOf(getNullableType(type));
  return target?.every((name) => key.includes(name)) ? target : key;
}

/**
 * Adds the ids found on an object or in arguments to `ids`.
 *
 * @param by which of its names each id has on `holder`
 * @returns whether all ids were found
 */
function take(ids: WritableIds, key: readonly Id[], holder: unknown, by: 'name' | 'ofParent'): boolean {
  if (!isRecord(holder)) return false;
  let all = true;
  for (const id of key) {
    // A parent may also hold an id under its name in the graph, as arguments do.
    const value = holder[id[by]] ?? (by === 'ofParent' ? holder[id.name] : undefined);
    if (typeof value === 'string' && value !== '' && value.startsWith(id.prefix)) ids[id.name] = value;
    else all = false;
  }
  return all;
}

/** An object that holds only its ids, and the properties that its parent holds. */
function referenceObject(key: readonly Id[], ids: NodeIds): object {
  const thing: Record<string, string> = {};
  for (const { name, own } of key) {
    const id = ids[name];
    if (id !== undefined) thing[own] = id;
  }
  return thing;
}

/** Stytch's name for an id on objects of a type. */
function wireName(type: GraphQLObjectType, name: string): string {
  const exposed = type.getFields()[name]?.extensions['exposed'];
  return typeof exposed === 'string' ? exposed : toWireName(name);
}
