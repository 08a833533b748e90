import { isRecord } from '../src/stytch/contract/record.ts';
import type { Loader } from './batch.ts';
import { defineLoader, type LoaderDefinition, type LoaderTools } from './loader.ts';

/** A type of object that Stytch embeds in responses to other calls. */
export interface EmbeddedEntity<Key, Value extends object> {
  /** Creates the loader for objects that no response contains. */
  make(tools: LoaderTools): Loader<Key, Value | null>;
  /** Properties of responses that contain such objects. */
  readonly places: readonly string[];
  /**
   * Passes the objects at these properties to `found`. A faulty response may contain any value in place of an object.
   */
  find(response: object, found: (value: Value | undefined) => void): void;
  /** Stytch's id of an object. */
  idOf(value: Value): string;
  /** Stytch's id in the key; undefined if the key has another kind of id. */
  idIn(key: Key): string | undefined;
  /** Whether an object matches the key, which may contain another id of it. */
  is(value: Value, key: Key): boolean;
}

/** Defines a loader of embedded objects. */
export const defineEmbeddedLoader = <Key, Value extends object>(
  entity: EmbeddedEntity<Key, Value>,
): LoaderDefinition<EmbeddedLoader<Key, Value>> => defineLoader((tools) => new EmbeddedLoader(entity, tools));

/** The objects in a list, or in a map by id. */
export const inside = <Value>(
  values: Readonly<Record<string, Value>> | readonly Value[] | undefined,
): readonly Value[] => (Array.isArray(values) ? values : Object.values(values ?? {}));

/**
 * Loads objects that may be embedded in responses: synchronously from a response of this request, otherwise by a
 * loader. Responses are only searched when an object is loaded after their arrival.
 */
export class EmbeddedLoader<Key, Value extends object> {
  readonly #entity: EmbeddedEntity<Key, Value>;
  readonly #tools: LoaderTools;
  /** Number of responses that have been searched. */
  #seen = 0;
  readonly #known = new Map<string, Value>();
  #loader: Loader<Key, Value | null> | undefined;

  constructor(entity: EmbeddedEntity<Key, Value>, tools: LoaderTools) {
    this.#entity = entity;
    this.#tools = tools;
  }

  /** Returns the object if a response contains it, otherwise a promise of it, or of null if it does not exist. */
  load(key: Key): Value | Promise<Value | null> {
    const { responses } = this.#tools;
    for (; this.#seen < responses.length; this.#seen += 1) {
      const response = responses[this.#seen];
      if (response && this.#entity.places.some((place) => place in response)) this.#entity.find(response, this.prime);
    }
    const known = this.#find(key);
    if (known) {
      this.#tools.trace?.reused();
      return known;
    }
    this.#loader ??= this.#entity.make(this.#tools);
    return this.#loader.load(key);
  }

  /** Caches an object by id. The first object of an id stays; objects without an id are ignored. */
  readonly prime = (value: Value | undefined): void => {
    if (!isRecord(value)) return;
    const id: unknown = this.#entity.idOf(value);
    if (typeof id === 'string' && id !== '' && !this.#known.has(id)) this.#known.set(id, value);
  };

  #find(key: Key): Value | undefined {
    const { idIn, is } = this.#entity;
    const id = idIn(key);
    const known = id === undefined ? this.#known.values().find((value) => is(value, key)) : this.#known.get(id);
    return known && is(known, key) ? known : undefined;
  }

  /** Clears all entries. The owner of the responses clears those first. */
  clearAll(): void {
    this.#seen = 0;
    this.#known.clear();
    this.#loader?.clearAll();
  }
}
