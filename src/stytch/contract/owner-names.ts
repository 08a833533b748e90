/**
 * Whose things an encoded request names: of which organizations or, in a consumer project, of which users. A guard compares them
 * without reading the body again.
 */
import { toGraphName, toWire } from './names.ts';
import type { OperationSpec } from './operations.ts';

/** A name of an owner as it is sent; null: what stands there cannot be read as one. */
export type OwnerName = string | null;

/** Reads the names off an input, by camelCase names, and the body that was made of it, by names of the wire. */
export type ReadOwners = (input: Readonly<Record<string, unknown>>, body: unknown) => readonly OwnerName[];

const none: readonly OwnerName[] = [];

/**
 * Compiles the places in which requests to an operation name an owner (operations.ts has them from the contract).
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
    // fillPath() has checked that it is a text that stands in the path as it is.
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

/** A text, or a list of texts. What is not given names nothing. */
function namesIn(value: unknown): readonly OwnerName[] {
  if (typeof value === 'string') return [value];
  if (value === undefined || value === null) return none;
  return Array.isArray(value) ? value.flatMap((item) => (isObject(item) ? [null] : namesIn(item))) : [null];
}

/** Filters that choose owners: `organization_ids`, `organization_slugs`, `organization_name_fuzzy`; `user_id`. */
const choosesOwners = /^(organization|user_id$)/;

/** A search's query. Its filters restrict it only where all have to hold, so with any other operator they name nothing readable. */
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
 * How the requests of an operation stay with an owner: `named`, since they name it; `unnamed`: they are about a person of any
 * owner, and Stytch does not check whose; `none`: they are about neither, or Stytch decides by the session.
 */
export type Ownership = 'named' | 'unnamed' | 'none';

/** @param about wire names of the inputs that say whom a request is about */
export function ownershipOf({ owners, session }: OperationSpec, about: readonly string[]): Ownership {
  if (owners.length > 0) return 'named';
  return about.includes('member_id') && !session ? 'unnamed' : 'none';
}
