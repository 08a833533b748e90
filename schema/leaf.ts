/** How values of leaf types are read off responses of Stytch. */
import { GraphQLEnumType, type GraphQLLeafType } from 'graphql';
import type { Context } from '../src/graphql/context.ts';
import type { Place } from '../src/stytch/client/response-faults.ts';

/** The value of an output enum for what Stytch added after this schema was printed. */
export const UNKNOWN = 'UNKNOWN';

/** Where a value stands, and what it is read for. */
export interface LeafField {
  readonly place: Place;
  readonly nullable: boolean;
}

/**
 * Reads a value for its leaf: null for none. Throws UnreadableError for another form than the contract's.
 *
 * @param holder the object that the value is a property of
 */
export type Read = (value: unknown, holder: unknown, context: Context) => unknown;

const EMPTY = Object.freeze({});

/** The way to read a leaf of this type. The result is what the resolver gives; enums still have Stytch's word. */
export function leafReader(leaf: GraphQLLeafType, field: LeafField): Read {
  if (leaf instanceof GraphQLEnumType) return enumReader(leaf, field);
  switch (leaf.name) {
    case 'Boolean':
      return reader(field, false, (value) => typeof value === 'boolean');
    case 'Int':
      return intReader(field);
    case 'Float':
      return reader(field, 0, Number.isFinite);
    case 'DateTime':
      return momentReader(leaf, field);
    case 'JSONObject':
      return reader(field, EMPTY, (value) => typeof value === 'object' && !Array.isArray(value));
    default:
      return textReader(field);
  }
}

/** Reads values of one form, for which `zero` stands in where the field may not be null. */
const reader =
  ({ place, nullable }: LeafField, zero: unknown, isReadable: (value: unknown) => boolean): Read =>
  (value, holder, { faults }) => {
    if (value === null || value === undefined) {
      if (nullable) return null;
      faults.absent(place);
      return zero;
    }
    if (isReadable(value)) return value;
    throw faults.unreadable(place, holder, nullable ? undefined : zero);
  };

/** Stytch's empty string for "none" is null where that may be. */
function textReader(field: LeafField): Read {
  const read = reader(field, '', (value) => typeof value === 'string');
  if (!field.nullable) return read;
  return (value, holder, context) => (value === '' ? null : read(value, holder, context));
}

function enumReader(leaf: GraphQLEnumType, field: LeafField): Read {
  const known = new Set<unknown>(leaf.getValues().map(({ value }) => value));
  const unknown = known.has(UNKNOWN) ? UNKNOWN : undefined;
  const read = reader(field, unknown, (value) => known.has(value) || typeof value === 'string');
  return (value, holder, context) => {
    if (known.has(value)) return value;
    const word = read(value === '' ? null : value, holder, context);
    return typeof word === 'string' && unknown !== undefined ? unknown : word;
  };
}

const isInt = (value: number): boolean => Number.isInteger(value) && value === (value | 0);

/** A number beyond GraphQL's Int cannot be shown. */
function intReader(field: LeafField): Read {
  const read = reader(field, 0, (value) => typeof value === 'number' && isInt(value));
  if (!field.nullable) return read;
  return (value, holder, context) => {
    if (typeof value !== 'number' || isInt(value)) return read(value, holder, context);
    context.faults.unshowable(field.place);
    return null;
  };
}

/** No moment could stand in for what is none. */
const momentReader =
  (leaf: GraphQLLeafType, { place }: LeafField): Read =>
  (value, _holder, { faults }) => {
    if (value === '' || value === null || value === undefined) return null;
    try {
      return leaf.serialize(value);
    } catch {
      faults.unshowable(place);
      return null;
    }
  };
