import DataLoader from 'dataloader';
import type { ResponseFaults } from '../src/stytch/client/response-faults.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { isNotFound } from '../src/stytch/error.ts';
import { type CallTrace, WantedBy } from '../src/telemetry/call-trace.ts';

/** How objects of one type are fetched: by one GET per key, or by one search for many ids. */
export interface BatchFetchers<Key, Value> {
  /** Whether search finds the object by this key; a slug or an external id needs a GET. */
  isId(key: Key): boolean;
  /** The id in the key. */
  id(key: Key): string;
  /** The id of a fetched object. */
  idOf(value: Value): string;
  /** The GraphQL type of the objects. */
  readonly type: string;
  readonly faults: ResponseFaults;
  fetchOne(key: Key): Promise<Value | null>;
  fetchMany(keys: readonly Key[]): Promise<readonly Value[]>;
}

/** Thresholds of the choice between one GET per key and one search. */
export interface BatchOptions {
  /** Minimum number of keys for a search. */
  readonly searchFrom: number;
  /** Searches per minute reserved for queries that need one; when fewer remain, ids are fetched by GET. */
  readonly keptSearches: number;
  /** Max GETs that replace one search. */
  readonly mostGets: number;
}

/**
 * Default thresholds.
 *
 * - A search from 2 keys: one call instead of two. Where searches are much slower than GETs, a higher number reduces
 *   latency.
 * - 20 searches reserved, a fifth of the 100 per minute that Stytch accepts: lists of members need a search, single
 *   members do not.
 * - At most 20 GETs: one caller may make them all in parallel, so they rarely take longer than a search.
 */
export const defaultBatchRules: BatchOptions = { searchFrom: 2, keptSearches: 20, mostGets: 20 };

/** State that determines the choice. */
export interface BatchContext {
  readonly rules: BatchOptions;
  /** Remaining searches of this caller. */
  searchesLeft(): number;
  /** Remaining calls of this request. */
  callsLeft(): number;
  /** Records how many ids were fetched and by which kind of call. */
  asked(ids: number, by: 'search' | 'get'): void;
}

/**
 * Chooses between one GET per key and one search. A single key is a GET, and so are a few keys while few searches
 * remain. The cost estimate of the request assumes one search, so GETs take at most half of its remaining calls.
 */
export function shouldSearch(keys: number, { rules, searchesLeft, callsLeft }: BatchContext): boolean {
  if (keys <= 1) return false;
  if (keys > callsLeft() / 2) return true;
  if (keys < rules.searchFrom) return false;
  return keys > rules.mostGets || searchesLeft() >= rules.keptSearches;
}

/**
 * Fetches keys by GETs or a search, see `shouldSearch`. Search results are assigned to keys by id; keys that search
 * does not support are fetched by GET in parallel. A failure affects only its own keys.
 */
export const batchById =
  <Key, Value extends object>(fetchers: BatchFetchers<Key, Value>, batching: BatchContext) =>
  (keys: readonly Key[], traced?: TracedKeys<Key>): Promise<(Value | null | Error)[]> => {
    const [only] = keys;
    const by = traced ? tracedFetchers(fetchers, traced) : fetchers;
    return keys.length === 1 && only !== undefined ? one(by, batching, only) : many(by, batching, keys);
  };

const tracedFetchers = <Key, Value>(
  fetchers: BatchFetchers<Key, Value>,
  traced: TracedKeys<Key>,
): BatchFetchers<Key, Value> => ({
  ...fetchers,
  fetchOne: (key) => traced.during([key], () => fetchers.fetchOne(key)),
  fetchMany: (keys) => traced.during(keys, () => fetchers.fetchMany(keys)),
});

function one<Key, Value extends object>(
  { isId, fetchOne }: BatchFetchers<Key, Value>,
  batching: BatchContext,
  key: Key,
): Promise<(Value | null)[]> {
  if (isId(key)) batching.asked(1, 'get');
  return fetchOne(key).then((found) => [found]);
}

async function many<Key, Value extends object>(
  fetchers: BatchFetchers<Key, Value>,
  batching: BatchContext,
  keys: readonly Key[],
): Promise<(Value | null | Error)[]> {
  const { isId, id, fetchOne, fetchMany } = fetchers;
  const ids = keys.filter(isId);
  const search = shouldSearch(ids.length, batching) ? index(fetchMany(ids), fetchers) : undefined;
  if (ids.length > 0) batching.asked(ids.length, search ? 'search' : 'get');
  // The GETs run in parallel with the search.
  const got = keys.map((key) => (search && isId(key) ? null : fetchOne(key).catch(asError)));
  if (!search) return Promise.all(got);
  const found = await search.catch(asError);
  const searched = (key: Key): Value | null | Error => {
    if (found instanceof Error) return found;
    try {
      return found(id(key));
    } catch (cause) {
      return asError(cause);
    }
  };
  if (ids.length === keys.length) return keys.map(searched);
  return Promise.all(keys.map((key, place) => got[place] ?? searched(key)));
}

