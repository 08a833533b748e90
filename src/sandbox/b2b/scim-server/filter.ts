/**
 * SCIM filters (RFC 7644, 3.4.2.2). scimmy's parser is not used: it parses `not (a or b)` as `not a or not b`, supports
 * no nested groups and always compares case-sensitively.
 */
import { isRecord } from '../../../stytch/contract/record.ts';
import { type Kind, type Resource, refuse, withoutUrn } from './schema.ts';

/** Whether a filter matches a resource, or an item of a list. */
export type Matches = (resource: Resource) => boolean;

/** In characters: more than any identity provider sends, and short enough for recursion. */
const MAX_FILTER_LENGTH = 2_000;

const invalid = (detail: string): never => refuse(400, 'invalidFilter', detail);

/** Brackets, quoted texts and words: names, operators, numbers and literals. */
const token = /\s*([()[\]]|"(?:[^"\\]|\\.)*"|[^\s()[\]"]+)/y;

const tokensOf = (filter: string): string[] => {
  const text = filter.trim();
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const [, found] = token.exec(text) ?? [];
    if (found === undefined) return invalid('A text in the filter has no end.');
    tokens.push(found);
  }
  return tokens;
};

/** Case-sensitive attributes (RFC 7643, 3.1), in lower case. */
const caseExact = new Set(['id', 'externalid']);

const folded = (value: unknown, exact: boolean): unknown =>
  typeof value === 'string' && !exact ? value.toLowerCase() : value;

/** Values of a record under a case-insensitive name: the items of a list, or nothing if absent. */
const within = (record: unknown, name: string): unknown[] => {
  if (!isRecord(record)) return [];
  const known = Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase());
  const value = known === undefined ? undefined : record[known];
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
};

/** Names of a path. Attributes of an extension follow its URN, which itself contains dots. */
const namesOf = (path: string): string[] => {
  const [, urn, rest = ''] = /^(urn:.*?:[a-z]+)(?::([^:]*))?$/i.exec(path) ?? [];
  const names = (urn === undefined ? path : rest).split('.').filter((name) => name !== '');
  return urn === undefined ? names : [urn, ...names];
};

/** All values at a path. */
const valuesAt = (resource: Resource, names: readonly string[]): unknown[] =>
  names.reduce<unknown[]>((values, name) => values.flatMap((value) => within(value, name)), [resource]);

type Comparison = (actual: unknown, expected: unknown) => boolean;

const texts =
  (compare: (actual: string, expected: string) => boolean): Comparison =>
  (actual, expected) =>
    typeof actual === 'string' && typeof expected === 'string' && compare(actual, expected);

/** Compares timestamps by time, regardless of their zone. */
const ordered =
  (compare: (difference: number) => boolean): Comparison =>
  (actual, expected) => {
    if (typeof actual === 'number' && typeof expected === 'number') return compare(actual - expected);
    if (typeof actual !== 'string' || typeof expected !== 'string') return false;
    const [one, other] = [actual, expected].map((text) =>
      /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN,
    );
    if (one !== undefined && other !== undefined && !Number.isNaN(one - other)) return compare(one - other);
    return compare(actual < expected ? -1 : Number(actual > expected));
  };

/** Entra ID sends booleans as strings. */
const equal: Comparison = (actual, expected) =>
  actual === expected || (typeof actual === 'boolean' && String(actual) === String(expected).toLowerCase());

const comparisons = new Map<string, Comparison>(
  Object.entries({
    eq: equal,
    co: texts((actual, expected) => actual.includes(expected)),
    sw: texts((actual, expected) => actual.startsWith(expected)),
    ew: texts((actual, expected) => actual.endsWith(expected)),
    gt: ordered((difference) => difference > 0),
    ge: ordered((difference) => difference >= 0),
    lt: ordered((difference) => difference < 0),
    le: ordered((difference) => difference <= 0),
  }),
);

