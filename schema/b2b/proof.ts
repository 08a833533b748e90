/** Proofs that several inputs take, for their access rules. */
import type { Proofs } from '../../src/auth/proof.ts';

/** A session, by one of its tokens. */
export const sessionProofs = { sessionToken: 'token', sessionJwt: 'jwt' } as const satisfies Proofs;

/** The same, or the token of a sign-in that waits for more. */
export const signInProofs = { intermediateSessionToken: 'token', ...sessionProofs } as const satisfies Proofs;
