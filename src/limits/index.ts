/** What a request is held against before anything of it runs. */
import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { bodyPlugin } from './body.ts';
import type { rememberingCost } from './cost-memory.ts';
import { checkDocument, checkTokens } from './document.ts';
import { type DocumentStore, rememberNothing } from './documents.ts';
import type { Limits } from './limits.ts';
import { checkJson } from './variables.ts';

/** Yoga's part of the limits: the body while it is read, JSON and document as soon as they are there, the cost last. */
export function limitPlugins(limits: Limits, checkCost: ReturnType<typeof rememberingCost>): Plugin[] {
  return [
    bodyPlugin(limits.body),
    {
      onParams({ params }) {
        checkJson(params.variables, limits);
        checkJson(params.extensions, limits);
      },
      onParse({ params: { source } }) {
        checkTokens(typeof source === 'string' ? source : source.body, limits);
      },
      onValidate({ params: { documentAST }, context }) {
        checkDocument(documentAST, limits);
        return ({ valid }) => {
          // Thrown, not set as the result: yoga remembers results by document, and the cost hangs on variables.
          if (valid) checkCost(documentAST, context.params.operationName, context.params.variables ?? {});
        };
      },
    },
  ];
}

/** Yoga's own ways to limit, off where ours take their place, and how much it remembers. */
export const limitOptions = (documentCache: DocumentStore) =>
  ({
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache, errorCache: rememberNothing },
  }) satisfies YogaServerOptions<object, object>;

/** Time a client may take (milliseconds), for node's own server. */
export const socketLimits = {
  /** For the headers. */
  headersTimeout: 10_000,
  /** For the whole request: 256 kB at 13 kB a second. */
  requestTimeout: 20_000,
  /** Between requests: longer than the minute that load balancers keep a connection, so that they close it and not we. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  /** Bytes of all headers. */
  maxHeaderSize: 16_384,
} as const;
