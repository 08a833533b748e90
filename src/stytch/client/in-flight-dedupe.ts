import type { Call } from './call.ts';

/** A read that runs, and by what others find it. */
export interface Shared {
  readonly sharer: string;
  readonly key: string;
  /** Undefined when it has ended. */
  call: Call | undefined;
}

/** Knows the reads that run, so that equal reads of one caller can be one call. */
export interface Sharing {
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

export function createSharing(): Sharing {
  const running = new Map<string, Map<string, Shared>>();

  const remove = (entry: Shared): void => {
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
      const own = running.get(sharer) ?? new Map<string, Shared>();
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
