/** The parameters of a request (GraphQL over HTTP, 5.1). Yoga checks them too, but repeats names that it does not know. */
import { GraphQLError } from 'graphql';

const PARAMS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/**
 * Checks the types of the parameters.
 *
 * @param extraNames parameters beyond those of the specification
 * @throws GraphQLError BAD_REQUEST
 */
export function checkParams(params: Readonly<Record<string, unknown>>, extraNames: readonly string[]): void {
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && !PARAMS.has(name) && !extraNames.includes(name)) {
      throw badRequest(`The body may only have the parameters ${[...PARAMS, ...extraNames].map(code).join(', ')}.`);
    }
  }
  const { query, variables, extensions } = params;
  if (query === null || query === undefined) throw badRequest('`query` is missing.', true);
  if (typeof query !== 'string') throw badRequest('`query` must be a string.');
  if (!isObjectOrNull(variables)) throw badRequest('`variables` must be an object.');
  if (!isObjectOrNull(extensions)) throw badRequest('`extensions` must be an object.');
}

const code = (name: string): string => `\`${name}\``;

const isObjectOrNull = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && !Array.isArray(value));

/** @param spec whether `application/json` gets a 200 all the same */
const badRequest = (message: string, spec = false): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400, spec } } });
