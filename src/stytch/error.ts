import { GraphQLError } from 'graphql';
import type { ConnectionCause } from './client/connection-cause.ts';
import type { ErrorCode } from './error-code.ts';

/** Details of an error. Only `code` and `message` are always set. */
export interface ErrorDetails {
  code: ErrorCode;
  message: string;
  /** Stytch's `error_type`, such as `member_not_found`. */
  errorType?: string | undefined;
  /** HTTP status of Stytch's response. */
  statusCode?: number | undefined;
  /** Stytch's request id, for its support. */
  requestId?: string | undefined;
  /** Stytch's `error_details` without secrets, such as the allowed domains. For servers only. */
  details?: Readonly<Record<string, unknown>> | undefined;
  /** Stytch's documentation page of the error. */
  errorUrl?: string | undefined;
  /** Whole seconds to wait before a retry. */
  retryAfter?: number | undefined;
  /**
   * Position of the invalid input, such as `['roleIds', '0']`: below `input` in a mutation, else below the arguments.
   */
  path?: readonly string[] | undefined;
  /** Wire names of request properties, one of which is invalid: a field derives `path` from them. */
  properties?: readonly string[] | undefined;
}

/** Connection details, for the operator only. */
export interface ConnectionFacts {
  /** Host of the call. */
  host?: string | undefined;
  /** Why the connection failed. */
  cause?: ConnectionCause | undefined;
}

/**
 * The error of all expected failures: rejected by Stytch, by the gateway, or lost in between. Mutations return it as
 * data; queries throw it, with the details in `extensions`.
 */
export class StytchError extends GraphQLError {
  readonly facts: ErrorDetails;
  readonly connection: ConnectionFacts;

  constructor({ host, cause: reason, ...facts }: ErrorDetails & ConnectionFacts, cause?: unknown) {
    // Every caller receives the extensions of an error, so internal details are excluded.
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

/** The same error with the position of the invalid input. */
export const atInput = ({ facts, connection, originalError }: StytchError, path: readonly string[]): StytchError =>
  new StytchError({ ...facts, ...connection, path }, originalError);

/**
 * An error for input that is rejected before any call. The message names the argument and its valid form.
 *
 * @param path position of the input, for forms
 */
export const invalidInput = (message: string, path?: readonly string[]): StytchError =>
  new StytchError({ code: 'INVALID_INPUT', message, path });

/** The same for a request property by its wire name. A field that has an argument for it derives the path. */
export const invalidProperty = (message: string, property: string): StytchError =>
  new StytchError({ code: 'INVALID_INPUT', message, properties: [property] });

/**
 * The error for everything that a caller may not do, identical whether or not the object exists (enumeration
 * prevention).
 */
export const forbidden = (): StytchError =>
  new StytchError({
    code: 'FORBIDDEN',
    message: 'Not permitted, or not found. Check `viewer.can`.',
  });

/** Whether the object does not exist, which a lookup returns as null. */
export const isNotFound = (error: unknown): boolean => error instanceof StytchError && error.facts.code === 'NOT_FOUND';
