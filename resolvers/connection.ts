/** Relay connections over Stytch's searches, which only page forward and return one cursor per page. */
import * as v from 'valibot';
import type { RestPage } from '../loaders/page.ts';
import { DEFAULT_PAGE } from '../src/limits/cost.ts';
import { invalidInput } from '../src/stytch/error.ts';

/** The arguments of a connection. */
export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** The value of a connection field. */
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

/** Max rows that Stytch returns per page of a search; some lists have a lower max. */
export const MAX_PAGE_SIZE = 1000;

/** A position between two rows: a Stytch cursor and the number of rows to skip after it. */
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

/** A row and its position. The cursor is encoded on access, because most queries do not select it. */
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

/** The edge of an object that was just created. No page contains it yet, so its cursor is the start of the list. */
export const newEdge = <Item>(node: Item): Connection<Item>['edges'][number] => new ConnectionEdge(node, { skip: 0 });

/**
 * The page info of a connection. A class in place of a literal with getters: V8 gives each such literal its own hidden
 * class and retains its values until the next full garbage collection.
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
 * Creates a connection over a search of Stytch. Each row gets its own cursor, so that a client may continue after any
 * edge: it contains the Stytch cursor of the page and the offset of the row.
 *
 * @param page the arguments of the connection
 * @param fetchPage fetches a page of at most `limit` rows starting at `cursor`
 * @param largest max rows per page
 * @throws StytchError INVALID_INPUT for an invalid `first` or `after`
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

/** Converts a typed filter to the `query` of a search: each given field becomes one operand, joined by AND. */
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
