/** Whether somebody still waits for an answer. An `AbortSignal` tells that, and so does a `AbortSource`, at the price of a list. */
export interface AbortSignalLike {
  /** Whether nobody waits any more. */
  readonly aborted: boolean;
  /** Has a listener told once when that is so. */
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  /** @throws the reason once nobody waits any more */
  throwIfAborted(): void;
}

/**
 * Tells those who listen, once, that nobody waits any more. What an `AbortController` is for, and a fraction of its cost: each
 * call to Stytch listens.
 */
export class AbortSource implements AbortSignalLike {
  aborted = false;
  readonly #listeners: (() => void)[] = [];

  abort(): void {
    this.aborted = true;
    // One listener may have another one go.
    for (let next = this.#listeners.shift(); next; next = this.#listeners.shift()) next();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.#listeners.includes(listener)) this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  throwIfAborted(): void {
    if (this.aborted) throw new DOMException('Nobody waits for the answer any more.', 'AbortError');
  }
}
