import DataLoader from 'dataloader';
import { isNotFound } from '../src/stytch/error.ts';

/** How a kind of thing is fetched: by one key, or by many ids in one search. */
export interface Fetchers<Key, Value> {
  /** Whether search finds the thing by this key, or only a GET does (a slug, an external id). */
  isId(key: Key): boolean;
  /** The id of the key. */
  id(key: Key): string;
  /** The id of a thing that came back. */
  idOf(value: Value): string;
  fetchOne(key: Key): Promise<Value | null>;
  fetchMany(keys: readonly Key[]): Promise<readonly Value[]>;
}

/**
 * The policy of n GETs or one search, in one place: a single key is a GET; two or more ids are one search, whose answers
 * are put back by id; keys that search does not know are GETs beside it. A failure belongs to its own keys only.
 */
export const byId =
  <Key, Value>({ isId, id, idOf, fetchOne, fetchMany }: Fetchers<Key, Value>) =>
  async (keys: readonly Key[]): Promise<(Value | null | Error)[]> => {
    const ids = keys.filter(isId);
    const found = ids.length > 1 ? index(fetchMany(ids), idOf) : undefined;
    return Promise.all(
      keys.map(async (key) => {
        try {
          return found && isId(key) ? ((await found).get(id(key)) ?? null) : await fetchOne(key);
        } catch (cause) {
          return asError(cause);
        }
      }),
    );
  };

async function index<Value>(
  values: Promise<readonly Value[]>,
  idOf: (value: Value) => string,
): Promise<Map<string, Value>> {
  return new Map((await values).map((value) => [idOf(value), value]));
}

/** A loader for what Stytch gives one at a time: equal reads of one request are one call. */
export const each = <Key, Value>(
  fetchOne: (key: Key) => Promise<Value>,
  cacheKeyFn?: (key: Key) => string,
): DataLoader<Key, Value, Key | string> =>
  new DataLoader<Key, Value, Key | string>((keys) => Promise.all(keys.map((key) => fetchOne(key).catch(asError))), {
    batch: false,
    ...(cacheKeyFn ? { cacheKeyFn } : {}),
  });

/** What a lookup found, or null where Stytch knows of no such thing. */
export async function orNull<Value>(lookup: Promise<Value>): Promise<Value | null> {
  try {
    return await lookup;
  } catch (cause) {
    if (isNotFound(cause)) return null;
    throw cause;
  }
}

/** DataLoader takes a failed key as an Error in its place. */
const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error('a loader failed', { cause }));
