import type { DocumentNode } from 'graphql';

/**
 * Characters of the documents that are remembered parsed. A kilobyte of text can be a hundred of tree and plan, so this is
 * some 25 MB at worst; a client's documents are a few dozen of 500 characters.
 */
const MOST_CHARACTERS = 256 * 1024;
/** What a document counts beside its text: the shortest one takes as much as a thousand characters of a long one. */
const EACH = 1_000;

const sizeOf = (text: string): number => text.length + EACH;

/** Parsed documents by their text. */
export type DocumentStore = ReturnType<typeof rememberedDocuments>;

/**
 * Where yoga keeps parsed documents: bounded by their length together, the longest unused go first.
 *
 * @param looked is told whether a document was found, or had to be parsed
 */
export function rememberedDocuments(looked: (remembered: boolean) => void = () => {}) {
  const documents = new Map<string, DocumentNode>();
  let characters = 0;
  const forget = (text: string): void => {
    if (documents.delete(text)) characters -= sizeOf(text);
  };
  return {
    get(text: string): DocumentNode | undefined {
      const document = documents.get(text);
      if (document) {
        documents.delete(text);
        documents.set(text, document);
        looked(true);
      }
      return document;
    },
    set(text: string, document: DocumentNode): void {
      looked(false);
      forget(text);
      // One long document shall not push out all others.
      if (sizeOf(text) > MOST_CHARACTERS / 10) return;
      documents.set(text, document);
      characters += sizeOf(text);
      for (const oldest of documents.keys()) {
        if (characters <= MOST_CHARACTERS) break;
        forget(oldest);
      }
    },
  };
}

/** Documents that are no GraphQL are not remembered at all. */
export const rememberNothing = { get: () => undefined, set: () => undefined };
