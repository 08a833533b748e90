/**
 * Calls that have begun and not ended. Slots of an array, since V8 keeps what was deleted from a busy Set alive until a
 * full garbage collection.
 */
export class RunningCalls<Call> implements Iterable<Call> {
  readonly #slots: (Call | undefined)[] = [];
  readonly #free: number[] = [];

  /** Adds a call and returns its slot. */
  add(call: Call): number {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = call;
    return slot;
  }

  /** Removes the call of a slot. A slot is removed once. */
  remove(slot: number): void {
    this.#slots[slot] = undefined;
    this.#free.push(slot);
  }

  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  *[Symbol.iterator](): Generator<Call> {
    for (const call of this.#slots) if (call !== undefined) yield call;
  }
}
