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
} from 'graphql';
import type { Context } from '../src/context.ts';

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
      const read = reader(leaf, !isNonNullType(field.type));
      if (!read) continue;
      const where = `${type.name}.${field.name}`;
      const show = (value: unknown, context: Context) =>
        read(value, () => context.log.warn('unreadable value from Stytch', { field: where }));
      const guarded = field.extensions['access'] === undefined ? undefined : field.resolve;
      field.resolve = guarded
        ? async (...args: Parameters<typeof guarded>) => show(await guarded(...args), args[2])
        : (parent: Record<string, unknown>, _args: unknown, context: Context) => show(parent[wireName], context);
    }
  }
}

function leafOf(type: GraphQLOutputType): GraphQLLeafType | null {
  const bare = getNullableType(type);
  if (isListType(bare)) return leafOf(bare.ofType);
  return isLeafType(bare) ? bare : null;
}

type Read = (value: unknown, warn: () => void) => unknown;

/** What a leaf needs beyond passing the value on; null when that is nothing. */
function reader(leaf: GraphQLLeafType, nullable: boolean): Read | null {
  if (leaf instanceof GraphQLEnumType) {
    const known = new Set(leaf.getValues().map(({ value }) => value as unknown));
    return eachOf((value) => {
      if (value === '' || (nullable && (value === null || value === undefined))) return null;
      return known.has(value) || !known.has(UNKNOWN) ? value : UNKNOWN;
    });
  }
  if (!nullable) return null;
  if (leaf.name === 'String' || leaf.name === 'ID') return (value) => (value === '' ? null : value);
  if (leaf.name === 'Int' || leaf.name === 'Float' || leaf.name === 'Boolean') return null;
  return eachOf((value, warn) => {
    if (value === '' || value === null || value === undefined) return null;
    try {
      leaf.serialize(value);
      return value;
    } catch {
      warn();
      return null;
    }
  });
}

/** Lists of leaves are read item by item; an item that cannot be shown is left out. */
const eachOf =
  (read: Read): Read =>
  (value, warn) =>
    Array.isArray(value) ? value.map((item) => read(item, warn)).filter((item) => item !== null) : read(value, warn);
