/**
 * The pipeline of a GraphQL request behind HTTP: admit, run, present. Both receivers, the Node listener and yoga, call
 * it.
 */
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { PageOrigins } from '../auth/page-origin.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { OperationTelemetry } from '../telemetry/operation-telemetry.ts';
import type { Priority } from '../telemetry/priority.ts';
import type { Vertical } from '../vertical/vertical.ts';
import { type AdmitOptions, type ClientRequest, createAdmission, type ReadRequest } from './admit.ts';
import { batchLength, repeated } from './batch.ts';
import { beginExplain, type Explain, type ExplainMode } from './explain.ts';
import { mediaTypeFor } from './media-type.ts';
import { checkPage } from './page-check.ts';
import { badRequest } from './params.ts';
import { present, type RenderedResponse, refusalResult } from './present.ts';
import { refusedWhole } from './refused-whole.ts';
import { type ContextOf, run } from './run.ts';

/** A request whose parameters have been read, or the error found while reading them. */
export interface GraphqlRequest {
  /** Priority under overload. */
  readonly priority: Priority;
  readonly read: ReadRequest | { readonly refusal: unknown };
  /** Whether the HTTP method is GET. */
  readonly isGet: boolean;
  /** Number of requests in a rejected batch; see batch.ts. */
  readonly batch?: number | undefined;
}

/** The pipeline of one gateway. */
export interface Pipeline {
  /**
   * Reads the parameters of a request. Never throws: `answer` presents the error.
   *
   * @param parse returns the parsed body or the parameters of a query string, or throws GraphQLError
   * @param isGet whether the parameters come from a query string
   */
  read(parse: () => unknown, isGet?: boolean): GraphqlRequest;
  /**
   * Runs a request and renders its response.
   *
   * @throws the abort reason of the signal if the client has disconnected
   */
  answer(request: GraphqlRequest, client: ClientRequest): Promise<RenderedResponse>;
  /** Renders the response for an error found before the request was read. */
  refuse(error: GraphQLError, client: ClientRequest): RenderedResponse;
}

/** Dependencies of the pipeline. */
export interface PipelineOptions extends AdmitOptions {
  /** Which callers may use X-Explain. */
  readonly explain: ExplainMode;
  readonly vertical: Vertical;
  readonly origins: Pick<PageOrigins, 'refused'>;
  readonly telemetry: Pick<Telemetry, 'begin'>;
  readonly contextOf: ContextOf;
  /** Validates X-Sandbox-Failure; undefined if the header is ignored. */
  readonly sandboxFailureFault?: SandboxFailureFault | undefined;
}

/**
 * Validates a value of X-Sandbox-Failure. Returns the fault, named after the property; undefined if the value is valid.
 */
export type SandboxFailureFault = (value: string) => string | undefined;

export function createPipeline(options: PipelineOptions): Pipeline {
  const { schema, origins, telemetry, contextOf, limits, sandboxFailureFault } = options;
  const admission = createAdmission(options);

  const resultOf = async (
    { read, isGet }: GraphqlRequest,
    mediaType: string | undefined,
    client: ClientRequest,
    operation: OperationTelemetry,
    explain: Explain | undefined,
  ): Promise<ExecutionResult> => {
    try {
      checkPage(client, isGet, origins);
      if (!mediaType) throw notAcceptable();
      if ('refusal' in read) throw read.refusal;
      const fault = client.sandboxFailure === undefined ? undefined : sandboxFailureFault?.(client.sandboxFailure);
      if (fault !== undefined) throw badRequest(`X-Sandbox-Failure: ${fault}`);
      const admitting = admission.admit(read, client, operation, explain);
      const admitted = admitting instanceof Promise ? await admitting : admitting;
      const result = await run(admitted, client, operation, contextOf);
      return result.errors ? refusedWhole(result, schema, admitted) : result;
    } catch (thrown) {
      client.signal.throwIfAborted();
      return refusalResult(thrown);
    }
  };

  return {
    read(parse, isGet = false) {
      let body: unknown;
      try {
        body = parse();
        const read = admission.read(body, isGet);
        return { read, isGet, priority: read.known?.priority ?? 'usual' };
      } catch (refusal) {
        return { read: { refusal }, isGet, priority: 'usual', batch: batchLength(body) };
      }
    },

    async answer(request, client) {
      const operation = telemetry.begin(client.headers);
      const explain = beginExplain(options.explain, client.headers);
      operation.callTrace = explain?.trace;
      try {
        const mediaType = mediaTypeFor(client.headers.get('accept'));
        const result = await resultOf(request, mediaType, client, operation, explain);
        const extensions = explain?.extensions(options.explain, limits, options.vertical);
        const shown = extensions ? { ...result, extensions } : result;
        const response = repeated(present(shown, mediaType ?? 'application/json', operation), request.batch);
        const cookies = client.cookies?.lines() ?? [];
        return cookies.length > 0 ? { ...response, cookies } : response;
      } finally {
        operation.end();
      }
    },

    refuse(error, client) {
      const operation = telemetry.begin(client.headers);
      const mediaType = mediaTypeFor(client.headers.get('accept')) ?? 'application/json';
      const response = present(refusalResult(error), mediaType, operation);
      operation.end();
      return response;
    },
  };
}

const notAcceptable = (): GraphQLError =>
  badRequest('Accept `application/json` or `application/graphql-response+json`.', { status: 406 });
