/**
 * Makes exposed fields tolerant of incomplete responses. Stytch's servers omit empty values, so a missing list is
 * empty, a missing boolean false, a missing enum value UNKNOWN. A value that violates the contract is
 * BAD_UPSTREAM_RESPONSE at its own path. In a non-null field it is replaced by a zero value, so that one invalid value
 * never nulls its siblings.
 */
import {
  defaultFieldResolver,
  GraphQLEnumType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Context } from '../src/graphql/context.ts';
import { markCheck } from '../src/graphql/execution/check.ts';
import { serializeLeaf } from '../src/graphql/execution/complete.ts';
import { markPropertyField } from '../src/graphql/execution/property-field.ts';
import type { Place } from '../src/stytch/client/response-faults.ts';
import { toWireName } from '../src/stytch/contract/names.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { type LeafField, leafReader, type Read } from './leaf.ts';

type Field = GraphQLField<unknown, Context>;
type Resolve = NonNullable<Field['resolve']>;

/** A field that exposes a property of a response. */
interface Exposed extends LeafField {
  readonly field: Field;
  /** Name of the property. */
  readonly name: string;
  /** The original resolver. */
  readonly resolve: Resolve;
  /** Whether `resolve` does more than return the property. */
  readonly isOwn: boolean;
  /** Whether `resolve` checks an access rule. */
  readonly isGuarded: boolean;
}

export function applyTolerantReader(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields = Object.values(type.getFields()).flatMap((field) => exposedBy(type, field) ?? []);
    for (const exposed of fields) {
      const read = reading(exposed);
      if (read) exposed.field.resolve = read;
    }
    if (fields.length > 0 && !type.name.endsWith('Payload')) markCheck(type, checkOf(type));
  }
}

function exposedBy(type: GraphQLObjectType, field: Field): Exposed | undefined {
  const { exposed: name, pothosExposedField, derived, access } = field.extensions;
  if (typeof name !== 'string' || derived) return undefined;
  return {
    field,
    name,
    place: { type: type.name, field: field.name },
    nullable: !isNonNullType(field.type),
    resolve: field.resolve ?? defaultFieldResolver,
    isOwn: typeof pothosExposedField !== 'string',
    isGuarded: access !== undefined,
  };
}

/** The resolver that reads the property first. Undefined if there is nothing to read. */
function reading(exposed: Exposed): Resolve | undefined {
  const type = getNullableType(exposed.field.type);
  if (isLeafType(type)) return leafReading(exposed, type);
  if (!isListType(type)) return objectReading(exposed);
  const item = getNullableType(type.ofType);
  return isLeafType(item) ? leafListReading(exposed, item) : listReading(exposed);
}

const propertyOf = (parent: unknown, name: string): unknown => (isRecord(parent) ? parent[name] : undefined);

function leafReading(exposed: Exposed, leaf: GraphQLLeafType): Resolve {
  const { field, name, resolve, isOwn, isGuarded } = exposed;
  const read = leafReader(leaf, exposed);
  if (isOwn || isGuarded) return async (...args) => read(await resolve(...args), args[0], args[2]);
  const show = shower(leaf, read);
  // Pothos types schemas for any context; this project has only one.
  const tolerant: Resolve = (parent, _args, context) => read(propertyOf(parent, name), parent, context);
  markPropertyField(field, (parent, context) => show(propertyOf(parent, name), parent, context as Context), tolerant);
  return tolerant;
}

/** Reads and serializes a value in one step. */
function shower(leaf: GraphQLLeafType, read: Read): Read {
  if (!(leaf instanceof GraphQLEnumType) && leaf.name !== 'JSONObject') return read;
  return (value, holder, context) => {
    const word = read(value, holder, context);
    return word === null || word === undefined ? null : serializeLeaf(leaf, word);
  };
}

/** Lists of leaves are read item by item. An item that cannot be read is an error at its path and then left out. */
function leafListReading(exposed: Exposed, leaf: GraphQLLeafType): Resolve {
  const read = leafReader(leaf, { place: exposed.place, nullable: true });
  const readItem = (item: unknown, holder: unknown, context: Context): unknown => {
    try {
      return read(item, holder, context);
    } catch (cause) {
      return cause;
    }
  };
  return listOf(exposed, (list, [parent, , context]) => {
    const items = list.map((item) => readItem(item, parent, context));
    return items.includes(null) ? items.filter((item) => item !== null) : items;
  });
}

