/** Pages of Stytch's searches and lists, before they are connections. */

import type { ResponseFaults } from '../src/stytch/client/response-faults.ts';
import { isRecord } from '../src/stytch/contract/record.ts';

/** One page as Stytch gives it. */
export interface RestPage<Item> {
  items: readonly Item[];
  /** How many there are in all; -1 when Stytch does not say. */
  total?: number | undefined;
  /** The cursor of the next page; empty or missing on the last. */
  next?: string | undefined;
}

/** What a search says beside the page. */
interface Results {
  readonly total?: number;
  readonly next_cursor?: string;
}

/** The largest Int of GraphQL (32 bits, signed). */
const MAX_INT = 2 ** 31 - 1;

/**
 * Reads a page of a search, of which Stytch may leave out what is empty: the list, and what it says of the whole.
 *
 * @param type the GraphQL type of the connection
 * @throws UnreadableError where the list is none
 */
export function pageOf<Item>(
  type: string,
  items: readonly Item[] | null | undefined,
  results: Results | null | undefined,
  holder: object,
  faults: ResponseFaults,
): RestPage<Item> {
  if (!isRecord(results)) faults.absent({ type, field: 'pageInfo' });
  // Some lists are not counted: what they say of the page stands beside it.
  else if (results.total === undefined && Object(results) !== holder) faults.absent({ type, field: 'totalCount' });
  const { total, next_cursor: next }: Results = isRecord(results) ? results : {};
  const isInt = Number.isInteger(total) && Number(total) <= MAX_INT;
  if (total !== undefined && !isInt) faults.unshowable({ type, field: 'totalCount' });
  if (next !== undefined && next !== null && typeof next !== 'string') faults.unshowable({ type, field: 'pageInfo' });
  return {
    items: faults.list(items, { type, field: 'nodes' }, holder),
    total: isInt ? total : undefined,
    next: typeof next === 'string' ? next : undefined,
  };
}
