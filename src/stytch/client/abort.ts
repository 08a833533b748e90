/**
 * Subset of `AbortSignal` that the client needs. `AbortSource` is a cheaper implementation with an array of listeners.
 */
export interface AbortSignalLike {
  /** Whether the request was aborted. */
  readonly aborted: boolean;
  /** Adds a listener, called once on abort. */
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  /** @throws AbortError after the abort */
  throwIfAborted(): void;
}

/** Cheaper equivalent of an `AbortController` and its signal: each call to Stytch adds a listener. */
export class AbortSource implements AbortSignalLike {
  aborted = false;
  readonly #listeners: (() => void)[] = [];

  abort(): void {
    this.aborted = true;
    // A listener may remove another listener.
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
    if (this.aborted) throw new DOMException('The request was aborted.', 'AbortError');
  }
}
