/**
 * Max total characters of cached documents. 1 kB of text can yield 100 kB of AST and plan, so at worst about 25 MB. A
 * client has a few dozen documents of 500 characters.
 */
const MOST_CHARACTERS = 256 * 1024;
/**
 * Fixed size of an entry in characters: the shortest document takes as much memory as 1,000 characters of a long one.
 */
const EACH = 1_000;

const sizeOf = (text: string): number => text.length + EACH;

interface Entry<Document> {
  readonly document: Document;
  /** Value of the use counter at the last use. */
  used: number;
}

/** Documents by text. */
export interface DocumentCache<Document> {
  get(text: string): Document | undefined;
  set(text: string, document: Document): void;
}

/**
 * Cache of admitted documents, keyed by text. Bounded by the total characters; evicts the least recently used.
 * Documents are immutable, so none is invalidated.
 *
 * @param looked called with true for a hit, false for a document that had to be parsed
 */
export function createDocumentCache<Document>(
  looked: (remembered: boolean) => void = () => {},
): DocumentCache<Document> {
  // A counter, not re-insertion, records use: V8 keeps deleted Map entries until a full GC.
  const entries = new Map<string, Entry<Document>>();
  let characters = 0;
  let uses = 0;
  const forget = (text: string): void => {
    if (entries.delete(text)) characters -= sizeOf(text);
  };
  const longestUnused = (): string => {
    let [found = ''] = entries.keys();
    let least = Number.POSITIVE_INFINITY;
    for (const [text, { used }] of entries) {
      if (used < least) [found, least] = [text, used];
    }
    return found;
  };
  return {
    get(text) {
      const entry = entries.get(text);
      if (!entry) return undefined;
      uses += 1;
      entry.used = uses;
      looked(true);
      return entry.document;
    },
    set(text, document) {
      looked(false);
      forget(text);
      // One long document must not evict all others.
      if (sizeOf(text) > MOST_CHARACTERS / 10) return;
      uses += 1;
      entries.set(text, { document, used: uses });
      characters += sizeOf(text);
      while (characters > MOST_CHARACTERS) forget(longestUnused());
    },
  };
}
