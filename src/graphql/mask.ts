/** What callers are told of an error, and what only the operator is. */
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Log } from '../stytch/log.ts';

/** What stands in an answer for something unforeseen. Its cause is not part of what is sent. */
class UnexpectedError extends GraphQLError {
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
 * Lets through errors with a code: refusals of the gateway and StytchError. An error without one was found by graphql-js in
 * a result ("Cannot return null for non-nullable field"), or thrown by a resolver: that is a fault of the gateway and is
 * masked, whatever NODE_ENV says. What graphql-js finds in a request has its code from src/graphql or from yoga.
 */
export function maskError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) return new UnexpectedError(error, null);
  const cause = error.originalError;
  // A resolver's own error tells its code; the copy that is located in the document has the place.
  const said = cause instanceof GraphQLError ? cause : error;
  const { code } = said.extensions;
  const isFault = code === undefined || (code === 'INTERNAL_SERVER_ERROR' && cause !== undefined);
  if (isFault) return new UnexpectedError(cause ?? error, error);
  return said === error ? error : located(said, error);
}

/** Tells the operator what was masked under the id of the request, and the caller that id. */
export function logUnexpectedErrors(
  errors: readonly GraphQLError[],
  { correlationId, log }: { readonly correlationId: string; readonly log: Log },
): void {
  for (const error of errors) {
    if (!(error instanceof UnexpectedError)) continue;
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
    at: thrown instanceof Error ? firstStackFrame(thrown) : undefined,
  });

/** `    at find (file:///src/member.ts:3:5)` */
const FRAME = /^ +at .*:\d+:\d+\)?$/m;

/**
 * The line of code that an error comes from: its first stack frame. The message stands before the frames and may hold what
 * a client sent, so it is cut off; a stack that does not begin with it is not read.
 */
export function firstStackFrame({ stack, message }: Error): string | undefined {
  const start = stack?.indexOf(message) ?? -1;
  return start < 0 ? undefined : FRAME.exec(stack?.slice(start + message.length) ?? '')?.[0].trim();
}

const located = ({ message, extensions }: GraphQLError, { nodes, path }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, path, extensions });
