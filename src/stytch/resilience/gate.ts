/** Keeps requests back for a while, then lets one of them try. */

/** Time between two looks whether the probe has ended. */
const PROBE_POLL_MS = 250;

export class Gate<Request> {
  /** The request that tries. */
  probe: Request | undefined;
  /** From then on one request may try. */
  readonly #opensAt: number;
  /** The moment that Stytch named. */
  readonly #saidUntil: number;

  constructor(now: number, ms: number, maxMs: number) {
    this.#opensAt = now + Math.min(ms, maxMs);
    this.#saidUntil = now + ms;
  }

  /** Milliseconds until a request may be tried; 0 if it may now. */
  waitMs(now: number): number {
    if (now < this.#opensAt) return this.#opensAt - now;
    return this.probe === undefined ? 0 : PROBE_POLL_MS;
  }

  /** Whole seconds that a caller is asked to wait. */
  retryAfter(now: number): number {
    return Math.max(1, Math.ceil(((now < this.#opensAt ? this.#saidUntil : now) - now) / 1_000));
  }
}
