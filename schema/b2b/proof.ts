/** Proofs that several inputs take, for their access rules. */
import type { Proofs } from '../../src/auth/proof.ts';
import { sessionProofs } from '../shared/session.ts';

/** A session, or the token of a sign-in that waits for more. */
export const signInProofs = { intermediateSessionToken: 'token', ...sessionProofs } as const satisfies Proofs;
