/** Masks unexpected errors: the caller gets a fixed message, the operator a log line with the cause. */
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Log } from '../stytch/log.ts';

/** Replaces an unexpected error in the response. `thrown` is never sent. */
class UnexpectedError extends GraphQLError {
  readonly thrown: unknown;

  constructor(thrown: unknown, place: GraphQLError | null) {
    super('Internal error in the gateway.', {
      nodes: place?.nodes ?? null,
      path: place?.path ?? null,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    this.thrown = thrown;
  }
}

/**
 * Masks every error without a code, whatever NODE_ENV says. Errors with a code pass: rejections by the gateway, and
 * StytchError. An error without a code was found by graphql-js in a result ("Cannot return null for non-nullable
 * field") or thrown by a resolver: a fault of the gateway. Errors that graphql-js finds in a request get their code
 * from src/graphql or from yoga.
 */
export function maskError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) return new UnexpectedError(error, null);
  const cause = error.originalError;
  // The error of the resolver has the code; the copy that graphql-js located in the document has the path.
  const said = cause instanceof GraphQLError ? cause : error;
  const { code } = said.extensions;
  const isFault = code === undefined || (code === 'INTERNAL_SERVER_ERROR' && cause !== undefined);
  if (isFault) return new UnexpectedError(cause ?? error, error);
  return said === error ? error : located(said, error);
}

/** Logs masked errors with the request id, and adds that id to their extensions. */
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
 * Errors thrown outside of GraphQL, as in the hook of a plugin: yoga would send their stack. This plugin logs them and
 * replaces the response with one that has no stack.
 */
export const unforeseenPlugin = (log: Log): Plugin => ({
  instrumentation: {
    request: async ({ request }, handle) => {
      try {
        await handle();
      } catch (thrown) {
        // A client that has disconnected gets no response, so the error is not logged.
        if (!request.signal.aborted) tell(log, thrown);
        throw Object.assign(new Error('Internal error in the gateway.'), { stack: '' });
      }
    },
  },
});

const tell = (log: Log, thrown: unknown): void =>
  log.error('unexpected error', {
    name: thrown instanceof Error ? thrown.name : typeof thrown,
    at: thrown instanceof Error ? firstStackFrame(thrown) : undefined,
  });

/** `    at find (file:///src/member.ts:3:5)` */
const FRAME = /^ +at .*:\d+:\d+\)?$/m;

/**
 * The code position of an error: its first stack frame. The message precedes the frames and may contain client input,
 * so it is cut off. Undefined if the stack does not contain the message.
 */
export function firstStackFrame({ stack, message }: Error): string | undefined {
  const start = stack?.indexOf(message) ?? -1;
  return start < 0 ? undefined : FRAME.exec(stack?.slice(start + message.length) ?? '')?.[0].trim();
}

const located = ({ message, extensions }: GraphQLError, { nodes, path }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, path, extensions });
