import type { Stytch } from '../src/stytch/client.ts';
import type { ResponseFaults } from '../src/stytch/response-faults.ts';
import type { Batching, Loader } from './batch.ts';

/** A kind of thing that answers bring along. */
export interface PrimedKind<Key, Value extends object> {
  /** Makes the loader that asks for what no answer brought. */
  make(stytch: Stytch, batching: Batching, faults: ResponseFaults): Loader<Key, Value | null>;
  /** Names under which answers hold such things. */
  readonly places: readonly string[];
  /** Tells the things in an answer, each under Stytch's id of it. */
  look(answer: object, found: (id: string, value: Value) => void): void;
  /** Stytch's id of the thing, if that is what the key holds. */
  idIn(key: Key): string | undefined;
  /** Whether a thing is what the key asks for, which may go by another id of it. */
  is(value: Value, key: Key): boolean;
}

/**
 * Gives things of a kind that answers bring along: at once, and without a promise, where an answer of this request did; else
 * by a loader that asks. Answers are only looked at when somebody asks for a thing after them.
 */
export class PrimedLoader<Key, Value extends object> {
  readonly #kind: PrimedKind<Key, Value>;
  readonly #stytch: Stytch;
  readonly #batching: Batching;
  readonly #faults: ResponseFaults;
  readonly #answers: readonly object[];
  /** Answers that were looked at. */
  #seen = 0;
  readonly #known = new Map<string, Value>();
  #loader: Loader<Key, Value | null> | undefined;

  /**
   * @param answers what the request was answered since its last write, oldest first; more are added while it runs
   */
  constructor(
    kind: PrimedKind<Key, Value>,
    answers: readonly object[],
    stytch: Stytch,
    batching: Batching,
    faults: ResponseFaults,
  ) {
    this.#kind = kind;
    this.#answers = answers;
    this.#stytch = stytch;
    this.#batching = batching;
    this.#faults = faults;
  }

  /** The thing; a promise of it, or of null where there is none, where it has to be asked for. */
  load(key: Key): Value | Promise<Value | null> {
    for (; this.#seen < this.#answers.length; this.#seen += 1) {
      const answer = this.#answers[this.#seen];
      if (answer && this.#kind.places.some((place) => place in answer)) this.#kind.look(answer, this.prime);
    }
    const known = this.#find(key);
    if (known) return known;
    this.#loader ??= this.#kind.make(this.#stytch, this.#batching, this.#faults);
    return this.#loader.load(key);
  }

  #find(key: Key): Value | undefined {
    const { idIn, is } = this.#kind;
    const id = idIn(key);
    const known = id === undefined ? this.#known.values().find((value) => is(value, key)) : this.#known.get(id);
    return known && is(known, key) ? known : undefined;
  }

  /** Remembers a thing under its id, unless one is known already, or it comes without an id. */
  readonly prime = (id: string, value: NoInfer<Value>): void => {
    if (typeof id === 'string' && id !== '' && !this.#known.has(id)) this.#known.set(id, value);
  };

  /** Forgets everything; whoever holds the answers has forgotten them before. */
  clearAll(): void {
    this.#seen = 0;
    this.#known.clear();
    this.#loader?.clearAll();
  }
}
