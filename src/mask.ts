/** What callers are told of an error, and what only the operator is. */
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Log } from './telemetry/log.ts';

/** What stands in an answer for something unforeseen. Its cause is not part of what is sent. */
class Unforeseen extends GraphQLError {
  readonly thrown: unknown;

  constructor(thrown: unknown, place: GraphQLError | null) {
    super('Something went wrong in the gateway.', {
      nodes: place?.nodes ?? null,
      path: place?.path ?? null,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    this.thrown = thrown;
  }
}

/**
 * Lets through what callers are meant to read: refusals by GraphQL itself and StytchError, which is one. Whatever else
 * was thrown is masked, whatever NODE_ENV says.
 */
export function mask(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) {
    const cause = error.originalError;
    // What a resolver threw says its code; what GraphQL itself found says none.
    if (cause instanceof GraphQLError && 'code' in cause.extensions) return at(error, cause.message, cause.extensions);
    if (!cause || cause instanceof GraphQLError) return error;
    if ('code' in error.extensions && error.extensions['code'] !== 'INTERNAL_SERVER_ERROR') return error;
  }
  return error instanceof GraphQLError ? new Unforeseen(error.originalError, error) : new Unforeseen(error, null);
}

/** Tells the operator what was masked under the id of the request, and the caller that id. */
export function tellUnforeseen(
  errors: readonly GraphQLError[],
  { correlationId, log }: { readonly correlationId: string; readonly log: Log },
): void {
  for (const error of errors) {
    if (!(error instanceof Unforeseen)) continue;
    const { thrown } = error;
    error.extensions['correlationId'] = correlationId;
    tell(log, thrown);
  }
}

/**
 * What is thrown outside of GraphQL, as in a hook of a plugin, yoga answers with its stack. The operator is told instead, and
 * what is answered has no stack.
 */
export const unforeseenPlugin = (log: Log): Plugin => ({
  instrumentation: {
    request: async ({ request }, handle) => {
      try {
        await handle();
      } catch (thrown) {
        // Whoever left is not waiting for an answer.
        if (!request.signal.aborted) tell(log, thrown);
        throw Object.assign(new Error('Something went wrong in the gateway.'), { stack: '' });
      }
    },
  },
});

const tell = (log: Log, thrown: unknown): void =>
  log.error('unforeseen error', {
    name: thrown instanceof Error ? thrown.name : typeof thrown,
    at: thrown instanceof Error ? placeOf(thrown) : undefined,
  });

/** The line of code an error comes from: its first stack frame. A message might hold what a caller sent. */
export const placeOf = ({ stack }: Error): string | undefined =>
  stack
    ?.split('\n')
    .find((line) => line.includes(' at '))
    ?.trim();

const at = (place: GraphQLError | null, message: string, extensions: GraphQLError['extensions']): GraphQLError =>
  new GraphQLError(message, { nodes: place?.nodes ?? null, path: place?.path ?? null, extensions });

/** What GraphQL and yoga find wrong with a request, they say with a piece of it. */
const quoting: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/** An error without the value that it is about. */
export function discreet(error: GraphQLError, suggestions: boolean): GraphQLError {
  const { code = 'BAD_USER_INPUT' } = error.extensions;
  if (!quoting.has(code)) return error;
  const told = withoutValues(error.message);
  const message = suggestions ? told : told.replace(/ Did you mean [\s\S]*$/, '');
  // Variables that do not fit are the caller's mistake: 400, where the media type lets the status say so.
  const misfit = error.path || 'http' in error.extensions ? {} : { http: { status: 400, spec: true } };
  return at(error, message, { ...error.extensions, code, ...misfit });
}

/** Each kind of message that holds a value, and what is kept of it. All anchored or bounded, so linear in time. */
const holdingValues: readonly [RegExp, string][] = [
  [/^(Variable "\$\w+") got invalid value [\s\S]*?( at "[\w.[\]]+")?; /, '$1 got an invalid value$2; '],
  [/^(Variable "\$\w+" has invalid value) [\s\S]*$/, '$1.'],
  [/^(Syntax Error: [^"]*?),? "[\s\S]*$/, '$1.'],
  [/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.'],
  [/^(Unexpected parameter) "[\s\S]*$/, '$1 in the request body.'],
];
const representing: readonly [RegExp, string][] = [
  [/( cannot represent [a-z0-9 -]+(?: \([^)]*\))?): [\s\S]*?(?=\.$|$)/, '$1'],
  [/Enum "(\w+)" cannot represent [a-z-]+ value: [\s\S]*?\.( Did you mean|$)/, 'Enum "$1" does not take this.$2'],
  [/Value "[\s\S]*?" does not exist in "(\w+)" enum\./, 'The value does not exist in "$1" enum.'],
];

function withoutValues(message: string): string {
  let told = message.slice(0, 2_000);
  for (const [form, kept] of [...holdingValues, ...representing]) told = told.replace(form, kept);
  return told;
}
