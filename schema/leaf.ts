/** Reads leaf values from Stytch's responses. */
import { GraphQLEnumType, type GraphQLLeafType } from 'graphql';
import type { Context } from '../src/graphql/context.ts';
import type { Place } from '../src/stytch/client/response-faults.ts';

/** Output enum value for a value that this schema does not know. */
export const UNKNOWN = 'UNKNOWN';

/** Position and nullability of a value. */
export interface LeafField {
  readonly place: Place;
  readonly nullable: boolean;
}

/**
 * Reads a leaf value: null if absent. Throws UnreadableError for a value that violates the contract.
 *
 * @param holder the object that has the property
 */
export type Read = (value: unknown, holder: unknown, context: Context) => unknown;

const EMPTY = Object.freeze({});

/** Creates the reader of a leaf type. It returns the resolver's value; enums still have Stytch's value. */
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

/** Reads values of one form. `zero` replaces an absent value of a non-null field. */
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

/** Stytch's empty string for "none" becomes null if the field is nullable. */
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

/** A number beyond GraphQL's Int cannot be returned: null, if the field is nullable. */
function intReader(field: LeafField): Read {
  const read = reader(field, 0, (value) => typeof value === 'number' && isInt(value));
  if (!field.nullable) return read;
  return (value, holder, context) => {
    if (typeof value !== 'number' || isInt(value)) return read(value, holder, context);
    context.faults.unshowable(field.place);
    return null;
  };
}

/** An invalid date has no replacement value, so it is always null. */
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
