/** Proofs that several inputs take, and their access rules. */
import { type Proofs, sessionProofs } from '../../src/auth/proof.ts';
import { groupField, type InputFieldBuilder, inputGroup } from '../mutation.ts';
import { sessionCredentialInput } from '../shared/session.ts';

/** A session, or the token of a sign-in that waits for more. */
export const signInProofs = { intermediateSessionToken: 'token', ...sessionProofs } as const satisfies Proofs;

const SignInCredentialInput = inputGroup(
  'SignInCredentialInput',
  'A sign-in that is not finished, by its token, or a session.',
  (t) => ({
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Intermediate session token of a sign-in that is not finished.',
    }),
    ...sessionCredentialInput(t),
  }),
);

/** The sign-in or the session that an operation goes on with. */
export const signInCredentialInput = (t: InputFieldBuilder, options: { required?: boolean; description: string }) => ({
  credential: groupField(t, SignInCredentialInput, options),
});
