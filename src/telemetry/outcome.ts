/** The closed sets of words by which operations are told apart in logs, metrics and traces. */
import { type ErrorCode, errorCodes } from '../stytch/error-code.ts';

/** What a client asked for; `unknown` where its document could not be read. */
export type OperationType = 'query' | 'mutation' | 'subscription' | 'unknown';

/** Refusals that are the gateway's or GraphQL's own, beside those in `errorCodes`. */
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

/** How an operation went: `ok`, or the code of the first error; `other` for a code that nobody here knows. */
export type Outcome = 'ok' | 'other' | ErrorCode | (typeof ownCodes)[number];

/** The codes among them, beside `ok` and `other`. */
export const OUTCOMES: readonly Outcome[] = [...(Object.keys(errorCodes) as ErrorCode[]), ...ownCodes];

const known: ReadonlyMap<unknown, Outcome> = new Map(OUTCOMES.map((code) => [code, code]));

/** A code, if it is one of ours. */
export const outcomeOf = (code: unknown): Outcome => known.get(code) ?? 'other';

/** Outcomes that say something about the gateway or about Stytch; all others are about what was asked. */
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

/** Whether an outcome is for the operator to look into. */
export const isFault = (outcome: Outcome): boolean => faults.has(outcome);
