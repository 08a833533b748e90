/** The last stage of a request: masks errors and renders media type, status, headers and body. */
import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { REQUEST_ID_HEADER } from '../telemetry/correlation.ts';
import type { OperationTelemetry } from '../telemetry/operation-telemetry.ts';
import { afterChange } from './after-change.ts';
import { logUnexpectedErrors, maskError } from './mask.ts';
import { answerHeaders } from './response-headers.ts';

/** A response that is ready to be written. */
export interface RenderedResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Values of `Set-Cookie`, one header each. */
  readonly cookies?: readonly string[];
  readonly body: string | Buffer<ArrayBuffer>;
}

/** The media types of a GraphQL response. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

/** The result of a request that was rejected before execution. An AggregateError holds all errors of a document. */
export const refusalResult = (thrown: unknown): ExecutionResult => {
  const errors: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return { errors: errors.map(maskError) };
};

/** Renders a result: masks its errors and reports them to telemetry. */
export function present(
  result: ExecutionResult,
  mediaType: MediaType,
  operation: OperationTelemetry,
): RenderedResponse {
  const headers = {
    ...answerHeaders,
    'content-type': `${mediaType}; charset=utf-8`,
    [REQUEST_ID_HEADER]: operation.correlationId,
  };
  if (!result.errors) {
    operation.answer(undefined);
    return { status: 200, headers, body: JSON.stringify(result) };
  }
  const masked = result.errors.map(maskError);
  const errors = operation.kind === 'mutation' ? masked.map(afterChange) : masked;
  logUnexpectedErrors(errors, operation);
  operation.answer(errors);
  // Errors beside data belong to fields and do not change status or headers.
  const hints = 'data' in result ? [] : hintsOf(errors);
  const status = 'data' in result ? 200 : statusOf(hints, mediaType);
  return {
    status,
    headers: Object.assign(headers, ...hints.map((hint) => hint.headers)),
    body: JSON.stringify({ ...result, errors: errors.map(formatted) }),
  };
}

/** The HTTP status and headers of an error, from its `extensions.http`, which is never sent to clients. */
interface HttpHint {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a response of type `application/json` keeps status 200 (GraphQL over HTTP, 6.4.1). */
  readonly spec?: boolean;
}

const isHint = (value: unknown): value is HttpHint => typeof value === 'object' && value !== null;

const hintsOf = (errors: readonly GraphQLError[]): readonly HttpHint[] =>
  errors.flatMap(({ extensions }) => (isHint(extensions['http']) ? [extensions['http']] : []));

/**
 * The status of a response without data: never 2xx for `application/graphql-response+json` (GraphQL over HTTP, 6.4.2).
 */
function statusOf(hints: readonly HttpHint[], mediaType: MediaType): number {
  const isPlainJson = mediaType === 'application/json';
  const statuses = hints.flatMap(({ status, spec }) => (spec && isPlainJson ? [] : (status ?? [])));
  return statuses.length > 0 ? Math.max(...statuses) : isPlainJson ? 200 : 500;
}

function formatted(error: GraphQLError): GraphQLFormattedError {
  const { extensions: { http: _http, ...extensions } = {}, ...facts } = error.toJSON();
  return Object.keys(extensions).length > 0 ? { ...facts, extensions } : facts;
}
