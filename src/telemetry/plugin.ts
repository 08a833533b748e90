/** Follows the requests that yoga serves. */
import type { Plugin } from 'graphql-yoga';
import { tellUnforeseen } from '../mask.ts';
import { correlationIdOf, REQUEST_ID } from './correlation.ts';
import type { Telemetry } from './index.ts';
import type { Operation } from './operation.ts';

/** The operations of the requests that yoga serves at the moment. */
export interface Followed {
  readonly plugin: Plugin;
  of(request: Request): Operation;
}

/** A thin layer: each hook says one thing to the request's operation. */
export function followed(telemetry: Pick<Telemetry, 'begin'>): Followed {
  const operations = new WeakMap<Request, Operation>();
  const of = (request: Request): Operation => {
    const operation = operations.get(request) ?? telemetry.begin(request.headers);
    operations.set(request, operation);
    return operation;
  };
  return {
    of,
    plugin: {
      // The first hook that probes and pages do not come to: they are answered before.
      onRequestParse: ({ request }) => {
        of(request);
      },
      onValidate: ({ params: { documentAST }, context: { request, params } }) => {
        of(request).runs(documentAST, params.operationName);
      },
      onResultProcess: ({ request, result }) => {
        const operation = of(request);
        const errors = 'errors' in result ? result.errors : undefined;
        if (errors) tellUnforeseen(errors, operation);
        operation.answer(errors);
      },
      onResponse: ({ request, response }) => {
        const operation = operations.get(request);
        response.headers.set(REQUEST_ID, operation?.correlationId ?? correlationIdOf(request.headers.get(REQUEST_ID)));
        operation?.end();
      },
    },
  };
}