/**
 * Indexes objects by id. If an object has no id, every missing id may be that object: those are unreadable instead of
 * absent.
 */
async function index<Value extends object>(
  search: Promise<readonly Value[]>,
  { idOf, faults, type }: BatchFetchers<never, Value>,
): Promise<(id: string) => Value | null> {
  const values = await search;
  const found = new Map<string, Value>();
  let faulty: object | undefined;
  for (const value of values) {
    const id: unknown = isRecord(value) ? idOf(value) : undefined;
    if (typeof id === 'string' && id !== '') found.set(id, value);
    else faulty = values;
  }
  return (id) => {
    const value = found.get(id);
    if (value) return value;
    if (faulty) throw faults.unreadable({ type, field: '__typename' }, faulty);
    return null;
  };
}

/** Loads objects by key, each at most once per request. */
export interface Loader<Key, Value> {
  load(key: Key): Promise<Value>;
  clearAll(): unknown;
}

/** Max keys per batch: the max ids that Stytch accepts in one search. */
const MAX_BATCH_SIZE = 1_000;

/** The keys of a loader in a trace, each with the fields that need it. */
export class TracedKeys<Key> {
  readonly #trace: CallTrace;
  readonly #cacheKeyOf: (key: Key) => string;
  readonly #wanted = new Map<string, WantedBy>();

  constructor(trace: CallTrace, cacheKeyOf: (key: Key) => string) {
    this.#trace = trace;
    this.#cacheKeyOf = cacheKeyOf;
  }

  /** Adds the running field to the fields that need a key. */
  want(key: Key): void {
    this.#trace.addTo(this.#wantedBy(key));
  }

  /** Runs a fetch of keys and attributes its calls to the fields that need them. */
  during<Result>(keys: readonly Key[], run: () => Result): Result {
    return this.#trace.inBatch(
      keys.map((key) => this.#wantedBy(key)),
      run,
    );
  }

  clear(): void {
    this.#wanted.clear();
  }

  #wantedBy(key: Key): WantedBy {
    const cacheKey = this.#cacheKeyOf(key);
    const wanted = this.#wanted.get(cacheKey) ?? new WantedBy();
    this.#wanted.set(cacheKey, wanted);
    return wanted;
  }
}

/**
 * A loader that batches the keys requested in one iteration of the event loop.
 *
 * @param fetch returns the values in the order of the keys
 * @param cacheKeyOf returns the cache key of a key
 */
export function batchLoader<Key, Value>(
  fetch: (keys: readonly Key[], traced: TracedKeys<Key> | undefined) => Promise<(Value | Error)[]>,
  trace: CallTrace | undefined,
  cacheKeyOf: (key: Key) => string,
): Loader<Key, Value> {
  const traced = trace && new TracedKeys(trace, cacheKeyOf);
  const loader = new DataLoader<Key, Value, string>((keys) => fetch(keys, traced), {
    cacheKeyFn: cacheKeyOf,
    maxBatchSize: MAX_BATCH_SIZE,
  });
  if (!traced) return loader;
  return {
    load(key) {
      traced.want(key);
      return loader.load(key);
    },
    clearAll() {
      traced.clear();
      loader.clearAll();
    },
  };
}

/**
 * A loader for objects that Stytch returns one at a time. It neither batches nor caches, because equal reads of one
 * request already share a call (src/graphql/create-context.ts).
 */
export const unbatchedLoader = <Key, Value>(fetchOne: (key: Key) => Promise<Value>): Loader<Key, Value> => ({
  load: fetchOne,
  clearAll() {},
});

/** Returns the result of a lookup, or null if Stytch does not find the object. */
export const nullIfNotFound = <Answer>(lookup: Promise<Answer>): Promise<Answer | null> =>
  lookup.catch((cause) => instead(cause, null));

/**
 * Returns a part of the result of a lookup, or a default if Stytch does not find the object.
 *
 * @param part throws if the result does not contain the part
 */
export const pickOrDefault = <Answer, Part, Instead>(
  lookup: Promise<Answer>,
  part: (answer: Answer) => Part,
  otherwise: Instead,
): Promise<Part | Instead> => lookup.then(part, (cause) => instead(cause, otherwise));

function instead<Instead>(cause: unknown, otherwise: Instead): Instead {
  if (isNotFound(cause)) return otherwise;
  throw cause;
}

/** DataLoader expects a failed key as an Error in the list of results. */
const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error('a loader failed', { cause }));
