import { createHash } from 'node:crypto';
import { fail } from '../errors.ts';

type Filter<Item> =
  | { expects: 'strings'; match: (item: Item, value: readonly string[]) => boolean }
  /** Case-insensitive substring of three or more characters. */
  | { expects: 'fuzzy'; match: (item: Item, includes: (text: string) => boolean) => boolean }
  | { expects: 'boolean'; match: (item: Item, value: boolean) => boolean }
  /** Any other form: `read` validates the value and returns the matcher. */
  | { expects: 'own'; read: (value: unknown, name: string) => (item: Item) => boolean };

/** Suffixes of the error types for a value of the wrong type. */
type FormWords = { strings: string; boolean: string };

const usual: FormWords = { strings: 'expected_array_of_strings', boolean: 'expected_boolean' };

/** Filters of a search, by `filter_name`. */
export type Filters<Item> = Record<string, Filter<Item>>;

type SearchQuery = { operator: string; operands: Record<string, unknown>[] };

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/**
 * Compiles a search's `query` into a predicate over items.
 *
 * @param kind prefix of the error types: `organization_search`, `member_search`
 */
export const readQuery = <Item>(
  kind: string,
  filters: Filters<Item>,
  query: SearchQuery | undefined,
  words: FormWords = usual,
) => {
  const tests = (query?.operands ?? []).map((operand): ((item: Item) => boolean) => {
    const { filter_name: name, filter_value: value } = operand;
    if (name === undefined) return fail(400, `${kind}_missing_filter_name`, 'An operand has no filter_name.');
    if (typeof name !== 'string') return fail(400, `${kind}_filter_name_must_be_string`, 'filter_name is a string.');
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!filter) return fail(400, `${kind}_filter_name_not_recognized`, 'There is no filter of this name.');
    if (value === undefined || value === null) {
      return fail(400, `${kind}_missing_filter_value`, `The filter ${name} has no filter_value.`);
    }
    if (filter.expects === 'strings') {
      if (!isStrings(value)) return fail(400, `${kind}_${words.strings}`, `${name} takes a list of strings.`);
      return (item) => filter.match(item, value);
    }
    if (filter.expects === 'boolean') {
      if (typeof value !== 'boolean') return fail(400, `${kind}_${words.boolean}`, `${name} takes true or false.`);
      return (item) => filter.match(item, value);
    }
    if (filter.expects === 'own') return filter.read(value, name);
    if (typeof value !== 'string') return fail(400, `${kind}_expected_string`, `${name} takes a string.`);
    if (value.length < 3) return fail(400, `${kind}_${name}_too_short`, `${name} takes three characters or more.`);
    const part = value.toLowerCase();
    return (item) => filter.match(item, (text) => text.toLowerCase().includes(part));
  });
  return (item: Item) =>
    query?.operator === 'OR' && tests.length > 0 ? tests.some((test) => test(item)) : tests.every((test) => test(item));
};

/** Short hash of a search's input: a cursor is valid only for the search that returned it. */
const fingerprint = (scope: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(scope) ?? '')
    .digest('base64url')
    .slice(0, 12);

const readCursor = (cursor: string, print: string): string => {
  try {
    const [of, after]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (of === print && typeof after === 'string') return after;
  } catch {
    // Malformed cursor: rejected below.
  }
  return fail(400, 'invalid_argument', 'The cursor does not belong to this search.');
};

/**
 * One page of a list sorted by `key`. The cursor holds the last key of the page, so items inserted or deleted between
 * pages neither repeat nor hide other items.
 *
 * @param key unique for each item
 * @param scope input of the search, which the cursor is bound to
 */
export const paginate = <Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  { cursor, limit = 100, scope }: { cursor?: string | undefined; limit?: number | undefined; scope: unknown },
): { page: Item[]; total: number; next_cursor?: string } => {
  if (limit < 1 || limit > 1000) fail(400, 'invalid_argument', 'limit is from 1 to 1000.');
  const print = fingerprint(scope);
  const after = cursor ? readCursor(cursor, print) : '';
  const sorted = items.map((item) => ({ item, at: key(item) })).sort((a, b) => (a.at < b.at ? -1 : 1));
  const rest = sorted.filter(({ at }) => at > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    page: page.map(({ item }) => item),
    total: items.length,
    ...(rest.length > limit && last
      ? { next_cursor: Buffer.from(JSON.stringify([print, last.at])).toString('base64url') }
      : {}),
  };
};
