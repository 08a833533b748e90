import { isRecord } from '../src/stytch/contract/record.ts';
import type { Loader } from './batch.ts';
import { defineLoader, type LoaderDefinition, type LoaderTools } from './loader.ts';

/** A kind of object that responses bring along. */
export interface EmbeddedEntity<Key, Value extends object> {
  /** Makes the loader that asks for what no response brought. */
  make(tools: LoaderTools): Loader<Key, Value | null>;
  /** Names under which responses hold such objects. */
  readonly places: readonly string[];
  /** Gives what a response holds at these names. A Stytch that is broken may send anything in place of an object. */
  find(response: object, found: (value: Value | undefined) => void): void;
  /** Stytch's id of an object. */
  idOf(value: Value): string;
  /** Stytch's id of the object, if that is what the key holds. */
  idIn(key: Key): string | undefined;
  /** Whether an object is what the key asks for, which may go by another id of it. */
  is(value: Value, key: Key): boolean;
}

/** Defines a loader of objects that responses bring along. */
export const defineEmbeddedLoader = <Key, Value extends object>(
  entity: EmbeddedEntity<Key, Value>,
): LoaderDefinition<EmbeddedLoader<Key, Value>> => defineLoader((tools) => new EmbeddedLoader(entity, tools));

/** The objects in a list, or in a map by id. */
export const inside = <Value>(
  values: Readonly<Record<string, Value>> | readonly Value[] | undefined,
): readonly Value[] => (Array.isArray(values) ? values : Object.values(values ?? {}));

/**
 * Gives objects that responses bring along: at once, and without a promise, where a response of this request did; else by a
 * loader that asks. A response is searched only when a loader is asked for an object after it arrived.
 */
export class EmbeddedLoader<Key, Value extends object> {
  readonly #entity: EmbeddedEntity<Key, Value>;
  readonly #tools: LoaderTools;
  /** Responses that were looked at. */
  #seen = 0;
  readonly #known = new Map<string, Value>();
  #loader: Loader<Key, Value | null> | undefined;

  constructor(entity: EmbeddedEntity<Key, Value>, tools: LoaderTools) {
    this.#entity = entity;
    this.#tools = tools;
  }

  /** The object; a promise of it, or of null where there is none, where it has to be asked for. */
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

  /** Remembers an object under its id, unless one is known already, or it comes without an id. */
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
