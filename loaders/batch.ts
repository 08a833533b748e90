import DataLoader from 'dataloader';
import type { ResponseFaults } from '../src/stytch/client/response-faults.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { isNotFound } from '../src/stytch/error.ts';
import { type CallTrace, WantedBy } from '../src/telemetry/call-trace.ts';

/** How a kind of thing is fetched: by one key, or by many ids in one search. */
export interface BatchFetchers<Key, Value> {
  /** Whether search finds the thing by this key, or only a GET does (a slug, an external id). */
  isId(key: Key): boolean;
  /** The id of the key. */
  id(key: Key): string;
  /** The id of a thing that came back. */
  idOf(value: Value): string;
  /** The GraphQL type of the things. */
  readonly type: string;
  readonly faults: ResponseFaults;
  fetchOne(key: Key): Promise<Value | null>;
  fetchMany(keys: readonly Key[]): Promise<readonly Value[]>;
}

/** The numbers of the choice between a GET for each key and one search for all. */
export interface BatchOptions {
  /** As many keys as are worth a search. */
  readonly searchFrom: number;
  /** Searches left, below which the last ones are kept for what nothing else can find. */
  readonly keptSearches: number;
  /** GETs that may take the place of one search. */
  readonly mostGets: number;
}

/**
 * What holds when an operator sets nothing.
 *
 * - From two keys on: one call is less than two. Where searches take much longer than GETs, a higher number answers sooner.
 * - 20 kept, a fifth of the 100 that Stytch takes in a minute: lists of members have no other way, single members do.
 * - 20 GETs: one caller may make them all at once, so they seldom take longer than a search does.
 */
export const defaultBatchRules: BatchOptions = { searchFrom: 2, keptSearches: 20, mostGets: 20 };

/** What the choice looks at. */
export interface BatchContext {
  readonly rules: BatchOptions;
  /** Searches that this caller could make now. */
  searchesLeft(): number;
  /** Calls that this request may still make. */
  callsLeft(): number;
  /** Is told how many ids were asked for at a time, and how. */
  asked(ids: number, by: 'search' | 'get'): void;
}

/**
 * The policy of n GETs or one search, in one place. A single key is a GET, and so are a few while searches run short. What
 * a request may cost was counted with one search for all, so GETs take half at most of the calls that it has left.
 */
export function shouldSearch(keys: number, { rules, searchesLeft, callsLeft }: BatchContext): boolean {
  if (keys <= 1) return false;
  if (keys > callsLeft() / 2) return true;
  if (keys < rules.searchFrom) return false;
  return keys > rules.mostGets || searchesLeft() >= rules.keptSearches;
}

/**
 * Fetches keys by that policy. What a search finds is put back by id; keys that search does not know are GETs beside it. A
 * failure belongs to its own keys only.
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
  // The GETs are on their way while the search is.
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

/** Things by their ids. Where one has none, it may be any that is missing: then those are unreadable, and not absent. */
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

/** What gives things by their keys, each of them once a request. */
export interface Loader<Key, Value> {
  load(key: Key): Promise<Value>;
  clearAll(): unknown;
}

/** Keys fetched at a time. Stytch takes no more ids in one search. */
const MAX_BATCH_SIZE = 1_000;

/** The keys of a loader while calls are traced, each with the fields that asked for it. */
export class TracedKeys<Key> {
  readonly #trace: CallTrace;
  readonly #cacheKeyOf: (key: Key) => string;
  readonly #wanted = new Map<string, WantedBy>();

  constructor(trace: CallTrace, cacheKeyOf: (key: Key) => string) {
    this.#trace = trace;
    this.#cacheKeyOf = cacheKeyOf;
  }

  /** The field that runs at the moment asks for a key. */
  want(key: Key): void {
    this.#trace.addTo(this.#wantedBy(key));
  }

  /** Runs a fetch of keys in the name of those who asked for them. */
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
 * A loader that collects the keys of one turn of the event loop and fetches them together.
 *
 * @param fetch gives the values in the order of the keys
 * @param cacheKeyOf the text a value is remembered under
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
 * A loader for what Stytch gives one at a time: with nothing to wait for, and nothing to remember, since equal reads of one
 * request are one call however they are asked for (src/graphql/create-context.ts).
 */
export const unbatchedLoader = <Key, Value>(fetchOne: (key: Key) => Promise<Value>): Loader<Key, Value> => ({
  load: fetchOne,
  clearAll() {},
});

/** What a lookup found, or null where Stytch knows of no such thing. */
export const nullIfNotFound = <Answer>(lookup: Promise<Answer>): Promise<Answer | null> =>
  lookup.catch((cause) => instead(cause, null));

/**
 * What is wanted of a lookup's answer, or something else where Stytch knows of no such thing.
 *
 * @param part throws where the answer does not hold it
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

/** DataLoader takes a failed key as an Error in its place. */
const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error('a loader failed', { cause }));
