/**
 * Characters of the documents that are remembered parsed. A kilobyte of text can be a hundred of tree and plan, so this is
 * some 25 MB at worst; a client's documents are a few dozen of 500 characters.
 */
const MOST_CHARACTERS = 256 * 1024;
/** What a document counts beside its text: the shortest one takes as much as a thousand characters of a long one. */
const EACH = 1_000;

const sizeOf = (text: string): number => text.length + EACH;

interface Entry<Document> {
  readonly document: Document;
  /** Which use of all it was that was the last. */
  used: number;
}

/** Documents by their text. */
export interface DocumentCache<Document> {
  get(text: string): Document | undefined;
  set(text: string, document: Document): void;
}

/**
 * A cache of admitted documents, keyed by their text. Bounded by the characters of all texts; the least recently used go
 * first. Documents never change, so none is invalidated.
 *
 * @param looked is told whether a document was found, or had to be parsed
 */
export function createDocumentCache<Document>(
  looked: (remembered: boolean) => void = () => {},
): DocumentCache<Document> {
  // Entries stay where they are when they are used: a Map that is added to and deleted from with each request keeps what it
  // held until V8 collects everything.
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
      // One long document shall not push out all others.
      if (sizeOf(text) > MOST_CHARACTERS / 10) return;
      uses += 1;
      entries.set(text, { document, used: uses });
      characters += sizeOf(text);
      while (characters > MOST_CHARACTERS) forget(longestUnused());
    },
  };
}
