import {
  GraphQLEnumType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import type { Context } from '../src/context.ts';
import { serialized } from '../src/execution/complete.ts';
import { markPlain } from '../src/execution/plain.ts';

/** The value of an output enum for what Stytch added after this schema was printed. */
export const UNKNOWN = 'UNKNOWN';

/**
 * Makes exposed fields take what really arrives. Stytch's empty string for "none" becomes null; a value that its scalar
 * refuses becomes null and a warning; a word an enum does not know becomes UNKNOWN. So one odd value never takes its
 * siblings down.
 */
export function tolerant(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const wireName = field.extensions['exposed'];
      const leaf = leafOf(field.type);
      if (typeof wireName !== 'string' || !leaf) continue;
      const where = `${type.name}.${field.name}`;
      const warn = ({ log }: Context) => log.warn('unreadable value from Stytch', { field: where });
      const isList = isListType(getNullableType(field.type));
      const read = reader(leaf, { nullable: !isNonNullType(field.type), isList, warn });
      const guarded = field.extensions['access'] === undefined ? undefined : field.resolve;
      if (guarded) {
        if (read) field.resolve = async (...args) => read(await guarded(...args), args[2]);
        continue;
      }
      const property = (parent: unknown): unknown => (isRecord(parent) ? parent[wireName] : undefined);
      if (read) field.resolve = (parent: unknown, _args: unknown, context: Context) => read(property(parent), context);
      if (isList) continue;
      const show = shower(leaf, read);
      // Pothos builds schemas for any context; ours is the only one.
      markPlain(field, (parent, context) => show(property(parent), context as Context));
    }
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function leafOf(type: GraphQLOutputType): GraphQLLeafType | null {
  const bare = getNullableType(type);
  if (isListType(bare)) return leafOf(bare.ofType);
  return isLeafType(bare) ? bare : null;
}

type Read = (value: unknown, context: Context) => unknown;

interface Kind {
  nullable: boolean;
  isList: boolean;
  warn: (context: Context) => void;
}

/** What a leaf needs beyond passing the value on; null when that is nothing. */
function reader(leaf: GraphQLLeafType, { nullable, isList, warn }: Kind): Read | null {
  const many = isList ? eachOf : (read: Read) => read;
  if (leaf instanceof GraphQLEnumType) {
    const known = new Set(leaf.getValues().map(({ value }) => value as unknown));
    return many((value) => {
      if (value === '' || (nullable && (value === null || value === undefined))) return null;
      return known.has(value) || !known.has(UNKNOWN) ? value : UNKNOWN;
    });
  }
  if (!nullable) return null;
  if (leaf.name === 'String' || leaf.name === 'ID') return (value) => (value === '' ? null : value);
  if (isSpecifiedScalarType(leaf)) return null;
  return many((value, context) => {
    if (value === '' || value === null || value === undefined) return null;
    try {
      return leaf.serialize(value);
    } catch {
      warn(context);
      return null;
    }
  });
}

/** Lists of leaves are read item by item; an item that cannot be shown is left out. */
const eachOf =
  (read: Read): Read =>
  (value, context) =>
    Array.isArray(value)
      ? value.map((item) => read(item, context)).filter((item) => item !== null)
      : read(value, context);

/** From a value to what the answer shows, in one: what comes out when it is read first and its leaf then writes it. */
function shower(leaf: GraphQLLeafType, read: Read | null): Read {
  const write = (value: unknown) => (value === null || value === undefined ? null : serialized(leaf, value));
  // To read a scalar of ours is to write it.
  if (read && !(leaf instanceof GraphQLEnumType) && !isSpecifiedScalarType(leaf)) return read;
  if (read) return (value, context) => write(read(value, context));
  return leaf.name === 'String' ? (value) => (typeof value === 'string' ? value : write(value)) : write;
}
