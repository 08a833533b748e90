/** The third stage of a request: creates its context and executes its compiled operation. */
import type { ExecutionResult } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import type { OperationTelemetry } from '../telemetry/operation-telemetry.ts';
import type { AdmittedRequest, ClientRequest } from './admit.ts';
import type { Context } from './context.ts';

/** Creates the context of a request. */
export type ContextOf = (caller: Caller, client: ClientRequest, operation: OperationTelemetry) => Context;

/**
 * Executes an admitted request.
 *
 * @throws the reason of the signal if the client disconnects during a mutation
 */
export function run(
  { caller, execute, variables }: AdmittedRequest,
  client: ClientRequest,
  operation: OperationTelemetry,
  contextOf: ContextOf,
): ExecutionResult | Promise<ExecutionResult> {
  const contextValue = contextOf(caller, client, operation);
  const { objects } = contextValue;
  return execute({ contextValue, variableValues: variables, signal: client.signal, objects });
}
