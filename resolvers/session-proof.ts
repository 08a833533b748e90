/**
 * A session that an input names as proof. Stytch refuses it with the code that it has for the caller's own session. Clients
 * must tell the two apart, since on UNAUTHENTICATED they sign their user out.
 */
import { StytchError } from '../src/stytch/error.ts';
import type { ErrorCode } from '../src/stytch/error-code.ts';

/** Inputs that are proof of a session. */
const PROOFS = ['sessionToken', 'sessionJwt', 'accessToken', 'token', 'intermediateSessionToken'] as const;

/** Whether an input offers a session as proof. */
export const offersSession = (input: object): boolean => PROOFS.some((name) => Boolean(Reflect.get(input, name)));

export const isUnauthenticated = (cause: unknown): cause is StytchError =>
  cause instanceof StytchError && cause.facts.code === 'UNAUTHENTICATED';

/** The same refusal, which is about the input. */
export const aboutInput = ({ facts }: StytchError, code: ErrorCode): StytchError => new StytchError({ ...facts, code });

/** Waits for a call that acts with a session of the input: that it has ended is INVALID_CREDENTIALS. */
export const withProof = <Answer>(call: Promise<Answer>, input: object): Promise<Answer> =>
  call.catch((cause) => {
    throw isUnauthenticated(cause) && offersSession(input) ? aboutInput(cause, 'INVALID_CREDENTIALS') : cause;
  });
