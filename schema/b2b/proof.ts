/** Credentials that several inputs accept, with their access rules. */
import { type Proofs, sessionProofs } from '../../src/auth/proof.ts';
import { groupField, type InputFieldBuilder, inputGroup } from '../mutation.ts';
import { sessionCredentialInput } from '../shared/session.ts';

/** A session, or the token of an unfinished sign-in. */
export const signInProofs = { intermediateSessionToken: 'token', ...sessionProofs } as const satisfies Proofs;

const SignInCredentialInput = inputGroup(
  'SignInCredentialInput',
  'An unfinished sign-in, identified by its token, or a session.',
  (t) => ({
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Intermediate session token of an unfinished sign-in.',
    }),
    ...sessionCredentialInput(t),
  }),
);

/** The sign-in or session that an operation continues. */
export const signInCredentialInput = (t: InputFieldBuilder, options: { required?: boolean; description: string }) => ({
  credential: groupField(t, SignInCredentialInput, options),
});
