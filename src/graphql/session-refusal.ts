/**
 * Stytch's errors for an ended session, on calls that did not carry the session of the caller: these errors are about
 * the input. They need another code than UNAUTHENTICATED, on which clients sign their user out.
 */

import type { WireRequest } from '../stytch/contract/operation.ts';
import { isRecord } from '../stytch/contract/record.ts';
import { SESSION_PROOFS } from '../stytch/contract/session-proof.ts';
import { StytchError } from '../stytch/error.ts';
import { isSessionRefusal } from '../stytch/error-code.ts';
import type { Session } from '../vertical/vertical.ts';

/**
 * Maps the error for an ended session to INVALID_CREDENTIALS if the request sent the session as a proof, else to
 * NOT_FOUND. Returns other errors unchanged.
 *
 * @param own the session that the caller sent as bearer: a body can contain it too
 */
export function aboutInput(cause: unknown, request: Pick<WireRequest, 'body'>, own: Session | undefined): unknown {
  if (!(cause instanceof StytchError) || !isSessionRefusal(cause.facts.errorType)) return cause;
  const proofs = proofsIn(request);
  if (own && proofs.includes('token' in own ? own.token : own.jwt)) return cause;
  const code = proofs.length > 0 ? 'INVALID_CREDENTIALS' : 'NOT_FOUND';
  return new StytchError({ ...cause.facts, ...cause.connection, code }, cause.originalError);
}

function proofsIn({ body }: Pick<WireRequest, 'body'>): unknown[] {
  const sent: unknown = body === null ? null : JSON.parse(body);
  return isRecord(sent) ? SESSION_PROOFS.map((name) => sent[name]).filter(Boolean) : [];
}
