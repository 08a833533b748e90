/** What has to be known of a call whose answer others may have. */
export interface ShareableCall<Call> {
  readonly reads: boolean;
  readonly signal: { readonly aborted: boolean };
  /** Set while others may find the call. */
  shared: InFlightRead<Call> | undefined;
}

/** A read that runs, and by what others find it. */
export interface InFlightRead<Call> {
  readonly sharer: string;
  readonly key: string;
  /** Undefined when it has ended. */
  call: Call | undefined;
}

/** Knows the reads that run, so that equal reads of one caller can be one call. */
export interface InFlightReads<Call> {
  /**
   * The read that runs under this key, unless all who waited for it have left.
   *
   * @param sharer who asks, and with which session
   * @param key what is asked
   */
  find(sharer: string, key: string): Call | undefined;
  /** Notes a read that is about to run. */
  add(sharer: string, key: string, call: Call): void;
  /** A call has come to its end. After a write, reads that began before it must not answer those that begin now. */
  ended(call: Call): void;
}

export function createSharing<Call extends ShareableCall<Call>>(): InFlightReads<Call> {
  const running = new Map<string, Map<string, InFlightRead<Call>>>();

  const remove = (entry: InFlightRead<Call>): void => {
    const own = running.get(entry.sharer);
    if (own?.get(entry.key) !== entry) return;
    own.delete(entry.key);
    if (own.size === 0) running.delete(entry.sharer);
  };

  return {
    find(sharer, key) {
      const call = running.get(sharer)?.get(key)?.call;
      return call?.signal.aborted ? undefined : call;
    },
    add(sharer, key, call) {
      const own = running.get(sharer) ?? new Map<string, InFlightRead<Call>>();
      running.set(sharer, own);
      const entry = { sharer, key, call };
      own.set(key, entry);
      call.shared = entry;
    },
    ended(call) {
      if (!call.reads) running.clear();
      if (!call.shared) return;
      remove(call.shared);
      // A Map that is never at rest keeps what was deleted from it, in tables it has outgrown, until V8 collects everything:
      // an entry must not lead to its call.
      call.shared.call = undefined;
    },
  };
}
