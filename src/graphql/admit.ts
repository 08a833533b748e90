/**
 * The second stage of a request: every check before it runs, each made once and in this order. A document that was admitted
 * before is found in the cache; its parsing and validation are skipped, and nothing else differs.
 *
 * 1. parameters, limits of their JSON      BAD_REQUEST, LIMIT_EXCEEDED
 * 2. persisted document                    PERSISTED_QUERY_...
 * 3. tokens, syntax, limits of a document  LIMIT_EXCEEDED, GRAPHQL_PARSE_FAILED; BAD_REQUEST for what is not sent by GET
 * 4. caller                                UNAUTHENTICATED, unless a root field needs no bearer
 * 5. validation, introspection             GRAPHQL_VALIDATION_FAILED, TOO_MANY_SIGN_INS
 * 6. cost                                  LIMIT_EXCEEDED
 * 7. choice of the operation               BAD_USER_INPUT
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

/** Headers of a request, by lower-case names. */
export interface HeaderReader {
  get(name: string): string | null;
  has(name: string): boolean;
}

/** What is known of the device that a request comes from. */
export interface ClientDevice {
  /** Its whole IP address. */
  readonly ipAddress?: string;
  /** The header `User-Agent`. */
  readonly userAgent?: string;
}

/** The client of one request. */
export interface ClientRequest {
  readonly headers: HeaderReader;
  /** The page that the request comes from. */
  readonly origin: PageOrigin;
  /** Its session cookies; undefined if the gateway has nothing to do with cookies. */
  readonly cookies: SessionCookies | undefined;
  /** Address by which the client's attempts are counted. */
  readonly address: string;
  /** The device that sent the request, as far as is known. */
  device(): ClientDevice;
  /** X-Sandbox-Failure, by which its calls to a sandbox fail; always undefined over a real project. */
  readonly sandboxFailure?: string | undefined;
  /** Aborted when the client disconnects before its response is complete. */
  readonly signal: AbortSignalLike;
  /** Moment (milliseconds since the epoch) by which the request must be answered, counted from its arrival. */
  readonly deadline: number;
}

/** A document that is valid and within the limits, as the cache keeps it. */
export interface AdmittedDocument {
  readonly document: DocumentNode;
  /** How important it is under overload. */
  readonly priority: Priority;
  /** Whether it reads the schema. */
  readonly introspects: boolean;
}

/** A request whose parameters were read. */
export interface ReadRequest {
  readonly params: GraphqlParams;
  /** Text of its document. */
  readonly text: string;
  /** Whether the text came from the client in a mode that runs persisted documents only. */
  readonly isArbitrary: boolean;
  /** Whether it came by GET. */
  readonly isGet: boolean;
  /** Its document, if that was admitted before. */
  readonly known: AdmittedDocument | undefined;
}

/** A request that is ready to run. */
export interface AdmittedRequest {
  readonly caller: Caller;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly execute: PreparedOperation;
  readonly variables: GraphqlParams['variables'];
}

/** What `admit` needs of the gateway. */
export interface AdmitOptions {
  readonly schema: GraphQLSchema;
  readonly documents: DocumentCache<AdmittedDocument>;
  readonly limits: Limits;
  readonly checkCost: ReturnType<typeof cacheCostCheck>;
  /** Counts the cost for a request that asked for it. */
  estimateCost(...operation: Parameters<AdmitOptions['checkCost']>): OperationCost | null;
  readonly persistedDocuments: PersistedDocuments | undefined;
  /** Who may read the schema. */
  readonly introspection: IntrospectionMode;
  /** Whether servers with all rights may run documents of their own beside persisted ones: where GraphiQL is served. */
  readonly adminsWriteDocuments: boolean;
  /**
   * Determines the caller, once a request.
   *
   * @param operation follows the call that this may take; given only while calls are traced
   */
  callerOf(client: ClientRequest, operation: OperationTelemetry | undefined): Caller | Promise<Caller>;
}

/** The checks of one gateway. */
export interface Admission {
  /**
   * Reads a parsed body.
   *
   * @param isGet whether it is the query string of a GET
   * @throws GraphQLError
   */
  read(body: unknown, isGet: boolean): ReadRequest;
  /** Makes all other checks. @throws GraphQLError, or rejects with it */
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
    // The fields that read the schema have no rule that could refuse them one by one.
    if (caller.kind === 'visitor' && caller.refusal) throw caller.refusal;
    if (introspection === 'on' || (introspection === 'callers' && caller.kind !== 'visitor')) return;
    validateDocument(schema, document, suggestions, noIntrospection);
  };

  /** Ends the request of a bearer that is not accepted, unless it asks for a root field that needs none. */
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
      throw badRequest('Only persisted documents run here: send the `documentId` in place of a `query`.', {
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
      // A document that may not run at all is not parsed.
      const document = known || isArbitrary ? undefined : parseDocument(request, operation);
      const caller = callerOf(client, explain && operation);
      return caller instanceof Promise
        ? caller.then((found) => admitAs(found, request, document, operation, explain))
        : admitAs(caller, request, document, operation, explain);
    },
  };
}

/** Why `prepare` found no operation. */
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
