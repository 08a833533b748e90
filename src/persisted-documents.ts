/** Documents that an operator knows beforehand, so that clients send an id in place of one. */
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import * as v from 'valibot';

/**
 * - `allow`: a document may be named by its id.
 * - `only`: nothing else runs, introspection neither.
 */
export interface PersistedDocuments {
  readonly mode: 'allow' | 'only';
  /** Documents by their bare ids, see `readManifest`. */
  readonly documents: ReadonlyMap<string, string>;
}

/** Parameter that names a document, beside what Apollo's and Relay's clients send (`extensions.persistedQuery`). */
export const DOCUMENT_ID = 'documentId';

const manifest = v.record(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)), v.pipe(v.string(), v.nonEmpty()));

/** An id without the word for how it came about, `sha256:...`, which some write before it and some do not. */
const bare = (id: string): string => id.replace(/^sha\d{1,3}:/, '');

/** Reads a manifest as GraphQL Code Generator's client preset writes it: ids to documents. Undefined for anything else. */
export function readManifest(json: string): ReadonlyMap<string, string> | undefined {
  try {
    const given: unknown = JSON.parse(json);
    const { success, output } = v.safeParse(manifest, given);
    return success && !Array.isArray(given) && Object.keys(output).length > 0
      ? new Map(Object.entries(output).map(([id, text]) => [bare(id), text]))
      : undefined;
  } catch {
    return undefined;
  }
}

const params = v.object({
  [DOCUMENT_ID]: v.optional(v.string()),
  extensions: v.nullish(v.object({ persistedQuery: v.optional(v.object({ sha256Hash: v.string() })) })),
});

function idOf(sent: unknown): string | null {
  if (!v.is(params, sent)) return null;
  const id = sent[DOCUMENT_ID] ?? sent.extensions?.persistedQuery?.sha256Hash;
  return id === undefined ? null : bare(id);
}

const refusal = (message: string, code: string) => ({ message, extensions: { code, http: { status: 400 } } });

/**
 * Runs documents by id.
 *
 * @param mayWriteOwn who may send a document of their own all the same, in `only`
 */
export const persistedDocumentsPlugin = (
  { mode, documents }: PersistedDocuments,
  mayWriteOwn: (request: Request) => Promise<boolean>,
): Plugin =>
  usePersistedOperations({
    allowArbitraryOperations: mode === 'allow' || mayWriteOwn,
    extractPersistedOperationId: idOf,
    getPersistedOperation: (id) => documents.get(id) ?? null,
    customErrors: {
      notFound: refusal('No document has this id here.', 'PERSISTED_QUERY_NOT_FOUND'),
      keyNotFound: refusal(`Send a \`query\` or the \`${DOCUMENT_ID}\` of one.`, 'BAD_REQUEST'),
      persistedQueryOnly: refusal(
        `Only known documents run here: send the \`${DOCUMENT_ID}\` in place of a \`query\`.`,
        'PERSISTED_QUERY_REQUIRED',
      ),
    },
  });
