/** Relay pages over Stytch's searches, which only page forward and hand out one cursor a page. */
import * as v from 'valibot';
import type { RestPage } from '../loaders/page.ts';
import { DEFAULT_PAGE } from '../src/limits/cost.ts';
import { invalidInput } from '../src/stytch/error.ts';

/** The arguments of a connection. */
export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** What a connection field resolves to. */
export interface Connection<Item> {
  edges: { readonly cursor: string; readonly node: Item }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  totalCount: number | null;
}

/** Stytch's ceiling for one page of a search; some lists have a lower one. */
export const MAX_PAGE_SIZE = 1000;

/** A place between two rows: so many rows into the page that a Stytch cursor begins. */
interface CursorPosition {
  cursor?: string | undefined;
  skip: number;
}

const place = v.strictTuple([v.string(), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_PAGE_SIZE))]);

const encode = ({ cursor, skip }: CursorPosition): string =>
  Buffer.from(JSON.stringify([cursor ?? '', skip])).toString('base64url');

function decode(after: string): CursorPosition {
  try {
    const [cursor, skip] = v.parse(place, JSON.parse(Buffer.from(after, 'base64url').toString()));
    return { cursor: cursor === '' ? undefined : cursor, skip };
  } catch {
    const message = '`after` is not a cursor of this connection. Take it from `pageInfo.endCursor` or an edge.';
    throw invalidInput(message, ['after']);
  }
}

/** A row, and its place. Most who read a page want no cursor of each row, so it is made when it is asked for. */
class ConnectionEdge<Item> {
  readonly node: Item;
  readonly #after: CursorPosition;

  constructor(node: Item, after: CursorPosition) {
    this.node = node;
    this.#after = after;
  }

  get cursor(): string {
    return encode(this.#after);
  }
}

/** The edge of a thing that was just created. No page has it yet, so its cursor stands for the beginning. */
export const newEdge = <Item>(node: Item): Connection<Item>['edges'][number] => new ConnectionEdge(node, { skip: 0 });

/**
 * Where a page begins and ends. A class, since V8 makes a hidden class for each object literal that has a getter, and all that
 * the getter sees lives as long as that: until the next full collection.
 */
class PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #edges: readonly ConnectionEdge<unknown>[];

  constructor(edges: readonly ConnectionEdge<unknown>[], hasNextPage: boolean, hasPreviousPage: boolean) {
    this.#edges = edges;
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null;
  }
}

/**
 * A connection over one of Stytch's searches. Every row gets a cursor of its own, so that a client may go on after any
 * edge: it says which page the row is on and how far in.
 *
 * @param page the connection's arguments
 * @param fetchPage asks Stytch for a page of at most `limit` rows from `cursor` on
 * @param largest the ceiling for one page
 * @throws StytchError INVALID_INPUT for a `first` or `after` that cannot be
 */
export async function searchConnection<Item>(
  { first, after }: PageArgs,
  fetchPage: (page: { cursor: string | undefined; limit: number }) => Promise<RestPage<Item>>,
  largest = MAX_PAGE_SIZE,
): Promise<Connection<Item>> {
  const wanted = first ?? DEFAULT_PAGE;
  if (wanted < 1 || wanted > largest) throw invalidInput(`\`first\` must be between 1 and ${largest}.`, ['first']);
  const from = after ? decode(after) : { skip: 0 };
  const limit = Math.min(largest, from.skip + wanted);
  const { items, total, next } = await fetchPage({ cursor: from.cursor, limit });

  const edges = items.slice(from.skip, from.skip + wanted).map((node, index) => {
    const skip = from.skip + index + 1;
    const endsPage = skip === items.length && next;
    return new ConnectionEdge(node, endsPage ? { cursor: next, skip: 0 } : { cursor: from.cursor, skip });
  });
  return {
    edges,
    pageInfo: new PageInfo(edges, Boolean(next) || items.length > from.skip + wanted, Boolean(after)),
    totalCount: total === undefined || total < 0 ? null : total,
  };
}

/** A search's `query` from a typed filter: each field that is given becomes one operand, joined by AND. */
export function searchQuery<Filter extends object>(
  filter: Filter | null | undefined,
  names: Readonly<Record<keyof Filter & string, string>>,
): { operator: 'AND'; operands: Record<string, unknown>[] } | undefined {
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  if (given.length === 0) return undefined;
  const operands = given.map(([field, value]) => {
    const name = names[field as keyof Filter & string];
    if (name.endsWith('_fuzzy') && typeof value === 'string' && value.trim().length < 3) {
      throw invalidInput(`\`${field}\` must be at least three characters.`, ['filter', field]);
    }
    return { filter_name: name, filter_value: value };
  });
  return { operator: 'AND', operands };
}