type Args = Parameters<Resolve>;

/** A list as the resolver returns it, without its null items. */
function listOf(
  { name, place, nullable, resolve, isOwn, isGuarded }: Exposed,
  show: (list: readonly unknown[], args: Args) => unknown,
): Resolve {
  const shown = (value: unknown, args: Args): unknown => {
    const [parent, , { faults }] = args;
    if (nullable && (value === null || value === undefined)) return null;
    if (isList(value)) return show(faults.list(value, place, parent), args);
    if (value !== null && value !== undefined) throw faults.unreadable(place, parent, nullable ? undefined : []);
    faults.absent(place);
    return [];
  };
  if (isOwn || isGuarded) return async (...args) => shown(await resolve(...args), args);
  return (...args) => shown(propertyOf(args[0], name), args);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Lists of objects. A custom resolver gets only the items that are objects. */
function listReading(exposed: Exposed): Resolve {
  const { name, place, nullable, resolve, isOwn } = exposed;
  if (!isOwn) return listOf(exposed, (list) => list);
  return (parent, args, context, info) => {
    const { faults } = context;
    const value = propertyOf(parent, name);
    if (value === null || value === undefined) {
      if (nullable) return resolve(parent, args, context, info);
      faults.absent(place);
      return [];
    }
    if (!isList(value)) throw faults.unreadable(place, parent, nullable ? undefined : []);
    const objects = value.filter(isRecord);
    if (objects.length === value.length) return resolve(parent, args, context, info);
    const present = faults.list(value, place, parent);
    const resolved: unknown = resolve({ ...Object(parent), [name]: objects }, args, context, info);
    // One error stands for all items that cannot be read.
    const faulty = present.length > objects.length ? [faults.unreadable(place, parent)] : [];
    return Promise.resolve(resolved).then((items) => (isList(items) ? [...items, ...faulty] : items));
  };
}

/** Objects. A missing one is null if the contract allows that. */
function objectReading({ field, name, place, nullable, resolve, isGuarded }: Exposed): Resolve {
  const mayMiss = nullable && field.extensions['expected'] === undefined;
  const check = (value: unknown, parent: unknown, { faults }: Context): void => {
    if (isRecord(value) || (mayMiss && (value === null || value === undefined))) return;
    throw faults.unreadable(place, parent);
  };
  if (isGuarded) {
    return async (...args) => {
      const value: unknown = await resolve(...args);
      check(value, args[0], args[2]);
      return value;
    };
  }
  return (parent, args, context, info) => {
    const value = propertyOf(parent, name);
    check(value, parent, context);
    return isRecord(value) ? resolve(parent, args, context, info) : null;
  };
}

/** Stytch's ids contain no blanks: in a request, such an id would look like an error of the caller. */
const ID = /^\S+$/;

/** Rejects a value that is not an object, and an object without its own id, which could not be identified. */
function checkOf(type: GraphQLObjectType) {
  const ids = ownIds(type);
  return (value: unknown, context: unknown): void => {
    if (!isRecord(value)) throw unreadable(context, { type: type.name, field: '__typename' }, value);
    for (const { name, field } of ids) {
      const id = value[name];
      if (typeof id !== 'string' || !ID.test(id)) throw unreadable(context, { type: type.name, field }, value);
    }
  };
}

// Pothos types schemas for any context; this project has only one.
const unreadable = (context: unknown, place: Place, holder: unknown) =>
  (context as Context).faults.unreadable(place, holder);

interface OwnId {
  readonly name: string;
  readonly field: string;
}

/**
 * The properties that identify an object of a type: the parts of a node's key, or the first id that is always present.
 */
function ownIds(type: GraphQLObjectType): readonly OwnId[] {
  const fields = type.getFields();
  const { key } = type.extensions;
  if (Array.isArray(key)) {
    return key.map((field: string) => {
      const exposed = fields[field]?.extensions['exposed'];
      return { field, name: typeof exposed === 'string' ? exposed : toWireName(field) };
    });
  }
  // An authentication factor is valid without the id of its credential.
  if (type.getInterfaces().some(({ name }) => name === 'AuthenticationFactor')) return [];
  for (const { name: field, type: fieldType, extensions } of Object.values(fields)) {
    const { exposed: name } = extensions;
    if (field.endsWith('Id') && String(fieldType) === 'String!' && typeof name === 'string') return [{ field, name }];
  }
  return [];
}
