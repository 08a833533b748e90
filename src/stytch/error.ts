import { GraphQLError } from 'graphql';
import type { ConnectionCause } from './connection-cause.ts';
import { type ErrorCode, errorCode } from './error-code.ts';

/** What is known about a refusal. Only `code` and `message` are always there. */
export interface ErrorFacts {
  code: ErrorCode;
  message: string;
  /** Stytch's own word for what went wrong, such as `member_not_found`. */
  errorType?: string | undefined;
  /** HTTP status of Stytch's answer. */
  statusCode?: number | undefined;
  /** Stytch's id of the call, for its support. */
  requestId?: string | undefined;
  /** Stytch's page about the error. */
  errorUrl?: string | undefined;
  /** Whole seconds to wait before the same call makes sense again. */
  retryAfter?: number | undefined;
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
  readonly facts: ErrorFacts;
  readonly connection: ConnectionFacts;

  constructor({ host, cause: reason, ...facts }: ErrorFacts & ConnectionFacts, cause?: unknown) {
    const { code, message, ...stytch } = facts;
    super(message, {
      extensions: { code, ...(stytch.errorType || stytch.requestId || stytch.retryAfter ? { stytch } : {}) },
      originalError: cause instanceof Error ? cause : undefined,
    });
    this.name = 'StytchError';
    this.facts = facts;
    this.connection = { host, cause: reason };
  }
}

/** Input that is refused before any call. The message names the argument and the form it should have. */
export const invalidInput = (message: string): StytchError => new StytchError({ code: 'INVALID_INPUT', message });

/** The one answer for everything a caller may not do, the same whether or not the thing exists. */
export const forbidden = (): StytchError =>
  new StytchError({
    code: 'FORBIDDEN',
    message: 'You may not do this, or there is nothing here that you may see. `viewer.can` tells what you may.',
  });

/** True for "there is no such thing", which a lookup answers with null. */
export const isNotFound = (error: unknown): boolean => error instanceof StytchError && error.facts.code === 'NOT_FOUND';

const token = /eyJ[\w-]*\.[\w-]*\.?[\w-]*|\bBasic [\w+/=]+|\bBearer \S+|secret-(?:test|live)-\S+/g;

/**
 * Reads an error of Stytch's documented shape; null when the body is something else.
 *
 * @param secrets what was sent and must not come back in the message
 */
export function refusal(
  statusCode: number,
  body: unknown,
  retryAfter?: number,
  secrets: readonly string[] = [],
): StytchError | null {
  if (typeof body !== 'object' || body === null || !('error_type' in body)) return null;
  const text = (name: string) => {
    const value = (body as Record<string, unknown>)[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 10_000) : undefined;
  };
  // These are logged, so they are taken only in the form that Stytch gives them.
  const word = (name: string) => (/^[\w-]{1,100}$/.test(text(name) ?? '') ? text(name) : undefined);
  const errorType = word('error_type');
  if (!errorType) return null;
  const code = errorCode(errorType, statusCode);
  const message = secrets
    .reduce((told, secret) => told.replaceAll(secret, '[redacted]'), text('error_message') ?? errorType)
    .replace(token, '[redacted]')
    // Last, so that no half of a secret is left.
    .slice(0, 1000);
  return new StytchError({
    code,
    message,
    errorType,
    statusCode,
    requestId: word('request_id'),
    errorUrl: text('error_url')?.slice(0, 1000),
    retryAfter,
  });
}
