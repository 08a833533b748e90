/**
 * Operations of which nothing ran, since every root field needs a caller and there is none. Their result is that of a request
 * that is refused before it runs: errors without data, and so status 401.
 */
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { AdmittedRequest } from './admit.ts';
import { rootFields } from './root-fields.ts';

/** Whether the gateway refused a root field because it does not know the caller. Refusals by Stytch have no status. */
const isRefusedRoot = ({ path, extensions }: GraphQLError): boolean =>
  path?.length === 1 && extensions['code'] === 'UNAUTHENTICATED' && extensions['http'] !== undefined;

/** The result, without its data if every root field was refused. */
export function refusedWhole(
  result: ExecutionResult,
  schema: GraphQLSchema,
  { document, operationName }: Pick<AdmittedRequest, 'document' | 'operationName'>,
): ExecutionResult {
  const { data, errors = [] } = result;
  if (!errors.every(isRefusedRoot)) return result;
  // A refused root field that is not nullable leaves no data: the others may have run all the same.
  const asked = data ? Object.keys(data).length : rootFields(schema, document, operationName).size;
  return errors.length === asked ? { errors } : result;
}
