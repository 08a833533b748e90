/** For each index, the keys of a value in it: none, one or several. Two values may have a key in common. */
export type Indexes<Value, Name extends string> = Readonly<Record<Name, (value: Value) => readonly string[]>>;

/** A map that also finds its values by what they hold, without reading others. Values are never changed in place. */
export class IndexedMap<Value, Name extends string> extends Map<string, Value> {
  readonly #indexes: Indexes<Value, Name>;
  /** By index and key, the ids of values, in the order in which they got the key. */
  readonly #ids = new Map<string, Set<string>>();
  /** By id, the keys under which the value is found. */
  readonly #keys = new Map<string, readonly string[]>();

  constructor(indexes: Indexes<Value, Name>) {
    super();
    this.#indexes = indexes;
  }

  /** The values that have a key in an index. */
  with(index: Name, key: string): Value[] {
    return [...(this.#ids.get(`${index} ${key}`) ?? [])].flatMap((id) => this.get(id) ?? []);
  }

  override set(id: string, value: Value): this {
    const keys = this.#keysOf(value);
    this.#drop(id, new Set(keys));
    for (const key of keys) {
      const ids = this.#ids.get(key) ?? new Set();
      this.#ids.set(key, ids.add(id));
    }
    this.#keys.set(id, keys);
    return super.set(id, value);
  }

  override delete(id: string): boolean {
    this.#drop(id, new Set());
    this.#keys.delete(id);
    return super.delete(id);
  }

  override clear(): void {
    this.#ids.clear();
    this.#keys.clear();
    super.clear();
  }

  #keysOf(value: Value): string[] {
    const keys: string[] = [];
    for (const index in this.#indexes) keys.push(...this.#indexes[index](value).map((key) => `${index} ${key}`));
    return keys;
  }

  /** Forgets the keys of a value, except those that it keeps. */
  #drop(id: string, kept: ReadonlySet<string>) {
    for (const key of this.#keys.get(id) ?? []) {
      if (kept.has(key)) continue;
      const ids = this.#ids.get(key);
      ids?.delete(id);
      if (ids?.size === 0) this.#ids.delete(key);
    }
  }
}
