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