const literal = (text: string): unknown => {
  try {
    return JSON.parse(/^(true|false|null)$/i.test(text) ? text.toLowerCase() : text);
  } catch {
    return invalid('A value in the filter is neither a text in quotes nor a number, true, false or null.');
  }
};

/** Recursive-descent parser of filters. `not` binds strongest, then `and`, then `or`. */
class FilterParser {
  readonly #tokens: string[];

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  /** Parses the whole filter. */
  read(): Matches {
    const matches = this.#either();
    return this.#tokens.length === 0 ? matches : invalid('The filter goes on after its end.');
  }

  #take(word: string): boolean {
    if (this.#tokens[0]?.toLowerCase() !== word) return false;
    this.#tokens.shift();
    return true;
  }

  #next(): string {
    return this.#tokens.shift() ?? invalid('The filter ends too early.');
  }

  #either(): Matches {
    const parts = [this.#all()];
    while (this.#take('or')) parts.push(this.#all());
    return (resource) => parts.some((matches) => matches(resource));
  }

  #all(): Matches {
    const parts = [this.#one()];
    while (this.#take('and')) parts.push(this.#one());
    return (resource) => parts.every((matches) => matches(resource));
  }

  #one(): Matches {
    if (this.#take('not')) {
      const matches = this.#one();
      return (resource) => !matches(resource);
    }
    if (!this.#take('(')) return this.#test();
    const matches = this.#either();
    return this.#take(')') ? matches : invalid('A group in the filter is not closed.');
  }

  #test(): Matches {
    const path = this.#next();
    const names = namesOf(path);
    if (names.length === 0 || !/^[\w$:.-]+$/.test(path)) return invalid('A test begins with the name of an attribute.');
    if (!this.#take('[')) return this.#comparison(names);

    const chosen = this.#either();
    if (!this.#take(']')) return invalid('A group in the filter is not closed.');
    // Not in the grammar, but sent by Entra ID: `emails[type eq "work"].value eq "..."`.
    const part = this.#tokens[0]?.startsWith('.') ? this.#comparison(namesOf(this.#next())) : () => true;
    return (resource) => valuesAt(resource, names).some((item) => isRecord(item) && chosen(item) && part(item));
  }

  #comparison(names: readonly string[]): Matches {
    const operator = this.#next().toLowerCase();
    if (operator === 'pr') return (resource) => valuesAt(resource, names).some((value) => value !== '');
    const compare =
      comparisons.get(operator === 'ne' ? 'eq' : operator) ?? invalid('The filter has an unknown operator.');
    const exact = caseExact.has(names[0]?.toLowerCase() ?? '');
    const expected = folded(literal(this.#next()), exact);
    const matches: Matches = (resource) => {
      // A complex item is compared by its `value`.
      const values = valuesAt(resource, names).map((value) => (isRecord(value) ? value['value'] : value));
      if (expected === null) return compare === equal && values.length === 0;
      return values.some((value) => compare(folded(value, exact), expected));
    };
    return operator === 'ne' ? (resource) => !matches(resource) : matches;
  }
}

/**
 * Compiles a filter. Attribute names may follow the URN of the schema (RFC 7644, 3.10).
 *
 * @throws ScimError `invalidFilter`
 */
export const readFilter = (kind: Kind, filter: string): Matches => {
  if (filter.length > MAX_FILTER_LENGTH) invalid(`A filter has ${MAX_FILTER_LENGTH} characters at most.`);
  return new FilterParser(tokensOf(filter).map((word) => withoutUrn(kind, word))).read();
};

/** Sort key of a resource: the primary or first item of a list, and the `value` of a complex item. */
export const sortValueOf = (resource: Resource, path: string): unknown => {
  const values = valuesAt(resource, namesOf(path));
  const value = values.find((one) => isRecord(one) && one['primary'] === true) ?? values[0];
  return isRecord(value) ? value['value'] : value;
};
