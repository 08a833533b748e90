/** Documents that an operator knows beforehand, so that clients send an id in place of one. */
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';

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

const manifest = z.record(z.string().min(1).max(200), z.string().min(1));

/** An id without the word for how it came about, `sha256:...`, which some write before it and some do not. */
const bare = (id: string): string => id.replace(/^sha\d{1,3}:/, '');

/** Reads a manifest as GraphQL Code Generator's client preset writes it: ids to documents. Undefined for anything else. */
export function readManifest(json: string): ReadonlyMap<string, string> | undefined {
  try {
    const { data } = manifest.safeParse(JSON.parse(json));
    return data && Object.keys(data).length > 0
      ? new Map(Object.entries(data).map(([id, text]) => [bare(id), text]))
      : undefined;
  } catch {
    return undefined;
  }
}

const params = z.object({
  [DOCUMENT_ID]: z.string().optional(),
  extensions: z.object({ persistedQuery: z.object({ sha256Hash: z.string() }).optional() }).nullish(),
});

function idOf(sent: unknown): string | null {
  const { data } = params.safeParse(sent);
  const id = data?.[DOCUMENT_ID] ?? data?.extensions?.persistedQuery?.sha256Hash;
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
