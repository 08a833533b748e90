/**
 * The second stage of a request: every check before execution, each made once and in this order. A document that was
 * admitted before comes from the cache: it is not parsed or validated again; every other check is repeated.
 *
 * 1. parameters, JSON limits                BAD_REQUEST, LIMIT_EXCEEDED
 * 2. persisted document                     PERSISTED_QUERY_...
 * 3. tokens, syntax, document limits, GET   LIMIT_EXCEEDED, GRAPHQL_PARSE_FAILED, BAD_REQUEST
 * 4. caller                                 UNAUTHENTICATED, unless a root field needs no bearer
 * 5. validation, introspection              GRAPHQL_VALIDATION_FAILED, TOO_MANY_SIGN_INS
 * 6. cost                                   LIMIT_EXCEEDED
 * 7. choice of the operation                BAD_USER_INPUT
 */
import { type DocumentNode, type GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import type { PageOrigin } from '../auth/page-origin.ts';
import { runsWithoutBearer } from '../auth/refused-bearer.ts';
import type { SessionCookies } from '../auth/session-cookies.ts';
import type { OperationCost } from '../limits/cost.ts';
import type { cacheCostCheck } from '../limits/cost-cache.ts';
import type { DocumentCache } from '../limits/document-cache.ts';
import { checkDocumentLimits, checkTokenLimit } from '../limits/document-limits.ts';
import { checkJsonLimits } from '../limits/json-limits.ts';
import type { Limits } from '../limits/limits.ts';
import { priorityOf } from '../limits/priority.ts';
import type { AbortSignalLike } from '../stytch/client/abort.ts';
import type { OperationTelemetry } from '../telemetry/operation-telemetry.ts';
import type { Priority } from '../telemetry/priority.ts';
import { type PreparedOperation, prepare } from './execution/prepare.ts';
import type { Explain } from './explain.ts';
import { type IntrospectionMode, introspects, noIntrospection } from './introspection.ts';
import { badRequest, type GraphqlParams, readParams } from './params.ts';
import { type PersistedDocuments, persistedText } from './persisted-documents.ts';
import { checkGet } from './query-string.ts';
import { rootFields } from './root-fields.ts';
import { parseDocument as parseText } from './syntax-error.ts';
import { validateDocument } from './validate.ts';

/** Request headers, read by their lower-case names. */
export interface HeaderReader {
  get(name: string): string | null;
  has(name: string): boolean;
}

/** The device that sent a request. A property is undefined if it is unknown. */
export interface ClientDevice {
  /** The full IP address. */
  readonly ipAddress?: string;
  /** The value of the `User-Agent` header. */
  readonly userAgent?: string;
}

/** The client of one request. */
export interface ClientRequest {
  readonly headers: HeaderReader;
  /** Origin of the page that sent the request. */
  readonly origin: PageOrigin;
  /** Session cookies; undefined if the gateway does not use session cookies. */
  readonly cookies: SessionCookies | undefined;
  /** Client address under which sign-in attempts are counted. */
  readonly address: string;
  /** Returns the device that sent the request. */
  device(): ClientDevice;
  /** X-Sandbox-Failure: makes calls to the sandbox fail. Always undefined with a real project. */
  readonly sandboxFailure?: string | undefined;
  /** Aborted when the client disconnects before its response is complete. */
  readonly signal: AbortSignalLike;
  /** Deadline of the response in milliseconds since the epoch, counted from the arrival of the request. */
  readonly deadline: number;
}

/** Cache entry: a document that is valid and within the document limits. */
export interface AdmittedDocument {
  readonly document: DocumentNode;
  /** Priority under overload. */
  readonly priority: Priority;
  /** Whether the document reads the schema. */
  readonly introspects: boolean;
}

/** A request whose parameters have been read. */
export interface ReadRequest {
  readonly params: GraphqlParams;
  /** Text of the document. */
  readonly text: string;
  /** Whether the client sent its own document text in a mode that runs only persisted documents. */
  readonly isArbitrary: boolean;
  /** Whether the HTTP method is GET. */
  readonly isGet: boolean;
  /** The cached document; undefined if it has not been admitted before. */
  readonly known: AdmittedDocument | undefined;
}

/** A request that is ready to be executed. */
export interface AdmittedRequest {
  readonly caller: Caller;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly execute: PreparedOperation;
  readonly variables: GraphqlParams['variables'];
}

/** Dependencies of `admit`. */
export interface AdmitOptions {
  readonly schema: GraphQLSchema;
  readonly documents: DocumentCache<AdmittedDocument>;
  readonly limits: Limits;
  readonly checkCost: ReturnType<typeof cacheCostCheck>;
  /** Estimates the cost for a request with X-Explain. */
  estimateCost(...operation: Parameters<AdmitOptions['checkCost']>): OperationCost | null;
  readonly persistedDocuments: PersistedDocuments | undefined;
  /** Which callers may read the schema. */
  readonly introspection: IntrospectionMode;
  /** Whether servers with the scope `admin` may run documents that are not persisted. True if GraphiQL is served. */
  readonly adminsWriteDocuments: boolean;
  /**
   * Identifies the caller. Called once per request.
   *
   * @param operation records the Stytch call that this may need; given only if calls are traced
   */
  callerOf(client: ClientRequest, operation: OperationTelemetry | undefined): Caller | Promise<Caller>;
}

/** The checks of one gateway. */
export interface Admission {
  /**
   * Reads a parsed body.
   *
   * @param isGet whether the parameters come from the query string of a GET
   * @throws GraphQLError
   */
  read(body: unknown, isGet: boolean): ReadRequest;
  /** Makes all other checks. @throws GraphQLError, or returns a promise that rejects with it */
  admit(
    request: ReadRequest,
    client: ClientRequest,
    operation: OperationTelemetry,
    explain: Explain | undefined,
  ): AdmittedRequest | Promise<AdmittedRequest>;
}

export function createAdmission(options: AdmitOptions): Admission {
  const { schema, documents, limits, checkCost, persistedDocuments, introspection, callerOf } = options;
  const suggestions = introspection === 'on';

  const parseDocument = ({ text, params, isGet }: ReadRequest, operation: OperationTelemetry): DocumentNode => {
    checkTokenLimit(text, limits);
    const document = parseText(text);
    operation.runs(document, params.operationName);
    checkDocumentLimits(document, limits);
    if (isGet) checkGet(schema, document, params.operationName);
    return document;
  };

  const validated = (text: string, document: DocumentNode): AdmittedDocument => {
    validateDocument(schema, document, suggestions);
    const admitted = { document, priority: priorityOf(schema, document), introspects: introspects(document) };
    documents.set(text, admitted);
    return admitted;
  };

  const checkIntrospection = ({ document }: AdmittedDocument, caller: Caller): void => {
    // The introspection fields have no access rule, so an invalid bearer is rejected here.
    if (caller.kind === 'visitor' && caller.refusal) throw caller.refusal;
    if (introspection === 'on' || (introspection === 'callers' && caller.kind !== 'visitor')) return;
    validateDocument(schema, document, suggestions, noIntrospection);
  };

  /** Rejects a request whose bearer is invalid, unless it selects a root field that needs no bearer. */
  const checkBearer = (caller: Caller, document: DocumentNode | undefined, operationName: string | undefined): void => {
    if (caller.kind !== 'visitor' || !caller.refusal) return;
    const asked = document ? [...rootFields(schema, document, operationName).values()] : [];
    if (!asked.some((field) => field && runsWithoutBearer(field))) throw caller.refusal;
  };

  const mayWriteDocuments = (caller: Caller): boolean =>
    options.adminsWriteDocuments && caller.kind === 'server' && caller.scopes.includes('admin');

  const admitAs = (
    caller: Caller,
    request: ReadRequest,
    document: DocumentNode | undefined,
    operation: OperationTelemetry,
    explain: Explain | undefined,
  ): AdmittedRequest => {
    if (explain) explain.caller = caller;
    const { params, text, isArbitrary, known } = request;
    const { operationName, variables } = params;
    checkBearer(caller, isArbitrary ? undefined : (known?.document ?? document), operationName);
    operation.calledBy(caller.kind);
    if (isArbitrary && !mayWriteDocuments(caller)) {
      throw badRequest('Only persisted documents are accepted: send `documentId` instead of `query`.', {
        code: 'PERSISTED_QUERY_REQUIRED',
      });
    }
    const admitted = known ?? validated(text, document ?? parseDocument(request, operation));
    if (admitted.introspects) checkIntrospection(admitted, caller);
    const execute = prepare(schema, admitted.document, operationName);
    if (!execute) throw noSuchOperation(admitted.document);
    if (explain) explain.cost = options.estimateCost(admitted.document, operationName, variables);
    checkCost(admitted.document, operationName, variables);
    return { caller, document: admitted.document, operationName, execute, variables };
  };

  return {
    read(body, isGet) {
      const params = readParams(body);
      checkJsonLimits(params.variables, limits);
      checkJsonLimits(params.extensions, limits);
      const { query } = params;
      const text = query || persistedText(params, persistedDocuments);
      return {
        params,
        text,
        isArbitrary: Boolean(query) && persistedDocuments?.mode === 'only',
        isGet,
        known: documents.get(text),
      };
    },

    admit(request, client, operation, explain) {
      const { params, isArbitrary, isGet, known } = request;
      if (known) operation.runs(known.document, params.operationName);
      if (known && isGet) checkGet(schema, known.document, params.operationName);
      // A document that the mode does not allow is not parsed.
      const document = known || isArbitrary ? undefined : parseDocument(request, operation);
      const caller = callerOf(client, explain && operation);
      return caller instanceof Promise
        ? caller.then((found) => admitAs(found, request, document, operation, explain))
        : admitAs(caller, request, document, operation, explain);
    },
  };
}

/** The error if `prepare` found no operation. */
function noSuchOperation({ definitions }: DocumentNode): GraphQLError {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const message =
    operations.length === 0
      ? 'The document has no operation.'
      : operations.some(({ operation }) => operation === 'subscription')
        ? 'This graph has no subscriptions.'
        : 'Set `operationName` to one of the operations in the document.';
  return badRequest(message, { code: 'BAD_USER_INPUT' });
}
