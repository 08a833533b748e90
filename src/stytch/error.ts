import { GraphQLError } from 'graphql';
import type { ConnectionCause } from './client/connection-cause.ts';
import type { ErrorCode } from './error-code.ts';

/** What is known about a refusal. Only `code` and `message` are always there. */
export interface ErrorDetails {
  code: ErrorCode;
  message: string;
  /** Stytch's own word for what went wrong, such as `member_not_found`. */
  errorType?: string | undefined;
  /** HTTP status of Stytch's answer. */
  statusCode?: number | undefined;
  /** Stytch's id of the call, for its support. */
  requestId?: string | undefined;
  /** What Stytch adds to an error, such as the domains that it would allow, without secrets. For servers only. */
  details?: Readonly<Record<string, unknown>> | undefined;
  /** Stytch's page about the error. */
  errorUrl?: string | undefined;
  /** Whole seconds to wait before the same call makes sense again. */
  retryAfter?: number | undefined;
  /** Where the input is that is not acceptable, such as `['roleIds', '0']`: below `input` in a mutation, else below the arguments. */
  path?: readonly string[] | undefined;
  /** Properties of the request, by their names on the wire, one of which is not acceptable: a field finds `path` by them. */
  properties?: readonly string[] | undefined;
}

/** What is known about a connection, for the operator only. */
export interface ConnectionFacts {
  /** Host that was asked. */
  host?: string | undefined;
  /** Why the connection failed. */
  cause?: ConnectionCause | undefined;
}

/**
 * The one error that clients are meant to meet: a refusal by Stytch, by the gateway on Stytch's behalf, or the loss of
 * an answer. Mutations return it as data; queries throw it, and the facts stand in `extensions`.
 */
export class StytchError extends GraphQLError {
  readonly facts: ErrorDetails;
  readonly connection: ConnectionFacts;

  constructor({ host, cause: reason, ...facts }: ErrorDetails & ConnectionFacts, cause?: unknown) {
    // The extensions of an error go to every caller.
    const { code, message, details: _details, properties: _properties, path, ...stytch } = facts;
    super(message, {
      extensions: {
        code,
        ...(path ? { inputPath: path } : {}),
        ...(stytch.errorType || stytch.requestId || stytch.retryAfter ? { stytch } : {}),
      },
      originalError: cause instanceof Error ? cause : undefined,
    });
    this.name = 'StytchError';
    this.facts = facts;
    this.connection = { host, cause: reason };
  }
}

/** The same error, which is about the input at a path. */
export const atInput = ({ facts, connection, originalError }: StytchError, path: readonly string[]): StytchError =>
  new StytchError({ ...facts, ...connection, path }, originalError);

/**
 * Input that is refused before any call. The message names the argument and the form it should have.
 *
 * @param path where the input is, for forms
 */
export const invalidInput = (message: string, path?: readonly string[]): StytchError =>
  new StytchError({ code: 'INVALID_INPUT', message, path });

/** The same for a property of a request, by its name on the wire. A field that has an argument for it tells its path. */
export const invalidProperty = (message: string, property: string): StytchError =>
  new StytchError({ code: 'INVALID_INPUT', message, properties: [property] });

/** The one answer for everything a caller may not do, the same whether or not the thing exists. */
export const forbidden = (): StytchError =>
  new StytchError({
    code: 'FORBIDDEN',
    message: 'You may not do this, or there is nothing here that you may see. `viewer.can` tells what you may.',
  });

/** True for "there is no such thing", which a lookup answers with null. */
export const isNotFound = (error: unknown): boolean => error instanceof StytchError && error.facts.code === 'NOT_FOUND';
