/** Estimates the max cost of an operation before execution: calls to Stytch and objects in the response. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isUnionType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { toGraphName } from '../stytch/contract/names.ts';
import { type OperationSpec, operations } from '../stytch/contract/operations.ts';
import { pathParameters } from '../stytch/contract/path.ts';
import { traitsOf } from '../stytch/contract/traits.ts';
import type { OperationKey } from '../stytch/contract/types.ts';
import { type IdFacts, type IdName, TENANTS_ARGUMENT } from '../vertical/vertical.ts';
import { formatNumber, type Limits, limitExceededError } from './limits.ts';

/** A field of an operation (`organizations.nodes.members`) and its share of the cost. */
export interface FieldCost {
  readonly path: string;
  readonly count: number;
}

/** Max cost of an operation, and its most expensive fields. */
export interface OperationCost {
  /** Calls to Stytch, without those that identify the caller or fetch the RBAC policy: these are cached. */
  readonly calls: number;
  /** Objects in the response, without introspection. */
  readonly nodes: number;
  /** Introspection objects. */
  readonly introspected: number;
  readonly dearestCall: FieldCost;
  readonly dearestNode: FieldCost;
  /** Whether every field was counted. False if the arguments of a field are invalid: such a field does not run. */
  readonly complete: boolean;
}

/** The argument that holds representations of entities. The cost depends on their contents, beyond their number. */
export const ENTITIES_ARGUMENT = 'representations';

/**
 * The arguments that affect the cost. All others are dropped before the cost is counted, and cost-cache.ts
 * distinguishes the variable forms of an operation by these.
 */
export const COUNTED_ARGUMENTS = ['first', 'ids', TENANTS_ARGUMENT, ENTITIES_ARGUMENT] as const;

/** Counts the calls of a field that declares its own cost, from the values of its arguments. */
export type CountCalls = (args: Readonly<Record<string, unknown>>) => number;

const isCountCalls = (value: unknown): value is CountCalls => typeof value === 'function';

/** Values of the arguments that affect the cost. */
type CountedValues = Readonly<Partial<Record<(typeof COUNTED_ARGUMENTS)[number], unknown>>>;

/** Rows of a connection without `first`. */
export const DEFAULT_PAGE = 50;
/** Estimated length of a list that Stytch returns whole. The contract sets no max; longer lists are rare. */
export const DEFAULT_LIST = 10;
/** Max keys in one search, the loaders' `maxBatchSize`. */
const BATCH = 1_000;
/** Max introspection, as a multiple of the standard introspection query. */
const INTROSPECTIONS = 2;

/** A position in the response: its type, the max number of objects there, and of their different owners. */
interface CostPosition {
  readonly type: GraphQLCompositeType;
  readonly count: number;
  /** Different tenants and people that the objects belong to; null if unknown. */
  readonly tenants: number | null;
  readonly people: number | null;
  /** Page size, if this is a connection; otherwise null. */
  readonly page: number | null;
  /** Introspection lists above this position. */
  readonly lists: number;
  readonly path: readonly string[];
}

/** An operation with its variable values, and the sinks of its cost. */
interface CostContext {
  readonly schema: GraphQLSchema;
  /** The ids that name owners of objects. */
  readonly ids: Pick<IdFacts, 'tenant' | 'person'> | undefined;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly spend: (path: readonly string[], part: { calls: number; nodes: number; introspected: number }) => void;
  /** Notes a field that cannot be counted. */
  readonly leaveOut: () => void;
}

type CostedField = GraphQLField<unknown, unknown>;
type Values = Readonly<Record<string, unknown>>;

/**
 * Counts the max cost of an operation. The calls of a field follow from its `operations`: an edge that is fetched by id
 * is one search for all its parents; a GET is one call per tenant or person in its path, since loaders deduplicate; all
 * else is one call per parent.
 *
 * @param document a valid document
 * @returns null for an operation that will not run: no operation is selected, or its variables are invalid
 */
export function estimateCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  given: Values,
): OperationCost | null {
  const operation = getOperationAST(document, operationName);
  const type = operation && schema.getRootType(operation.operation);
  if (!operation || !type) return null;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 });
  if (!coerced) return null;

  const total = { calls: 0, nodes: 0, introspected: 0, dearestCall: NO_COST, dearestNode: NO_COST, complete: true };
  const run: CostContext = {
    schema,
    ids: schema.extensions.vertical?.ids,
    variables: coerced,
    fragments: new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    ),
    spend(path, { calls, nodes, introspected }) {
      total.calls += calls;
      total.nodes += nodes;
      total.introspected += introspected;
      if (calls > total.dearestCall.count) total.dearestCall = { path: path.join('.'), count: calls };
      if (nodes > total.dearestNode.count) total.dearestNode = { path: path.join('.'), count: nodes };
    },
    leaveOut() {
      total.complete = false;
    },
  };
  const root = { type, count: 1, tenants: null, people: null, page: null, lists: 0, path: [] };
  measure(run, root, [operation.selectionSet]);
  return total;
}

