/**
 * Owners that an encoded request names: organizations, or users in a consumer project. A guard compares them without
 * parsing the body again.
 */
import { toGraphName, toWire } from './names.ts';
import type { OperationSpec } from './operations.ts';

/** The name of an owner as sent; null for a value that cannot be interpreted. */
export type OwnerName = string | null;

/** Reads the owners from an input (camelCase names) and its encoded body (wire names). */
export type ReadOwners = (input: Readonly<Record<string, unknown>>, body: unknown) => readonly OwnerName[];

const none: readonly OwnerName[] = [];

/**
 * Compiles the positions in which requests to an operation name an owner (operations.ts lists them, from the contract).
 *
 * @param places such as `path.organization_id`, `query.organization_id`, `body.organization_ids`, `body.query.operands`
 */
export function ownerNames(places: readonly string[]): ReadOwners {
  const readers = places.map(readerOf);
  const [only] = readers;
  if (!only) return () => none;
  if (readers.length === 1) return only;
  return (input, body) => readers.flatMap((read) => read(input, body));
}

function readerOf(place: string): ReadOwners {
  const [where, ...names] = place.split('.');
  const [first = ''] = names;
  if (where === 'path') {
    const name = toGraphName(first);
    // fillPath() has checked that it is a string that needs no encoding in the path.
    return (input) => namesIn(input[name]);
  }
  if (where === 'query') {
    const name = toGraphName(first);
    return (input) => namesIn(toWire(input[name]));
  }
  const read = first === 'query' && names.at(-1) === 'operands' ? namesInSearch : namesIn;
  const parents = read === namesInSearch ? names.slice(0, -1) : names;
  return (_, body) => read(parents.reduce(propertyOf, body));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const propertyOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** A string, or a list of strings. A missing value names no owner. */
function namesIn(value: unknown): readonly OwnerName[] {
  if (typeof value === 'string') return [value];
  if (value === undefined || value === null) return none;
  return Array.isArray(value) ? value.flatMap((item) => (isObject(item) ? [null] : namesIn(item))) : [null];
}

/** Filters that select owners: `organization_ids`, `organization_slugs`, `organization_name_fuzzy`; `user_id`. */
const choosesOwners = /^(organization|user_id$)/;

/**
 * The owners in the query of a search. Filters restrict it only if all must match: with an operator other than AND the
 * owners cannot be interpreted.
 */
function namesInSearch(query: unknown): readonly OwnerName[] {
  if (query === undefined || query === null) return none;
  const operands = propertyOf(query, 'operands') ?? none;
  if (!Array.isArray(operands)) return [null];
  const names = operands.flatMap((operand) => {
    const filter = propertyOf(operand, 'filter_name');
    if (typeof filter !== 'string') return [null];
    return choosesOwners.test(filter) ? namesIn(propertyOf(operand, 'filter_value')) : none;
  });
  return names.length > 0 && propertyOf(query, 'operator') !== 'AND' ? [null] : names;
}

/**
 * How the requests of an operation are bound to an owner. `named`: they name it; `unnamed`: they concern a person of
 * any owner, and Stytch does not check which; `none`: they concern neither, or Stytch decides by the session.
 */
export type Ownership = 'named' | 'unnamed' | 'none';

/** @param about wire names of the inputs that name the subject of a request */
export function ownershipOf({ owners, session }: OperationSpec, about: readonly string[]): Ownership {
  if (owners.length > 0) return 'named';
  return about.includes('member_id') && !session ? 'unnamed' : 'none';
}
