/** Closed sets of values for operations in logs, metrics and traces. */
import { type ErrorCode, errorCodes } from '../stytch/error-code.ts';

/** Kind of operation; `unknown` if the document was not parsed. */
export type OperationType = 'query' | 'mutation' | 'subscription' | 'unknown';

/** Codes of errors raised by the gateway or by GraphQL, besides those in `errorCodes`. */
const ownCodes = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
  'LIMIT_EXCEEDED',
  'OVERLOADED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_REQUIRED',
  'TOO_MANY_SIGN_INS',
] as const;

/** Outcome of an operation: `ok`, or the code of the first error; `other` for an unknown code. */
export type Outcome = 'ok' | 'other' | ErrorCode | (typeof ownCodes)[number];

/** The error codes among the outcomes, without `ok` and `other`. */
export const OUTCOMES: readonly Outcome[] = [...(Object.keys(errorCodes) as ErrorCode[]), ...ownCodes];

const known: ReadonlyMap<unknown, Outcome> = new Map(OUTCOMES.map((code) => [code, code]));

/** Returns a known code unchanged, otherwise `other`. */
export const toOutcome = (code: unknown): Outcome => known.get(code) ?? 'other';

/** Outcomes caused by the gateway or by Stytch; all others are caused by the request. */
const faults: ReadonlySet<Outcome> = new Set<Outcome>([
  'BAD_UPSTREAM_RESPONSE',
  'INTERNAL_SERVER_ERROR',
  'NOT_CONFIGURED',
  'OUTCOME_UNKNOWN',
  'OVERLOADED',
  'TIMEOUT',
  'UPSTREAM_ERROR',
  'UPSTREAM_UNAVAILABLE',
]);

/** Whether an outcome is a server fault, which the operator should investigate. */
export const isServerFault = (outcome: Outcome): boolean => faults.has(outcome);
