/** The part of a call that the deduplication needs. */
export interface ShareableCall<Call> {
  readonly reads: boolean;
  readonly signal: { readonly aborted: boolean };
  /** Set while the call can be shared. */
  shared: InFlightRead<Call> | undefined;
}

/** A read in flight, with its key. */
export interface InFlightRead<Call> {
  readonly dedupeScope: string;
  readonly key: string;
  /** Undefined after the end of the call. */
  call: Call | undefined;
}

/** In-flight deduplication: equal reads in one scope share one call. */
export interface InFlightReads<Call> {
  /**
   * The read in flight with this key; undefined if there is none, or all its callers aborted.
   *
   * @param dedupeScope scope of sharing: caller and session
   * @param key operation and input
   */
  find(dedupeScope: string, key: string): Call | undefined;
  /** Registers a read that is about to be sent. */
  add(dedupeScope: string, key: string, call: Call): void;
  /**
   * Removes a call that ended. A write removes all entries: a read that started before it must not serve one that
   * starts now.
   */
  ended(call: Call): void;
}

export function createSharing<Call extends ShareableCall<Call>>(): InFlightReads<Call> {
  const running = new Map<string, Map<string, InFlightRead<Call>>>();

  const remove = (entry: InFlightRead<Call>): void => {
    const own = running.get(entry.dedupeScope);
    if (own?.get(entry.key) !== entry) return;
    own.delete(entry.key);
    if (own.size === 0) running.delete(entry.dedupeScope);
  };

  return {
    find(dedupeScope, key) {
      const call = running.get(dedupeScope)?.get(key)?.call;
      return call?.signal.aborted ? undefined : call;
    },
    add(dedupeScope, key, call) {
      const own = running.get(dedupeScope) ?? new Map<string, InFlightRead<Call>>();
      running.set(dedupeScope, own);
      const entry = { dedupeScope, key, call };
      own.set(key, entry);
      call.shared = entry;
    },
    ended(call) {
      if (!call.reads && running.size > 0) running.clear();
      if (!call.shared) return;
      remove(call.shared);
      // V8 keeps deleted entries of a busy Map until a full GC: drop the reference to the call.
      call.shared.call = undefined;
    },
  };
}
