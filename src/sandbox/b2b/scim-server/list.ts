/** Lists of SCIM resources with filter, sorting and pagination (RFC 7644, 3.4.2). */
import { Types } from 'scimmy';
import { isRecord } from '../../../stytch/contract/record.ts';
import { type Matches, readFilter, sortValueOf } from './filter.ts';
import {
  type Kind,
  listOf,
  MAX_RESULTS,
  type Resource,
  refuse,
  showResource,
  withAttributes,
  withoutUrn,
} from './schema.ts';

/** Parameters of a list; for a single resource only `attributes` and `excludedAttributes`. */
export type Wanted = Pick<Types.Resource, 'attributes' | 'constraints'> & { matches: Matches | undefined };

const lists = ['attributes', 'excludedAttributes'];
const texts = ['filter', 'sortBy', 'sortOrder'];
const numbers = ['startIndex', 'count'];

/** Max names in a list of attributes. A user has about 90. */
const MAX_NAMES = 300;

/** In characters, for a list of attributes or `sortBy`. MAX_FILTER_LENGTH limits filters. */
const MAX_TEXT_LENGTH = 5_000;

/** Reads the parameters of a query, where lists are comma-separated, or of a search request, where they are arrays. */
export const readWanted = (kind: Kind, sent: unknown): Wanted => {
  if (!isRecord(sent)) return refuse(400, 'invalidSyntax', 'The body is not a JSON object.');
  const given = Object.entries(sent).flatMap(([name, value]): [string, string | number][] => {
    if (value === null || value === undefined) return [];
    if (lists.includes(name))
      return withSchemas(
        name,
        namesIn(name, value).map((one) => withoutUrn(kind, one)),
      );
    if (texts.includes(name)) {
      if (typeof value !== 'string') return refuse(400, 'invalidValue', `${name} is a text.`);
      return [[name, name === 'filter' ? value : short(name, value)]];
    }
    if (!numbers.includes(name)) return [];
    return /^-?\d{1,9}$/.test(String(value))
      ? [[name, Number(value)]]
      : refuse(400, 'invalidValue', `${name} is an integer.`);
  });
  const { filter, ...params } = Object.fromEntries(given);
  const { attributes, constraints } = withAttributes(() => new Types.Resource(undefined, params));
  return {
    matches: filter === undefined ? undefined : readFilter(kind, String(filter)),
    ...(attributes ? { attributes } : {}),
    ...(constraints ? { constraints } : {}),
  };
};

const short = (name: string, text: string): string =>
  text.length <= MAX_TEXT_LENGTH
    ? text
    : refuse(400, 'invalidValue', `${name} has ${MAX_TEXT_LENGTH} characters at most.`);

/** Names from a comma-separated text or a list. */
const namesIn = (name: string, value: unknown): string[] => {
  const sent: unknown[] = Array.isArray(value) ? value : [value];
  const names = sent.flatMap((one) =>
    typeof one === 'string'
      ? one.split(',').map((part) => part.trim())
      : refuse(400, 'invalidValue', `${name} has names of attributes.`),
  );
  short(name, names.join(','));
  return names.length <= MAX_NAMES ? names : refuse(400, 'invalidValue', `${name} has ${MAX_NAMES} names at most.`);
};

/** `schemas` is always returned (RFC 7643, 3), and scimmy needs it. */
const withSchemas = (name: string, names: string[]): [string, string][] => {
  if (name === 'attributes') return [[name, ['schemas', ...names].join(',')]];
  const others = names.filter((one) => one.toLowerCase() !== 'schemas');
  return others.length > 0 ? [[name, others.join(',')]] : [];
};

const collator = new Intl.Collator('en', { sensitivity: 'base' });

/** Resources in ascending order: case-insensitive, resources without a value last (RFC 7644, 3.4.2.3). */
const sorted = (resources: readonly Resource[], path: string): Resource[] => {
  const keyed = resources.map((resource) => ({ resource, value: sortValueOf(resource, path) }));
  return keyed
    .sort(({ value: one }, { value: other }) => {
      if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
      return typeof one === 'number' && typeof other === 'number'
        ? one - other
        : collator.compare(String(one), String(other));
    })
    .map(({ resource }) => resource);
};

/** One page of the matching resources, sorted, as a ListResponse. */
export const listResources = (
  kind: Kind,
  resources: readonly Resource[],
  { matches, attributes, constraints: { sortBy, sortOrder, startIndex = 1, count = MAX_RESULTS } = {} }: Wanted,
  base: string,
): Resource => {
  const found = matches ? resources.filter(matches) : resources;
  const ascending = sortBy === undefined ? found : sorted(found, withoutUrn(kind, sortBy));
  const ordered = sortOrder === 'descending' && sortBy !== undefined ? ascending.toReversed() : ascending;
  const page = ordered.slice(startIndex - 1, startIndex - 1 + Math.min(count, MAX_RESULTS));
  return listOf(
    page.map((resource) => showResource(kind, resource, base, attributes)),
    { total: found.length, startIndex },
  );
};
