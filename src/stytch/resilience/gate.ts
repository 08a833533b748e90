/** Blocks requests for a time, then lets one through as a probe. */

/** Milliseconds between two checks whether the probe has ended. */
const PROBE_POLL_MS = 250;

export class Gate<Request> {
  /** The request that probes. */
  probe: Request | undefined;
  /** Time from which one request may probe, in milliseconds of a monotonic clock. */
  readonly #opensAt: number;
  /** Time that Stytch's Retry-After named; `opensAt` may be earlier. */
  readonly #saidUntil: number;

  constructor(now: number, ms: number, maxMs: number) {
    this.#opensAt = now + Math.min(ms, maxMs);
    this.#saidUntil = now + ms;
  }

  /** Milliseconds until a request may be sent; 0 if it may now. */
  waitMs(now: number): number {
    if (now < this.#opensAt) return this.#opensAt - now;
    return this.probe === undefined ? 0 : PROBE_POLL_MS;
  }

  /** Whole seconds for the client's `retryAfter`. */
  retryAfter(now: number): number {
    return Math.max(1, Math.ceil(((now < this.#opensAt ? this.#saidUntil : now) - now) / 1_000));
  }
}
