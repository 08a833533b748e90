/** Documents that an operator knows beforehand, so that clients send an id in place of one. */
import * as v from 'valibot';
import { badRequest, type GraphqlParams } from './params.ts';

/**
 * - `allow`: a document may be named by its id.
 * - `only`: nothing else runs, introspection neither.
 */
export interface PersistedDocuments {
  readonly mode: 'allow' | 'only';
  /** Documents by their bare ids, see `readManifest`. */
  readonly documents: ReadonlyMap<string, string>;
}

const documentId = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const documentText = v.pipe(v.string(), v.nonEmpty());

/** Ids to documents, as GraphQL Code Generator's client preset and Relay's compiler write them. */
const documentMap = v.pipe(
  v.custom<object>((given) => !Array.isArray(given)),
  v.record(documentId, documentText),
  v.transform((documents) => Object.entries(documents)),
);
/** As `@apollo/generate-persisted-query-manifest` writes it. */
const apolloManifest = v.pipe(
  v.object({
    format: v.literal('apollo-persisted-query-manifest'),
    version: v.literal(1),
    operations: v.array(v.object({ id: documentId, body: documentText })),
  }),
  v.transform(({ operations }) => operations.map(({ id, body }): [string, string] => [id, body])),
);
const manifest = v.pipe(v.union([documentMap, apolloManifest]), v.minLength(1));

/** An id without the word for how it came about, `sha256:...`, which some write before it and some do not. */
const bare = (id: string): string => id.replace(/^sha\d{1,3}:/, '');

/** Reads a manifest of one of these forms; undefined for anything else. */
export function readManifest(json: string): ReadonlyMap<string, string> | undefined {
  try {
    const { success, output } = v.safeParse(manifest, JSON.parse(json));
    return success ? new Map(output.map(([id, text]) => [bare(id), text])) : undefined;
  } catch {
    return undefined;
  }
}

const persistedQuery = v.object({ persistedQuery: v.object({ sha256Hash: v.string() }) });

/** The id of a document, from `documentId` or from what Apollo's and Relay's clients send (`extensions.persistedQuery`). */
function idOf({ documentId, extensions }: GraphqlParams): string | undefined {
  if (documentId !== undefined) return bare(documentId);
  return v.is(persistedQuery, extensions) ? bare(extensions.persistedQuery.sha256Hash) : undefined;
}

/**
 * The text of the document that a request names by its id.
 *
 * Apollo Client, urql and Relay match on the two messages in one word: they send the document itself next.
 *
 * @param persisted the documents of the operator; undefined where only a document itself is accepted
 * @throws GraphQLError PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, or BAD_REQUEST where there is no id
 */
export function persistedText(params: GraphqlParams, persisted: PersistedDocuments | undefined): string {
  const id = idOf(params);
  if (id === undefined) {
    throw persisted
      ? badRequest('Send a `query` or the `documentId` of one.')
      : badRequest('Send the document as `query`.', { spec: true });
  }
  if (!persisted) throw badRequest('PersistedQueryNotSupported', { code: 'PERSISTED_QUERY_NOT_SUPPORTED' });
  const text = persisted.documents.get(id);
  if (text === undefined) throw badRequest('PersistedQueryNotFound', { code: 'PERSISTED_QUERY_NOT_FOUND' });
  return text;
}
