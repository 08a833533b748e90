/** The parameters of a GraphQL request (GraphQL over HTTP, section 5), read from its parsed body. */
import { GraphQLError } from 'graphql';
import { isRecord } from '../stytch/contract/record.ts';

/** The parameters of a GraphQL request, with their types checked. */
export interface GraphqlParams {
  readonly query: string | undefined;
  /** Id of a persisted document, in place of `query`. */
  readonly documentId: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
}

const KNOWN: ReadonlySet<string> = new Set(['query', 'documentId', 'operationName', 'variables', 'extensions']);

/**
 * Creates the error for a request that cannot run as it was sent.
 *
 * @param spec whether a response of type `application/json` keeps status 200 (GraphQL over HTTP, 6.4.1)
 */
export const badRequest = (
  message: string,
  {
    code = 'BAD_REQUEST',
    status = 400,
    spec = false,
    headers,
  }: { code?: string; status?: number; spec?: boolean; headers?: Readonly<Record<string, string>> } = {},
): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status, spec, ...(headers && { headers }) } } });

/**
 * Reads the parameters of a request. A parameter that is null counts as omitted. Messages contain no client input.
 *
 * @throws GraphQLError BAD_REQUEST
 */
export function readParams(body: unknown): GraphqlParams {
  if (Array.isArray(body)) throw badRequest('Batching is not supported: send one request at a time.');
  if (!isRecord(body)) throw badRequest('The body must be a JSON object.');
  for (const name of Object.keys(body)) {
    if (!KNOWN.has(name) && body[name] !== null) {
      throw badRequest(`Unknown parameter: only ${[...KNOWN].join(', ')} are known.`);
    }
  }
  return {
    query: textOf(body, 'query'),
    documentId: textOf(body, 'documentId'),
    operationName: textOf(body, 'operationName'),
    variables: objectOf(body, 'variables'),
    extensions: objectOf(body, 'extensions'),
  };
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw badRequest(`\`${name}\` must be a string.`);
}

const NOTHING = Object.freeze({});

function objectOf(body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = body[name] ?? NOTHING;
  if (isRecord(value)) return value;
  throw badRequest(`\`${name}\` must be a JSON object.`);
}