const NO_COST: FieldCost = { path: '', count: 0 };

/** Counts the fields at one position, and all below. */
function measure(run: CostContext, place: CostPosition, selections: readonly SelectionSetNode[]): void {
  // GET operations counted at this position: the loader shares a GET that is selected again under an alias.
  const asked = new Set<OperationKey>();
  for (const { parent, nodes } of collect(run, place, selections)) {
    const [node] = nodes;
    const field = node && fieldOf(parent, node.name.value);
    const args = field && argumentValuesOf(field, node, run);
    if (!field || !args) {
      run.leaveOut();
      continue;
    }
    const path = [...place.path, (node.alias ?? node.name).value];
    const type = getNamedType(field.type);
    const isList = isListType(getNullableType(field.type));
    const describes = isIntrospectionType(type) || isIntrospectionType(parent);
    const size = describes ? sizeOfDescription(field, isList, place, run.schema) : isList ? sizeOf(args, place) : 1;
    const count = place.count * size;
    const objects = isCompositeType(type) ? count : 0;
    run.spend(path, {
      calls: callsOf(field, args, place, run, parent === run.schema.getQueryType(), asked),
      nodes: isIntrospectionType(type) ? 0 : objects,
      introspected: isIntrospectionType(type) ? objects : 0,
    });
    const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isCompositeType(type) && below.length > 0) {
      const lists = place.lists + (describes && isList ? 1 : 0);
      measure(
        run,
        { type, count, path, lists, page: pageSizeOf(field, args), ...ownersOf(type, args, place, count, run) },
        below,
      );
    }
  }
}

/**
 * Whether a directive excludes a selection. A directive whose variable is null fails at execution; here it excludes
 * nothing.
 */
function isLeftOut(selection: SelectionNode, variables: Values): boolean {
  try {
    return (
      getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true ||
      getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false
    );
  } catch {
    return false;
  }
}

/** The fields selected at a position, merged as execution merges them. */
function collect(
  { fragments, variables, schema }: CostContext,
  { type }: CostPosition,
  selections: readonly SelectionSetNode[],
) {
  const fields = new Map<string, { parent: GraphQLCompositeType; nodes: FieldNode[] }>();
  const spread = new Set<string>();
  const gather = (set: SelectionSetNode, parent: GraphQLCompositeType): void => {
    for (const selection of set.selections) {
      if (isLeftOut(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = `${parent.name}.${(selection.alias ?? selection.name).value}`;
        const same = fields.get(name) ?? { parent, nodes: [] };
        fields.set(name, same);
        same.nodes.push(selection);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment || (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value))) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) spread.add(selection.name.value);
      const narrowed = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      gather(fragment.selectionSet, isCompositeType(narrowed) ? narrowed : parent);
    }
  };
  for (const set of selections) gather(set, type);
  return fields.values();
}

function fieldOf(parent: GraphQLCompositeType, name: string): CostedField | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  return isUnionType(parent) ? undefined : parent.getFields()[name];
}

/**
 * The arguments of a field that affect the cost, with variables and defaults applied; null if any argument is invalid:
 * the field will not run.
 */
function argumentValuesOf(field: CostedField, node: FieldNode, { variables }: CostContext): CountedValues | null {
  try {
    const values = getArgumentValues(field, node, variables);
    return Object.fromEntries(COUNTED_ARGUMENTS.map((name) => [name, values[name]]));
  } catch {
    return null;
  }
}

const isConnection = ({ args }: CostedField): boolean => args.some(({ name }) => name === 'first');

/** Page size of a connection. A `first` out of range is rejected before any call. */
function pageSizeOf(field: CostedField, { first }: CountedValues): number | null {
  if (!isConnection(field)) return null;
  return typeof first === 'number' ? Math.max(first, 0) : DEFAULT_PAGE;
}

/** Max length of a list. */
const sizeOf = ({ ids, [ENTITIES_ARGUMENT]: entities }: CountedValues, { page }: CostPosition): number => {
  const named = ids ?? entities;
  return Array.isArray(named) ? named.length : (page ?? DEFAULT_LIST);
};

/** Size of introspection fields. Most types are small; those that are reached through fields are large. */
function sizeOfDescription(
  { name }: CostedField,
  isList: boolean,
  { lists }: CostPosition,
  schema: GraphQLSchema,
): number {
  if (name === 'types') return Object.keys(schema.getTypeMap()).length;
  if (name === 'ofType') return 0.5;
  if (!isList || name === 'args') return isList ? 2 : 1;
  return lists > 1 ? 20 : 4;
}

/**
 * Max number of different tenants and people that own the objects below a field, by the ids in the keys of their types.
 */
