/** Which organizations an encoded request names, so that a guard can compare them without reading the body again. */
import { toGraphName, toWire } from './names.ts';

/** A name of an organization as it is sent; null: what stands there cannot be read as one. */
export type OrganizationName = string | null;

/** Reads the names off an input, by camelCase names, and the body that was made of it, by names of the wire. */
export type NamedOrganizations = (
  input: Readonly<Record<string, unknown>>,
  body: unknown,
) => readonly OrganizationName[];

const none: readonly OrganizationName[] = [];

/**
 * Compiles the places in which requests to an operation name an organization (operations.ts has them from the contract).
 *
 * @param places such as `path.organization_id`, `query.organization_id`, `body.organization_ids`, `body.query.operands`
 */
export function namedOrganizations(places: readonly string[]): NamedOrganizations {
  const readers = places.map(readerOf);
  const [only] = readers;
  if (!only) return () => none;
  if (readers.length === 1) return only;
  return (input, body) => readers.flatMap((read) => read(input, body));
}

function readerOf(place: string): NamedOrganizations {
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
function namesIn(value: unknown): readonly OrganizationName[] {
  if (typeof value === 'string') return [value];
  if (value === undefined || value === null) return none;
  return Array.isArray(value) ? value.flatMap((item) => (isObject(item) ? [null] : namesIn(item))) : [null];
}

/** Filters that choose organizations: `organization_ids`, `organization_slugs`, `organization_name_fuzzy`. */
const choosesOrganizations = /^organization/;

/** A search's query. Its filters restrict it only where all have to hold, so with any other operator they name nothing readable. */
function namesInSearch(query: unknown): readonly OrganizationName[] {
  if (query === undefined || query === null) return none;
  const operands = propertyOf(query, 'operands') ?? none;
  if (!Array.isArray(operands)) return [null];
  const names = operands.flatMap((operand) => {
    const filter = propertyOf(operand, 'filter_name');
    if (typeof filter !== 'string') return [null];
    return choosesOrganizations.test(filter) ? namesIn(propertyOf(operand, 'filter_value')) : none;
  });
  return names.length > 0 && propertyOf(query, 'operator') !== 'AND' ? [null] : names;
}
