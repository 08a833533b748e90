/**
 * Stytch's words for a session that is over, on a request that did not carry the caller's own: they are about the input.
 * Clients must tell the two apart, since on UNAUTHENTICATED they sign their user out.
 */

import type { WireRequest } from '../stytch/contract/operation.ts';
import { isRecord } from '../stytch/contract/record.ts';
import { SESSION_PROOFS } from '../stytch/contract/session-proof.ts';
import { StytchError } from '../stytch/error.ts';
import { isSessionRefusal } from '../stytch/error-code.ts';
import type { Session } from '../vertical/vertical.ts';

/**
 * The same failure, which says of a session that is over whether it was a proof, or a thing that is not there.
 *
 * @param own the session that the caller showed as bearer: a body can carry it as well as the headers
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