function ownersOf(
  { extensions }: GraphQLCompositeType,
  { [TENANTS_ARGUMENT]: listed }: CountedValues,
  place: CostPosition,
  count: number,
  { ids }: CostContext,
): Pick<CostPosition, 'tenants' | 'people'> {
  const named = Array.isArray(listed) ? place.count * listed.length : null;
  const tenants = place.tenants ?? named;
  const key = extensions['key'];
  if (!Array.isArray(key)) return { tenants, people: place.people };
  return {
    tenants: key.includes(ids?.tenant?.name) ? Math.min(tenants ?? count, count) : null,
    people: key.includes(ids?.person.name) ? Math.min(place.people ?? count, count) : null,
  };
}

/** Max calls of a field for all its parents together. */
function callsOf(
  field: CostedField,
  args: CountedValues,
  place: CostPosition,
  run: CostContext,
  isRoot: boolean,
  asked: Set<OperationKey>,
): number {
  const { callsFor } = field.extensions;
  if (isCountCalls(callsFor)) return callsFor(args);
  const keys = operationsOf(field);
  if (keys.length === 0) {
    // `node` and `nodes` fetch by ids of any type: at worst one call each.
    return isRoot && getNamedType(field.type).name === 'Node' ? (Array.isArray(args.ids) ? args.ids.length : 1) : 0;
  }
  if (isFetchedById(keys)) return Math.ceil(place.count / BATCH);
  return keys.reduce((sum, key) => sum + callsTo(key, field, place, run, asked), 0);
}

/** Whether objects are fetched by id: one by a GET, several by one search. */
export const isFetchedById = (keys: readonly OperationKey[]): boolean =>
  keys.some((key) => key.startsWith('get ')) && keys.some((key) => traitsOf(key).class === 'search');

/** The REST operations that a field may call. */
export const operationsOf = ({ extensions }: Pick<CostedField, 'extensions'>): readonly OperationKey[] => {
  const keys = extensions['operations'];
  return Array.isArray(keys) ? keys : [];
};

/** Calls to one operation: for a GET one per different path. */
function callsTo(
  key: OperationKey,
  { args }: CostedField,
  place: CostPosition,
  { ids }: CostContext,
  asked: Set<OperationKey>,
): number {
  const [method, template = ''] = key.split(' ');
  const { query }: OperationSpec = operations[key];
  const parameters = [...pathParameters(template), ...query];
  const ofField = parameters.filter((name) => args.some((arg) => arg.name === toGraphName(name)));
  const ofParent = parameters.filter((name) => !ofField.includes(name) && name !== 'project_id');
  const within = (...owners: (IdName | undefined)[]) =>
    ofParent.every((name) => owners.some((owner) => owner?.wireName === name));
  if (method !== 'get' || !within(ids?.tenant, ids?.person)) return place.count;
  if (ofField.length === 0 && asked.has(key)) return 0;
  asked.add(key);
  if (within()) return Math.min(place.count, 1);
  return Math.min(place.count, (within(ids?.tenant) ? place.tenants : place.people) ?? place.count);
}

/**
 * Creates the check of the max cost.
 *
 * @returns a function of a valid document: true if the whole cost was counted and is within the limits, false if a part
 *   cannot be counted, because it will not run. Throws GraphQLError LIMIT_EXCEEDED with the cost, the limit and the
 *   most expensive field.
 */
export function createCostCheck(schema: GraphQLSchema, limits: Limits) {
  let whole: number | undefined;
  /** The cost of introspecting the whole schema, counted when an operation first introspects. */
  const costOfWhole = (): number => {
    whole ??= estimateCost(schema, parse(getIntrospectionQuery()), undefined, {})?.introspected ?? 0;
    return whole;
  };
  return (document: DocumentNode, operationName: string | null | undefined, variables: Values): boolean => {
    const cost = estimateCost(schema, document, operationName, variables);
    if (!cost) return false;
    const { calls, nodes, introspected, dearestCall, dearestNode } = cost;
    const refuse = (limit: 'calls' | 'nodes', what: string, { path, count }: FieldCost) =>
      limitExceededError(
        `The operation may need ${formatNumber(cost[limit])} ${what}; the limit is ${formatNumber(limits[limit])}. ` +
          `Most of them (${formatNumber(count)}) are for \`${path}\`. Request smaller pages with \`first\`, or fewer fields.`,
        { limit, cost: cost[limit], most: limits[limit], dearest: path },
      );
    if (calls > limits.calls) throw refuse('calls', 'calls to Stytch', dearestCall);
    if (nodes > limits.nodes) throw refuse('nodes', 'objects in the response', dearestNode);
    if (introspected > 0 && introspected > costOfWhole() * INTROSPECTIONS) {
      throw limitExceededError('The operation introspects more than twice the whole schema. Request it once.', {
        limit: 'introspection',
      });
    }
    return cost.complete;
  };
}
