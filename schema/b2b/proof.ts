/** Proofs that several inputs take, and their access rules. */
import { type Proofs, sessionProofs } from '../../src/auth/proof.ts';
import { groupField, type InputFieldBuilder, inputGroup } from '../mutation.ts';
import { sessionTokensInput } from '../shared/session.ts';

/** A session, or the token of a sign-in that waits for more. */
export const signInProofs = { intermediateSessionToken: 'token', ...sessionProofs } as const satisfies Proofs;

const SignInCredentialInput = inputGroup(
  'SignInCredentialInput',
  'A sign-in that is not finished, or a session, by exactly one token.',
  (t) => ({
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Intermediate session token of a sign-in that is not finished.',
    }),
    ...sessionTokensInput(t),
  }),
);

/** The sign-in or the session that an operation goes on with. */
export const signInCredentialInput = (t: InputFieldBuilder, options: { required?: boolean; description: string }) => ({
  credential: groupField(t, SignInCredentialInput, options),
});
