/** Pages of Stytch's searches and lists, before they become connections. */

import type { ResponseFaults } from '../src/stytch/client/response-faults.ts';
import { isRecord } from '../src/stytch/contract/record.ts';

/** One page of results. */
export interface RestPage<Item> {
  items: readonly Item[];
  /** Total number of objects; -1 or undefined if Stytch does not return it. */
  total?: number | undefined;
  /** Cursor of the next page; empty or undefined on the last. */
  next?: string | undefined;
}

/** Metadata of a search. */
interface Results {
  readonly total?: number;
  readonly next_cursor?: string;
}

/** The largest Int of GraphQL (32 bits, signed). */
const MAX_INT = 2 ** 31 - 1;

/**
 * Reads a page of a search. Stytch may omit empty parts: the list and the metadata.
 *
 * @param type the GraphQL type of the connection
 * @throws UnreadableError if the list is not an array
 */
export function pageOf<Item>(
  type: string,
  items: readonly Item[] | null | undefined,
  results: Results | null | undefined,
  holder: object,
  faults: ResponseFaults,
): RestPage<Item> {
  if (!isRecord(results)) faults.absent({ type, field: 'pageInfo' });
  // Lists without a total have their metadata in the response itself.
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
