/** Persisted documents: documents registered by the operator, which clients run by id. */
import * as v from 'valibot';
import { badRequest, type GraphqlParams } from './params.ts';

/**
 * - `allow`: persisted documents and documents sent by the client run.
 * - `only`: only persisted documents run, which excludes introspection.
 */
export interface PersistedDocuments {
  readonly mode: 'allow' | 'only';
  /** Documents by id without its hash prefix, see `readManifest`. */
  readonly documents: ReadonlyMap<string, string>;
}

const documentId = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const documentText = v.pipe(v.string(), v.nonEmpty());

/** Ids to documents: the format of GraphQL Code Generator's client preset and Relay's compiler. */
const documentMap = v.pipe(
  v.custom<object>((given) => !Array.isArray(given)),
  v.record(documentId, documentText),
  v.transform((documents) => Object.entries(documents)),
);
/** The format of `@apollo/generate-persisted-query-manifest`. */
const apolloManifest = v.pipe(
  v.object({
    format: v.literal('apollo-persisted-query-manifest'),
    version: v.literal(1),
    operations: v.array(v.object({ id: documentId, body: documentText })),
  }),
  v.transform(({ operations }) => operations.map(({ id, body }): [string, string] => [id, body])),
);
const manifest = v.pipe(v.union([documentMap, apolloManifest]), v.minLength(1));

/** Removes the optional hash prefix of an id: `sha256:abc -> abc`. */
const bare = (id: string): string => id.replace(/^sha\d{1,3}:/, '');

/** Reads a manifest in one of these formats; undefined for any other text. */
export function readManifest(json: string): ReadonlyMap<string, string> | undefined {
  try {
    const { success, output } = v.safeParse(manifest, JSON.parse(json));
    return success ? new Map(output.map(([id, text]) => [bare(id), text])) : undefined;
  } catch {
    return undefined;
  }
}

const persistedQuery = v.object({ persistedQuery: v.object({ sha256Hash: v.string() }) });

/** The document id of a request, from `documentId` or from `extensions.persistedQuery` (Apollo and Relay clients). */
function idOf({ documentId, extensions }: GraphqlParams): string | undefined {
  if (documentId !== undefined) return bare(documentId);
  return v.is(persistedQuery, extensions) ? bare(extensions.persistedQuery.sha256Hash) : undefined;
}

/**
 * Returns the text of the document that a request names by id.
 *
 * Apollo Client, urql and Relay recognize the two one-word messages and retry with the document itself.
 *
 * @param persisted the persisted documents; undefined if the gateway has none
 * @throws GraphQLError PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, or BAD_REQUEST if the request has no
 *   id
 */
export function persistedText(params: GraphqlParams, persisted: PersistedDocuments | undefined): string {
  const id = idOf(params);
  if (id === undefined) {
    throw persisted
      ? badRequest('Send `query` or `documentId`.')
      : badRequest('Send the document as `query`.', { spec: true });
  }
  if (!persisted) throw badRequest('PersistedQueryNotSupported', { code: 'PERSISTED_QUERY_NOT_SUPPORTED' });
  const text = persisted.documents.get(id);
  if (text === undefined) throw badRequest('PersistedQueryNotFound', { code: 'PERSISTED_QUERY_NOT_FOUND' });
  return text;
}
