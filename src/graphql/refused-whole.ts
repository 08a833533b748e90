/**
 * Operations of which no field ran, because every root field needs a caller and the request has none. The result is
 * that of a request rejected before execution: errors without data, hence status 401.
 */
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { AdmittedRequest } from './admit.ts';
import { rootFields } from './root-fields.ts';

/**
 * Whether the gateway rejected a root field because the caller is unknown. Rejections by Stytch have no HTTP status.
 */
const isRefusedRoot = ({ path, extensions }: GraphQLError): boolean =>
  path?.length === 1 && extensions['code'] === 'UNAUTHENTICATED' && extensions['http'] !== undefined;

/** Removes the data of a result whose root fields were all rejected. */
export function refusedWhole(
  result: ExecutionResult,
  schema: GraphQLSchema,
  { document, operationName }: Pick<AdmittedRequest, 'document' | 'operationName'>,
): ExecutionResult {
  const { data, errors = [] } = result;
  if (!errors.every(isRefusedRoot)) return result;
  // A rejected non-null root field removes all data, although other fields may have run.
  const asked = data ? Object.keys(data).length : rootFields(schema, document, operationName).size;
  return errors.length === asked ? { errors } : result;
}
