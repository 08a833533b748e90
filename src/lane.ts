/**
 * The short way of a request whose document has run before. It makes every check that yoga's way makes, with the same
 * functions, and leaves out what surrounds them. Whatever does not pass is left to yoga, which does it all from the start
 * and says what is wrong: so here is no word of refusal.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from './auth/caller.ts';
import { answerHeaders } from './browser.ts';
import type { Context } from './context.ts';
import { type Prepared, prepare } from './execution/compiled.ts';
import type { Leaving } from './leaving.ts';
import type { DocumentStore } from './limits/documents.ts';
import type { Limits } from './limits/limits.ts';
import type { Worth } from './limits/overload.ts';
import { checkJson } from './limits/variables.ts';
import { worthOf } from './limits/worth.ts';
import { discreet, mask, tellUnforeseen } from './mask.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { REQUEST_ID } from './telemetry/correlation.ts';
import type { Telemetry } from './telemetry/index.ts';
import type { Operation } from './telemetry/operation.ts';

/** A request that may go the short way: what it asks, and what that is worth. */
export interface Known {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly run: Prepared;
  readonly worth: Worth;
}

/** An answer that is ready to be written. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** From whom a request comes. */
export interface Sender {
  readonly headers: IncomingHttpHeaders;
  /** Address at the other end of the connection. */
  readonly remoteAddress: string | undefined;
  /** Ends when the client has left. */
  readonly signal: Leaving;
}

/** What the lane shares with yoga. */
export interface LaneOptions {
  schema: GraphQLSchema;
  /** Documents as yoga has parsed them, by their text. */
  documents: DocumentStore;
  limits: Limits;
  checkCost: (document: DocumentNode, operationName: string | undefined, variables: Known['variables']) => void;
  persistedDocuments: PersistedDocuments | undefined;
  /** Whether an error may suggest a name of the schema. */
  suggestions: boolean;
  telemetry: Telemetry;
  callerOf(headers: HeadersOf): Caller | Promise<Caller>;
  /** Writes an answer that has errors, which decide on its status. */
  respond(result: ExecutionResult, mediaType: string): Response;
  contextOf(caller: Caller, sender: Sender, operation: Operation): Context;
}

/** Headers as the web has them. */
export interface HeadersOf {
  get(name: string): string | null;
  has(name: string): boolean;
}

/** The lane of one gateway. */
export interface Lane {
  /** Learns, as yoga goes its way, which documents are valid. */
  readonly plugin: Plugin;
  /** What a body asks, if it may go this way. */
  find(body: unknown): Known | undefined;
  /** Runs it; undefined, without having begun, where it is for yoga to answer. */
  answer(known: Known, sender: Sender): Promise<Reply | undefined>;
}

/** Media types of an answer, by what a client accepts (GraphQL over HTTP, 6.1); other wishes are yoga's to read. */
const mediaTypes = new Map<string | undefined, string>([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

export function createLane({
  schema,
  documents,
  limits,
  checkCost,
  persistedDocuments,
  suggestions,
  telemetry,
  callerOf,
  contextOf,
  respond,
}: LaneOptions): Lane {
  const valid = new WeakMap<DocumentNode, Worth>();

  const textOf = ({ query, documentId }: Params): string | undefined => {
    if (documentId === undefined) return persistedDocuments?.mode === 'only' ? undefined : query;
    return query === undefined ? persistedDocuments?.documents.get(documentId) : undefined;
  };

  return {
    plugin: {
      onValidate({ params: { documentAST } }) {
        return ({ valid: isValid }) => {
          if (isValid && !introspects(documentAST)) valid.set(documentAST, worthOf(schema, documentAST));
        };
      },
    },

    find(body) {
      const params = paramsOf(body);
      const text = params && textOf(params);
      const document = text === undefined ? undefined : documents.get(text);
      const worth = document && valid.get(document);
      if (!params || !document || !worth) return undefined;
      const { operationName, variables = {} } = params;
      const run = prepare(schema, document, operationName);
      return run ? { document, operationName, variables, run, worth } : undefined;
    },

    async answer({ document, operationName, variables, run }, sender) {
      const mediaType = mediaTypes.get(sender.headers.accept);
      if (!mediaType) return undefined;
      const headers = webHeaders(sender.headers);
      const passing = passes(() => {
        checkJson(variables, limits);
        checkCost(document, operationName, variables);
        return callerOf(headers);
      });
      const caller = passing instanceof Promise ? await passing : passing;
      if (!caller) return undefined;
      const operation = telemetry.begin(headers);
      try {
        operation.runs(document, operationName);
        operation.calledBy(caller.kind);
        const contextValue = contextOf(caller, sender, operation);
        const { objects } = contextValue;
        const result = await run({ contextValue, variableValues: variables, signal: sender.signal, objects });
        const told = inform(result, suggestions, operation);
        const about = {
          ...answerHeaders,
          'content-type': `${mediaType}; charset=utf-8`,
          [REQUEST_ID]: operation.correlationId,
        };
        if (told.errors) return await replyOf(respond(told, mediaType), about);
        return { status: 200, headers: about, body: JSON.stringify(told) };
      } finally {
        operation.end();
      }
    },
  };
}

/** What a body may hold here. Anything else in it is for yoga to read. */
interface Params {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: Known['variables'];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function paramsOf(body: unknown): Params | undefined {
  if (!isObject(body)) return undefined;
  const { query, documentId, operationName, variables, ...others } = body;
  if (Object.keys(others).length > 0) return undefined;
  const params: { -readonly [Name in keyof Params]: Params[Name] } = {};
  if (typeof query === 'string') params.query = query;
  else if (query !== undefined) return undefined;
  if (typeof documentId === 'string') params.documentId = documentId;
  else if (documentId !== undefined) return undefined;
  if (typeof operationName === 'string') params.operationName = operationName;
  else if (operationName !== undefined && operationName !== null) return undefined;
  if (isObject(variables)) params.variables = variables;
  else if (variables !== undefined && variables !== null) return undefined;
  return params;
}

/** Whether a document asks for the schema: who may do that is asked on yoga's way. */
function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return found;
}

/** Node's headers as the web has them. The names asked for here come once, or framing.ts has refused the request. */
export const webHeaders = (headers: IncomingHttpHeaders): HeadersOf => {
  const get = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  return { get, has: (name) => headers[name] !== undefined };
};

/** What a check gives; undefined where it throws or rejects. */
function passes<T>(check: () => T | Promise<T>): T | undefined | Promise<T | undefined> {
  try {
    const given = check();
    return given instanceof Promise ? given.catch(() => undefined) : given;
  } catch {
    return undefined;
  }
}

/** Makes errors fit to be read by callers, and tells the operation of them, in the order in which yoga's plugins do. */
function inform(result: ExecutionResult, suggestions: boolean, operation: Operation): ExecutionResult {
  if (!result.errors) {
    operation.answer(undefined);
    return result;
  }
  const errors = result.errors.map((error) => discreet(mask(error), suggestions));
  tellUnforeseen(errors, operation);
  operation.answer(errors);
  return { ...result, errors };
}

/** An answer with errors as it is sent. */
const replyOf = async (response: Response, headers: Reply['headers']): Promise<Reply> => ({
  status: response.status,
  headers,
  body: await response.text(),
});
